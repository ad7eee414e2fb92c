"""How fast a chat may go: the pause between two messages of one reader."""

from datetime import timedelta

from stoppress.discussion.rules import limits

LONGEST, SHOWN = 500, 50
#: Slow mode as it can be set by hand, in seconds; and messages a second from which a room slows down by itself, to what.
SLOWEST, SLOWEST_LEAST, BUSY, WHEN_BUSY = 120, 5, 10.0, 5
#: Messages of so many seconds tell how busy a room is.
WINDOW = timedelta(seconds=10)


def pause(*, slow: int, said_lately: int, is_trusted: bool) -> timedelta:
    """How long one reader waits between two messages; `said_lately` counts everybody's of the last `WINDOW`."""
    own = limits.MESSAGES[is_trusted].pause
    is_busy = said_lately / WINDOW.total_seconds() > BUSY
    return max(own, timedelta(seconds=slow), timedelta(seconds=WHEN_BUSY if is_busy else 0))


def is_slow(seconds: int) -> bool:
    """Whether slow mode can be set to this: 0 is off."""
    return seconds == 0 or SLOWEST_LEAST <= seconds <= SLOWEST
