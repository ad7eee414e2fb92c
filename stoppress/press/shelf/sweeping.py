"""Housekeeping: files that no page owns, rows nobody asks for, pages torn by a power failure."""

import sqlite3
import time
from pathlib import Path

from stoppress.press.shelf import files, index, reads, taking
from stoppress.press.shelf.places import Places
from stoppress.press.shelf.records import Swept

#: Seconds for which purges and changes are remembered: longer than any print takes.
MEMORY = 3600.0
#: Seconds after which a file without a page is nobody's work in progress.
_YOUNG = 60.0
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_BATCH = 200


def sweep(db: sqlite3.Connection, places: Places, *, now: float) -> Swept:
    """Remove what is spent, and halve the hits so that they tell what is read these days.

    What a web server has given to readers from the files counts as one hit.
    """
    torn = _find_torn(db, places) if has_rebooted(db) else 0
    found = _remove_strays(db, places, before=now - _YOUNG)
    read = reads.since_last_look(db, places)
    with index.writing(db, for_good=True):
        rows = index.forget(db, before=now - MEMORY)
        db.execute("UPDATE page SET hits = hits / 2 WHERE hits > 0")
        db.executemany("UPDATE page SET hits = 1 WHERE key = ? AND hits = 0", [(key,) for key in read])
    return Swept(files=found, rows=rows, torn=torn)


def _remove_strays(db: sqlite3.Connection, places: Places, *, before: float) -> int:
    old = [path for root in (places.pages, places.notices, places.incoming) for path in files.older(root, before)]
    # The rows are read after the files, and a file is looked at again, so that a page put meanwhile stays.
    wanted = set(places.files_of(db.execute("SELECT key, status, content_type, headers FROM page WHERE withdrawn = 0")))
    spent = [path for path in old if path not in wanted and files.is_older(path, before)]
    files.remove(spent)
    for root in (places.pages, places.notices):
        files.remove_empty_folders(root)
    return len(spent)


def has_rebooted(db: sqlite3.Connection) -> bool:
    """Whether the machine was started anew since the last sweep."""
    (boot,) = db.execute("SELECT value FROM place WHERE name='boot'").fetchone()
    return bool(boot != _this_boot())


def _find_torn(db: sqlite3.Connection, places: Places) -> int:
    """Look at every page: after a power failure a file may be older than its row."""
    torn, last = 0, ""
    sql = "SELECT * FROM page WHERE key > ? AND withdrawn = 0 ORDER BY key LIMIT ?"
    while found := db.execute(sql, (last, _BATCH)).fetchall():
        last = found[-1]["key"]
        for row in found:
            torn += not taking.is_whole(places, row) and taking.take(db, places, row["key"]) is None
    with index.writing(db, for_good=True):
        db.execute("UPDATE place SET value=? WHERE name='boot'", (_this_boot(),))
    return torn


def _this_boot() -> str:
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return str(time.time() - time.monotonic())[:8]
