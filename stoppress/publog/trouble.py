"""What is the matter when the database or a disk does not do what it is asked, told apart for people."""

import errno
import sqlite3
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, OperationalError


@dataclass(frozen=True, slots=True)
class Trouble:
    """A word for programs, a sentence for the person who asked, and the HTTP status that says it."""

    word: str
    sentence: str
    status: int


FULL = Trouble("disk_full", "The newsroom's disk is full, so nothing was changed. Tell whoever runs it, then send this again.",
               507)  # fmt: skip
BUSY = Trouble("busy", "Another change took too long, so nothing was changed. Send this again in a moment.", 503)
AWAY = Trouble("database_away", "The newsroom's database cannot be reached at this moment. Send this again in a minute.", 503)

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
#: The states of PostgreSQL that are no defect of ours: no room; serialisation, deadlock, lock not available.
_OF_POSTGRESQL = {"53100": FULL, "40001": BUSY, "40P01": BUSY, "55P03": BUSY}
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL, sqlite3.SQLITE_BUSY: BUSY, sqlite3.SQLITE_LOCKED: BUSY, sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_IOERR: AWAY, sqlite3.SQLITE_READONLY: AWAY, sqlite3.SQLITE_CORRUPT: AWAY, sqlite3.SQLITE_NOTADB: AWAY,
    sqlite3.SQLITE_PERM: AWAY, sqlite3.SQLITE_AUTH: AWAY,
}  # fmt: skip


def trouble_of(error: BaseException | None) -> Trouble | None:
    """The trouble behind an error; None for what is a defect of ours, which waiting does not mend."""
    if isinstance(error, OSError):
        return FULL if error.errno in _NO_ROOM else None
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _OF_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    found = _OF_POSTGRESQL.get(str(getattr(cause, "sqlstate", "")))
    return found or (AWAY if isinstance(error, OperationalError | InterfaceError) else None)
