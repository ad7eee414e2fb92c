"""Where an import is put together before anything is written: a database in a folder that is thrown away.

So a file of any size is read once from the beginning to its end, whatever stands before what, and each story's
comments come out with parents before their answers and the oldest first.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stoppress.discussion.imports.bodies import text_of
from stoppress.discussion.imports.links import address_key
from stoppress.discussion.imports.records import Person, Record, Said, State, Strange, Talk
from stoppress.kit import plain_text

_LONGEST_KEY = 160
_SCHEMA = """
CREATE TABLE talk (key TEXT PRIMARY KEY, story INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE address (talk TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (talk, words)) WITHOUT ROWID;
CREATE TABLE map (address TEXT PRIMARY KEY, story INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE person (key TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE said (
  key TEXT PRIMARY KEY, talk TEXT NOT NULL, parent TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL,
  words TEXT NOT NULL, state TEXT NOT NULL, at INTEGER, likes INTEGER NOT NULL, edited_at INTEGER,
  is_pick INTEGER NOT NULL, depth INTEGER);
CREATE INDEX said_below ON said (talk, parent);
CREATE TABLE trouble (why TEXT NOT NULL, key TEXT NOT NULL, words TEXT NOT NULL);
"""
_BELOW = """
WITH RECURSIVE below(key, talk, depth) AS (
  SELECT key, talk, 0 FROM said WHERE {first}
  UNION ALL SELECT said.key, said.talk, below.depth + 1
    FROM said JOIN below ON said.talk = below.talk AND said.parent = below.key)
UPDATE said SET depth = below.depth FROM below WHERE said.key = below.key AND said.depth IS NULL
"""


@dataclass(frozen=True, slots=True)
class Staged:
    """A comment as it will be written; `source` and `parent` with the name of the system before them."""

    source: str
    parent: str
    #: Key of its writer as a source, and what the file knows of them.
    person: str
    name: str
    email: str
    text: str
    state: State
    at: datetime | None
    likes: int
    edited_at: datetime | None
    is_pick: bool


class Staging:
    """What a file told, put in order."""

    def __init__(self, folder: Path, system: str) -> None:
        """`system` is the name of the format, under which keys are known for ever."""
        self._db = sqlite3.connect(folder / "import.sqlite3", isolation_level=None)
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.executescript(_SCHEMA)
        self._system = system

    def close(self) -> None:
        """Let go of it."""
        self._db.close()

    def put(self, records: Iterable[Record]) -> None:
        """Take in what a file tells; of two things with one key the first counts."""
        self._db.execute("BEGIN")
        for record in records:
            if isinstance(record, Talk):
                self._talk(record)
            elif isinstance(record, Person):
                told = (_key(record.key), _name(record.name), plain_text.one_line(record.email)[:254].lower())
                self._db.execute("INSERT OR IGNORE INTO person VALUES (?, ?, ?)", told)
            elif isinstance(record, Strange):
                self.trouble(record.why, record.key)
            else:
                self._said(record)
        self._db.execute("COMMIT")
        self._put_in_order()

    def map(self, pairs: Iterable[tuple[str, int]]) -> None:
        """Take in which old address leads to which story."""
        rows = ((address_key(plain_text.one_line(address)), story) for address, story in pairs)
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR REPLACE INTO map VALUES (?, ?)", rows)
        self._db.execute("COMMIT")

    def trouble(self, why: str, key: str = "", words: str = "") -> None:
        """Keep what will not be there as it was, for the report."""
        told = (plain_text.one_line(text)[:5000] for text in (why, key, words))
        self._db.execute("INSERT INTO trouble VALUES (?, ?, ?)", tuple(told))

    def troubles(self) -> Iterator[tuple[str, str, str]]:
        """Everything kept for the report: why, which, and in which words."""
        yield from self._db.execute("SELECT why, key, words FROM trouble ORDER BY rowid")

    def talks(self) -> Iterator[tuple[str, list[str], int, int]]:
        """Each talk with comments: its key, its addresses, the story that the map gives it (else 0), and how many comments."""
        rows = self._db.execute("SELECT talk, count(*) FROM said GROUP BY talk ORDER BY talk").fetchall()
        for key, count in rows:
            addresses = [words for (words,) in self._db.execute("SELECT words FROM address WHERE talk=?", (key,))]
            yield key, addresses, self._mapped([*addresses, key]), count

    def match(self, key: str, story: int) -> None:
        """A talk is that of a story."""
        self._db.execute("INSERT INTO talk VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET story=excluded.story", (key, story))

    def stories(self) -> list[int]:
        """The stories that something was said about."""
        return [story for (story,) in self._db.execute("SELECT DISTINCT story FROM talk WHERE story > 0 ORDER BY story")]

    def of_story(self, story: int, size: int) -> Iterator[list[Staged]]:
        """A story's comments, so many at once: parents before their answers, and beside each other the oldest first."""
        found = self._db.execute(
            "SELECT said.key, parent, person, said.name, person.name, person.email, words, state, at, likes, edited_at, is_pick "
            "FROM talk JOIN said ON said.talk = talk.key LEFT JOIN person ON person.key = said.person "
            "WHERE story=? ORDER BY depth, at IS NULL, at, said.key", (story,)
        )  # fmt: skip
        while rows := found.fetchmany(size):
            yield [self._staged(row) for row in rows]

    def _staged(self, row: tuple[Any, ...]) -> Staged:
        key, parent, person, name, known_as, email, words, state, at, likes, edited_at, is_pick = row
        return Staged(
            self._source(key), self._source(parent), self._source(person), known_as or name, email or "", words, State(state),
            _moment(at), likes, _moment(edited_at), bool(is_pick),
        )  # fmt: skip

    def _source(self, key: str) -> str:
        return f"{self._system}:{key}" if key else ""

    def _talk(self, talk: Talk) -> None:
        key = _key(talk.key)
        self._db.execute("INSERT OR IGNORE INTO talk (key) VALUES (?)", (key,))
        for address in talk.addresses[:10]:
            self._db.execute("INSERT OR IGNORE INTO address VALUES (?, ?)", (key, plain_text.one_line(address)[:2000]))

    def _said(self, said: Said) -> None:
        is_kept = said.state is not State.DELETED
        text, is_short = text_of(said.html) if is_kept else ("", False)
        state = said.state
        if is_kept and not text:
            self.trouble("nothing is left of it as text; it stands as a deleted one", said.key, said.html[:2000])
            state = State.DELETED
        if is_short:
            self.trouble("it was shortened to 10,000 characters", said.key, said.html[:2000])
        if said.at is None:
            self.trouble("it has no moment that can be; it got its story's", said.key)
        told = (
            _key(said.key), _key(said.talk), _key(said.parent), _key(said.person), _name(said.name), text, state,
            _stamp(said.at), said.likes, _stamp(said.edited_at), said.is_pick,
        )  # fmt: skip
        done = self._db.execute(f"INSERT OR IGNORE INTO said VALUES ({'?, ' * len(told)}NULL)", told)
        if not done.rowcount:
            self.trouble("its key stands twice in the file; the first counts", said.key, said.html[:2000])

    def _put_in_order(self) -> None:
        """Give each comment its depth; what answers nothing that is there, or itself in the end, stands on its own."""
        lost = ("FROM said AS a WHERE parent <> '' AND NOT EXISTS "
                "(SELECT 1 FROM said AS b WHERE b.key = a.parent AND b.talk = a.talk)")  # fmt: skip
        self._db.execute("BEGIN")
        self._db.execute(
            "INSERT INTO trouble SELECT 'what it answers is not in the file; it stands on its own unless it is known here', "
            f"key, parent {lost}")  # fmt: skip
        self._db.execute(_BELOW.format(first=f"parent = '' OR key IN (SELECT key {lost})"))
        # What is left answers itself in the end: the oldest of each circle becomes the first.
        self._db.execute("CREATE INDEX said_unplaced ON said (at, key) WHERE depth IS NULL")
        oldest = "SELECT key FROM said INDEXED BY said_unplaced WHERE depth IS NULL ORDER BY at, key LIMIT 1"
        while row := self._db.execute(oldest).fetchone():
            self.trouble("it answers itself in the end; it stands on its own", row[0])
            self._db.execute("UPDATE said SET parent='' WHERE key=?", row)
            self._db.execute(_BELOW.format(first="key = ?"), row)
        self._db.execute("COMMIT")

    def _mapped(self, addresses: Iterable[str]) -> int:
        for address in addresses:
            if row := self._db.execute("SELECT story FROM map WHERE address=?", (address_key(address),)).fetchone():
                return int(row[0])
        return 0


def _key(text: str) -> str:
    """A key as it is kept, in a length that is always there for it."""
    key = plain_text.one_line(text)
    return key if len(key) <= _LONGEST_KEY else "long-" + hashlib.sha256(key.encode()).hexdigest()


def _name(text: str) -> str:
    return plain_text.one_line(text[:1000])[:100]


def _stamp(at: datetime | None) -> int | None:
    return round(at.timestamp() * 1_000_000) if at else None


def _moment(stamp: int | None) -> datetime | None:
    return datetime.fromtimestamp(stamp / 1_000_000, UTC) if stamp is not None else None
