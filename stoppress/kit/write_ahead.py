"""Has an SQLite file keep a write-ahead log, whoever else opens it at the same moment, and knows who only has to wait."""

import sqlite3
import time

_LOOK = 0.02


def write_ahead(db: sqlite3.Connection, *, patience: float) -> None:
    """Turn write-ahead logging on, waiting at most `patience` seconds for others.

    SQLite itself does not wait here for somebody who has begun to write, such as the process that is just making the file's
    tables: it says at once that the database is locked. Raises sqlite3.OperationalError.
    """
    end = time.monotonic() + patience
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > end:
                raise
        time.sleep(_LOOK)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether SQLite refused because somebody else was at work: it has several codes for that, alike in their last byte."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
