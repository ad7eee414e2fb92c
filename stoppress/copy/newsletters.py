"""Newsletters as pages and letters show them."""

from dataclasses import dataclass
from datetime import datetime

from stoppress.copy.editions import Edition
from stoppress.copy.stories import Card


@dataclass(frozen=True, slots=True)
class Newsletter:
    """A newsletter that readers can ask for."""

    id: int
    name: str
    description: str
    #: Path of its page.
    address: str
    #: `daily`, `weekly`, `breaking` or `by hand`; `weekday` counts from Monday, 0; `at` is a time such as `07:00`.
    schedule: str
    at: str = ""
    weekday: int = 0


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue in the archive's list, with its first story that readers can still see."""

    number: int
    address: str
    made_at: datetime
    card: Card | None


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue with its stories as they are now; those that were withdrawn are not among them."""

    newsletter: Newsletter
    number: int
    address: str
    made_at: datetime
    intro: str
    cards: tuple[Card, ...]
    is_breaking: bool = False


@dataclass(frozen=True, slots=True)
class NewslettersPage:
    """All newsletters of an edition, with the form to sign up; `path` lies below the prefix."""

    edition: Edition
    newsletters: tuple[Newsletter, ...]
    path: str = "/newsletters/"

    @property
    def address(self) -> str:
        """Where the page lies."""
        return f"{self.edition.prefix}{self.path}"


@dataclass(frozen=True, slots=True)
class NewsletterPage:
    """One newsletter and its issues, the newest first."""

    edition: Edition
    newsletter: Newsletter
    issues: tuple[IssueLine, ...]
    older_address: str = ""
    newer_address: str = ""
    path: str = "/newsletters/"

    @property
    def address(self) -> str:
        """Where the page with the newest issues lies."""
        return self.newsletter.address

    @property
    def only(self) -> tuple[Newsletter, ...]:
        """What the form on this page is for."""
        return (self.newsletter,)


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One issue in the archive."""

    edition: Edition
    issue: Issue
    older_address: str = ""
    newer_address: str = ""
    path: str = "/newsletters/"

    @property
    def address(self) -> str:
        """Where the page lies."""
        return self.issue.address


@dataclass(frozen=True, slots=True)
class IssueLetter:
    """An issue as a letter in HTML; `{{leave}}` and `{{choose}}` stand where each reader's own links will."""

    edition: Edition
    issue: Issue
    leave: str = "{{leave}}"
    choose: str = "{{choose}}"


@dataclass(frozen=True, slots=True)
class IssueText:
    """The same in plain text."""

    edition: Edition
    issue: Issue
    leave: str = "{{leave}}"
    choose: str = "{{choose}}"
