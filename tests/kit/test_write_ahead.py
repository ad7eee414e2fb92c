"""A file that somebody is just making can be opened: whoever comes second waits."""

import sqlite3
import threading
import time

import pytest

from stoppress.kit.write_ahead import write_ahead


@pytest.fixture
def writer(tmp_path):
    db = sqlite3.connect(tmp_path / "file.sqlite3", isolation_level=None, check_same_thread=False)
    db.execute("BEGIN IMMEDIATE")
    db.execute("CREATE TABLE page (id INTEGER)")
    yield db
    db.close()


@pytest.fixture
def second(tmp_path, writer):
    db = sqlite3.connect(tmp_path / "file.sqlite3", isolation_level=None, timeout=0.1)
    yield db
    db.close()


def test_the_second_waits_for_whoever_makes_the_file(writer, second):
    began = time.monotonic()
    ending = threading.Timer(0.3, writer.execute, ("COMMIT",))
    ending.start()
    write_ahead(second, patience=20)
    ending.join()
    assert time.monotonic() - began >= 0.3
    assert second.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert second.execute("SELECT count(*) FROM page").fetchone() == (0,)


def test_it_does_not_wait_for_ever(second):
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        write_ahead(second, patience=0.1)


def test_what_is_no_database_is_said_at_once(tmp_path):
    (tmp_path / "letter").write_text("no database at all, but long enough to be looked at" * 20)
    db = sqlite3.connect(tmp_path / "letter")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        write_ahead(db, patience=20)
    db.close()
