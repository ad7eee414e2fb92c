"""Gathers what several pages show once for a run of prints, and what stays as it is for the runs after it."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any, TypeVar, cast

_Gather = TypeVar("_Gather", bound=Callable[..., Any])
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("gathered_in_this_run", default=None)


#: What a run may leave to the next: each piece depends on nothing but what its tags name, never on the time of day.
_LASTING = (
    "cards", "stories", "edition_copy", "editions_in_order", "newest", "day_ids", "neighbour_days", "sections_of", "section_at",
    "topic_at", "contributor_at", "siblings_of",
)  # fmt: skip


class Pieces(dict[Any, tuple[Any, set[str]]]):
    """Pieces of one kind with the tags of what they show, by what was asked for; those that show a tag are found at once,
    however many there are."""

    def __init__(self) -> None:
        super().__init__()
        self._showing: dict[str, set[Any]] = {}

    def __setitem__(self, asked: Any, piece: tuple[Any, set[str]]) -> None:
        super().__setitem__(asked, piece)
        for tag in piece[1]:
            self._showing.setdefault(tag, set()).add(asked)

    def setdefault(self, asked: Any, piece: Any = None) -> Any:
        """As for any dictionary."""
        if asked not in self:
            self[asked] = piece
        return self[asked]

    def forget(self, tags: Iterable[str]) -> None:
        """Give up every piece that shows one of these."""
        for tag in tags:
            for asked in self._showing.pop(tag, ()):
                self.pop(asked, None)


class Stock:
    """What the press has gathered and may print from again, until the log says that something it shows has changed.

    For a process that deals with every entry of the log in order and forgets an entry's tags before it prints: whatever
    changed after a piece was gathered has an entry that is still to come.
    """

    #: Pieces to keep, and seconds after which all is gathered anew, lest anything that escaped the log stay for good.
    MOST, LONGEST = 5000, 600.0

    def __init__(self) -> None:
        self._tables: dict[Any, Pieces] = {}
        self._since = time.monotonic()

    def forget(self, tags: Collection[str]) -> None:
        """Give up every piece that shows one of these."""
        for table in self._tables.values():
            table.forget(tags)

    def clear(self) -> None:
        """Give up everything."""
        self._tables, self._since = {}, time.monotonic()

    def lend(self) -> dict[Any, Any]:
        """What a run begins with."""
        if time.monotonic() - self._since > self.LONGEST or sum(map(len, self._tables.values())) > self.MOST:
            self.clear()
        return dict(self._tables)

    def take_back(self, run: dict[Any, Any]) -> None:
        """Keep what a run has gathered and what lasts."""
        self._tables = {key: table for key, table in run.items() if key[0] in _LASTING}


@cache
def stock() -> Stock:
    """This press's stock."""
    return Stock()


@contextmanager
def one_run(stock: Stock | None = None) -> Iterator[None]:
    """Within this, what was gathered for one page serves the next; with a stock, also what earlier runs have gathered.

    Whoever shelves a page of the run must have taken the shelf's number before the run began: then a
    page that shows what changed in the meantime is refused like any other late print.
    """
    run: dict[Any, Any] = stock.lend() if stock else {}
    token = _kept.set(run)
    try:
        yield
    finally:
        _kept.reset(token)
        if stock:
            stock.take_back(run)


@contextmanager
def within_a_run() -> Iterator[None]:
    """The run at hand; a new one where there is none."""
    with nullcontext() if _kept.get() is not None else one_run():
        yield


def kept(*key: object) -> dict[Any, Any]:
    """What this run keeps under `key`; outside a run a dict that nobody else sees."""
    run = _kept.get()
    if run is None:
        return {}
    if key not in run:
        run[key] = Pieces() if key[0] in _LASTING else {}
    return cast("dict[Any, Any]", run[key])


def once_a_run(gather: _Gather) -> _Gather:
    """Let a function whose last argument is the set of tags seen be asked once a run for the same arguments."""

    @wraps(gather)
    def gathered(*args: Any) -> Any:
        asked, seen = args[:-1], args[-1]
        known, untagged = kept(gather.__qualname__), kept("untagged", gather.__qualname__)
        piece = known.get(asked) or untagged.get(asked)
        if piece is None:
            tags: set[str] = set()
            piece = gather(*asked, tags), tags
            # Of a piece without tags nobody would learn that it has changed: it does not last.
            (known if tags else untagged)[asked] = piece
        seen |= piece[1]
        return piece[0]

    return cast("_Gather", gathered)
