"""One print: what is wanted at an address, what it may come to, and how a page is finished."""

from dataclasses import dataclass
from datetime import datetime

from stoppress.newsroom import models
from stoppress.press.addresses import Wanted
from stoppress.press.shelf import Printed
from stoppress.press.typeset import Framed, Page, Part, typeset

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Moved:
    """The page lies elsewhere for good; `location` is a path or an absolute url."""

    location: str


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no such page; `edition` is the one whose 404 page to show."""

    edition: models.Edition | None


@dataclass(slots=True)
class Job:
    """The address, what it means and the tags seen so far."""

    address: str
    path: str
    edition: models.Edition
    wanted: Wanted
    seen: set[str]
    due_at: datetime | None = None

    def _page(self, page: Page | Part | Framed, *, status: int = 200, kind: str = "") -> Printed:
        return self._done(typeset(page).encode(), HTML, status=status, kind=kind)

    def _done(self, body: bytes, content_type: str, *, status: int = 200, kind: str = "", link: str = "") -> Printed:
        return Printed(
            address=self.address, kind=kind or self.wanted.kind, status=status, content_type=content_type, body=body,
            tags=frozenset(self.seen), due_at=self.due_at, edition=self.edition.code,
            headers=(("Link", link),) if link else (),
        )  # fmt: skip

    def _below(self) -> str:
        """The path below the edition's prefix."""
        return self.path[len(self.edition.prefix) :]
