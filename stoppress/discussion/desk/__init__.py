"""The moderators' desk."""
