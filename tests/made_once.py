"""Databases and homes that take long to make: made once for the sources as they are, kept in `.made` and copied from then on."""

import fcntl
import functools
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
MADE = ROOT / ".made"
#: The demo's stories are dated from the moment it is made; an older one is made anew.
DEMO_LASTS = 30 * 60.0
_DAY = 24 * 3600.0


def migrated_database() -> Path:
    """A database on SQLite to which all migrations were applied, with nothing else in it; not to be written to."""
    with _made("migrated", lambda home: _stoppress(home, "migrate", "--verbosity", "0")) as home:
        return home / "newsroom.sqlite3"


def migrated_home(copy: Path) -> Path:
    """Let `copy` be a home with tables and nothing else."""
    return _copied(migrated_database().parent, copy)


def empty_home(copy: Path) -> Path:
    """Let `copy` be a home with tables, static files and nothing else."""
    with _made("empty", lambda home: _stoppress(migrated_home(home), "setup")) as home:
        return _copied(home, copy)


def demo_home(copy: Path) -> Path:
    """Let `copy` be a home with the demo newsroom on SQLite."""
    with _made("demo", lambda home: _stoppress(empty_home(home), "setup", "--demo"), lasts=DEMO_LASTS) as home:
        return _copied(home, copy)


def postgresql_data(folder: Path) -> None:
    """Let `folder` have `data`: that of a PostgreSQL server whose database `stoppress` had all migrations applied to it."""
    with _made("postgresql", _make_postgresql_data) as made:
        _copy_with_owner(made / "data", folder / "data")


def _make_postgresql_data(made: Path) -> None:
    from tests.crashes.postgresql import PostgreSQL

    # In a folder for what is passing: the server's account need not be able to reach this one.
    with tempfile.TemporaryDirectory(prefix="stoppress-postgresql-") as home, tempfile.TemporaryDirectory() as folder:
        server = PostgreSQL(Path(folder))
        server.make()
        try:
            _stoppress(Path(home), "migrate", "--verbosity", "0", database_url=server.url)
        finally:
            server.close()
        _copy_with_owner(Path(folder) / "data", made / "data")


@contextmanager
def _made(name: str, make: Callable[[Path], object], *, lasts: float = _DAY * 365) -> Iterator[Path]:
    """The folder `name`, made by one process while others wait, again after `lasts` seconds; nobody remakes it in the block."""
    kept = MADE / _sources()
    if not kept.exists():
        _forget_older()
    kept.mkdir(parents=True, exist_ok=True)
    folder, mark = kept / name, kept / f"{name}.made"
    with (kept / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists() or time.time() - mark.stat().st_mtime > lasts:
            mark.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            mark.touch()
        yield folder


def _stoppress(home: Path, *words: str, database_url: str = "") -> None:
    env = {**os.environ, "STOPPRESS_HOME": str(home), "STOPPRESS_ENV": "development", "STOPPRESS_DATABASE_URL": database_url}
    done = subprocess.run([sys.executable, "-m", "stoppress.conf.command", *words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _copied(home: Path, copy: Path) -> Path:
    shutil.copytree(home, copy, dirs_exist_ok=True)
    return copy


def _copy_with_owner(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", source, target], check=True)


@functools.cache
def _sources() -> str:
    """A digest of all that what is made here comes from: the product, the demo, locked packages, Python, PostgreSQL, whose files."""
    servers = sorted(str(path) for path in Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    digest = sha256(f"{sys.version} {sqlite3.sqlite_version} {servers} {os.geteuid()}".encode())
    for path in sorted([*_files(ROOT / "stoppress"), *_files(ROOT / "demo"), *_files(ROOT / "requirements"), Path(__file__)]):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:16]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _forget_older() -> None:
    """What was made for other sources goes, unless somebody may still be at work with it."""
    for folder in MADE.glob("*"):
        if time.time() - folder.stat().st_mtime > _DAY / 24:
            shutil.rmtree(folder, ignore_errors=True)


def _make_all() -> None:
    for make in (empty_home, demo_home):
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder))
    with _made("postgresql", _make_postgresql_data):
        pass


if __name__ == "__main__":
    postgresql_data(Path(sys.argv[1])) if sys.argv[1:] else _make_all()
