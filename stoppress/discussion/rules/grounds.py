"""Grounds on which a moderator may restrict something, and for how long readers can be suspended."""

from datetime import timedelta

#: Each is either of the house's rules or of the law.
GROUNDS = ("abuse", "hate", "spam", "privacy", "off-topic", "false", "impersonation", "illegal")
OF_THE_LAW = ("illegal",)
SUSPENSIONS = {"24h": timedelta(hours=24), "72h": timedelta(hours=72), "7d": timedelta(days=7), "30d": timedelta(days=30)}
