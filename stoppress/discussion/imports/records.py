"""What a file of another system tells, whatever its format: talks, people, and what they said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """What a comment was there; named as comments' states are here."""

    HELD = "held"
    PUBLISHED = "published"
    REJECTED = "rejected"
    SPAM = "spam"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Talk:
    """A discussion there: its key, and the addresses (or names of its own) by which its story may be found."""

    key: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote there; the e-mail address is what they typed, and nobody has proven that it is theirs."""

    key: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One comment there. `html` is as it came; `at` is None when the file has no moment that can be."""

    key: str
    talk: str
    html: str
    state: State
    at: datetime | None
    parent: str = ""
    #: Key of a `Person`, or nothing.
    person: str = ""
    name: str = ""
    likes: int = 0
    edited_at: datetime | None = None
    is_pick: bool = False


@dataclass(frozen=True, slots=True)
class Strange:
    """Something in the file that is no comment or cannot be read as one, with its key if it has one."""

    why: str
    key: str = ""


Record = Talk | Person | Said | Strange
Records = Iterator[Record]


class BadFile(ValueError):
    """A file that is not what it is said to be; the message says where and what is wrong."""
