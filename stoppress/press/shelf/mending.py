"""After a power failure: pages whose files are older than their rows, and files that are back."""

import sqlite3
import time
from pathlib import Path

from stoppress.press.shelf import files, index, taking
from stoppress.press.shelf.places import Places

#: Seconds of work before the failure that are looked at: far longer than a disk holds anything back.
LOOKED_AT = 3600
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_BATCH = 200


def has_rebooted(db: sqlite3.Connection) -> bool:
    """Whether the machine was started anew since the shelf was last mended."""
    (boot,) = db.execute("SELECT value FROM place WHERE name='boot'").fetchone()
    return bool(boot != _this_boot())


def mend(db: sqlite3.Connection, places: Places) -> int:
    """Look at what was put and taken away last; torn pages wait to be printed, files that are back go. Returns how many."""
    mended = _withdraw_torn(db, places) + _remove_again(db, places)
    with index.writing(db, for_good=True):
        db.execute("UPDATE place SET value=? WHERE name='boot'", (_this_boot(),))
    return mended


def _withdraw_torn(db: sqlite3.Connection, places: Places) -> int:
    torn, last = 0, ""
    (since,) = db.execute("SELECT coalesce(max(printed_at), 0) - ? FROM page", (LOOKED_AT,)).fetchone()
    sql = "SELECT * FROM page WHERE key > ? AND printed_at >= ? AND withdrawn = 0 ORDER BY key LIMIT ?"
    while found := db.execute(sql, (last, since, _BATCH)).fetchall():
        last = found[-1]["key"]
        for row in found:
            torn += not taking.is_whole(places, row) and taking.take(db, places, row["key"], with_tags=False) is None
    return torn


def _remove_again(db: sqlite3.Connection, places: Places) -> int:
    back: set[Path] = set()
    with index.writing(db):  # nobody puts a page there meanwhile
        for (key,) in db.execute("SELECT DISTINCT key FROM change WHERE key <> ''").fetchall():
            row = index.page(db, key)
            owned = places.files_of([row]) if row and not row["withdrawn"] else ()
            back |= {path for path in set(places.files_at([key])).difference(owned) if path.exists()}
        files.remove_for_good(back)
    return len(back)


def _this_boot() -> str:
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return str(time.time() - time.monotonic())[:8]
