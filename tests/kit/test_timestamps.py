"""Moments written down the way each standard wants them."""

from datetime import UTC, datetime

from stoppress.kit.timestamps import in_utc, in_zone, mail_date

MOMENT = datetime(2025, 7, 6, 22, 30, 15, 999, tzinfo=UTC)


def test_a_moment_in_a_zone_carries_its_offset():
    assert in_zone(MOMENT, "Europe/Madrid") == "2025-07-07T00:30:15+02:00"
    assert in_zone(MOMENT, "Asia/Kathmandu") == "2025-07-07T04:15:15+05:45"


def test_offsets_with_seconds_are_given_in_utc():
    assert in_zone(MOMENT.replace(year=1871), "Europe/Madrid") == "1871-07-06T22:30:15+00:00"


def test_utc_and_mail_dates():
    assert in_utc(MOMENT) == "2025-07-06T22:30:15Z"
    assert mail_date(MOMENT) == "Sun, 06 Jul 2025 22:30:15 GMT"
