"""What caches in front of this node must forget: the shelf's purges, once its own readers get the new pages."""

import sqlite3

from stoppress.press.shelf import index
from stoppress.press.shelf.records import Forgettable, Purged

#: More tags than this are told as everything.
MOST = 5000
# Addresses of dropped pages are left out: a page is dropped because of a purge that is in the list itself.
_PURGED = """
SELECT number, CASE WHEN tag LIKE '~%' THEN '@' || substr(tag, 2) ELSE tag END AS tag, CASE
    WHEN tag = :every THEN NOT EXISTS (SELECT 1 FROM page WHERE superseded > 0 AND superseded <= purge.number AND withdrawn = 0)
    WHEN tag LIKE '~%' THEN NOT EXISTS (SELECT 1 FROM page WHERE key = substr(tag, 2) AND superseded > 0 AND withdrawn = 0)
    ELSE NOT EXISTS (
        SELECT 1 FROM tag AS named JOIN carries ON carries.tag = named.id JOIN page ON page.id = carries.page
        WHERE named.name = purge.tag AND page.superseded > 0 AND page.withdrawn = 0)
    END AS is_done
FROM purge WHERE number > :after AND tag NOT LIKE '@%' ORDER BY number LIMIT :most
"""


def after(db: sqlite3.Connection, number: int | None) -> Forgettable:
    """What was purged after a number; every page when there is none (a new shelf), it is too old, or too much was purged."""
    now = index.place(db, "number")
    if number is None or number < index.place(db, "floor"):
        return Forgettable(now, (_every_page(db, number),))
    asked = {"after": number, "every": index.EVERY_PAGE, "most": MOST + 1}
    found = tuple(Purged(row["number"], row["tag"], bool(row["is_done"])) for row in db.execute(_PURGED, asked))
    return Forgettable(now, found if len(found) <= MOST else (_every_page(db, number),))


def _every_page(db: sqlite3.Connection, number: int | None) -> Purged:
    """Numbered so that whoever still has to wait with it is where it was."""
    waiting = db.execute("SELECT 1 FROM page WHERE superseded > 0 AND withdrawn = 0 LIMIT 1").fetchone()
    return Purged(0 if number is None else number + 1, index.EVERY_PAGE, waiting is None)


def place(db: sqlite3.Connection) -> int | None:
    """The number up to which caches have forgotten; None when they were never told."""
    row = db.execute("SELECT value FROM place WHERE name='forgotten'").fetchone()
    return int(row[0]) if row else None


def note(db: sqlite3.Connection, number: int) -> None:
    """Note up to which number caches have forgotten."""
    db.execute("INSERT INTO place VALUES ('forgotten', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (number,))
