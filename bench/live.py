"""Live streams: many open streams on one worker of ours, beside nginx with nchan, and readers of pages meanwhile.

    python -m bench.live [--streams 10000] [--events 30] [--only stoppress nchan] [--no-reconnects]

Prints how long one event takes to the last of all streams, the memory of a stream, how readers' hits fare while events go
out, and whether anybody who comes back misses anything. The client is this process: plain sockets and one epoll, the same for
both servers.
"""

import argparse
import json
import os
import re
import resource
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.load import cpu_seconds, ended, free_port
from bench.page import ADDRESS, shelve
from bench.servers import NGINX, OURS, ROOT
from stoppress.conf.listening import listen
from stoppress.edge import headers
from stoppress.newsfeed.spool import Event, Spool

#: Streams from one loopback address, as many as a worker allows one reader, so that there are ports enough too.
OF_ONE = 100
#: What one event says, about as much as a story's.
SAID = {"story": 12, "version": 3, "html": "<li>" + "x" * 220 + "</li>"}
_MARK = re.compile(rb'"mark":(\d+)')
_ID = re.compile(rb"^id: (\S+)", re.MULTILINE)
NCHAN = """
    location = /sub { nchan_subscriber eventsource; nchan_channel_id feed; nchan_subscriber_first_message newest; }
    location = /pub { nchan_publisher; nchan_channel_id feed; nchan_message_buffer_length 1000; }
"""


@dataclass
class Target:
    """A server of streams: where a stream is asked for, how an event is told, and its process."""

    name: str
    port: int
    path: str
    tell: object
    pid: int


@dataclass
class Client:
    """One stream's reader."""

    wire: socket.socket
    #: How many events it has got, and the id that it would come back with.
    got: int = 0
    last_id: bytes = b""
    rest: bytes = b""
    begun: bool = False


@dataclass
class Readers:
    """All readers: one epoll."""

    target: Target
    clients: dict[int, Client] = field(default_factory=dict)
    lost: int = 0
    closed: int = 0
    poll: select.epoll = field(default_factory=select.epoll)
    made: int = 0

    def open(self, got: int = 0, last_id: bytes = b"") -> None:
        """One more stream."""
        wire = socket.socket()
        wire.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT: one port may be used towards several addresses
        place = self.made % 10_000 // OF_ONE
        self.made += 1
        wire.bind((f"127.0.{1 + place // 200}.{1 + place % 200}", 0))
        wire.connect(("127.0.0.1", self.target.port))
        again = b"Last-Event-ID: %s\r\n" % last_id if last_id else b""
        wire.send(b"GET %s HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n%s\r\n" % (self.target.path.encode(), again))
        wire.setblocking(False)
        self.clients[wire.fileno()] = Client(wire, got, last_id)
        self.poll.register(wire.fileno(), select.EPOLLIN)

    def read(self, seconds: float) -> int:
        """Read what comes within so many seconds; returns how many events came."""
        came = 0
        for number, _ in self.poll.poll(seconds, 4096):
            client = self.clients[number]
            data = client.wire.recv(65536)
            if not data:
                self.closed += 1
                self.poll.unregister(number)
                client.wire.close()
                del self.clients[number]
                continue
            client.begun = True
            data = client.rest + data
            end = data.rfind(b"\n\n") + 2
            client.rest = data[end:] if end > 1 else data
            if end <= 1:
                continue
            whole = data[:end]
            if ids := _ID.findall(whole):
                client.last_id = ids[-1]
            for mark in _MARK.findall(whole):
                self.lost += int(mark) != client.got
                client.got = int(mark) + 1
                came += 1
        return came

    def settle(self, seconds: float) -> None:
        """Read until nothing has come for a while."""
        while self.read(seconds):
            pass

    def until_open(self) -> None:
        """Read until every stream has begun."""
        end = time.monotonic() + 60
        while any(not client.begun for client in self.clients.values()):
            self.read(0.2)
            assert time.monotonic() < end, "not every stream has begun"

    def shut(self) -> None:
        """Close all."""
        for client in self.clients.values():
            client.wire.close()
        self.poll.close()


def main() -> int:
    """Run and print."""
    asked = arguments()
    missing = [name for name in ("wrk", "nginx") if not shutil.which(name)]
    if missing:
        print(f"Skipped: {' and '.join(missing)} not installed.")
        return 0
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(asked.streams, hard - 1000)
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stoppress-live-")))
        shelve(home, None)
        print(f"{count:,} streams, one event of {len(json.dumps(SAID))} bytes to all.")
        print(f"{'':16}{'last p50':>10}{'last p99':>10}{'KB/stream':>11}{'hits/s':>10}{'hits p99':>10}{'last p99 with hits':>20}")
        for name, server in (("stoppress", ours), ("nchan", nchan)):
            if name not in asked.only or (name == "nchan" and not _nchan_module()):
                continue
            with server(home) as target:
                measure(target, count, asked)
    return 0


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="bench.live", description=__doc__.partition("\n")[0])
    parser.add_argument("--streams", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=30)
    parser.add_argument("--only", nargs="+", choices=("stoppress", "nchan"), default=["stoppress", "nchan"])
    parser.add_argument("--no-reconnects", action="store_true")
    return parser.parse_args()


def measure(target: Target, count: int, asked: argparse.Namespace) -> None:
    """Measure one server and print its line."""
    readers = Readers(target)
    before = memory(target.pid)
    for number in range(count):
        readers.open()
        if number % 200 == 0:
            readers.read(0)
    readers.until_open()
    each = (memory(target.pid) - before) / count
    marks = iter(range(1_000_000))
    alone = [fan_out(readers, next(marks), count) for _ in range(asked.events)]
    hits = subprocess.Popen(
        ["wrk", "-t1", "-c64", f"-d{asked.events + 2}s", "--latency", "-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{target.port}{ADDRESS}"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(1)
    beside = []
    for _ in range(asked.events):
        began = time.monotonic()
        beside.append(fan_out(readers, next(marks), count))
        readers.read(max(0.0, 1 - (time.monotonic() - began)))
    said = hits.communicate()[0]
    rate, p99 = re.search(r"Requests/sec:\s+(\S+)", said), re.search(r"99%\s+(\S+)", said)
    assert rate and p99, said
    print(f"{target.name:16}{_ms(alone, 0.5):>10}{_ms(alone, 0.99):>10}{each / 1024:11.1f}{float(rate[1]):10,.0f}{p99[1]:>10}"
          f"{_ms(beside, 0.99):>20}", flush=True)  # fmt: skip
    assert readers.lost == readers.closed == 0, (readers.lost, readers.closed)
    if target.name == "stoppress" and not asked.no_reconnects:
        reconnects(readers, count, marks)
    readers.shut()


def fan_out(readers: Readers, mark: int, count: int) -> float:
    """Seconds from telling an event until the last of all readers has it."""
    began = time.monotonic()
    readers.target.tell(mark)  # type: ignore[operator]
    left, end = count, began + 20
    while left > 0:
        left -= readers.read(1)
        assert time.monotonic() < end, f"{left} readers did not get event {mark}"
    return time.monotonic() - began


def reconnects(readers: Readers, count: int, marks: Iterator[int], seconds: float = 30) -> None:
    """All readers leave and come back within half a minute, while events go on; nobody may miss one."""
    began, told, before = time.monotonic(), 0, cpu_seconds(readers.target.pid)
    waiting = list(readers.clients)
    for number, fileno in enumerate(waiting):
        due = began + seconds * number / count
        while (now := time.monotonic()) < due or told < 4 * (now - began):
            if told < 4 * (now - began):
                readers.target.tell(last := next(marks))  # type: ignore[operator]
                told += 1
            readers.read(max(0.0, min(due - now, 0.05)))
        client = readers.clients.pop(fileno)
        readers.poll.unregister(fileno)
        client.wire.close()
        readers.open(client.got, client.last_id)
    took = time.monotonic() - began
    readers.settle(1.5)
    behind = sum(client.got != last + 1 for client in readers.clients.values())
    used = cpu_seconds(readers.target.pid) - before
    print(f"{count:,} reconnects in {took:.0f} s with {told} events meanwhile: {readers.lost} lost, {behind} behind at the end; "
          f"the worker used {used:.1f} s.", flush=True)  # fmt: skip


@contextmanager
def ours(home: Path) -> Iterator[Target]:
    """One worker of Stoppress."""
    spool = Spool(home / "live")
    spool.begin(0)

    def tell(mark: int) -> None:
        spool.put([Event(mark + 1, ("feed:en", "story:12"), "published", said(mark))], up_to=mark + 1)

    with listen("127.0.0.1", 0) as listening:
        process = subprocess.Popen(
            [sys.executable, "-c", OURS, str(home), str(listening.fileno())], pass_fds=[listening.fileno()],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        port = listening.getsockname()[1]
        with ended(process):
            _wait(port)
            yield Target("stoppress", port, "/live/?channels=feed:en", tell, process.pid)


@contextmanager
def nchan(home: Path) -> Iterator[Target]:
    """One worker of nginx with nchan, which serves the same page as a file."""
    folder, port = Path(tempfile.mkdtemp(dir=home)), free_port()
    security = "\n".join(f'add_header {name.decode()} "{value.decode()}";'
                         for name, value in headers.security(policy=headers.PUBLIC_POLICY, is_https=False))  # fmt: skip
    told = NGINX.format(folder=folder, cache="", port=port, brotli_port=free_port(), pages=home / "shelf" / "pages" / "_",
                        security=security)  # fmt: skip
    told = told.replace("worker_connections 1024", "worker_connections 15000")
    told = told.replace(f"listen 127.0.0.1:{port};", f"listen 127.0.0.1:{port} backlog=2048;{NCHAN}")
    head = f"load_module {_nchan_module()};worker_rlimit_nofile 18000;" + ("user root;" if os.geteuid() == 0 else "")
    (folder / "nginx.conf").write_text(head + told)
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])

    def tell(mark: int) -> None:
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/pub", said(mark).encode(), method="POST")):
            pass

    with ended(process):
        _wait(port)
        worker = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
        yield Target("nchan", port, "/sub", tell, worker)


def _nchan_module() -> str:
    found = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
    return str(found) if found.exists() else ""


def _wait(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{ADDRESS}", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server did not answer")


def said(mark: int) -> str:
    """What one event says, with its number."""
    return json.dumps({**SAID, "mark": mark}, separators=(",", ":"))


def memory(pid: int) -> int:
    """Bytes that a process has for itself."""
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found
    return 1024 * int(found[1])


def _ms(seconds: list[float], share: float) -> str:
    ordered = sorted(seconds)
    return f"{1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
