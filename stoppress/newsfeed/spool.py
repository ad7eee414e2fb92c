"""The spool: what readers' streams are told, kept in the home so that every worker of the machine can tell it."""

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stoppress.kit.generation import Generation
from stoppress.kit.write_ahead import write_ahead

#: Lines of events, each numbered by the log it comes from: what was published, what readers say, orders to
#: the workers, which no stream is told, and signs that there is something new for a reader alone, which nobody comes back for.
PUBLICATIONS, TALK, ORDERS, OWN = 0, 1, 2, 3
#: How many events of each are kept for those who come back.
KEPT = {PUBLICATIONS: 1000, TALK: 4000, ORDERS: 500, OWN: 2000}
#: How many may be there beyond that before the oldest are removed.
SLACK = 100
#: Order to end the streams of one subject, whose earlier tickets are then good for nothing.
CLOSE = "close"
#: Kind of an event that says that something is no longer public: what was told of it before is taken off the spool.
GONE = "gone"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (
  place INTEGER PRIMARY KEY AUTOINCREMENT, line INTEGER NOT NULL, number INTEGER NOT NULL, channels TEXT NOT NULL,
  kind TEXT NOT NULL, data TEXT NOT NULL, told_at REAL NOT NULL, about TEXT NOT NULL, UNIQUE (line, number));
CREATE INDEX IF NOT EXISTS event_about ON event (about) WHERE about <> '';
CREATE TABLE IF NOT EXISTS line (line INTEGER PRIMARY KEY, cursor INTEGER NOT NULL, floor INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO changes VALUES (1, 0);
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to tell: its number in its line's log, the channels it concerns, its kind, and an object of JSON."""

    number: int
    channels: tuple[str, ...]
    kind: str
    data: str
    line: int = PUBLICATIONS
    #: The name of what it tells of, such as `story:12`, so that it can be taken back; empty when it never will be.
    about: str = ""
    #: When it was put on the spool, in seconds of the epoch; and its place there. Set by the spool.
    told_at: float = 0.0
    place: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """How far each line is told (`cursors`), and the number after which nothing is missing (`floors`)."""

    cursors: dict[int, int]
    floors: dict[int, int]


class Spool:
    """The spool of one home. Any process may read it and put on it; putting the same on it twice does no harm."""

    def __init__(self, folder: Path) -> None:
        """Open the spool in `folder`, which is made when it is not there. Raises OSError or sqlite3.Error."""
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(folder / "spool.sqlite3", isolation_level=None, check_same_thread=False, timeout=10)
        write_ahead(self._db, patience=10)
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)
        #: Changes with every change of the spool.
        self.generation = Generation(folder / "generation")

    def close(self) -> None:
        """Let go of it."""
        self._db.close()
        self.generation.close()

    def cursor(self, line: int = PUBLICATIONS) -> int | None:
        """The number up to which a line is told; None when it has not begun."""
        found = self._db.execute("SELECT cursor FROM line WHERE line=?", (line,)).fetchone()
        return found[0] if found else None

    def begin(self, number: int, line: int = PUBLICATIONS) -> None:
        """Begin a line anew after `number`: whoever was told something of it before must look at everything again."""
        with self._writing() as db:
            db.execute("DELETE FROM event WHERE line=?", (line,))
            db.execute("INSERT OR REPLACE INTO line VALUES (?, ?, ?)", (line, number, number))

    def put(self, events: Iterable[Event], *, up_to: int, line: int = PUBLICATIONS) -> None:
        """Put on it what there is to tell of a line up to a number; what is there already is left alone."""
        with self._writing() as db:
            _put(db, line, events, up_to)

    def order(self, kind: str, subject: str) -> None:
        """Give every worker of this machine an order, such as to close the streams of a subject."""
        with self._writing() as db:
            (last,) = db.execute("SELECT coalesce(max(cursor), 0) FROM line WHERE line=?", (ORDERS,)).fetchone()
            _put(db, ORDERS, [Event(last + 1, (subject,), kind, "{}")], last + 1)

    def after(self, place: int) -> tuple[list[Event], Lines]:
        """What was put on it after a place, in order, and how far its lines are at that moment."""
        with self._lock:
            self._db.execute("BEGIN")
            try:
                rows = self._db.execute("SELECT * FROM event WHERE place > ? ORDER BY place", (place,)).fetchall()
                lines = self._db.execute("SELECT line, cursor, floor FROM line").fetchall()
            finally:
                self._db.execute("COMMIT")
        events = [Event(r[2], tuple(r[3].split()), r[4], r[5], line=r[1], told_at=r[6], about=r[7], place=r[0]) for r in rows]
        return events, Lines({n: cursor for n, cursor, _ in lines}, {n: floor for n, _, floor in lines})

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("UPDATE changes SET count = count + 1")
                (change,) = self._db.execute("SELECT count FROM changes").fetchone()
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            self.generation.show(change)


def _put(db: sqlite3.Connection, line: int, events: Iterable[Event], up_to: int) -> None:
    found = db.execute("SELECT cursor FROM line WHERE line=?", (line,)).fetchone()
    cursor = found[0] if found else 0
    now = time.time()
    new = [event for event in events if event.number > cursor]
    rows = [(line, e.number, " ".join(e.channels), e.kind, e.data, now, e.about) for e in new]
    sql = "INSERT OR IGNORE INTO event (line, number, channels, kind, data, told_at, about) VALUES (?, ?, ?, ?, ?, ?, ?)"
    db.executemany(sql, rows)
    gone = [(GONE, e.data, e.about, line, e.number) for e in new if e.kind == GONE and e.about]
    db.executemany("UPDATE event SET kind=?, data=? WHERE about=? AND about <> '' AND line=? AND number < ?", gone)
    db.execute("INSERT OR REPLACE INTO line VALUES (?, ?, (SELECT coalesce(max(floor), 0) FROM line WHERE line=?))",
               (line, max(cursor, up_to), line))  # fmt: skip
    if rows:
        _forget(db, line)


def _forget(db: sqlite3.Connection, line: int) -> None:
    """Remove what is beyond the number to be kept; from then on the line is whole only after what was removed."""
    (count,) = db.execute("SELECT count(*) FROM event WHERE line=?", (line,)).fetchone()
    if count <= KEPT[line] + SLACK:
        return
    sql = "SELECT number FROM event WHERE line=? ORDER BY number DESC LIMIT 1 OFFSET ?"
    (last,) = db.execute(sql, (line, KEPT[line])).fetchone()
    db.execute("DELETE FROM event WHERE line=? AND number <= ?", (line, last))
    db.execute("UPDATE line SET floor=? WHERE line=?", (last, line))
