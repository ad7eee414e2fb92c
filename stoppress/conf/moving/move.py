"""The move itself, step by step; each step may be broken off and is gone on with by the next run."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from stoppress.conf.moving import checksums
from stoppress.conf.moving.errors import MoveRefused
from stoppress.conf.moving.source import Source, Table
from stoppress.conf.moving.target import Target

#: Called with what is being done, how many rows are done and how many there are.
Show = Callable[[str, int, int], None]


def move(home: Path, url: str, *, batch: int, say: Callable[[str], None], show: Show) -> int:
    """Move the newsroom on SQLite in `home` to the database at `url`; returns how many rows it has. Raises MoveRefused."""
    source = Source(home / "newsroom.sqlite3")
    try:
        target = Target(url)
        try:
            return _move(home, url, source, target, batch, say, show)
        finally:
            target.close()
    finally:
        source.close()


def _move(home: Path, url: str, source: Source, target: Target, batch: int, say: Callable[[str], None], show: Show) -> int:
    tables = source.tables()
    if target.claim(_mark(home), tables):
        say("Going on where the last run was broken off.")
    say("Preparing the tables …")
    _migrate(url)
    if source.migrations() != target.migrations():
        raise MoveRefused("The newsroom is not up to date with this version of Stoppress: run `stoppress setup` first.")
    types = {table: target.types(table) for table in tables}
    target.prepare(tables)
    total = sum(table.count for table in tables)
    done = 0
    for table in tables:
        done = _copy(source, target, table, batch, done, total, show)
    for table in tables:
        show(f"checking {table.name}", total, total)
        _check(source, target, table, types[table], batch)
    target.finish({table: source.last_number(table) for table in tables})
    (home / "moving").unlink()
    return total


def _copy(source: Source, target: Target, table: Table, batch: int, done: int, total: int, show: Show) -> int:
    """Copy what is not there yet; returns how many rows of all are done."""
    last = target.last_key(table)
    done += 0 if last is None else table.count - source.count_after(table, last)
    show(table.name, done, total)
    rows = source.rows(table, last)
    while written := target.copy(table, rows, batch):
        done += written
        show(table.name, done, total)
    return done


def _check(source: Source, target: Target, table: Table, types: list[str], batch: int) -> None:
    """Compare counts and sums; what was changed on SQLite between two runs is copied anew."""
    wanted = checksums.of_rows(source.rows(table), types)
    if target.sum(table, types) == wanted:
        return
    target.empty(table)
    rows = source.rows(table)
    while target.copy(table, rows, batch):
        pass
    found = target.sum(table, types)
    if found != wanted:
        raise MoveRefused(f"The table {table.name} came out different: {wanted.rows} rows became {found.rows}, or one changed.")


def _mark(home: Path) -> str:
    """A mark of this newsroom while it is on its way, kept in its home."""
    path = home / "moving"
    if not path.exists():
        path.write_text(secrets.token_hex(16))
    return path.read_text()


def _migrate(url: str) -> None:
    """Make the tables in a process of its own, for some migrations look at what the settings name as the database."""
    command = [sys.executable, "-m", "stoppress.conf.command", "migrate", "--verbosity", "0", "--no-input"]
    made = subprocess.run(command, env={**os.environ, "STOPPRESS_DATABASE_URL": url}, capture_output=True, text=True, check=False)
    if made.returncode:
        raise MoveRefused(f"The tables could not be made: {made.stderr.strip().splitlines()[-1]}")
