"""The shelf itself: what the press, the edge and the proofreader work with."""

import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from stoppress.kit.generation import Generation
from stoppress.press.shelf import files, forgetting, index, mending, putting, sweeping, taking
from stoppress.press.shelf.addresses import key_of
from stoppress.press.shelf.compression import LASTING, Effort
from stoppress.press.shelf.connections import Connections
from stoppress.press.shelf.errors import in_shelf_words
from stoppress.press.shelf.places import Places
from stoppress.press.shelf.putting import Ready
from stoppress.press.shelf.records import Changes, Count, Forgettable, PageRow, Printed, Shelved, Swept

#: As many pages a purge names; more are marked without being read.
MOST_NAMED = 1000


class Shelf:
    """Finished pages in a folder. Any number of processes and threads may use it at once.

    Every method raises ShelfFull, ShelfBusy or ShelfDamaged when the disk or the index does not let
    it work, and those that take an address raise BadAddress.
    """

    def __init__(self, folder: Path) -> None:
        """Open the shelf in `folder`, which is made when it is not there."""
        self.folder = folder
        self.places = Places(folder)
        self._connections = Connections(folder / "index.sqlite3")
        with in_shelf_words():
            self.places.incoming.mkdir(parents=True, exist_ok=True)
            #: Shows when readers get something different; reading it costs nothing.
            self.generation = Generation(folder / "generation")
            self._connections.mine()

    def close(self) -> None:
        """Close the files; the shelf is not used afterwards."""
        self.places.spares.clear()
        self._connections.close()
        self.generation.close()

    # What the press puts on and takes off.

    def began(self) -> int:
        """The number of the last purge or change; taken before the first query of a print."""
        with self._index() as db:
            return index.place(db, "number")

    def put(self, page: Printed, *, began: int, effort: Effort = LASTING) -> bool:
        """Shelve a page whose print began at the number `began`, in place of the one before.

        False when it may show what is superseded: one of its tags was purged since it began, or a
        later print lies there already.
        """
        return self.put_all([self.ready(page, began=began, effort=effort)])[0]

    def ready(self, page: Printed, *, began: int, effort: Effort = LASTING) -> Ready:
        """Get a page ready to be put together with others; most of the work is here, and what is wrong with it alone shows."""
        return putting.ready(self.places, page, began=began, effort=effort)

    def put_all(self, pages: Sequence[Ready]) -> list[bool]:
        """Shelve pages in one step of the index, so that they come to readers together; says of each what `put` says."""
        with self._index() as db:
            outcomes = putting.put_all(db, self.places, pages)
        self._show(max((outcome.change for outcome in outcomes), default=0))
        return [outcome.is_shelved for outcome in outcomes]

    def purge(self, tags: Collection[str], *, entry: int, at_once: bool) -> list[PageRow]:
        """Note that what these tags stand for has changed with an entry of the log.

        The pages that carry them are superseded: served until they are reprinted. With `at_once`
        readers no longer get them from this moment. Returns them, the most read first, or a thousand
        of them when there are more; doing it twice does no harm.
        """
        change, now = 0, time.time()
        # Lost in a power failure, it is done again, for the cursor is lost with it; but what was withdrawn must stay so.
        with self._index() as db, index.writing(db, for_good=at_once):
            number = index.record_purge(db, tags, entry=entry, now=now)
            pages = index.carrying(db, tags, limit=-1 if at_once else MOST_NAMED)
            if len(pages) == MOST_NAMED:
                index.supersede_carrying(db, tags, number)
            index.mark_superseded(db, (row["id"] for row in pages), number, withdrawn=at_once)
            if at_once:
                # The empty key tells the edge even when no page is concerned but, say, a picture.
                keys = [row["key"] for row in pages]
                change = index.record_changes(db, ["", *keys], withdrawn=True, now=now)
                # Before the commit, for web servers that read the files: one too few is only a miss.
                files.remove_for_good(self.places.files_at(keys))
        self._show(change)
        return [index.page_row(row) for row in pages]

    def drop(self, addresses: Iterable[str]) -> None:
        """Take pages off the shelf at once; prints of them that have begun are refused."""
        keys = [key_of(address) for address in addresses]
        change, now = 0, time.time()
        with self._index() as db, index.writing(db):
            pages = [row for row in (index.page(db, key) for key in keys) if row]
            for key in keys:
                index.record_drop(db, key, now=now)
            for row in pages:
                index.remove(db, row["id"])
            if pages:
                gone = [row["key"] for row in pages]
                change = index.record_changes(db, gone, withdrawn=False, now=now)
                files.remove(self.places.files_at(gone))
        self._show(change)

    def supersede_all(self) -> int:
        """Supersede every page, for new templates or code; returns how many there are."""
        with self._index() as db, index.writing(db, for_good=True):
            number = index.record_purge(db, [index.EVERY_PAGE], entry=0, now=time.time())
            return db.execute("UPDATE page SET superseded=?", (number,)).rowcount

    def supersede(self, addresses: Iterable[str]) -> None:
        """Supersede pages of which the time of day makes others; prints of them that have begun are refused."""
        keys = [key_of(address) for address in addresses]
        with self._index() as db, index.writing(db, for_good=True):
            now = time.time()
            for key in keys:
                index.record_drop(db, key, now=now)
            number = index.record_purge(db, [index.of_clock(key) for key in keys], entry=0, now=now)
            pages = [row for row in (index.page(db, key) for key in keys) if row]
            index.mark_superseded(db, (row["id"] for row in pages), number, withdrawn=False)

    def due(self, now: datetime) -> list[PageRow]:
        """The pages that the clock must have reprinted by `now`, the most overdue first."""
        with self._index() as db:
            return index.rows(db, "WHERE due_at <= ? ORDER BY due_at", now.timestamp())

    def superseded(self, limit: int, *, only_unread: bool = False) -> list[PageRow]:
        """Pages that wait to be reprinted, those that readers miss first, then the most read."""
        which = "superseded > 0 AND hits = 0" if only_unread else "superseded > 0"
        with self._index() as db:
            return index.rows(db, f"WHERE {which} ORDER BY withdrawn DESC, hits DESC LIMIT ?", limit)

    @property
    def cursor(self) -> int:
        """This node's place in the publication log: the last entry that the press is done with."""
        with self._index() as db:
            return index.place(db, "cursor")

    def advance(self, entry: int) -> None:
        """Note that the press is done with an entry; the cursor never goes back, but in a power failure with all that was noted
        after it."""
        with self._index() as db, index.writing(db):
            db.execute("UPDATE place SET value = max(value, ?) WHERE name='cursor'", (entry,))

    # What caches in front of this node must forget.

    def to_forget(self, after: int | None = None) -> Forgettable:
        """What caches must forget since the number `after` (since what `forgotten` noted, when None), in order."""
        with self._index() as db:
            return forgetting.after(db, forgetting.place(db) if after is None else after)

    def forgotten(self, number: int) -> None:
        """Note for good that caches have forgotten what was purged up to a number."""
        with self._index() as db, index.writing(db, for_good=True):
            forgetting.note(db, number)

    # What the edge gives to readers.

    def get(self, address: str, *, with_tags: bool = True) -> Shelved | None:
        """The page at an address; None when there is none, it was withdrawn, or its files are not whole.

        A front carries hundreds of tags: whoever has no use for them takes it without, in three quarters of the time.
        """
        key = key_of(address)
        with self._index() as db:
            return taking.take(db, self.places, key, with_tags=with_tags)

    def changes_after(self, number: int, limit: int = 1000) -> Changes:
        """What readers get differently since `number`; everything when that is too much or forgotten."""
        with self._index() as db:
            sql = "SELECT number, key, withdrawn FROM change WHERE number > ? ORDER BY number LIMIT ?"
            found = db.execute(sql, (number, limit + 1)).fetchall()
            if len(found) > limit or number < index.place(db, "floor"):
                return Changes(index.last_change(db), (), withdrawn=True, everything=True)
        last = found[-1]["number"] if found else number
        keys = tuple(dict.fromkeys(row["key"] for row in found))
        return Changes(last, keys, withdrawn=any(row["withdrawn"] for row in found))

    def last_change(self) -> int:
        """The number of the last change that readers saw."""
        with self._index() as db:
            return index.last_change(db)

    def add_hits(self, hits: Iterable[tuple[str, int]]) -> None:
        """Add what readers have read: keys of pages with counts."""
        with self._index() as db, index.writing(db):
            sql = "UPDATE page SET hits = hits + ? WHERE key=?"
            db.executemany(sql, [(count, key) for key, count in hits])

    def hosts(self) -> frozenset[str]:
        """The hosts that editions have for themselves; every other host gets the pages without one."""
        with self._index() as db:
            return index.hosts(db)

    def show_hosts(self, names: Iterable[str]) -> None:
        """Let every process know the hosts that editions have for themselves."""
        wanted, change = frozenset(name.lower() for name in names), 0
        with self._index() as db, index.writing(db):
            if wanted != index.hosts(db):
                index.note_hosts(db, wanted)
                change = index.record_changes(db, [""], withdrawn=False, now=time.time())
        self._show(change)

    def bump(self) -> None:
        """Have every process look for changes; for the press when it starts, after a crash of its own."""
        with self._index() as db, index.writing(db):
            change = index.record_changes(db, [""], withdrawn=False, now=time.time())
        self._show(change)

    # What proofreading, metrics and housekeeping need.

    def rows(self) -> Iterator[PageRow]:
        """Every page that readers can get, in the order of their keys."""
        last = ""
        sql = "SELECT * FROM page WHERE key > ? AND withdrawn = 0 ORDER BY key LIMIT 500"
        while True:
            with self._index() as db:
                found = db.execute(sql, (last,)).fetchall()
            if not found:
                return
            last = found[-1]["key"]
            yield from (index.page_row(row) for row in found)

    def tags_of(self, address: str) -> frozenset[str]:
        """The tags that the page at an address carries; none when there is no page."""
        key = key_of(address)
        with self._index() as db:
            row = index.page(db, key)
            return index.tags(db, row["id"]) if row else frozenset()

    def count(self) -> Count:
        """How many pages readers can get, and how many wait to be reprinted."""
        sql = "SELECT count(*), coalesce(sum(withdrawn), 0) FROM page WHERE superseded > 0"
        with self._index() as db:
            (pages,) = db.execute("SELECT count(*) FROM page WHERE withdrawn = 0").fetchone()
            superseded, withdrawn = db.execute(sql).fetchone()
        return Count(pages, superseded, withdrawn)

    def sweep(self) -> Swept:
        """Remove files that no page owns and rows nobody asks for, and halve the hits."""
        return sum(self.sweeping(), Swept())

    def sweeping(self) -> Iterator[Swept]:
        """The same in steps of some milliseconds, each told when it is done; all in one thread."""
        with self._index() as db:
            yield from sweeping.sweep(db, self.places, now=time.time())

    def has_rebooted(self) -> bool:
        """Whether the machine was started anew since the shelf was mended: files may be older than their rows, or back again."""
        with self._index() as db:
            return mending.has_rebooted(db)

    def mend(self) -> int:
        """Find what a power failure did to the files; returns how many pages it tore and how many files it brought back."""
        with self._index() as db:
            return mending.mend(db, self.places)

    @contextmanager
    def _index(self) -> Iterator[sqlite3.Connection]:
        with in_shelf_words():
            yield self._connections.mine()

    def _show(self, change: int) -> None:
        if change:
            self.generation.show(change)
