"""Newsletters: who gets them, what is in them, when they go."""
