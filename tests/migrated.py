"""The database of a test process: a copy of one to which all migrations were applied once for all processes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
from django.db import connection

from tests import made_once
from tests.on_postgresql import TEMPLATE, URL, at


def is_at_hand() -> bool:
    """Whether there is something to copy; not on a PostgreSQL server that did not begin as a copy itself."""
    return not URL or bool(TEMPLATE)


@contextmanager
def test_database() -> Iterator[None]:
    """The database that Django is about to look for, under the name that it has for this process."""
    name = connection.creation._get_test_db_name()
    if URL:
        with psycopg.connect(at("postgres"), autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
        yield
        return
    # In memory; it lasts as long as somebody is connected to it.
    with closing(sqlite3.connect(name, uri=True)) as kept:
        with closing(sqlite3.connect(f"file:{made_once.migrated_database()}?mode=ro", uri=True)) as made:
            made.backup(kept)
        yield
