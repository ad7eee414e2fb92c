"""The publication log: what changed for readers, in order, written with the change itself."""
