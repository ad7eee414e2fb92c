"""What can become of a comment, and why: verdicts and their reasons."""

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """What the pipeline makes of a comment."""

    PUBLISH = "publish"
    HOLD = "hold"
    SPAM = "spam"
    REJECT = "reject"


class Reason(StrEnum):
    """Why; the words for readers and moderators belong to the rooms that show them."""

    FINE = "fine"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    EMPTY = "empty"
    REPEATED = "repeated"
    CLOSED = "closed"
    READ_ONLY = "read-only"
    TOO_OLD = "too-old"
    CHAT_ONLY = "chat-only"
    ANSWERS_BY_HOSTS = "answers-by-hosts"
    SUSPENDED = "suspended"
    BANNED = "banned"
    STAFF = "staff"
    BANNED_WORD = "banned-word"
    SUSPECT_WORD = "suspect-word"
    HISTORY = "history"
    SPAM = "spam"
    LINKS = "links"
    NEW_COMMENTER = "new-commenter"
    PREMODERATED = "premoderated"


@dataclass(frozen=True, slots=True)
class Span:
    """A word of a list as it was found: its place in the text, in characters."""

    begin: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision with its reason, how much the text looks like spam (0 to 1), and the words that were found."""

    decision: Decision
    reason: Reason
    score: float = 0.0
    spans: tuple[Span, ...] = ()
