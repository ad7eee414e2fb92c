"""The verbs of tidings."""

from stoppress.readers.tidings.actions.telling import read_all, take_back, tell

__all__ = ["read_all", "take_back", "tell"]
