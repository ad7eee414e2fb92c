"""Newsletters at the desk."""
