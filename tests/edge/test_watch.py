"""What the edge says of itself, and to whom; and what it counts of its readers."""

import asyncio
import dataclasses
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from stoppress.edge import watch
from stoppress.edge.app import Edge
from stoppress.edge.counts import hit_ratio, of_all_workers
from stoppress.edge.settings import EdgeSettings
from stoppress.edge.watch import Watching
from stoppress.press.shelf import Shelf
from tests import aside
from tests.edge.asking import Reply, ask, respond

MetricsText = tuple[bytes, str]


@pytest.fixture
def edge_with(settings_of_edge: EdgeSettings, shelf: Shelf) -> Callable[..., Edge]:
    async def newsroom(scope: Any, receive: Any, send: Any) -> None:
        await respond(send, 200, b"printed", cache_control="public")

    def edge_with(**told: Any) -> Edge:
        return Edge(settings_of_edge, newsroom, shelf, Watching(**told))

    return edge_with


def asked(edge: Edge, path: str, client: str | None = None, **headers: str) -> Reply:
    """The reply to somebody at that address."""

    async def from_client(scope: Any, receive: Any, send: Any) -> None:
        await edge({**scope, "client": (client, 5) if client else None}, receive, send)

    return aside.run(ask(from_client, path, **headers))


def test_alive_is_said_whatever_is_away(edge_with: Callable[..., Edge]) -> None:
    reply = asked(edge_with(checks={"database": lambda: "It is gone."}), "/healthz")
    assert (reply.status, reply.body) == (200, b"alive\n")
    assert reply["cache-control"] == "no-store"
    assert reply["x-content-type-options"] == "nosniff"


def test_ready_when_every_check_is_silent(edge_with: Callable[..., Edge]) -> None:
    reply = asked(edge_with(checks={"database": str, "shelf": str}), "/readyz")
    assert reply.status == 200
    assert json.loads(reply.body) == {"ready": True, "wrong": {}}


def test_not_ready_says_what_is_wrong(edge_with: Callable[..., Edge]) -> None:
    reply = asked(edge_with(checks={"database": lambda: "It does not answer.", "shelf": str}), "/readyz")
    assert (reply.status, reply["content-type"]) == (503, "application/json")
    assert json.loads(reply.body) == {"ready": False, "wrong": {"database": "It does not answer."}}


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """A check that does not come back until the test is over; `calls` counts."""
    monkeypatch.setattr(watch, "PATIENCE", 0.2)
    over = threading.Event()

    def hang() -> str:
        hang.calls += 1  # type: ignore[attr-defined]
        over.wait(30)
        return ""

    hang.calls = 0  # type: ignore[attr-defined]
    yield hang
    over.set()


def test_a_check_that_hangs_is_not_waited_for_and_not_piled_up(
    edge_with: Callable[..., Edge], hanging: Callable[[], str]
) -> None:
    edge = edge_with(checks={"database": hanging, "shelf": lambda: "It is gone."})

    async def many() -> list[Reply]:
        return [*await asyncio.gather(*(ask(edge, "/readyz") for _ in range(20))), await ask(edge, "/readyz")]

    began = time.monotonic()
    replies = aside.run(many())
    assert time.monotonic() - began < 5
    assert {reply.status for reply in replies} == {503}
    wrong = json.loads(replies[-1].body)["wrong"]
    assert wrong["shelf"] == "It is gone."
    assert "has not answered within 0.2 seconds" in wrong["database"]
    assert hanging.calls == 1  # type: ignore[attr-defined]


def test_metrics_are_given_while_the_database_hangs(edge_with: Callable[..., Edge], hanging: Callable[[], str]) -> None:
    edge = edge_with(checks={"database": hanging}, metrics=lambda wrong: (json.dumps(wrong).encode(), "text/plain"))
    reply = asked(edge, "/metrics", "127.0.0.1")
    assert reply.status == 200
    assert "has not answered" in json.loads(reply.body)["database"]


def given(wrong: dict[str, str]) -> MetricsText:
    return b"figures", "text/plain; version=1"


@pytest.mark.parametrize(("client", "headers", "status"), [
    ("127.0.0.1", {}, 200), ("127.9.9.9", {}, 200), ("::1", {}, 200), ("::ffff:127.0.0.1", {}, 200),
    ("192.0.2.7", {}, 403), ("2001:db8::1", {}, 403), (None, {}, 403), ("unix:x", {}, 403),
    ("127.0.0.1", {"x_forwarded_for": "192.0.2.7"}, 403), ("127.0.0.1", {"forwarded": "for=192.0.2.7"}, 403),
    ("127.0.0.1", {"via": "1.1 proxy"}, 403), ("192.0.2.7", {"authorization": "Bearer "}, 403),
])  # fmt: skip
def test_without_a_token_only_this_machine_sees_metrics(
    edge_with: Callable[..., Edge], client: str | None, headers: dict[str, str], status: int
) -> None:
    reply = asked(edge_with(metrics=given), "/metrics", client, **headers)
    assert reply.status == status
    assert (b"figures" in reply.body) == (status == 200)


@pytest.mark.parametrize(("client", "headers", "status"), [
    ("192.0.2.7", {"authorization": "Bearer s3cret"}, 200), ("127.0.0.1", {"authorization": "Bearer s3cret"}, 200),
    ("127.0.0.1", {}, 401), ("192.0.2.7", {"authorization": "Bearer s3cre"}, 401),
    ("192.0.2.7", {"authorization": "Basic s3cret"}, 401), ("192.0.2.7", {"authorization": "Bearer s3crét"}, 401),
])  # fmt: skip
def test_with_a_token_whoever_brings_it_sees_metrics(
    edge_with: Callable[..., Edge], client: str, headers: dict[str, str], status: int
) -> None:
    reply = asked(edge_with(metrics=given, metrics_token="s3cret"), "/metrics", client, **headers)
    assert reply.status == status
    assert ("www-authenticate" in reply) == (status == 401)


def test_hits_not_modified_and_misses_are_counted(
    edge_with: Callable[..., Edge], put: Callable[..., None], home: Any
) -> None:
    edge = edge_with()
    put("/")

    async def reading() -> None:
        first = await ask(edge, "/")
        await ask(edge, "/", "HEAD")
        await ask(edge, "/", if_none_match=first["etag"])
        await ask(edge, "/static/styles/page.0123456789ab.css")
        await ask(edge, "/cold/")
        await edge._tending.stop()

    aside.run(reading())
    counts = of_all_workers(home)
    assert counts == {"hits": 3, "unchanged": 1, "misses": 1}
    assert hit_ratio(counts) == 0.75


def test_workers_are_counted_together_and_a_new_one_goes_on(
    edge_with: Callable[..., Edge], put: Callable[..., None], home: Any
) -> None:
    put("/")
    for edge in (edge_with(), edge_with()):

        async def reading(edge: Edge = edge) -> None:
            await ask(edge, "/")
            await edge._tending.stop()
            await edge._tending.stop()  # nothing is counted twice

        aside.run(reading())
    assert of_all_workers(home)["hits"] == 2


def test_a_home_without_room_costs_counts_and_nothing_else(
    settings_of_edge: EdgeSettings, shelf: Shelf, put: Callable[..., None], home: Any
) -> None:
    (home / "counts").write_text("a file where the folder should be")

    async def nobody(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError

    put("/")
    assert asked(Edge(dataclasses.replace(settings_of_edge), nobody, shelf), "/").status == 200


def test_nobody_has_asked_yet() -> None:
    assert hit_ratio({"hits": 0, "misses": 0}) is None
