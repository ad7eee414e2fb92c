"""Rules of discussion as plain functions: what may be said, by whom, how often, and what becomes of it."""
