"""What the newsroom refuses, each with a sentence for the person concerned.

NewsroomError
├── NotReady            required things are missing; `found` has a sentence for each
├── NotAllowed          this person may not do this
├── WrongState          the story is not in a state that allows this verb
└── OlderVersion        something newer is already here; nothing was changed
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class NewsroomError(Exception):
    """The base of all refusals of the newsroom."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is missing: the field, a sentence, and where in a field of blocks (see `body.Path`)."""

    field: str
    sentence: str
    path: tuple[int | str, ...] = ()


class NotReady(NewsroomError):
    """The story lacks what the verb needs; `found` lists all of it, `problems` maps a field's name to its sentences."""

    def __init__(self, problems: Mapping[str, str] | Iterable[Problem]) -> None:
        told = [Problem(*one) for one in problems.items()] if isinstance(problems, Mapping) else list(problems)
        self.found = tuple(told)
        self.problems: dict[str, str] = {}
        for one in self.found:
            self.problems[one.field] = f"{self.problems.get(one.field, '')} {one.sentence}".strip()
        super().__init__(" ".join(one.sentence for one in self.found))


class NotAllowed(NewsroomError):
    """This person may not do this."""


class WrongState(NewsroomError):
    """The story's state does not allow this."""


class OlderVersion(NewsroomError):
    """What came in is older than what is here."""
