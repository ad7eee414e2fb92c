"""A newsroom's PostgreSQL database: dumped from one snapshot, restored beside and swapped for the old tables."""

import os
import re
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from stoppress.conf.backups import facts, processes
from stoppress.conf.backups.errors import BackupError, CannotBackUp, CannotRestore
from stoppress.conf.backups.manifest import Facts

MEMBER = "database.pgdump"
#: Where the old tables wait until the new ones are in order.
_BEFORE = "before_restore"


def snapshot(target: Path) -> Facts:
    """Dump the database as it is at this moment into `target`; writers are not held up."""
    _need("pg_dump", CannotBackUp)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone()
        _run(
            ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--exclude-table-data=django_session",
             f"--snapshot={name}", f"--file={target}"], CannotBackUp,
        )  # fmt: skip

        def ask(sql: str) -> list[tuple]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        return facts.gather(ask)


def refuse_when_in_use() -> None:
    """Raise CannotRestore while anybody else is connected to the database, or the tools are missing."""
    _need("pg_restore", CannotRestore)
    _undo_half_done()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        (others,) = cursor.fetchone()
    if others:
        raise CannotRestore(f"{others} other connections to the database are open; stop Stoppress on every node, then restore.")


def take_over(staged: Path, kept: Path, *, is_older: bool) -> None:
    """Put the dump's tables in the place of the old ones, which come back when anything goes wrong."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {_BEFORE}")
        cursor.execute("CREATE SCHEMA public")
    connections.close_all()
    try:
        _run(
            ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
             f"--dbname={settings.DATABASES['default']['NAME']}", str(staged / MEMBER)], CannotRestore,
        )  # fmt: skip
        if is_older:
            processes.migrate(home=settings.HOME)
    except BaseException:
        _undo_half_done()
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {_BEFORE} CASCADE")
    connections.close_all()


def _undo_half_done() -> None:
    """Bring the old tables back when a restore was ended before its time."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [_BEFORE])
            if cursor.fetchone():
                cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
                cursor.execute(f"ALTER SCHEMA {_BEFORE} RENAME TO public")
    except DatabaseError as error:
        raise CannotRestore(f"The tables cannot be moved ({error}); the database's owner must run the restore.") from error


def _need(tool: str, kind: type[BackupError]) -> None:
    """Raise when the tool is missing or older than the server."""
    try:
        said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise kind(f"{tool} is not here; install PostgreSQL's client programs (postgresql-client).") from error
    connection.ensure_connection()
    match, server = re.search(r"(\d+)\.", said), connection.pg_version // 10_000  # type: ignore[attr-defined]
    if match and int(match[1]) < server:
        raise kind(f"{tool} is of version {match[1]}, the server of version {server}; install postgresql-client-{server}.")


def _run(command: list[str], kind: type[BackupError]) -> None:
    told = settings.DATABASES["default"]
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = {**os.environ, **{name: str(told[key]) for name, key in names.items() if told.get(key)}}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise kind(f"{command[0]} failed: {done.stderr.strip()[-600:]}")
