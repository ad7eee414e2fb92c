"""One connection to the index for each thread of each process."""

import os
import sqlite3
import threading
from pathlib import Path

from stoppress.press.shelf import index

#: Connections that came along through a fork: SQLite forbids even to close them there.
_inherited: list[object] = []


class Connections:
    """Hands each thread its own connection, opening it at first use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._start()

    def _start(self) -> None:
        self._process = os.getpid()
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []

    def mine(self) -> sqlite3.Connection:
        """The connection of the thread that asks."""
        if os.getpid() != self._process:
            _inherited.extend((self._local, self._open))
            self._start()
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = index.connect(self._path)
            self._open.append(db)
        return db

    def close(self) -> None:
        """Close the connections of all threads of this process."""
        if os.getpid() != self._process:
            _inherited.extend((self._local, self._open))
        else:
            for db in self._open:
                db.close()
        self._start()
