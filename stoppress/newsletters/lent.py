"""What the press lends to newsletters: setting an issue, for the mail and for the desk's preview."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stoppress.newsletters.models import Newsletter


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """An issue that is about to be set."""

    newsletter: Newsletter
    number: int
    made_at: datetime
    stories: tuple[int, ...]
    intro: str
    is_breaking: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A letter as it is written, with the marks `{{leave}}` and `{{choose}}` for what differs by reader."""

    subject: str
    text: str
    html: str


class NotLent(RuntimeError):
    """The press has not lent its typesetting; the settings name too few applications."""


Typeset = Callable[[IssueFacts], Words | None]
_lent: dict[str, Typeset] = {}


def lend(*, typeset: Typeset) -> None:
    """Lend a function that sets an issue as it is now; None when none of its stories is public."""
    _lent["typeset"] = typeset


def typeset(facts: IssueFacts) -> Words | None:
    """The issue as it is now; None when none of its stories is public."""
    if "typeset" not in _lent:
        raise NotLent("typeset")
    return _lent["typeset"](facts)
