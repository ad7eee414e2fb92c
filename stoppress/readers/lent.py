"""What rooms above lend to account pages: editions, the names of what readers keep, and the typesetting."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Where:
    """The edition that an account page belongs to."""

    id: int
    name: str
    #: BCP 47.
    language: str
    #: Empty or such as `/es`.
    prefix: str
    #: Scheme and host without a trailing slash, from the settings and never from a request.
    site_url: str
    time_zone: str
    #: Short and lasting, such as `en`.
    code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Something public that can be followed or saved: what it is called and where it lies."""

    name: str
    address: str
    language: str


class NotLent(RuntimeError):
    """No room above has lent this; the settings name too few applications."""


EditionAt = Callable[[str, str], Where | None]
FirstEdition = Callable[[str], Where | None]
PlacesOf = Callable[[Collection[tuple[str, int]]], dict[tuple[str, int], Place]]
Typeset = Callable[[Where, str, str, Mapping[str, Any]], str]
_lent: dict[str, Any] = {}


def lend(*, edition_at: EditionAt | None = None, first_edition: FirstEdition | None = None,
         places_of: PlacesOf | None = None, typeset: Typeset | None = None) -> None:  # fmt: skip
    """Lend some of these; each by the room that has it."""
    told = {"edition_at": edition_at, "first_edition": first_edition, "places_of": places_of, "typeset": typeset}
    _lent.update({name: function for name, function in told.items() if function})


def edition_at(host: str, prefix: str) -> Where | None:
    """The edition at a prefix (empty or `/es`) of a host."""
    found: Where | None = _borrowed("edition_at")(host, prefix)
    return found


def first_edition(language: str = "") -> Where | None:
    """The first edition of the house in this language, else of all; None before there is one."""
    found: Where | None = _borrowed("first_edition")(language)
    return found


def places_of(things: Collection[tuple[str, int]]) -> dict[tuple[str, int], Place]:
    """What is public of things given by kind and number; a query for each kind."""
    found: dict[tuple[str, int], Place] = _borrowed("places_of")(things)
    return found


def typeset(where: Where, template: str, path: str, facts: Mapping[str, Any]) -> str:
    """The HTML of an account page in its edition; `path` is its address below the edition's prefix."""
    html: str = _borrowed("typeset")(where, template, path, facts)
    return html


def _borrowed(name: str) -> Callable[..., Any]:
    if name not in _lent:
        raise NotLent(name)
    function: Callable[..., Any] = _lent[name]
    return function
