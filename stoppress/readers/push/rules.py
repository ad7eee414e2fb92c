"""Rules of push as plain functions: which browsers are taken, when to try again, what an answer of a push service means."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from stoppress.kit import web_push
from stoppress.kit.public_addresses import NotPublic, check_url

#: How often a message is tried, with the pauses below: for about an hour.
TRIES = 7
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
#: The service forgot the browser or never knew it (RFC 8030, 7.3). Not 403, which also says that our own word is no good.
GONE = (404, 410)
LONGEST_ENDPOINT = 1000


class BadDevice(ValueError):
    """What is said to be a browser's subscription is none; the message says why."""


def check(endpoint: str, public: str, secret: str) -> None:
    """Raise BadDevice unless messages can be sent there: over TLS to a public host, with keys that are keys."""
    try:
        if len(endpoint) > LONGEST_ENDPOINT:
            raise NotPublic("The address of the push service is too long.")
        if check_url(endpoint)[0] != "https":
            raise NotPublic("A push service is asked by https only.")
        web_push.browser_keys(public, secret)
    except (NotPublic, web_push.BadKeys) as wrong:
        raise BadDevice(str(wrong)) from wrong


def pause(tries: int, retry_after: str, now: datetime) -> timedelta:
    """How long to wait after so many tries; for as long as the service asks for when it does, within a day."""
    own = min(FIRST_PAUSE * 2 ** min(tries - 1, 20), LONGEST_PAUSE)
    return max(own, min(_asked(retry_after.strip(), now), timedelta(days=1)))


def _asked(retry_after: str, now: datetime) -> timedelta:
    """What `Retry-After` says (RFC 9110, 10.2.3): seconds, or a date."""
    if retry_after.isascii() and retry_after.isdecimal():
        return timedelta(seconds=int(retry_after[:9]))
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return timedelta(0)
    return max(timedelta(0), (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now)


def is_final(status: int) -> bool:
    """Whether the service will never take this very message: an answer of the 400s but for those that ask for patience."""
    return 400 <= status < 500 and status not in (408, 425, 429)
