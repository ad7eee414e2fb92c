"""Counting what is read: each network once within a few minutes, nobody remembered, nothing to be forged."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stoppress.edge import reads
from stoppress.edge.app import Edge
from stoppress.edge.reads import Reads
from stoppress.edge.settings import EdgeSettings
from stoppress.press.shelf import Shelf
from tests.aside import run
from tests.edge.asking import Reply, ask, respond

READER = {"host": "news.example", "origin": "https://news.example", "user_agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}


@pytest.fixture
def edge(settings_of_edge: EdgeSettings, shelf: Shelf) -> Iterator[Edge]:
    async def newsroom(scope: Any, receive: Any, send: Any) -> None:
        await respond(send, 404, b"newsroom")

    yield Edge(settings_of_edge, newsroom, shelf)


def read(edge: Edge, path: str = "/reads/12", method: str = "POST", **said: str) -> Reply:
    told = {name: value for name, value in {**READER, **said}.items() if value}
    reply: Reply = run(ask(edge, path, method=method, **told))
    return reply


def test_a_read_is_counted_and_answered_with_nothing(edge: Edge) -> None:
    reply = read(edge)
    assert (reply.status, reply.body) == (204, b"") and reply["cache-control"] == "no-store"
    assert "set-cookie" not in reply and "content-length" not in reply
    assert read(edge, "/reads/7", sec_fetch_site="same-origin", origin="").status == 204
    assert edge.reads.counts == {12: 1, 7: 1}


@pytest.mark.parametrize("path", ["/reads/", "/reads/0", "/reads/012", "/reads/-1", "/reads/12x", "/reads/" + "9" * 19, "/reads/1/2",
                                  "/reads/١٢", "/reads/12%0a"])  # fmt: skip
def test_what_is_no_number_is_no_story(edge: Edge, path: str) -> None:
    assert read(edge, path).status == 404 and not edge.reads.counts


@pytest.mark.parametrize("said", [
    {"origin": "https://elsewhere.example"}, {"origin": "null"}, {"origin": ""}, {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"}, {"sec_fetch_site": "none"}, {"origin": "https://news.example.elsewhere.example"},
])  # fmt: skip
def test_other_sites_cannot_say_that_a_story_was_read(edge: Edge, said: dict[str, str]) -> None:
    assert read(edge, **said).status == 403 and not edge.reads.counts


@pytest.mark.parametrize("said", [{"sec_gpc": "1"}, {"dnt": "1"}, {"user_agent": ""}, {"user_agent": "Examplebot/2.1"},
                                  {"user_agent": "Mozilla/5.0 HeadlessChrome/140"}, {"user_agent": "python-requests/2"}])  # fmt: skip
def test_robots_and_readers_who_mind_are_not_counted(edge: Edge, said: dict[str, str]) -> None:
    assert read(edge, **said).status == 204 and not edge.reads.counts


def test_a_get_is_no_read_and_nothing_may_be_sent_along(edge: Edge) -> None:
    assert read(edge, method="GET").body == b"newsroom"
    for said in ({"content_length": "1"}, {"content_length": "99999999999"}, {"transfer_encoding": "chunked"}):
        reply = read(edge, **said)
        assert reply.status == 413 and reply["connection"] == "close"
    assert not edge.reads.counts


def test_one_network_counts_once_and_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(reads.time, "monotonic", lambda: now)
    counter = Reads(tmp_path)
    assert [counter.note(5, f"192.0.2.{n}") for n in range(4)] == [True, False, False, False]
    assert [counter.note(5, address) for address in ("::ffff:192.0.2.9", "2001:db8::1", "2001:db8::2:1")] == [False, True, False]
    assert counter.note(6, "192.0.2.1")
    salt, seen = counter._salt, set(counter._seen)
    now += reads.WINDOW
    assert counter.note(5, "192.0.2.1") and counter.counts == {5: 3, 6: 1}
    assert counter._salt != salt and not seen & counter._seen


def test_a_flood_fills_neither_memory_nor_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Reads(tmp_path)
    assert sum(counter.note(n, "198.51.100.1") for n in range(1, 1000)) == reads.MOST_OF_ONE
    monkeypatch.setattr(reads, "MOST_STORIES", reads.MOST_OF_ONE + 2)
    assert sum(counter.note(n, "203.0.113.1") for n in range(5000, 5010)) == 2
    monkeypatch.setattr(reads, "MOST_SEEN", len(counter._seen) + 3)
    assert sum(counter.note(1, f"10.0.{n}.1") for n in range(9)) == 3
    assert len(counter.counts) == reads.MOST_OF_ONE + 2


def test_what_is_written_down_names_nobody_and_survives_a_full_disk(tmp_path: Path) -> None:
    counter = Reads(tmp_path / "home")
    counter.note(5, "192.0.2.77")
    run(counter.write_down())  # there is no home yet
    assert counter.counts == {5: 1}
    (tmp_path / "home").mkdir()
    counter.note(5, "198.51.100.1")
    run(counter.write_down())
    (path,) = (tmp_path / "home" / "reads").iterdir()
    told = json.loads(path.read_text())
    assert told.pop("at") and told == {"counts": {"5": 2}} and not counter.counts
    run(counter.write_down())
    assert len(list((tmp_path / "home" / "reads").iterdir())) == 1
