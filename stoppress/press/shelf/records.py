"""What goes onto the shelf, what comes off it, and what the index says about a page."""

import re
from dataclasses import dataclass
from datetime import datetime

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished page as the press hands it over.

    `address` is a path, or `//host/path` for an edition on its own host. `location` is where a
    redirect leads, `due_at` when the clock must reprint the page although nothing it shows has
    changed, `headers` what the page says beyond the usual (a `Link` to its hub).
    """

    address: str
    kind: str
    status: int
    content_type: str
    body: bytes
    tags: frozenset[str]
    location: str = ""
    due_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    edition: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for what would break out of a header line."""
        for text in (self.content_type, self.location, *(part for pair in self.headers for part in pair)):
            if _CONTROL.search(text):
                raise ValueError(f"A header of {self.address} contains a control character: {text!r}.")


@dataclass(frozen=True, slots=True)
class Bodies:
    """One body in its encodings; None where compression would gain nothing."""

    identity: bytes
    br: bytes | None = None
    gz: bytes | None = None


@dataclass(frozen=True, slots=True)
class Shelved:
    """A page as it lies on the shelf, whole. `printed_at` has whole seconds and rises with every
    change of the page; `key` is the address in its one spelling."""

    address: str
    key: str
    kind: str
    edition: str
    status: int
    content_type: str
    location: str
    headers: tuple[tuple[str, str], ...]
    tags: frozenset[str]
    printed_at: datetime
    bodies: Bodies
    digest: str
    is_superseded: bool

    @property
    def etag(self) -> str:
        """The entity tag of the body as it was printed."""
        return self.etags[""]

    @property
    def etags(self) -> dict[str, str]:
        """The entity tag of each encoding that there is, by its name in `Content-Encoding` (or ``)."""
        names = {"": self.bodies.identity, "br": self.bodies.br, "gzip": self.bodies.gz}
        modified_at = int(self.printed_at.timestamp())
        return {name: etag(modified_at, len(body)) for name, body in names.items() if body is not None}


@dataclass(frozen=True, slots=True)
class PageRow:
    """What the index says about a page. `hits` fades with time; `is_withdrawn` means that readers no
    longer get it although it waits to be reprinted."""

    address: str
    kind: str
    edition: str
    status: int
    hits: int
    printed_at: datetime
    due_at: datetime | None
    is_superseded: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What readers get differently since a number: `keys` to read anew, or everything.

    `withdrawn` is true when something was taken from readers at once.
    """

    number: int
    keys: tuple[str, ...]
    withdrawn: bool = False
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Purged:
    """A tag that was purged; `is_done` when readers of this node get none of the old pages that carry it any more."""

    number: int
    tag: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Forgettable:
    """What caches must forget, in order, and the shelf's number before it was asked."""

    number: int
    purged: tuple[Purged, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many pages lie on the shelf, and how many of them wait to be reprinted."""

    pages: int
    superseded: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep, or a step of one, removed: files without a page, and spent rows."""

    files: int = 0
    rows: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        """What both found."""
        return Swept(self.files + other.files, self.rows + other.rows)


def etag(modified_at: int, size: int) -> str:
    """The strong entity tag of a file, as nginx makes it: from its time in seconds, which every change
    of a page moves on, and its size in bytes, in which its encodings differ."""
    return f'"{modified_at:x}-{size:x}"'
