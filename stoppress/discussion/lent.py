"""What rooms above lend to discussion: what a story is, for those who talk about it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """A public story as its discussion needs it."""

    number: int
    #: Code of its edition, and number of its section; 0 without one.
    edition: str
    section: int
    address: str
    headline: str
    language: str
    published_at: datetime
    #: Accounts of its contributors, who answer for it.
    hosts: tuple[int, ...] = ()


class NotLent(RuntimeError):
    """No room above has lent this; the settings name too few applications."""


StoriesOf = Callable[[Collection[int]], dict[int, StoryFacts]]
_lent: dict[str, StoriesOf] = {}


def lend(*, stories: StoriesOf) -> None:
    """Lend a function that knows public stories by number; those that are not public are not among its answers."""
    _lent["stories"] = stories


def stories(numbers: Collection[int]) -> dict[int, StoryFacts]:
    """The public ones among these stories: at most two queries."""
    if "stories" not in _lent:
        raise NotLent("stories")
    return _lent["stories"](numbers)


def story(number: int) -> StoryFacts | None:
    """A story; None when it is not public."""
    return stories([number]).get(number)
