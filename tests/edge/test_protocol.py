"""What readers get over real sockets: the same whether the protocol or the application answers."""

import asyncio
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
import uvicorn
from uvicorn.server import ServerState

from stoppress.conf.listening import listen
from stoppress.edge.app import Edge
from stoppress.edge.counts import of_all_workers
from stoppress.edge.memory import MOST_REPLIES
from stoppress.edge.protocol import ASKING, PATROL, EdgeProtocol, protocol_for
from stoppress.edge.settings import EdgeSettings
from stoppress.press.shelf import Printed, Shelf
from tests import aside
from tests.edge.wire import Answer, Wire, request

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[2]
BROWSER = {"accept_encoding": "gzip, deflate, br, zstd"}


@dataclass
class Served:
    """Two servers of one shelf: with the edge's protocol, and with uvicorn's own."""

    shelf: Shelf
    port: int
    plain_port: int

    def put(self, address: str, body: str, **said: object) -> None:
        told = {"kind": "story", "status": 200, "content_type": "text/html", "tags": frozenset({"story:1"})}
        page = Printed(address=address, body=(body + " <p>word</p>" * 4000).encode(), **{**told, **said})  # type: ignore[arg-type]
        assert self.shelf.put(page, began=self.shelf.began())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    (home / "static").mkdir()
    (home / "static" / "page.0123456789ab.css").write_text("body{}" * 500)
    shelf = Shelf(home / "shelf")
    shelf.show_hosts({"es.news.example"})
    workers, ports = [], []
    for name in ("application", "plain_application"):
        with listen("127.0.0.1", 0) as listening:
            ports.append(listening.getsockname()[1])
            workers.append(start(listening, f"tests.edge.served:{name}", home))
    served = Served(shelf, *ports)
    served.put("/", "Front")
    served.put("/caf%C3%A9/", "Café", headers=(("Link", "</feed>; rel=alternate"),))
    served.put("/gone/", "Gone", status=410)
    served.put("/old/", "Moved", status=301, location="/caf%C3%A9/")
    served.put("/feed.xml", "Feed", content_type="application/rss+xml")
    served.put("//es.news.example/", "Portada")
    yield served
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(20) for worker in workers] == [0, 0]
    shelf.close()


def start(listening: socket.socket, app: str, home: Path) -> "subprocess.Popen[bytes]":
    fd = listening.fileno()
    command = [sys.executable, "-m", "stoppress.conf.server", "--fd", str(fd), "--app", app]
    environment = {**os.environ, "EDGE_TEST_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, pass_fds=[fd], cwd=ROOT, env=environment)


@pytest.fixture
def wire(served: Served) -> Iterator[Wire]:
    """A connection to the edge's protocol, with the front in the worker's memory."""
    with Wire(served.port) as wire:
        wire.ask("/")
        yield wire


PATHS = ["/", "/?utm=1", "/caf%C3%A9/", "/gone/", "/old/", "/feed.xml", "/static/page.0123456789ab.css"]
HEADERS: list[dict[str, str]] = [
    {},
    BROWSER,
    {"accept_encoding": "gzip"},
    {"accept_encoding": "br;q=0"},
    {"if_none_match": "*", **BROWSER},
    {"if_none_match": '"other"', "if_modified_since": "Sun, 06 Nov 2094 08:49:37 GMT"},
    {"if_modified_since": "Sun, 06 Nov 2094 08:49:37 GMT"},
    {"host": "es.news.example:80"},
    {"cookie": "session=1", "range": "bytes=0-5"},
    {"accept_encoding": "gzip;q=0.8, br;q=0.9, *;q=0.1"},
    {"accept_encoding": "identity;q=1, *;q=0"},
    {"accept_encoding": "br;q=1.001, gzip"},
    {"if_none_match": 'W/"x", "y"', **BROWSER},
    {"if_none_match": "broken", "cookie": "session=2; a=b", **BROWSER},
    {"if_modified_since": "nonsense"},
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_both_ways_answer_the_same(served: Served, method: str) -> None:
    with Wire(served.port) as fast, Wire(served.plain_port) as plain:
        for path, headers in itertools.product(PATHS, HEADERS):
            first = fast.ask(path, method, **headers)
            again = fast.ask(path, method, **headers)
            assert first == again == plain.ask(path, method, **headers), (path, headers)


def test_hits_below_the_application_are_counted(served: Served, wire: Wire) -> None:
    home = served.shelf.folder.parent
    etag = wire.ask("/").header("etag")
    time.sleep(1.5)  # what was asked before is carried over
    before = of_all_workers(home)
    for _ in range(5):
        wire.ask("/")
    wire.ask("/", if_none_match=str(etag))
    wire.ask("/static/page.0123456789ab.css")
    end = time.monotonic() + 20
    while (now := of_all_workers(home))["hits"] < before["hits"] + 6 and time.monotonic() < end:
        time.sleep(0.05)
    assert {name: now[name] - before[name] for name in now} == {"hits": 6, "unchanged": 1, "misses": 0}


def exchange(port: int, sent: bytes) -> bytes:
    """Everything that comes back until the server closes, as it is asked to in the end, with the dates taken out."""
    with Wire(port) as wire:
        wire.send(sent)
        got = wire.socket.recv(1)
        if b"close" not in sent and b"HTTP/1.0" not in sent:
            wire.send(request("/gone/", connection="close"))
        while part := wire.socket.recv(65536):
            got += part
        return re.sub(rb"date: [^\r]*\r\n", b"", got)


RAW = [
    request("/") * 3,
    request("/") + request("/gone/") + request("/", "HEAD") + request("/old/"),
    request("/", version="1.0"),
    request("/", version="1.0", connection="keep-alive"),
    request("/", connection="close") + request("/gone/"),
    request("/", connection="close", accept_encoding="br"),
    b"GET / HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip\r\naccept-encoding: br;q=0\r\n\r\n",
    b"GET /?a=%00&b=c HTTP/1.1\r\nHOST:x\r\nAccept-Encoding:   br  \r\n\r\n",
    b"GET / HTTP/1.1\r\nhost: x\r\ncookie: a=1\r\ncookie: b=2\r\n\r\n",
]


@pytest.mark.parametrize("sent", RAW)
def test_both_ways_send_the_same_bytes(served: Served, sent: bytes) -> None:
    exchange(served.port, request("/"))  # now it is in memory
    got = exchange(served.port, sent)
    assert got.startswith(b"HTTP/1.1 200 OK") and got == exchange(served.plain_port, sent)


def test_each_tag_form_is_recognised_by_both_ways(served: Served) -> None:
    with Wire(served.port) as fast, Wire(served.plain_port) as plain:
        for accepted in ("br", "gzip", ""):
            tag = plain.ask("/", accept_encoding=accepted).header("etag")
            for none_match in (f"{tag}", f"W/{tag}", f'"a", {tag}', f'"a",W/{tag} , "b"', "*"):
                first = fast.ask("/", accept_encoding=accepted, if_none_match=none_match)
                again = fast.ask("/", accept_encoding=accepted, if_none_match=none_match, cookie="session=1")
                assert first == again == plain.ask("/", accept_encoding=accepted, if_none_match=none_match)
                assert first.status == 304 and first.body == b""
            assert fast.ask("/", accept_encoding=accepted, if_none_match=f'{str(tag)[:-1]}x"').status == 200


def test_a_reader_who_reads_slowly_gets_all_of_it_and_holds_up_nobody(served: Served) -> None:
    with Wire(served.port) as slow, Wire(served.port) as quick:
        slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768)
        slow.send(request("/") * 50)
        for _ in range(20):
            assert quick.ask("/").status == 200
        assert all(slow.answer().body.startswith(b"Front") for _ in range(50))


def test_a_repeated_condition_counts_as_one_list(served: Served) -> None:
    with Wire(served.port) as fast, Wire(served.plain_port) as plain:
        etag = fast.ask("/").header("etag")
        asked = f'GET / HTTP/1.1\r\nhost: x\r\nif-none-match: "a"\r\nif-none-match: {etag}\r\n\r\n'.encode()
        for wire in (fast, plain):
            wire.send(asked)
            assert wire.answer().status == 304


def test_publications_are_seen_by_the_next_reader(served: Served) -> None:
    with Wire(served.port) as fast, Wire(served.plain_port) as plain:
        for version in range(30):
            served.put("/news/", f"v{version}")
            for wire in (fast, plain, fast):
                assert wire.ask("/news/").body.startswith(f"v{version} ".encode())


def test_a_new_edition_s_host_is_served_without_a_restart(served: Served) -> None:
    served.put("//pt.news.example/", "Capa")
    with Wire(served.port) as fast, Wire(served.plain_port) as plain:
        for wire in (fast, plain, fast):
            assert wire.ask("/", host="pt.news.example").body.startswith(b"Front")
        served.shelf.show_hosts({"es.news.example", "PT.news.example"})
        for wire in (fast, plain, fast):
            assert wire.ask("/", host="pt.news.example:80").body.startswith(b"Capa")
            assert wire.ask("/", host="es.news.example").body.startswith(b"Portada")
        served.shelf.show_hosts({"es.news.example"})
        for wire in (fast, plain, fast):
            assert wire.ask("/", host="pt.news.example").body.startswith(b"Front")


def test_a_killed_page_is_never_served_again(served: Served) -> None:
    served.put("/killed/", "Secret", tags=frozenset({"story:9"}))
    with Wire(served.port) as wire:
        assert wire.ask("/killed/").body.startswith(b"Secret")
        assert wire.ask("/killed/").body.startswith(b"Secret")
        served.shelf.purge({"story:9"}, entry=1, at_once=True)
        assert wire.ask("/killed/").body == b"GET /killed/ "


def test_pipelined_requests_are_answered_in_order(wire: Wire) -> None:
    paths = ["/", "/slow/", "/", "/early/", "/gone/", "/one/", "/"]
    wire.send(b"".join(request(path) for path in paths))
    answers = [wire.answer() for _ in paths]
    assert [answer.body[:9] for answer in answers] == [
        b"Front <p>", b"GET /slow", b"Front <p>", b"early", b"Gone <p>w", b"GET /one/", b"Front <p>",
    ]  # fmt: skip
    assert wire.ask("/").status == 200


def test_many_pipelined_hits_to_a_slow_reader_all_arrive(wire: Wire) -> None:
    wire.send(request("/") * 200)  # some ten megabytes, more than any buffer holds
    assert all(wire.answer().body.startswith(b"Front") for _ in range(200))


def test_a_request_may_come_byte_by_byte(wire: Wire) -> None:
    for byte in request("/", **BROWSER):
        wire.send(bytes([byte]))
    assert wire.answer().header("content-encoding") == "br"


def test_connections_are_kept_or_closed_as_asked(served: Served) -> None:
    for asked, is_kept in [
        (request("/"), True),
        (request("/", connection="keep-alive"), True),
        (request("/", connection="close"), False),
        (request("/", connection="Keep-Alive, Close"), False),
        (request("/", version="1.0"), False),
        (request("/", version="1.0", connection="keep-alive"), False),
    ]:
        with Wire(served.port) as wire:
            wire.send(asked)
            answer = wire.answer()
            assert answer.body.startswith(b"Front")
            assert (answer.header("connection") == "close") != is_kept
            assert wire.ask("/").status == 200 if is_kept else wire.is_closed()


def test_a_reader_who_has_closed_their_side_still_gets_a_hit(wire: Wire) -> None:
    wire.send(request("/"))
    wire.socket.shutdown(socket.SHUT_WR)
    assert wire.answer().body.startswith(b"Front")
    assert wire.is_closed()


def test_bodies_reach_the_application(wire: Wire) -> None:
    assert wire_post(wire, b"said").body == b"POST / said"
    wire.send(request("/", transfer_encoding="chunked", method="POST") + b"4\r\nsaid\r\n0\r\n\r\n")
    assert wire.answer().body == b"POST / said"
    wire.send(request("/", content_length="4") + b"said")  # a GET with a body is still a GET
    assert wire.answer().body.startswith(b"Front")
    assert wire.ask("/").body.startswith(b"Front")


def wire_post(wire: Wire, body: bytes) -> Answer:
    wire.send(request("/", "POST", content_length=str(len(body))) + body)
    return wire.answer()


def test_expect_100_continue(wire: Wire) -> None:
    wire.send(request("/", "POST", content_length="4", expect="100-continue"))
    assert wire.answer().status == 100
    wire.send(b"said")
    assert wire.answer().body == b"POST / said"


def test_upgrades_are_declined_and_answered(wire: Wire) -> None:
    answer = wire.ask("/", connection="Upgrade", upgrade="websocket")
    assert answer.status == 200 and answer.body.startswith(b"Front")


def test_chunked_answers_and_hits_share_a_connection(wire: Wire) -> None:
    assert wire.ask("/api/stream/").body == b"one two"
    assert wire.ask("/").body.startswith(b"Front")


@pytest.mark.parametrize(
    "garbage",
    [b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nbad header\r\n\r\n", b"\r\n\r\n\0"],
)
def test_garbage_gets_400_and_a_closed_connection(wire: Wire, garbage: bytes) -> None:
    wire.send(garbage)
    assert wire.answer().status == 400
    assert wire.is_closed()


def test_headers_without_end_are_refused(wire: Wire) -> None:
    with pytest.raises((ConnectionError, EOFError)):
        wire.send(b"GET / HTTP/1.1\r\n")
        for number in range(10_000):
            wire.send(b"x-%d: " % number + b"y" * 1000 + b"\r\n")
        wire.answer()
        raise EOFError


def test_long_but_real_headers_are_read(wire: Wire) -> None:
    assert wire.ask("/", cookie="a" * 30_000).status == 200


@pytest.mark.parametrize("path", ["//es.news.example/", "/../", "/%2e%2e/", "http://news.example/", "/#x", "*"])
def test_odd_targets_are_never_another_hosts_page(wire: Wire, path: str) -> None:
    assert b"Portada" not in wire.ask(path).body


@pytest.fixture
def protocol(served: Served) -> EdgeProtocol:
    """A protocol with the front in memory, on a transport that notes what is written; no loop runs."""
    edge = Edge(EdgeSettings(home=served.shelf.folder.parent, site_url="https://x"), nobody, served.shelf)
    edge.memory.page("/")
    config = uvicorn.Config(nobody, log_config=None, access_log=False, lifespan="off", interface="asgi3")
    config.load()
    transport = MagicMock(spec=asyncio.Transport)
    transport.is_closing.return_value = False
    transport.get_write_buffer_size.return_value = 0
    made = protocol_for(edge.memory, edge.live)(config=config, server_state=ServerState(), app_state={}, _loop=MagicMock())
    made.connection_made(transport)
    return made


async def nobody(scope: object, receive: object, send: object) -> None:
    """An application that says nothing."""


def written(protocol: Any) -> bytes:
    return b"".join(call.args[0] for call in protocol.transport.write.call_args_list)


def test_the_protocol_answers_hits_before_the_loop_turns(protocol: Any) -> None:
    """Were it to stop doing so, every other test here would still succeed."""
    protocol.data_received(request("/", **BROWSER))
    assert written(protocol).startswith(b"HTTP/1.1 200 OK")
    assert protocol.cycle is None


def test_a_repeated_request_is_answered_without_being_read(protocol: Any) -> None:
    asked = request("/", **BROWSER)
    protocol.data_received(asked)
    protocol.scout = None  # whoever reads now fails
    protocol.data_received(asked)
    first, second = (call.args[0] for call in protocol.transport.write.call_args_list)
    assert first == second
    assert (protocol.memory.hits, protocol.memory.unchanged) == (2, 0)


def test_a_repeated_request_is_read_again_when_the_date_is_another(protocol: Any) -> None:
    asked = request("/", **BROWSER)
    protocol.data_received(asked)
    protocol.server_state.default_headers = [(b"date", b"Tue, 02 Jan 2035 03:04:05 GMT")]
    protocol.data_received(asked)
    first, second = (call.args[0] for call in protocol.transport.write.call_args_list)
    assert b"2035" in second and second.replace(b"date: Tue, 02 Jan 2035 03:04:05 GMT\r\n", b"") == first
    assert len(protocol.memory.replies) == 1


def test_a_repeated_request_gets_what_has_changed(protocol: Any, served: Served) -> None:
    asked = request("/repeated/", **BROWSER)
    for body in ("Before", "After"):
        served.put("/repeated/", body)
        protocol.memory.page("/repeated/")
        for _ in range(2):
            protocol.data_received(request("/repeated/"))
            protocol.data_received(asked)
        bare, again = (call.args[0] for call in protocol.transport.writelines.call_args_list)
        assert body.encode() in b"".join(bare) and bare == again
        protocol.transport.writelines.reset_mock()
    served.shelf.drop(["/repeated/"])
    protocol.transport.write.reset_mock()
    protocol.data_received(asked)
    protocol.loop.create_task.call_args.args[0].close()
    assert not protocol.transport.write.called


@pytest.mark.parametrize("header", ["cookie", "COOKIE"])
def test_requests_of_single_readers_are_not_kept_without_bound(protocol: Any, header: str) -> None:
    for number in range(3 * MOST_REPLIES):
        protocol.data_received(request("/", **{header: f"session={number}"}))
    assert protocol.memory.hits == 3 * MOST_REPLIES
    assert len(protocol.memory.replies) <= (0 if header == "cookie" else MOST_REPLIES)


def test_the_protocol_leaves_the_rest_to_the_loop(protocol: Any) -> None:
    protocol.data_received(request("/none/"))
    protocol.loop.create_task.call_args.args[0].close()
    assert written(protocol) == b"" and protocol.cycle is not None
    protocol.data_received(request("/"))  # its answer must come after the first
    assert written(protocol) == b"" and len(protocol.pipeline) == 1


def test_a_reader_who_does_not_read_is_left_to_the_loop(protocol: Any) -> None:
    protocol.pause_writing()
    protocol.data_received(request("/"))
    protocol.loop.create_task.call_args.args[0].close()
    assert written(protocol) == b""


def test_a_stream_is_taken_over_before_the_loop_turns(protocol: Any) -> None:
    """Were it not, each stream would be a task, and every other test of streams would still succeed."""
    aside.run(ask_for_a_stream(protocol))
    assert written(protocol).startswith(b"HTTP/1.1 200 OK") and b"event: open" in written(protocol)
    stream = protocol.transport.set_protocol.call_args.args[0]
    assert protocol.server_state.connections == {stream}
    assert protocol.cycle is None and protocol.parser is None and protocol._patrol.cancel.called
    stream.connection_lost(None)
    assert protocol.server_state.connections == set() and protocol.live.hub.bounds.count == 0


async def ask_for_a_stream(protocol: Any) -> None:
    protocol.data_received(request("/live/?channels=feed:en"))
    protocol.live.hub._task.cancel()


def test_a_hit_takes_back_the_timeout_of_the_answer_before(protocol: Any) -> None:
    timeout = protocol.timeout_keep_alive_task = MagicMock()
    protocol.data_received(request("/", **BROWSER))
    assert timeout.cancel.called and protocol.timeout_keep_alive_task is None


def test_idle_and_slow_connections_are_closed(protocol: Any) -> None:
    for _ in range(int(protocol.timeout_keep_alive / PATROL)):
        protocol._look()
    assert not protocol.transport.close.called
    protocol._look()
    assert protocol.transport.close.called


def test_a_request_that_never_ends_is_not_waited_for(protocol: Any) -> None:
    for _ in range(int(ASKING / PATROL)):
        protocol.data_received(b"GET / HTTP/1.1\r\n" if not protocol._is_asking else b"x")
        protocol._look()
    assert not protocol.transport.close.called
    protocol._look()
    assert protocol.transport.close.called
