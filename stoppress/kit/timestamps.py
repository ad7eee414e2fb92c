"""Moments written down the way each standard wants them."""

from datetime import UTC, datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo


def in_zone(moment: datetime, zone: str) -> str:
    """ISO 8601 (and RFC 3339, xs:dateTime, W3C) with the offset of the IANA time zone `zone`.

    Before standard time offsets had seconds, which none of those standards can write; such a
    moment is given in UTC.
    """
    local = moment.astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        local = moment.astimezone(UTC)
    return local.isoformat(timespec="seconds")


def in_utc(moment: datetime) -> str:
    """RFC 3339 in UTC, such as `2025-12-07T15:07:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def mail_date(moment: datetime) -> str:
    """RFC 822 with a four-digit year, as RSS 2.0 wants it: `Sun, 07 Dec 2025 15:07:00 GMT`."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
