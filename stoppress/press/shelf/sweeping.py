"""Housekeeping: files that no page owns, rows nobody asks for, hits of long ago."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from stoppress.press.shelf import files, index, reads
from stoppress.press.shelf.addresses import key_at
from stoppress.press.shelf.places import Places
from stoppress.press.shelf.records import Swept

#: Seconds for which purges and changes are remembered: longer than any print takes.
MEMORY = 3600.0
#: Seconds after which a file without a page is nobody's work in progress.
_YOUNG = 60.0
#: Files, pages or tags that one step deals with: a few milliseconds.
_BATCH = 200


def sweep(db: sqlite3.Connection, places: Places, *, now: float) -> Iterator[Swept]:
    """Remove what is spent, and halve the hits so that they tell what is read these days.

    It goes by small steps, each of which tells what it has found, so that whoever sweeps a million pages can print
    one in between. What a web server has given to readers from the files counts as one hit.
    """
    yield from _remove_strays(db, places, before=now - _YOUNG)
    yield from _fade_hits(db, places)
    with index.writing(db, for_good=True):
        rows = index.forget(db, before=now - MEMORY)
    yield Swept(rows=rows)
    yield from _remove_unused_tags(db)


def _remove_strays(db: sqlite3.Connection, places: Places, *, before: float) -> Iterator[Swept]:
    for root in (places.pages, places.notices, places.incoming):
        for folder, _, names in os.walk(root, topdown=False):
            for first in range(0, len(names), _BATCH):
                paths = [Path(folder, name) for name in names[first : first + _BATCH]]
                old = [path for path in paths if files.is_older(path, before)]
                owned = set() if root == places.incoming else _owned(db, places, [path.relative_to(root) for path in old])
                # The rows are read after the files, and a file is looked at again, so that a page put meanwhile stays.
                spent = [path for path in old if path not in owned and files.is_older(path, before)]
                files.remove(spent)
                yield Swept(files=len(spent))
            if folder != str(root):
                with suppress(OSError):  # something lies in it
                    os.rmdir(folder)


def _owned(db: sqlite3.Connection, places: Places, found: list[Path]) -> set[Path]:
    """The files of the pages to which these may belong."""
    identities = {PurePosixPath(str(path).removesuffix(".br").removesuffix(".gz")) for path in found}
    keys = json.dumps([key_at(file) for file in identities if len(file.parts) > 1])
    sql = "SELECT key, status, content_type, headers FROM page WHERE withdrawn = 0 AND key IN (SELECT value FROM json_each(?))"
    return set(places.files_of(db.execute(sql, (keys,))))


def _fade_hits(db: sqlite3.Connection, places: Places) -> Iterator[Swept]:
    for rows in _pages(db):
        read = reads.among((row for row in rows if not row["withdrawn"]), places)
        changed = [(row["key"] in read, row["key"]) for row in rows if row["hits"] or row["key"] in read]
        if changed:
            with index.writing(db):
                db.executemany("UPDATE page SET hits = max(hits / 2, ?) WHERE key = ?", changed)
        yield Swept()


def _remove_unused_tags(db: sqlite3.Connection) -> Iterator[Swept]:
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM tag").fetchone()
    for first in range(1, last + 1, _BATCH):
        with index.writing(db):
            rows = index.forget_tags(db, range(first, first + _BATCH))
        yield Swept(rows=rows)


def _pages(db: sqlite3.Connection) -> Iterator[list[sqlite3.Row]]:
    """All pages, some at a time."""
    last = ""
    while found := db.execute("SELECT * FROM page WHERE key > ? ORDER BY key LIMIT ?", (last, _BATCH)).fetchall():
        last = found[-1]["key"]
        yield found
