"""Checks of database, shelf and disk; metrics that parse; the screen of `stoppress status` and its exit codes."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.utils import ConnectionHandler
from prometheus_client.parser import text_string_to_metric_families

from stoppress.conf.watching import LOADING, checks, metrics, watching
from stoppress.edge.counts import STREAM_NAMES
from stoppress.kit import clock
from stoppress.kit.tally import Tally
from stoppress.newsroom.actions import stories
from stoppress.newsroom.models import Story
from stoppress.press import follower, house, print_times, telling
from stoppress.publog import log, parking, reports
from stoppress.publog.models import Entry, Follower

ROOT = Path(__file__).parents[2]
AWAY = "The database does not answer."


def sqlite_at(path: Path) -> Any:
    return ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path}})["default"]


def postgresql_at(port: int) -> Any:
    told = {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "USER": "x", "HOST": "127.0.0.1", "PORT": str(port),
            "OPTIONS": {"connect_timeout": 2}}  # fmt: skip
    return ConnectionHandler({"default": told})["default"]


def test_a_database_file_that_is_gone_is_told_and_not_made(tmp_path: Path) -> None:
    assert checks.database(sqlite_at(tmp_path / "gone.sqlite3")) == "The file of the database is not there."
    assert not (tmp_path / "gone.sqlite3").exists()


@pytest.mark.django_db
def test_a_database_that_is_empty_or_torn_is_told(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite3"
    path.touch()
    assert "stoppress setup" in checks.database(sqlite_at(path))
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE publog_entry (id INTEGER)")
    db.close()
    assert checks.database(sqlite_at(path)) == ""
    path.write_bytes(b"This is no database at all. " * 100)
    assert checks.database(sqlite_at(path)) == AWAY


@pytest.mark.django_db
def test_a_postgresql_that_refuses_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert checks.database(postgresql_at(port)) == AWAY


@pytest.mark.django_db
def test_a_postgresql_that_says_nothing_is_told_soon() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        assert checks.database(postgresql_at(silent.getsockname()[1])) == AWAY
        assert time.monotonic() - began < 15


def test_a_shelf_that_is_gone_or_damaged_is_told() -> None:
    assert checks.shelf() == ""
    index = house.shelf().folder / "index.sqlite3"
    house.shelf().close()
    house.shelf.cache_clear()
    for path in index.parent.glob("index.sqlite3*"):
        path.unlink()
    index.write_bytes(b"This is no index at all. " * 100)
    assert checks.shelf() == "The shelf cannot be read."


def test_a_shelf_whose_folder_was_deleted_under_it_is_told() -> None:
    shutil.rmtree(house.shelf().folder)
    assert "folder of the shelf is gone" in checks.shelf()


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(total=10**12, free=10**11))
    assert checks.disk() == ""
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(total=10**12, free=10**10))
    assert "nearly full: 10000 MB are left" in checks.disk()


def test_while_the_newsroom_is_loaded_the_worker_is_not_ready_and_says_why() -> None:
    told = watching(lambda: False)
    assert [check() for check in told.checks.values()] == [LOADING, LOADING]
    assert told.metrics is not None
    assert list(text_string_to_metric_families(told.metrics({})[0].decode())) == []


@pytest.fixture
def counted(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A home in which readers have been counted."""
    settings.HOME = tmp_path
    tally = Tally(tmp_path / "counts", ("hits", "unchanged", "misses"))
    for name, count in (("hits", 97), ("unchanged", 12), ("misses", 3)):
        tally.add(name, count)
    streams = Tally(tmp_path / "counts", STREAM_NAMES)
    streams.show("open", 4)
    streams.add("opened", 9)
    print_times._tally.cache_clear()
    yield
    print_times._tally.cache_clear()
    tally.close()
    streams.close()


def samples(wrong: dict[str, str]) -> dict[str, float]:
    """Every sample of the text, by name with its labels as Prometheus would write them."""
    body, content_type = metrics.text(wrong)
    assert content_type.startswith("text/plain")
    found = {}
    for family in text_string_to_metric_families(body.decode()):
        for sample in family.samples:
            labels = ",".join(f'{name}="{value}"' for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def test_every_metric_is_explained(counted: None, db: None) -> None:
    reports.report(name="press", node="one", cursor=0, facts={"bytes": 1})
    guide = (ROOT / "docs" / "operators-guide.md").read_text()
    body, _ = metrics.text(ALL_WELL)
    names = {line.split()[2] for line in body.decode().splitlines() if line.startswith("# TYPE")} - {"stoppress_info"}
    assert len(names) > 15
    assert not {name for name in names if name not in guide}


ALL_WELL = {"database": "", "shelf": ""}


@pytest.mark.django_db
def test_metrics_tell_of_press_shelf_readers_and_prints(counted: None, write_story: Callable[..., Story]) -> None:
    follower.start()
    story = stories.publish(story=write_story()).story
    reports.report(name="press", node='odd "node"', cursor=0, trouble="The disk is full.", facts={"bytes": 4321})
    Entry.objects.update(recorded_at=clock.now() - timedelta(seconds=30))
    follower.catch_up()
    for entry, address in ((7, "/a/"), (7, "/b/"), (8, "/c/")):
        parking.park(follower="press", node="one", entry=entry, address=address, reason="x", tries=3)
    found = samples(ALL_WELL)
    assert house.shelf().get(story.address)
    node = '{node="odd "node""}'
    assert found['stoppress_part_up{part="database"}'] == 1
    assert found["stoppress_log_entries"] == found[f"stoppress_press_lag_entries{node}"] == log.newest()
    assert 30 <= found[f"stoppress_press_lag_seconds{node}"] < 90
    assert found[f"stoppress_press_report_age_seconds{node}"] < 60
    assert found[f"stoppress_press_trouble{node}"] == 1
    assert found[f"stoppress_press_cursor{node}"] == 0
    assert found[f"stoppress_shelf_bytes{node}"] == 4321
    assert found['stoppress_parked_pages{node="one"}'] == 3
    assert found['stoppress_parked_entries{node="one"}'] == 2
    assert (found["stoppress_hits_total"], found["stoppress_misses_total"]) == (97, 3)
    assert (found["stoppress_hits_unchanged_total"], found["stoppress_hit_ratio"]) == (12, 0.97)
    assert (found["stoppress_streams_open"], found["stoppress_streams_opened_total"]) == (4, 9)
    assert (found["stoppress_newsfeed_lag_entries"], found["stoppress_newsfeed_lag_seconds"]) == (0, 0)
    assert found["stoppress_shelf_pages"] == house.shelf().count().pages > 0
    assert found["stoppress_shelf_cursor"] == log.newest()
    assert found['stoppress_print_seconds_count{kind="story"}'] == 1
    assert found['stoppress_print_seconds_bucket{kind="story",le="+Inf"}'] == 1
    assert found['stoppress_print_seconds_sum{kind="story"}'] > 0


def test_metrics_without_database_and_shelf_tell_of_the_rest(counted: None) -> None:
    found = samples({"database": AWAY, "shelf": "It is gone."})  # the test has no database: a query would fail
    assert found['stoppress_part_up{part="database"}'] == found['stoppress_part_up{part="shelf"}'] == 0
    assert found["stoppress_hits_total"] == 97
    assert found["stoppress_disk_free_bytes"] > 0
    assert not [name for name in found if "press_lag" in name or "shelf_pages" in name]


def status(*options: str) -> tuple[int, str]:
    """The exit code of `stoppress status` and what it wrote."""
    out = StringIO()
    try:
        call_command("status", *options, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def well(db: None, counted: None, monkeypatch: pytest.MonkeyPatch, edition: Any) -> None:
    """An installation with nothing to complain of. The check of the database cannot look into a test's transaction."""
    for name in ("database", "disk"):
        monkeypatch.setattr(checks, name, str)
    follower.start()
    reports.report(name="press", node="one", cursor=log.newest())


def test_all_is_well(well: None, write_story: Callable[..., Story]) -> None:
    write_story()
    reports.report(name="press", node="one", cursor=log.newest())
    code, said = status()
    assert code == 0, said
    for words in ("The Courier (en) at the site/", "1 draft", "one: done up to entry", "nothing waits", "100 requests for pages, 97.0 %",
                  "Parked     nothing", "Streams    4 open, nothing waits to be told", "All is well."):  # fmt: skip
        assert words in said, words


def test_the_same_facts_for_machines(well: None) -> None:
    code, said = status("--json")
    facts = json.loads(said)
    assert (code, facts["attention"]) == (0, [])
    assert facts["followers"][0]["node"] == "one"
    assert facts["readers"]["hit_ratio"] == 0.97
    assert facts["streams"]["open"] == 4 and facts["newsfeed"] == {"lag_entries": 0, "lag_seconds": 0.0}
    assert facts["shelf"]["pages"] == 0 and facts["disk"]["total"] > 0


def _silent() -> None:
    Follower.objects.update(reported_at=clock.now() - timedelta(minutes=5))


def _late() -> None:
    with transaction.atomic():
        log.record("topic.changed", tags=["topic:1"])
    Entry.objects.update(recorded_at=clock.now() - timedelta(minutes=5))


def _untold() -> None:
    with transaction.atomic():
        log.record("topic.changed", tags=["topic:1"])
    telling.spool().begin(0)
    follower.settle()
    Entry.objects.update(recorded_at=clock.now() - timedelta(minutes=5))
    reports.report(name="press", node="one", cursor=log.newest())


def _parked() -> None:
    parking.park(follower="press", node="one", entry=1, address="/a/", reason="x", tries=3)


def _troubled() -> None:
    reports.report(name="press", node="one", cursor=log.newest(), trouble="The disk of the press is full.")


def _stopped() -> None:
    reports.take_back(name="press", node="one")


def _unshelved() -> None:
    shutil.rmtree(house.shelf().folder)


@pytest.mark.parametrize(("happens", "said"), [
    (_silent, "has not reported for 5 minutes"), (_late, "is 5 minutes behind"), (_parked, "1 page could not be printed"),
    (_troubled, "The disk of the press is full."), (_stopped, "The press is not running"),
    (_untold, "The newsfeed is 5 minutes behind"), (_unshelved, "The folder of the shelf is gone"),
])  # fmt: skip
def test_what_needs_attention_is_said_and_makes_the_exit_code(well: None, happens: Callable[[], None], said: str) -> None:
    happens()
    code, screen = status()
    assert code == 1
    assert said in screen.partition("Needs attention:")[2]


def run_status(home: Path, **environment: str) -> tuple[int, str, str]:
    env = {**os.environ, "STOPPRESS_HOME": str(home), "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(
        [sys.executable, "-m", "stoppress.conf.command", "status"], env=env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.processes
@pytest.mark.parametrize("url", ["", "postgres://x@127.0.0.1:9/x"])
def test_status_works_with_the_database_away(tmp_path: Path, url: str) -> None:
    code, said, errors = run_status(tmp_path, STOPPRESS_DATABASE_URL=url)
    assert code == 1
    assert (AWAY if url else "The file of the database is not there.") in said
    assert "Press      not known" in said and "Shelf      0 pages" in said
    assert "Traceback" not in errors


@pytest.mark.processes
def test_a_log_that_is_neither_plain_nor_json_is_refused(tmp_path: Path) -> None:
    code, _, errors = run_status(tmp_path, STOPPRESS_LOG="xml", STOPPRESS_DATABASE_URL="")
    assert code == 1
    assert "STOPPRESS_LOG must be plain or json, not 'xml'." in errors


@pytest.mark.processes
def test_log_lines_are_json_when_asked_for(tmp_path: Path) -> None:
    _, _, errors = run_status(tmp_path, STOPPRESS_LOG="json", STOPPRESS_DATABASE_URL="postgres://x@127.0.0.1:9/x")
    (line,) = [json.loads(line) for line in errors.splitlines()]
    assert line["level"] == "WARNING" and line["message"].startswith("The database does not answer:")
