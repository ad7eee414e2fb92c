"""A newsroom's SQLite database: copied while it is written to, and swapped for another when nobody has it open."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connections

from stoppress.conf.backups import facts, processes
from stoppress.conf.backups.errors import CannotBackUp, CannotRestore
from stoppress.conf.backups.manifest import Facts

MEMBER = "database.sqlite3"
#: The same file's name in a home.
NAME = "newsroom.sqlite3"


def snapshot(target: Path) -> Facts:
    """Copy the database as it is at this moment into `target`; writers are not held up."""
    try:
        with closing(_open(_path())) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)  # all pages in one read, so that writers never make it begin again
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("DELETE FROM django_session")
            copy.commit()
            if (said := copy.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise CannotBackUp(f"The database itself is damaged ({said}); keep older backups and restore one of them.")
            return facts.gather(lambda sql: copy.execute(sql).fetchall())
    except sqlite3.Error as error:
        raise CannotBackUp(f"The database cannot be copied ({error}); is there a newsroom in {settings.HOME}?") from error


def refuse_when_in_use() -> None:
    """Raise CannotRestore while any process has the database open."""
    connections.close_all()
    if not _path().exists():
        return
    try:
        with closing(_open(_path())) as db:
            # Leaving the write-ahead log takes the whole file, which no other open connection allows.
            db.execute("PRAGMA busy_timeout=0")
            db.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise CannotRestore(f"The present database cannot be opened ({error}); move it away first.") from error
        raise CannotRestore("Stoppress is running here (its database is open); stop it, then restore.") from error


def take_over(staged: Path, kept: Path, *, is_older: bool) -> None:
    """Bring the staged copy up to date where it lies, then put it in the database's place, the old one into `kept`."""
    (staged / MEMBER).rename(staged / NAME)
    try:
        with closing(_open(staged / NAME)) as db:
            said = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise CannotRestore(f"The database in the backup is damaged ({said}); use another backup.")
    if is_older:
        processes.migrate(home=staged)
    refuse_when_in_use()
    for path in (_path(), *(_path().with_name(_path().name + end) for end in ("-wal", "-shm"))):
        if path.exists():
            path.rename(kept / path.name)
    os.replace(staged / NAME, _path())


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=20)


def _path() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])
