"""The time, read in one place so that tests can set it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def date_in_zone(moment: datetime, zone: str) -> date:
    """The calendar date of an aware `moment` in the IANA time zone `zone`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """First moment of `day` in `zone` and first moment of the day after, aware; 23 to 25 hours apart."""
    tz = ZoneInfo(zone)
    start = datetime(day.year, day.month, day.day, tzinfo=tz)
    after = date.fromordinal(day.toordinal() + 1)
    return start, datetime(after.year, after.month, after.day, tzinfo=tz)
