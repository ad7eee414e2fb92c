"""What rooms above lend to discussion: what a story is, for those who talk about it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any


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
StoriesAt = Callable[[Collection[str]], dict[str, int]]
_lent: dict[str, Any] = {}


def lend(*, stories: StoriesOf, stories_at: StoriesAt) -> None:
    """Lend functions that know public stories by number (those that are not public are not among the answers), and which
    story an address of this site leads to."""
    _lent.update(stories=stories, stories_at=stories_at)


def stories(numbers: Collection[int]) -> dict[int, StoryFacts]:
    """The public ones among these stories: at most two queries."""
    if "stories" not in _lent:
        raise NotLent("stories")
    found: dict[int, StoryFacts] = _lent["stories"](numbers)
    return found


def stories_at(addresses: Collection[str]) -> dict[str, int]:
    """The numbers of the stories that these addresses lead to, be it by a redirect: two queries. Others are left out."""
    if "stories_at" not in _lent:
        raise NotLent("stories_at")
    found: dict[str, int] = _lent["stories_at"](addresses)
    return found


def story(number: int) -> StoryFacts | None:
    """A story; None when it is not public."""
    return stories([number]).get(number)
