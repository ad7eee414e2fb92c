"""The newsroom's verbs: each changes the story, its audit trail and the log in one transaction."""
