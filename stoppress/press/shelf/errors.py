"""What can go wrong with the shelf.

ShelfError
├── BadAddress      also a ValueError: no page can lie under such an address
├── ShelfFull       the disk has no room; the page that was there stays
├── ShelfBusy       another process kept the index to itself for too long; try again
└── ShelfDamaged    the index cannot be read; the folder may be deleted, everything is printed anew
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from stoppress.kit.write_ahead import is_busy


class ShelfError(Exception):
    """The shelf could not do what it was asked."""


class BadAddress(ShelfError, ValueError):
    """No page can lie under this address."""


class ShelfFull(ShelfError):
    """The disk has no room; the page that was there stays."""


class ShelfBusy(ShelfError):
    """Another process kept the index to itself for too long; try again."""


class ShelfDamaged(ShelfError):
    """The index cannot be read; the folder may be deleted and everything is printed anew."""


@contextmanager
def in_shelf_words() -> Iterator[None]:
    """Turn what SQLite and the disk raise into this module's errors."""
    try:
        yield
    except sqlite3.Error as error:
        raise _of_sqlite(error) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ShelfFull("The disk that holds the shelf is full.") from error
        raise


def _of_sqlite(error: sqlite3.Error) -> ShelfError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return ShelfFull("The disk that holds the shelf is full.")
    if is_busy(error):
        return ShelfBusy("Another process kept the shelf's index to itself for too long.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return ShelfDamaged("The shelf's index cannot be read; delete the shelf's folder to print anew.")
    return ShelfError(f"The shelf's index refused: {error}.")
