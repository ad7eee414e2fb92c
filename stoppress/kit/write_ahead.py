"""Has an SQLite file keep a write-ahead log, whoever else opens it at the same moment."""

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
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        time.sleep(_LOOK)
