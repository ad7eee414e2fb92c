"""Rules of newsletters as plain functions: when one is due, how an address is written down, what may be in an issue."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAILY, WEEKLY, BREAKING, BY_HAND = "daily", "weekly", "breaking", "by hand"
SCHEDULES = [(DAILY, "Every day"), (WEEKLY, "Once a week"), (BREAKING, "When news breaks"), (BY_HAND, "By hand only")]
EDITION, SECTIONS, TOPIC = "edition", "sections", "topic"
SCOPES = [(EDITION, "The whole edition"), (SECTIONS, "Some sections"), (TOPIC, "A topic")]
WEEKDAYS = list(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))
#: Older stories are not news, however they came into the log; a week's newsletter must find all of its own.
FRESH = timedelta(days=8)
#: News that broke longer ago is not sent as breaking any more.
STILL_BREAKING = timedelta(hours=3)
#: For so long the letters of an issue are tried.
WORTH = {DAILY: timedelta(hours=20), WEEKLY: timedelta(days=3), BREAKING: STILL_BREAKING, BY_HAND: timedelta(days=2)}
#: A sign-up that nobody confirms is forgotten.
CONFIRMED_WITHIN = timedelta(days=7)
#: Between two letters to an address that somebody signs up again and again, the first few times and from then on.
LETTER_PAUSE, LONG_PAUSE, LETTERS = timedelta(minutes=10), timedelta(days=1), 4
#: An address is given up after so many letters that came back for good, or for the time being, within the time.
HARD, SOFT, REMEMBERED = 2, 10, timedelta(days=60)
_KEY = re.compile(r"[0-9a-f]{32}")


def next_due(schedule: str, at: time, weekday: int, zone: str, after: datetime) -> datetime | None:
    """The first moment after `after` at which a newsletter goes by itself; None when it never does.

    `at` is a time of day in `zone`. One that the clocks leap over counts by the time before the leap.
    """
    if schedule not in (DAILY, WEEKLY):
        return None
    day = after.astimezone(ZoneInfo(zone)).date()
    for ahead in range(9):
        found = _moment(day + timedelta(days=ahead), at, zone)
        if found > after and (schedule == DAILY or (day + timedelta(days=ahead)).weekday() == weekday):
            return found
    raise AssertionError("every week has each of its days")


def _moment(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at.replace(tzinfo=None), ZoneInfo(zone)).astimezone(UTC)


def pause_after(letters: int) -> timedelta:
    """How long an address is left alone that had so many letters which nobody confirmed."""
    return LETTER_PAUSE if letters < LETTERS else LONG_PAUSE


def address_of(text: str) -> str:
    """An e-mail address as it is written down: one person, one address, however it was typed."""
    return text.strip().lower()


def is_key(text: str) -> bool:
    """Whether this has the form of a key of ours: 128 random bits, in hexadecimal."""
    return _KEY.fullmatch(text) is not None


def is_given_up(hard: int, soft: int) -> bool:
    """Whether an address is written to no longer, after so many letters that came back."""
    return hard >= HARD or soft >= SOFT
