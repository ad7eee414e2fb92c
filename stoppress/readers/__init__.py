"""Accounts of readers and staff: one user model."""
