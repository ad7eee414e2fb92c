"""Signing up, confirming, choosing and leaving."""
