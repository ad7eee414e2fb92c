"""Reading a page whole, and finding those whose files are not what the index says."""

import json
import sqlite3
import time
from collections.abc import Iterable
from datetime import UTC, datetime

from stoppress.kit.write_ahead import is_busy
from stoppress.press.shelf import files, index
from stoppress.press.shelf.places import Places
from stoppress.press.shelf.putting import expected
from stoppress.press.shelf.records import Bodies, Shelved

#: How often a reader looks for a page that is just being put, and seconds between looks. They are counted, for on a busy
#: machine half a second may be over before anybody has looked twice.
LOOKS, PAUSE = 250, 0.002


def take(db: sqlite3.Connection, places: Places, key: str, *, with_tags: bool) -> Shelved | None:
    """The page of a key, whole; None when there is none, it was withdrawn, or it is torn.

    A page that is just being put has files that its row does not know yet, for a millisecond or so. Whoever waits for
    the lock there waits behind all that is put at that time; so the reader looks again, until the page is whole or
    nobody is putting anything and it is torn indeed.
    """
    for _ in range(LOOKS):
        row = index.page(db, key)
        if row is None or row["withdrawn"]:
            return None
        if page := _shelved(db, places, row, with_tags):
            return page
        try:
            return _take_alone(db, places, key, with_tags)
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                return None
        time.sleep(PAUSE)
    return None


def _take_alone(db: sqlite3.Connection, places: Places, key: str, with_tags: bool) -> Shelved | None:
    """Look while nobody can put: a page that is torn even then waits to be reprinted.

    Raises sqlite3.OperationalError when somebody is putting.
    """
    db.execute("PRAGMA busy_timeout=0")
    try:
        with index.writing(db):
            row = index.page(db, key)
            if row is None or row["withdrawn"]:
                return None
            page = _shelved(db, places, row, with_tags)
            if page is None:
                withdraw(db, places, [row])
            return page
    finally:
        db.execute(f"PRAGMA busy_timeout={int(index.PATIENCE * 1000)}")


def withdraw(db: sqlite3.Connection, places: Places, rows: Iterable[sqlite3.Row]) -> None:
    """Take pages from readers, files first, and let them wait to be reprinted."""
    rows = list(rows)
    (number,) = index.next_numbers(db, 1)
    index.mark_superseded(db, (row["id"] for row in rows), number, withdrawn=True)
    files.remove(places.files_at(row["key"] for row in rows))


def is_whole(places: Places, row: sqlite3.Row) -> bool:
    """Whether the files of a page are what the index says."""
    return files.read(places.of(row), expected(row)) is not None


def _shelved(db: sqlite3.Connection, places: Places, row: sqlite3.Row, with_tags: bool) -> Shelved | None:
    bodies = files.read(places.of(row), expected(row))
    tags = index.tags(db, row["id"]) if bodies and with_tags else frozenset()
    return _record(row, bodies, tags) if bodies else None


def _record(row: sqlite3.Row, bodies: Bodies, tags: frozenset[str]) -> Shelved:
    return Shelved(
        address=row["address"], key=row["key"], kind=row["kind"], edition=row["edition"],
        status=row["status"], content_type=row["content_type"], location=row["location"],
        headers=tuple((name, value) for name, value in json.loads(row["headers"])), tags=tags,
        printed_at=datetime.fromtimestamp(row["printed_at"], UTC), bodies=bodies, digest=row["digest"],
        is_superseded=row["superseded"] > 0,
    )  # fmt: skip
