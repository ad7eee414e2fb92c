"""Reading a page whole, and finding those whose files are not what the index says."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

from stoppress.press.shelf import files, index
from stoppress.press.shelf.places import Places
from stoppress.press.shelf.putting import expected
from stoppress.press.shelf.records import Bodies, Shelved

#: Seconds that a reader waits for a page that is just being put.
PATIENCE = 0.25


def take(db: sqlite3.Connection, places: Places, key: str) -> Shelved | None:
    """The page of a key, whole; None when there is none, it was withdrawn, or it is torn."""
    row = index.page(db, key)
    if row is None or row["withdrawn"]:
        return None
    return _shelved(db, places, row) or _take_alone(db, places, key)


def _take_alone(db: sqlite3.Connection, places: Places, key: str) -> Shelved | None:
    """Look again while nobody can put: a page that is torn even then waits to be reprinted."""
    db.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")
    try:
        with index.writing(db):
            row = index.page(db, key)
            if row is None or row["withdrawn"]:
                return None
            page = _shelved(db, places, row)
            if page is None:
                withdraw(db, places, [row])
            return page
    except sqlite3.OperationalError:
        return None
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


def _shelved(db: sqlite3.Connection, places: Places, row: sqlite3.Row) -> Shelved | None:
    bodies = files.read(places.of(row), expected(row))
    return _record(row, bodies, index.tags(db, row["id"])) if bodies else None


def _record(row: sqlite3.Row, bodies: Bodies, tags: frozenset[str]) -> Shelved:
    return Shelved(
        address=row["address"], key=row["key"], kind=row["kind"], edition=row["edition"],
        status=row["status"], content_type=row["content_type"], location=row["location"],
        headers=tuple((name, value) for name, value in json.loads(row["headers"])), tags=tags,
        printed_at=datetime.fromtimestamp(row["printed_at"], UTC), bodies=bodies, digest=row["digest"],
        is_superseded=row["superseded"] > 0,
    )  # fmt: skip
