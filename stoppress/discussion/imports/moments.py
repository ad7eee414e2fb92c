"""Moments as other systems write them."""

from datetime import UTC, datetime, timedelta
from typing import Any

#: Nobody commented on a web page before, and nobody comments tomorrow.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def moment(told: Any, now: datetime) -> datetime | None:
    """A moment out of a file, in UTC: as ISO 8601, SQL, MongoDB or in milliseconds; None when it cannot be."""
    found = _found(told)
    return found if found is not None and EARLIEST <= found <= now + timedelta(days=1) else None


def _found(told: Any) -> datetime | None:
    if isinstance(told, dict):
        return _found(told.get("$date", told.get("$numberLong")))
    try:
        if isinstance(told, str) and not told.lstrip("-").isdigit():
            read = datetime.fromisoformat(told.strip())
            return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(told, (str, int)) and not isinstance(told, bool):
            return datetime.fromtimestamp(int(told) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None
