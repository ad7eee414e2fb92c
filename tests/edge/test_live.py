"""Live streams over real sockets: the same whether they are written to the connection itself or go through ASGI."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from stoppress.conf.listening import listen
from stoppress.edge.live.hub import MOST_WAITING
from stoppress.newsfeed import tickets
from stoppress.newsfeed.spool import CLOSE, GONE, TALK, Event, Spool
from tests.edge.streams import Listener
from tests.edge.wire import Wire, request

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[2]
KEY = tickets.key_from("secret")


@dataclass
class Site:
    """Two servers of one spool: with the edge's protocol, and with uvicorn's own."""

    spool: Spool
    ports: dict[str, int]
    number: int = 100

    def tell(self, *channels: str, kind: str = "published", **said: object) -> str:
        """Tell something; returns its number."""
        self.number += 1
        data = json.dumps({"n": self.number, **said}, separators=(",", ":"))
        self.spool.put([Event(self.number, channels, kind, data, about=str(said.get("about", "")))], up_to=self.number)
        return str(self.number)


@contextmanager
def servers(home: Path, rotation: float, names: tuple[str, ...] = ("application", "plain_application")) -> Iterator[dict[str, int]]:
    workers, ports = [], {}
    for name in names:
        with listen("127.0.0.1", 0) as listening:
            fd = listening.fileno()
            ports[name] = listening.getsockname()[1]
            environment = {**os.environ, "EDGE_TEST_HOME": str(home), "PYTHONPATH": str(ROOT), "ROTATION": str(rotation)}
            command = [sys.executable, "-m", "stoppress.conf.server", "--fd", str(fd), "--app", f"tests.edge.served_live:{name}",
                       "--trust-proxy", "127.0.0.9"]  # fmt: skip
            workers.append(subprocess.Popen(command, pass_fds=[fd], cwd=ROOT, env=environment))
    yield ports
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(20) for worker in workers] == [0] * len(workers)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("live")
    spool = Spool(home / "live")
    spool.begin(100)
    with servers(home, 600) as ports:
        yield Site(spool, ports)
    spool.close()


@pytest.fixture(params=["application", "plain_application"])
def port(site: Site, request: pytest.FixtureRequest) -> int:
    return site.ports[request.param]


def test_a_stream_is_told_what_concerns_it(site: Site, port: int) -> None:
    with Listener(port, "channels=feed:en,story:12") as one, Listener(port, "channels=feed:es") as other:
        assert b"content-type: text/event-stream" in one.head and b"cache-control: no-store" in one.head
        assert b"content-security-policy" in one.head and b"x-accel-buffering: no" in one.head
        assert one.next()[0] == other.next()[0] == "open"
        assert 2000 <= one.retry <= 15_000
        first = site.tell("feed:en", "story:12", html="<li>é")
        second = site.tell("feed:en")
        assert one.until("beat") == [
            {"id": f"{first}.0", "kind": "published", "channels": ["feed:en", "story:12"], "n": int(first), "html": "<li>é"},
            {"id": f"{second}.0", "kind": "published", "channels": ["feed:en"], "n": int(second)},
        ]
        assert other.hears_nothing(0.3)


def test_who_comes_back_is_told_what_was_missed(site: Site, port: int) -> None:
    with Listener(port, "channels=feed:en") as before:
        _, at, _ = before.next()
    missed = [site.tell("feed:en"), site.tell("feed:xx"), site.tell("feed:en")]
    wanted = [missed[0], missed[2]]
    for query, headers in ((f"channels=feed:en&since={at}", {}), ("channels=feed:en&since=1.0", {"last_event_id": at})):
        with Listener(port, query, **headers) as back:
            assert [said["id"] for said in back.until("open")] == [f"{number}.0" for number in wanted]
    with Wire(port) as wire:
        told = json.loads(wire.ask(f"/live/since?channels=feed:en&since={at}").body)
    assert [event["id"] for event in told["events"]] == [f"{number}.0" for number in wanted]
    assert told["id"] == f"{missed[2]}.0" and told["reset"] is False


@pytest.mark.parametrize("since", ["99.0", "5", "999999.0"])
def test_who_was_away_too_long_loads_everything_anew(site: Site, port: int, since: str) -> None:
    with Listener(port, f"channels=feed:en&since={since}") as back:
        assert back.next()[0] == "reset"
    with Wire(port) as wire:
        answer = wire.ask(f"/live/since?channels=feed:en&since={since}")
    assert json.loads(answer.body) == {"id": f"{site.number}.0", "reset": True, "events": [], "present": {}}
    assert answer.header("cache-control") == "public, max-age=1"


def test_who_missed_too_much_loads_everything_anew(site: Site, port: int) -> None:
    at = str(site.number)
    for _ in range(MOST_WAITING + 1):
        site.tell("feed:much")
    with Listener(port, f"channels=feed:much&since={at}") as back:
        assert back.next()[0] == "reset"
    with Listener(port, f"channels=feed:much&since={int(at) + 1}") as back:
        assert len(back.until("open")) == MOST_WAITING


def test_a_new_page_is_told_the_newest_about_what_it_shows(site: Site, port: int) -> None:
    for _ in range(12):
        last = site.tell("feed:en", "story:77", "list:section:7")
    with Listener(port, "channels=feed:en,story:77&new=story:77") as page:
        assert [said["id"] for said in page.until("open")] == [f"{last}.0"]
    with Listener(port, f"channels=feed:en&new=list:section:7&since={site.number}") as page:
        assert len(page.until("open")) == 10


def test_talk_has_a_line_and_a_place_of_its_own(site: Site, port: int) -> None:
    site.spool.put([Event(1, ("chat:7",), "said", '{"text":"one"}')], up_to=1, line=TALK)
    with Listener(port, "channels=chat:7,feed:en") as reader:
        _, at, _ = reader.next()
        assert at == f"{site.number}.1"
        site.spool.put([Event(2, ("chat:7",), "said", '{"text":"two"}')], up_to=2, line=TALK)
        assert reader.next()[1:] == (f"{site.number}.2", {"id": f"{site.number}.2", "kind": "said", "channels": ["chat:7"], "text": "two"})
    with Listener(port, f"channels=chat:7&since={at}") as back:
        assert [said["text"] for said in back.until("open")] == ["two"]
    site.spool.begin(0, TALK)
    time.sleep(0.2)


def test_what_was_withdrawn_is_not_told_again(site: Site, port: int) -> None:
    at = str(site.number)
    site.tell("feed:en", about="story:66", headline="Secret")
    with Listener(port, f"channels=feed:en&since={at}") as early:
        assert [said["headline"] for said in early.until("open")] == ["Secret"]
        site.tell("feed:en", kind=GONE, about="story:66")
        assert early.next()[2]["kind"] == GONE
    with Listener(port, f"channels=feed:en&since={at}") as late:
        told = late.until("open")
    assert [said["kind"] for said in told] == [GONE, GONE] and "Secret" not in str(told)


def test_a_log_that_has_become_another_resets_everybody(site: Site, port: int) -> None:
    with Listener(port) as reader:
        reader.next()
        site.spool.begin(site.number + 50)
        site.number += 50
        while reader.events or reader.next()[0] != "reset":
            pass


def test_all_is_well_is_said_again_and_again(site: Site, port: int) -> None:
    with Listener(port) as reader:
        began = time.monotonic()
        assert [reader.next()[0] for _ in range(4)] == ["open", "beat", "beat", "beat"]
        assert 0.9 < time.monotonic() - began < 4
        site.spool.put([], up_to=site.number + 3)
        site.number += 3
        reader.events.clear()
        names = [reader.next()[:2] for _ in range(3)]
        assert names[-1] == ("beat", f"{site.number}.0"), "the place moves on with entries that concern nobody"


REFUSED = [
    ("/live/", 400, "Name one to"), ("/live/?channels=", 400, "Name one to"), ("/live/?channels=feed:en,nonsense", 400, "no such channel"),
    ("/live/?channels=close:reader:12", 400, "no such channel"), ("/live/?channels=feed:en&since=x", 400, "A place looks like"),
    ("/live/?channels=reader:12", 403, "takes a ticket"), ("/live/?channels=desk:pending,feed:en", 403, "takes a ticket"),
    ("/live/?channels=reader:12&ticket=forged.ticket", 403, "not one of ours"), ("/live/other/", 404, "no such stream"),
    ("/live/since?channels=reader:12", 403, "takes a ticket"), ("/live/?channels=" + ",".join(f"story:{n}" for n in range(1, 20)), 400, "Name one to"),
    ("/live/?channels=feed:en&pad=" + "x" * 5000, 414, "too much"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "status", "said"), REFUSED)
def test_what_cannot_be_had_is_refused_in_words(port: int, path: str, status: int, said: str) -> None:
    with Wire(port) as wire:
        answer = wire.ask(path)
        assert (answer.status, said in answer.body.decode()) == (status, True), answer
        assert wire.ask("/live/since?channels=feed:en").status == 200, "the connection goes on"


def test_other_sites_and_other_methods_get_nothing(port: int) -> None:
    with Wire(port) as wire:
        assert wire.ask("/live/?channels=feed:en", sec_fetch_site="cross-site").status == 403
        assert wire.ask("/live/?channels=feed:en", "POST", content_length="0").status == 405
        assert wire.ask("/live/?channels=feed:en", "HEAD").header("content-type") == "text/event-stream; charset=utf-8"


def test_a_ticket_opens_what_it_names_until_it_ends(site: Site, port: int) -> None:
    short = tickets.issue(KEY, "reader:12", ["reader:12"], seconds=2)
    with Listener(port, f"channels=reader:12,feed:en&ticket={short}") as reader:
        assert reader.next()[0] == "open"
        site.spool.put([Event(1, ("reader:12",), "reply", "{}")], up_to=1, line=TALK)
        assert reader.next()[2]["kind"] == "reply"
        reader.until("expired")
        assert reader.ends()
    with Wire(port) as wire:
        assert wire.ask(f"/live/?channels=reader:12&ticket={short}").status == 403
        mine = tickets.issue(KEY, "reader:13", ["reader:13"])
        assert wire.ask(f"/live/?channels=reader:12&ticket={mine}").status == 403
        answer = wire.ask(f"/live/since?channels=reader:13&ticket={mine}")
        assert (answer.status, answer.header("cache-control")) == (200, "no-store")
    site.spool.begin(0, TALK)
    time.sleep(0.2)


def test_a_ban_closes_the_streams_and_spoils_the_tickets(site: Site, port: int) -> None:
    ticket = tickets.issue(KEY, "reader:20", ["reader:20"])
    other = tickets.issue(KEY, "reader:21", ["reader:21"])
    with Listener(port, f"channels=reader:20&ticket={ticket}") as banned, Listener(port, f"channels=reader:21&ticket={other}") as free:
        banned.next(), free.next()
        site.spool.order(CLOSE, "reader:20")
        banned.until("expired")
        assert banned.ends()
        assert free.next()[0] == "beat"
    with Wire(port) as wire:
        assert wire.ask(f"/live/?channels=reader:20&ticket={ticket}").status == 403
    fresh = tickets.issue(KEY, "reader:20", ["reader:20"])
    with Listener(port, f"channels=reader:20&ticket={fresh}") as again:
        assert again.next()[0] == "open"


def test_a_reader_has_so_many_streams_and_all_together_so_many(site: Site, port: int) -> None:
    with ExitStack() as stack:
        mine = [stack.enter_context(Listener(port)) for _ in range(40)]
        assert {one.status for one in mine} == {200}
        with Wire(port) as wire:
            answer = wire.ask("/live/?channels=feed:en")
            assert (answer.status, answer.header("retry-after")) == (503, "30")
        mine.pop().socket.close()
        end = time.monotonic() + 5
        while stack.enter_context(Listener(port)).status != 200:
            assert time.monotonic() < end
            time.sleep(0.05)


def test_the_reader_behind_a_trusted_proxy_is_counted_not_the_proxy(site: Site) -> None:
    port = site.ports["application"]

    def proxied(client: str, via: str = "127.0.0.9") -> int:
        wire = socket.create_connection(("127.0.0.1", port), source_address=(via, 0))
        kept.append(wire)
        wire.sendall(request("/live/?channels=feed:en", x_forwarded_for=client))
        return int(wire.recv(20).split()[1])

    kept: list[socket.socket] = []
    try:
        assert {proxied("203.0.113.7") for _ in range(40)} == {200}
        assert proxied("203.0.113.7") == 503 and proxied("203.0.113.8") == 200
        # Whoever is not trusted cannot say that they are somebody else.
        assert proxied("203.0.113.7", via="127.0.0.10") == 200
        assert [proxied(f"203.0.113.{n}") for n in range(20, 38)] == [200] * 18, "room for all is 60"
        assert proxied("203.0.113.99") == 503
    finally:
        for wire in kept:
            wire.close()
    time.sleep(0.3)


def test_a_reader_who_takes_nothing_is_let_go(site: Site) -> None:
    port = site.ports["application"]
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.connect(("127.0.0.1", port))
    wire.sendall(request("/live/?channels=feed:stuck"))
    time.sleep(0.2)
    for _ in range(60):
        site.tell("feed:stuck", html="x" * 60_000)
    time.sleep(2)
    got = 0
    wire.settimeout(5)
    with suppress(ConnectionResetError):
        while data := wire.recv(1 << 20):
            got += len(data)
    assert got < 60 * 60_000
    wire.close()


def test_pages_are_served_beside_and_odd_requests_do_no_harm(site: Site, port: int) -> None:
    with Wire(port) as wire:
        assert wire.ask("/nothing/").status == 404
        wire.send(request("/live/?channels=feed:en")[:-2])
        time.sleep(0.1)
        wire.send(b"\r\n")
        assert b"event: open" in _some(wire)
    with Listener(port) as reader:
        reader.next()
        reader.send(b"GET /nothing/ HTTP/1.1\r\nhost: x\r\n\r\n" * 3)
        assert reader.next()[0] == "beat", "what comes after the request is not heard"
    if port == site.ports["application"]:
        with Wire(port) as wire:  # two requests at once: a stream has no end after which the second could be answered
            wire.send(request("/live/?channels=feed:en") + request("/nothing/"))
            assert b"event: open" not in _some(wire)
    with Wire(port) as wire:
        wire.send(request("/live/?channels=feed:en", version="1.0"))
        assert b"event: open" in _some(wire)


def _some(wire: Wire) -> bytes:
    got, end = wire._rest, time.monotonic() + 5
    while b"event: open" not in got and time.monotonic() < end:
        data = wire.socket.recv(65536)
        if not data:
            return got
        got += data
    return got


def test_streams_end_now_and_then_and_the_server_says_when_to_come_back(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "live")
    spool.begin(100)
    site = Site(spool, {})
    with servers(tmp_path, 1.0) as ports:
        for port in ports.values():
            with Listener(port) as reader:
                began = time.monotonic()
                reader.next()
                site.tell("feed:en")
                assert reader.ends(10)
                assert 0.7 < time.monotonic() - began < 4 and 500 <= reader.retry <= 3000
                assert ("message" in {name for name, _, _ in reader.events})
    spool.close()


def test_a_server_that_stops_lets_everybody_go_at_once(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "live")
    spool.begin(1)
    with ExitStack() as stack:
        with servers(tmp_path, 600, names=("application",)) as ports:
            readers = [stack.enter_context(Listener(ports["application"])) for _ in range(30)]
            for reader in readers:
                reader.next()
            began = time.monotonic()
        assert time.monotonic() - began < 5
        with ThreadPoolExecutor(4) as threads:
            assert all(threads.map(lambda reader: reader.ends(), readers))
        retries = [reader.retry for reader in readers]
        assert max(retries) - min(retries) > 5000, "not all come back at the same moment"
    spool.close()


def test_a_new_worker_knows_what_was_told_before_it_came(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "live")
    spool.begin(1)
    spool.put([Event(2, ("feed:en",), "published", '{"n":2}')], up_to=3)
    with servers(tmp_path, 600, names=("application",)) as ports, Listener(ports["application"], "channels=feed:en&since=1") as back:
        assert [said["n"] for said in back.until("open")] == [2]
    spool.close()
