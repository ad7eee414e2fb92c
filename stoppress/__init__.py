"""Stoppress: a news publishing system whose pages are printed once and never stale."""

__version__ = "0.1.0"
