"""A whole newsroom in one file, and back: database, originals, settings, checksums."""
