"""What the edge does not have goes over a Unix socket to the newsroom and comes back as it was."""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from stoppress.conf.behind import Behind
from stoppress.edge.forward import BrokenOff, Forward
from tests import aside
from tests.edge.asking import ask, respond


async def telling(scope: Any, receive: Any, send: Any) -> None:
    """Says what it was asked; `/pieces/` comes in two, `/breaks/` breaks off, `/empty/` is a 304."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            left.append(scope["path"])
            return
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    if scope["path"] == "/empty/":
        await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", b'"a"')]})
        await send({"type": "http.response.body", "body": b""})
        return
    if scope["path"] in ("/pieces/", "/breaks/"):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"6")]})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        if scope["path"] == "/breaks/":
            raise RuntimeError("broken off on purpose")
        await go_on.wait()
        await send({"type": "http.response.body", "body": b"two"})
        return
    told = {
        "method": scope["method"], "path": scope["path"], "raw": scope["raw_path"].decode(),
        "query": scope["query_string"].decode(), "client": scope["client"], "scheme": scope["scheme"], "bytes": len(body),
        "headers": [[k.decode("latin-1"), v.decode("latin-1")] for k, v in scope["headers"]],
    }  # fmt: skip
    await respond(send, 200, json.dumps(told).encode(), set_cookie="a=1", x_own="yes", connection="close")


left: list[str] = []
go_on: asyncio.Event


class _Quiet(uvicorn.Server):
    """A server in a thread, which leaves the process's signals alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        global go_on
        go_on = asyncio.Event()
        yield


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Callable[[], Callable[[], None]]]:
    """Starts a newsroom on `n.sock`; what it returns stops it."""
    stops = []

    def start() -> Callable[[], None]:
        (tmp_path / "n.sock").unlink(missing_ok=True)
        config = uvicorn.Config(
            Behind(telling), uds=str(tmp_path / "n.sock"), log_config=None, lifespan="off", server_header=False,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = _Quiet(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)

        def stop() -> None:
            server.should_exit = True
            thread.join(10)

        stops.append(stop)
        return stop

    yield start
    for stop in stops:
        stop()


@pytest.fixture
def forward(tmp_path: Path) -> Forward:
    return Forward(tmp_path / "n.sock")


@pytest.fixture
def run(forward: Forward) -> Callable[[Any], Any]:
    """Runs a coroutine and closes the lines in the loop they belong to."""

    async def closing(coroutine: Any) -> Any:
        try:
            return await coroutine
        finally:
            await forward.close()

    return lambda coroutine: aside.run(closing(coroutine))


def test_the_newsroom_is_asked_what_the_reader_asked(newsroom: Any, forward: Forward, run: Any) -> None:
    newsroom()

    async def both() -> Any:
        one = await ask(forward, "/a%20b/%D8%A7?q=1&r=%20", x_a="1", x_stoppress_client="6.6.6.6", connection="upgrade, x-a",
                        upgrade="h2c", x_stoppress_scheme="ftp")  # fmt: skip
        two = await ask(forward, "/there/", "POST", b"x" * 3_000_000, content_length="3000000", host="news.example")
        return one, two

    one, two = run(both())
    told, sent = json.loads(one.body), json.loads(two.body)
    assert (told["method"], told["raw"], told["query"]) == ("GET", "/a%20b/%D8%A7", "q=1&r=%20")
    assert sorted(told["headers"]) == [["host", "localhost"], ["x-a", "1"]]
    assert (told["client"], told["scheme"]) == (None, "http")
    assert (sent["method"], sent["bytes"]) == ("POST", 3_000_000)
    assert ["host", "news.example"] in sent["headers"]
    assert (one.status, one["set-cookie"], one["x-own"]) == (200, "a=1", "yes")
    assert "connection" not in one and "transfer-encoding" not in one


def test_the_newsroom_knows_who_asks_and_over_what(newsroom: Any, forward: Forward, run: Any) -> None:
    newsroom()

    async def known(scope: Any, receive: Any, send: Any) -> None:
        await forward({**scope, "client": ("203.0.113.7", 4711), "scheme": "https"}, receive, send)

    told = json.loads(run(ask(known, "/")).body)
    assert (told["client"], told["scheme"]) == (["203.0.113.7", 0], "https")


def test_an_answer_without_a_body_stays_one(newsroom: Any, forward: Forward, run: Any) -> None:
    newsroom()
    reply = run(ask(forward, "/empty/"))
    assert (reply.status, reply["etag"], reply.body) == (304, '"a"', b"")
    assert run(ask(forward, "/x/", "HEAD")).body == b""


def test_pieces_come_as_they_come(newsroom: Any, forward: Forward, run: Any) -> None:
    newsroom()
    parts: list[bytes] = []

    async def noting(scope: Any, receive: Any, send: Any) -> None:
        async def send_on(message: Any) -> None:
            if message.get("body"):
                parts.append(message["body"])
                if len(parts) == 1:
                    go_on.set()
            await send(message)

        await forward(scope, receive, send_on)

    assert run(ask(noting, "/pieces/")).body == b"onetwo"
    assert parts == [b"one", b"two"]


def test_an_answer_that_breaks_off_is_not_made_to_look_whole(newsroom: Any, forward: Forward, run: Any) -> None:
    newsroom()
    with pytest.raises(BrokenOff):
        run(ask(forward, "/breaks/"))


def test_no_newsroom_is_a_plain_503(forward: Forward, run: Any) -> None:
    reply = run(ask(forward, "/"))
    assert (reply.status, reply["retry-after"], reply["cache-control"]) == (503, "2", "no-store")
    assert b"Please try again" in reply.body


def test_a_newsroom_that_was_started_again_is_asked_again(newsroom: Any, forward: Forward, run: Any) -> None:
    stop = newsroom()

    async def twice() -> list[int]:
        first = await ask(forward, "/a/")
        await asyncio.to_thread(stop)
        away = await ask(forward, "/a/")
        await asyncio.to_thread(newsroom)
        return [first.status, away.status, (await ask(forward, "/a/")).status]

    assert run(twice()) == [200, 503, 200]


def test_a_request_that_is_none_is_refused(newsroom: Any, forward: Forward, run: Any) -> None:
    newsroom()
    assert run(ask(forward, "/", x_odd="a\x00b")).status == 400


def test_a_reader_who_leaves_halfway_ends_the_request(newsroom: Any, forward: Forward, run: Any) -> None:
    newsroom()
    said: list[Any] = []
    coming = iter([{"type": "http.request", "body": b"half", "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(coming)

    async def send(message: Any) -> None:
        said.append(message)

    scope = {"type": "http", "method": "PUT", "path": "/half/", "raw_path": b"/half/", "query_string": b"",
             "headers": [(b"content-length", b"8"), (b"host", b"localhost")]}  # fmt: skip
    run(forward(scope, receive, send))
    assert said == []
    end = time.monotonic() + 10
    while "/half/" not in left:
        assert time.monotonic() < end
        time.sleep(0.01)
