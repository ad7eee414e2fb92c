"""Moving a newsroom to PostgreSQL: nothing is lost or changed, whatever happens on the way."""

import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.on_postgresql import database_of_its_own, needs_postgresql
from tests.processes.nodes import Node

pytestmark = [pytest.mark.processes, needs_postgresql]
Copy = Callable[[str], Path]


def rows(home: Path, sql: str) -> list[tuple]:
    db = sqlite3.connect(home / "newsroom.sqlite3")
    try:
        with db:
            return db.execute(sql).fetchall()
    finally:
        db.close()


def moved(url: str, sql: str) -> list[tuple]:
    with psycopg.connect(url) as db:
        return db.execute(sql).fetchall()


def killed_while_copying(node: Node, url: str, table: str) -> None:
    """Start a move, row by row, and kill it when it is in the midst of a table."""
    (count,) = rows(node.home, f"SELECT count(*) FROM {table}")[0]
    with subprocess.Popen(node.command("move-to", url, "--batch", "1"), env=node.env, stdout=subprocess.PIPE) as process, \
            psycopg.connect(url, autocommit=True) as db:  # fmt: skip
        end = time.monotonic() + 120
        while True:
            assert process.poll() is None and time.monotonic() < end
            if db.execute("SELECT to_regclass('stoppress_move.copied') IS NOT NULL").fetchone() == (True,):
                there = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                started = db.execute("SELECT 1 FROM stoppress_move.copied WHERE name = %s", (table,)).fetchone()
                if started and 0 < there < count:
                    break
        process.kill()
        assert process.wait(30) == -signal.SIGKILL


def test_a_move_that_is_killed_goes_on_and_the_site_is_the_same(own_home: Copy, empty_database: Callable[[], str]) -> None:
    home, url = own_home("home"), empty_database()
    before = Node(home).start()
    try:
        for path in ("/", "/es/", "/ar/", "/city/", "/rss.xml", "/latest/", "/corrections/"):
            assert before.get(path)[0] == 200
        front = before.get("/")[1]
    finally:
        before.stop()
    # A number that was given out to a story that is gone must not be given out again: it is in addresses.
    rows(home, "UPDATE sqlite_sequence SET seq = seq + 1000 WHERE name = 'newsroom_story'")
    last = rows(home, "SELECT seq FROM sqlite_sequence WHERE name = 'newsroom_story'")[0][0]
    killed_while_copying(before, url, "newsroom_listing")
    said = before.stoppress("move-to", url).stdout
    assert "Going on where the last run was broken off." in said and "rows were moved and compared" in said

    for table in ("publog_entry", "newsroom_story", "newsroom_listing", "wagtailcore_revision", "pictures_picture", "readers_account"):
        ids = f"SELECT id FROM {table} ORDER BY id"
        assert moved(url, ids) == rows(home, ids), table
    words = "SELECT id, headline, standfirst, slug FROM newsroom_story ORDER BY id"
    assert moved(url, words) == rows(home, words)
    kinds = "SELECT count(*) FROM wagtailcore_revision r JOIN django_content_type c ON c.id = r.content_type_id WHERE c.model = 'story'"
    assert moved(url, kinds) == rows(home, kinds) != [(0,)]
    assert moved(url, "SELECT to_regnamespace('stoppress_move')") == [(None,)]
    assert not (home / "moving").exists()

    after = Node(home, STOPPRESS_DATABASE_URL=url).start()
    try:
        assert after.get("/")[1] == front
        published = after.publish(after.token(), "The newsroom has moved house")
        assert f"--{last + 1}.html" in published["address"]
        after.until("/", "The newsroom has moved house")
        assert " 0 differ" in after.proofread()
    finally:
        after.stop()
    with psycopg.connect(url) as db, pytest.raises(psycopg.errors.ForeignKeyViolation):
        db.execute("SET CONSTRAINTS ALL IMMEDIATE")
        db.execute("UPDATE newsroom_story SET edition_id = 999999 WHERE id = (SELECT min(id) FROM newsroom_story)")


def test_what_changed_between_two_runs_and_what_postgresql_does_not_take(own_home: Copy, empty_database: Callable[[], str]) -> None:
    home, url = own_home("home"), empty_database()
    node = Node(home)
    (story, headline) = rows(home, "SELECT id, headline FROM newsroom_story ORDER BY id LIMIT 1")[0]
    rows(home, f"UPDATE newsroom_story SET kicker = '{'x' * 500}' WHERE id = {story}")
    refused = node.stoppress("move-to", url, check=False)
    assert refused.returncode == 1
    assert f"does not take the row whose id is {story} of the table newsroom_story, column kicker: value too long" in refused.stderr
    # Mended; and a row changes that was copied already.
    rows(home, f"UPDATE newsroom_story SET kicker = 'Trams' WHERE id = {story}")
    rows(home, "UPDATE newsroom_edition SET name = 'The Moved Courier' WHERE code = 'en'")
    node.stoppress("move-to", url)
    assert moved(url, f"SELECT headline, kicker FROM newsroom_story WHERE id = {story}") == [(headline, "Trams")]
    assert moved(url, "SELECT name FROM newsroom_edition WHERE code = 'en'") == [("The Moved Courier",)]


def test_a_database_that_is_not_free_is_refused(own_home: Copy, moved_demo: str) -> None:
    node = Node(own_home("home"))
    refused = node.stoppress("move-to", moved_demo, check=False)
    assert refused.returncode == 1 and "holds a newsroom already" in refused.stderr
    with database_of_its_own() as url:
        with psycopg.connect(url) as db:
            db.execute("CREATE TABLE ledger (id int)")
        refused = node.stoppress("move-to", url, check=False)
        assert refused.returncode == 1 and "tables of something else (ledger)" in refused.stderr
        assert moved(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("ledger",)]
    with database_of_its_own() as url:
        with psycopg.connect(url) as db:
            db.execute("CREATE SCHEMA stoppress_move; CREATE TABLE stoppress_move.newsroom AS SELECT 'other' AS mark")
        refused = node.stoppress("move-to", url, check=False)
        assert refused.returncode == 1 and "Another newsroom is on its way" in refused.stderr


def test_while_someone_writes_nothing_is_moved(own_home: Copy, empty_database: Callable[[], str]) -> None:
    home, url = own_home("home"), empty_database()
    writer = sqlite3.connect(home / "newsroom.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    refused = Node(home).stoppress("move-to", url, check=False)
    writer.close()
    assert refused.returncode == 1 and "stop Stoppress and try again" in refused.stderr


def test_a_server_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "newsroom.sqlite3").close()
    refused = Node(tmp_path).stoppress("move-to", "postgres://127.0.0.1:1/nowhere", check=False)
    assert refused.returncode == 1 and "cannot be reached" in refused.stderr and "Traceback" not in refused.stderr
