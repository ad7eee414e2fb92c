"""How often something may be done: one at a time after a pause, and so many a day."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)
#: Identical text is refused for so long.
REPEAT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Limit:
    """At least `pause` between two, at most `a_day` in any 24 hours."""

    pause: timedelta
    a_day: int


COMMENTS = {False: Limit(timedelta(seconds=30), 10), True: Limit(timedelta(seconds=10), 100)}
LIKES = {False: Limit(timedelta(0), 50), True: Limit(timedelta(0), 300)}
REPORTS = {False: Limit(timedelta(0), 5), True: Limit(timedelta(0), 20)}
MESSAGES = {False: Limit(timedelta(seconds=10), 10_000), True: Limit(timedelta(seconds=2), 10_000)}


def wait(limit: Limit, done_at: Collection[datetime], now: datetime) -> timedelta:
    """How long to wait until one more is allowed, given when each of the last day was done; zero when it is allowed now."""
    recent = sorted(at for at in done_at if timedelta(0) <= now - at < DAY)
    until_pause = max((recent[-1] + limit.pause - now) if recent else timedelta(0), timedelta(0))
    if len(recent) < limit.a_day:
        return until_pause
    return max(until_pause, recent[-limit.a_day] + DAY - now)


def fingerprint(text: str) -> str:
    """What is equal for texts that differ only in case and blanks."""
    return hashlib.sha256("".join(text.casefold().split()).encode()).hexdigest()[:32]
