"""Databases of their own for tests with several processes, on the server that the tests were given."""

import os
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest

URL = os.environ.get("STOPPRESS_DATABASE_URL", "")
#: The name of a database there that has all tables, with nothing in them and nobody connected to it.
TEMPLATE = os.environ.get("STOPPRESS_TESTS_TEMPLATE", "")
#: For tests of what there is on PostgreSQL only; `tests/on-postgresql.sh` runs them.
needs_postgresql = pytest.mark.skipif(not URL, reason="needs PostgreSQL")


@contextmanager
def database_of_its_own(*, like: str = "") -> Iterator[str]:
    """The url of an empty database, or of a copy of the one at the url `like`; empty where tests run on SQLite."""
    if not URL:
        yield ""
        return
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(at("postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{like.rpartition("/")[2]}"' if like else ""))
        try:
            yield at(name)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def migrated_database_of_its_own() -> AbstractContextManager[str]:
    """The same with all tables, where the server has a database to copy them from."""
    return database_of_its_own(like=at(TEMPLATE) if TEMPLATE else "")


def at(name: str) -> str:
    """The url of the database `name` on the server."""
    return f"{URL.rpartition('/')[0]}/{name}"
