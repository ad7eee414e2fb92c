"""Tickets: what opens a private channel to one reader for a few minutes, checked without a database."""

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass

#: Seconds for which a ticket may hold: longer than a page needs to ask for the next.
LONGEST = 600
_PURPOSE = b"stoppress: tickets of live streams, 1"
_MOST_CHARACTERS = 2000


class BadTicket(ValueError):
    """A ticket that opens nothing: not ours, spoiled, or no longer good. The message says which."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who it is for (`reader:12`), what it opens, and from when to when, in seconds of the epoch."""

    subject: str
    channels: tuple[str, ...]
    issued_at: float
    expires_at: float


def key_from(secret: str) -> bytes:
    """The key for tickets, of its own, from the installation's secret."""
    return hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)


def issue(key: bytes, subject: str, channels: Collection[str], *, seconds: int = 120, now: float | None = None) -> str:
    """A ticket as text for a url. Raises ValueError when it would hold for longer than `LONGEST`."""
    if not 0 < seconds <= LONGEST:
        raise ValueError(f"A ticket holds for 1 to {LONGEST} seconds, not {seconds}.")
    issued_at = time.time() if now is None else now
    told = json.dumps([subject, sorted(channels), issued_at, issued_at + seconds], separators=(",", ":"))
    words = urlsafe_b64encode(told.encode())
    return (words + b"." + _seal(key, words)).decode()


def read(key: bytes, text: str, *, now: float | None = None) -> Ticket:
    """The ticket that a text is. Raises BadTicket."""
    words, dot, seal = text.encode("utf-8", "replace").partition(b".")
    if not dot or len(text) > _MOST_CHARACTERS or not hmac.compare_digest(_seal(key, words), seal):
        raise BadTicket("This ticket is not one of ours.")
    subject, channels, issued_at, expires_at = json.loads(urlsafe_b64decode(words))
    if (time.time() if now is None else now) >= expires_at:
        raise BadTicket("This ticket is no longer good; ask for another.")
    return Ticket(subject, tuple(channels), issued_at, expires_at)


def _seal(key: bytes, words: bytes) -> bytes:
    return urlsafe_b64encode(hmac.digest(key, words, hashlib.sha256)).rstrip(b"=")
