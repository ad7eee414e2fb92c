"""Days in every zone there is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest

from stoppress.kit import clock

DAYS = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1), date(2011, 12, 30), date(2017, 10, 15), date(2018, 11, 4),
        date(2026, 3, 8), date(2024, 2, 29), date(2026, 12, 31)]  # fmt: skip


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_moment_of_a_day_is_within_its_bounds_in_every_zone(day: date) -> None:
    for zone in sorted(available_timezones()):
        start, end = clock.day_bounds(day, zone)
        assert timedelta(0) <= end.astimezone(UTC) - start.astimezone(UTC) <= timedelta(hours=26), zone
        if end.astimezone(UTC) > start.astimezone(UTC):
            assert clock.date_in_zone(start, zone) == day, zone
            assert clock.date_in_zone(end.astimezone(UTC) - timedelta(seconds=1), zone) == day, zone
        moment = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)
        for hours in range(-24, 25):
            at = moment + timedelta(hours=hours)
            local = clock.date_in_zone(at, zone)
            low, high = clock.day_bounds(local, zone)
            assert low <= at < high, (zone, at)
