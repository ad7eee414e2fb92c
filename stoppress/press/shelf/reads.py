"""Which pages others have read: web servers that serve the shelf's files themselves count for nobody.

The file system tells it at no cost to readers. A page's files begin with a time of access that is their time of change;
the first reader moves it on (`relatime`, what Linux does unless it is told otherwise), and each look sets it back. The
shelf's own reads do not count. On a disk mounted with `noatime` nothing is found.
"""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from stoppress.press.shelf import files
from stoppress.press.shelf.places import Places


def among(rows: Iterable[sqlite3.Row], places: Places) -> set[str]:
    """The keys of those pages whose files somebody has opened and read since they were printed or last looked at."""
    # A list, because each of the files is to be looked at.
    return {row["key"] for row in rows if [path for path in files.variants(places.of(row)) if _was_read(path)]}


def _was_read(path: Path) -> bool:
    """Whether a file was read; it then counts as unread again."""
    try:
        told = os.lstat(path)
        if told.st_atime_ns == told.st_mtime_ns:
            return False
        descriptor = os.open(path, os.O_RDONLY | files.UNNOTICED)
    except OSError:
        return False
    try:
        # By descriptor: at its place there may be another file by now, whose time of change must stay.
        own = os.fstat(descriptor)
        with suppress(OSError):
            os.utime(descriptor, ns=(own.st_mtime_ns, own.st_mtime_ns))
    finally:
        os.close(descriptor)
    return True
