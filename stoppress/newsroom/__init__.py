"""Stories, sections, topics, contributors, editions: their rules, actions and desk."""
