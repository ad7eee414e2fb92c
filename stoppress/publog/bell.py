"""A bell that wakes the log's followers when an entry was committed; the table is the truth, a bell may be missed."""

import contextlib
import errno
import logging
import os
import select
import time
from pathlib import Path
from typing import Protocol

import psycopg
from django.conf import settings
from django.db import connection, transaction

logger = logging.getLogger(__name__)
CHANNEL = "stoppress_log"


class Bell(Protocol):
    """What a follower waits at."""

    def wait(self, seconds: float) -> None:
        """Return when there may be new entries, at the latest after so many seconds."""

    def has_rung(self) -> bool:
        """Whether `wait` would return at once; costs next to nothing."""

    def close(self) -> None:
        """Hang the bell no longer."""


def hang(follower: str) -> Bell:
    """A bell for the one follower of this name in this home: a channel on PostgreSQL, a pipe in the home on SQLite."""
    return ChannelBell() if connection.vendor == "postgresql" else PipeBell(_folder() / follower)


def ring_after_commit() -> None:
    """Ring for every follower once the transaction at hand is committed; whatever hinders it is logged and no more.

    A `NOTIFY` within the transaction would make all commits wait for one another, so it is a statement of its own after it.
    """
    transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
        return
    with contextlib.suppress(FileNotFoundError):
        for pipe in _folder().iterdir():
            _ring_pipe(pipe)


def _ring_pipe(pipe: Path) -> None:
    try:
        descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.ENOENT):  # nobody waits there
            return
        raise
    try:
        with contextlib.suppress(BlockingIOError):  # full: it has been rung often enough
            os.write(descriptor, b"!")
    finally:
        os.close(descriptor)


def _folder() -> Path:
    folder: Path = settings.HOME / "bells"
    return folder


class PipeBell:
    """A named pipe: any process of this machine may ring, and waiting costs nothing."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.mkfifo(path, 0o600)
        # Open for writing too, or the pipe would be at its end whenever nobody is about to ring.
        self._pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def has_rung(self) -> bool:
        return bool(select.select([self._pipe], [], [], 0)[0])

    def wait(self, seconds: float) -> None:
        select.select([self._pipe], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            while os.read(self._pipe, 65_536):
                pass

    def close(self) -> None:
        os.close(self._pipe)


class ChannelBell:
    """A connection of its own that listens; while there is none, waiting is sleeping."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection | None = None

    def has_rung(self) -> bool:
        return self._connection is not None and bool(select.select([self._connection], [], [], 0)[0])

    def wait(self, seconds: float) -> None:
        try:
            if self._connection is None:
                # Returns at once: what was committed before it listened is in the table.
                self._connection = _listen()
                return
            for _ in self._connection.notifies(timeout=seconds, stop_after=1):
                pass
        except psycopg.Error as error:
            logger.warning("The bell is away: %s", error)
            self.close()
            time.sleep(seconds)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _listen() -> psycopg.Connection:
    made = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    made.execute(f"LISTEN {CHANNEL}")
    return made
