"""The shelf's index: which pages there are, which tags they carry, what was purged and what changed."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stoppress.kit.write_ahead import write_ahead
from stoppress.press.shelf.records import PageRow, Printed

#: The tag that every page carries, for purging them all; and the one that each address carries.
EVERY_PAGE = "*"
#: Seconds that a writer waits for another.
PATIENCE = 10.0
_VERSION = 1
# `number` counts purges and changes in one sequence, so that one comparison tells which was first.
_SCHEMA = """
CREATE TABLE place (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
INSERT INTO place VALUES ('number', 1), ('floor', 0), ('cursor', 0), ('boot', '');
CREATE TABLE page (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, address TEXT NOT NULL, kind TEXT NOT NULL,
    edition TEXT NOT NULL, status INTEGER NOT NULL, content_type TEXT NOT NULL, location TEXT NOT NULL,
    headers TEXT NOT NULL, digest TEXT NOT NULL, digest_br TEXT NOT NULL, digest_gz TEXT NOT NULL,
    printed_at INTEGER NOT NULL, due_at REAL, began INTEGER NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER NOT NULL DEFAULT 0,
    hits INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX page_superseded ON page (withdrawn DESC, hits DESC) WHERE superseded > 0;
CREATE INDEX page_due ON page (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE carries (tag INTEGER NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (tag, page)) WITHOUT ROWID;
CREATE INDEX carries_page ON carries (page);
CREATE TABLE purge (
    tag TEXT PRIMARY KEY, number INTEGER NOT NULL, entry INTEGER NOT NULL, purged_at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE change (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL, withdrawn INTEGER NOT NULL, changed_at REAL NOT NULL
);
PRAGMA user_version = 1;
"""
_ROW = "address, kind, edition, status, hits, printed_at, due_at, superseded, withdrawn"
_FACTS = "address, kind, edition, status, content_type, location, headers, digest, digest_br, digest_gz"


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the index, which is made when it is not there."""
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    db.row_factory = sqlite3.Row
    write_ahead(db, patience=PATIENCE)
    db.execute("PRAGMA cache_size=-16000")
    if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        _make(db)
    return db


def _make(db: sqlite3.Connection) -> None:
    with writing(db, for_good=True):
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in _SCHEMA.split(";\n"):
                db.execute(statement)
        elif version != _VERSION:
            raise sqlite3.DatabaseError("it was made by another version; delete the shelf's folder to print anew")


@contextmanager
def writing(db: sqlite3.Connection, *, for_good: bool = False) -> Iterator[None]:
    """One transaction of the only writer; `for_good` when it must survive a power failure by itself.

    What is not written for good survives together with the next thing that is.
    """
    db.execute(f"PRAGMA synchronous={'FULL' if for_good else 'NORMAL'}")
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def place(db: sqlite3.Connection, name: str) -> int:
    """One of the index's own numbers: `number`, `floor` or `cursor`."""
    return _number(db.execute("SELECT value FROM place WHERE name=?", (name,)))


def hosts(db: sqlite3.Connection) -> frozenset[str]:
    """The hosts that editions have for themselves, as last noted."""
    row = db.execute("SELECT value FROM place WHERE name='hosts'").fetchone()
    return frozenset(json.loads(row["value"])) if row else frozenset()


def note_hosts(db: sqlite3.Connection, names: Iterable[str]) -> None:
    """Note the hosts that editions have for themselves."""
    db.execute("INSERT OR REPLACE INTO place VALUES ('hosts', ?)", (json.dumps(sorted(names)),))


def last_change(db: sqlite3.Connection) -> int:
    """The number of the last change that readers saw."""
    sql = "SELECT max((SELECT coalesce(max(number), 0) FROM change), value) FROM place WHERE name='floor'"
    return _number(db.execute(sql))


def next_numbers(db: sqlite3.Connection, count: int) -> range:
    """The next numbers of the sequence."""
    sql = "UPDATE place SET value = value + ? WHERE name='number' RETURNING value"
    last = _number(db.execute(sql, (count,)))
    return range(last - count + 1, last + 1)


def page(db: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    """Everything the index knows of a page."""
    row: sqlite3.Row | None = db.execute("SELECT * FROM page WHERE key=?", (key,)).fetchone()
    return row


def tags(db: sqlite3.Connection, page_id: int) -> frozenset[str]:
    """The tags a page carries."""
    sql = "SELECT name FROM carries JOIN tag ON tag.id = carries.tag WHERE carries.page = ?"
    return frozenset(name for (name,) in db.execute(sql, (page_id,)))


def purged_since(db: sqlite3.Connection, key: str, names: Iterable[str], began: int) -> bool:
    """Whether one of the tags (or the address, or everything) was purged after the number `began`."""
    if began < place(db, "floor"):
        return True
    sql = "SELECT 1 FROM purge WHERE tag IN (SELECT value FROM json_each(?)) AND number > ? LIMIT 1"
    asked = json.dumps([*names, EVERY_PAGE, of_address(key)])
    return db.execute(sql, (asked, began)).fetchone() is not None


def record_purge(db: sqlite3.Connection, names: Iterable[str], *, entry: int, now: float) -> int:
    """Note that these tags are purged; returns the purge's number."""
    (number,) = next_numbers(db, 1)
    sql = "INSERT OR REPLACE INTO purge VALUES (?, ?, ?, ?)"
    db.executemany(sql, [(name, number, entry, now) for name in names])
    return number


def record_drop(db: sqlite3.Connection, key: str, *, now: float) -> None:
    """Note that a page is taken off the shelf, and when the next one at its address may say it was printed."""
    (number,) = next_numbers(db, 1)
    sql = (
        "INSERT OR REPLACE INTO purge SELECT ?1, ?2, 0, max(?3, coalesce((SELECT printed_at + 1 FROM page WHERE key=?4), 0),"
        " coalesce((SELECT purged_at FROM purge WHERE tag=?1), 0))"
    )
    db.execute(sql, (of_address(key), number, now, key))


def next_printed_at(db: sqlite3.Connection, key: str) -> int:
    """The earliest time, in seconds, that a page may bear whose predecessor was taken off the shelf; 0 for any."""
    row = db.execute("SELECT purged_at FROM purge WHERE tag=?", (of_address(key),)).fetchone()
    return int(row["purged_at"]) if row else 0


def record_changes(db: sqlite3.Connection, keys: Collection[str], *, withdrawn: bool, now: float) -> int:
    """Note that readers get something different at these keys; returns the last number."""
    numbers = next_numbers(db, len(keys))
    rows = [(number, key, withdrawn, now) for number, key in zip(numbers, keys, strict=True)]
    db.executemany("INSERT INTO change VALUES (?, ?, ?, ?)", rows)
    return numbers[-1]


_CARRYING = (
    "(SELECT carries.page FROM tag JOIN carries ON carries.tag = tag.id WHERE tag.name IN (SELECT value FROM json_each(?)))"
)


def carrying(db: sqlite3.Connection, names: Iterable[str], *, limit: int) -> list[sqlite3.Row]:
    """The pages that carry one of the tags, the most read first; all when `limit` is -1."""
    sql = f"SELECT * FROM page WHERE id IN {_CARRYING} ORDER BY hits DESC LIMIT ?"
    return db.execute(sql, (json.dumps(list(names)), limit)).fetchall()


def supersede_carrying(db: sqlite3.Connection, names: Iterable[str], number: int) -> None:
    """Mark every page that carries one of the tags as overtaken by the purge of this number."""
    db.execute(f"UPDATE page SET superseded=? WHERE id IN {_CARRYING}", (number, json.dumps(list(names))))


def mark_superseded(db: sqlite3.Connection, ids: Iterable[int], number: int, *, withdrawn: bool) -> None:
    """Mark pages as overtaken by the purge of this number."""
    sql = "UPDATE page SET superseded=?, withdrawn=max(withdrawn, ?) WHERE id=?"
    db.executemany(sql, [(number, withdrawn, id) for id in ids])


def facts(key: str, page: Printed, names: tuple[str, str, str]) -> dict[str, Any]:
    """What the index keeps of a page, beside when it was printed."""
    headers = json.dumps([list(pair) for pair in page.headers])
    values = (page.address, page.kind, page.edition, page.status, page.content_type, page.location, headers)
    return {"key": key, **dict(zip(_FACTS.split(", "), values + names, strict=True))}


def keep(db: sqlite3.Connection, values: dict[str, object]) -> int:
    """Enter a page or renew its row; it is superseded no longer. Returns its id."""
    names = ", ".join(values)
    renewed = ", ".join(f"{name}=excluded.{name}" for name in values if name != "key")
    sql = (
        f"INSERT INTO page ({names}) VALUES ({', '.join('?' * len(values))})"
        f" ON CONFLICT (key) DO UPDATE SET {renewed}, superseded=0, withdrawn=0 RETURNING id"
    )
    return _number(db.execute(sql, tuple(values.values())))


def set_tags(db: sqlite3.Connection, page_id: int, names: frozenset[str]) -> bool:
    """Let a page carry exactly these tags, and say whether it carried others; touches only those that come or go, for a
    front carries hundreds."""
    before = tags(db, page_id)
    if before == names:
        return False
    gone, come = json.dumps(sorted(before - names)), json.dumps(sorted(names - before))
    named = "SELECT id FROM tag WHERE name IN (SELECT value FROM json_each(?))"
    db.execute(f"DELETE FROM carries WHERE page = ? AND tag IN ({named})", (page_id, gone))
    db.execute("INSERT OR IGNORE INTO tag (name) SELECT value FROM json_each(?)", (come,))
    db.execute(f"INSERT INTO carries (tag, page) SELECT id, ? FROM ({named})", (page_id, come))
    return True


def remove(db: sqlite3.Connection, page_id: int) -> None:
    """Take a page's row and its tags out."""
    db.execute("DELETE FROM carries WHERE page=?", (page_id,))
    db.execute("DELETE FROM page WHERE id=?", (page_id,))


def forget(db: sqlite3.Connection, *, before: float) -> int:
    """Remove purges and changes older than a time, raising the floor."""
    sql = (
        "SELECT max(number) FROM (SELECT max(number) AS number FROM purge WHERE purged_at < ?"
        " UNION ALL SELECT max(number) FROM change WHERE changed_at < ?)"
    )
    floor = db.execute(sql, (before, before)).fetchone()[0]
    if floor is None:
        return 0
    db.execute("UPDATE place SET value = max(value, ?) WHERE name='floor'", (floor,))
    gone = db.execute("DELETE FROM purge WHERE number <= ?", (floor,)).rowcount
    return gone + db.execute("DELETE FROM change WHERE number <= ?", (floor,)).rowcount


def forget_tags(db: sqlite3.Connection, ids: range) -> int:
    """Remove those of some tags that no page carries."""
    unused = "DELETE FROM tag WHERE id BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM carries WHERE carries.tag = tag.id)"
    return db.execute(unused, (ids[0], ids[-1])).rowcount


def rows(db: sqlite3.Connection, rest_of_query: str, *values: object) -> list[PageRow]:
    """The pages that the rest of a query selects, as plain rows."""
    return [page_row(row) for row in db.execute(f"SELECT {_ROW} FROM page {rest_of_query}", values)]


def page_row(row: sqlite3.Row) -> PageRow:
    """A row as plain data."""
    due = row["due_at"]
    return PageRow(
        address=row["address"], kind=row["kind"], edition=row["edition"], status=row["status"],
        hits=row["hits"], printed_at=datetime.fromtimestamp(row["printed_at"], UTC),
        due_at=datetime.fromtimestamp(due, UTC) if due is not None else None,
        is_superseded=row["superseded"] > 0, is_withdrawn=row["withdrawn"] > 0,
    )  # fmt: skip


def of_address(key: str) -> str:
    """The tag that the page of this key carries by lying there."""
    return f"@{key}"


def of_clock(key: str) -> str:
    """The name under which it is kept that the time of day made another page of what lies there."""
    return f"~{key}"


def _number(found: sqlite3.Cursor) -> int:
    return int(found.fetchone()[0])
