"""How fast a finished page is served: one worker of ours beside nginx with one worker, taking turns.

    python -m bench.hits [--rounds 3] [--seconds 4] [--page story.html]

Requests per second, latencies and processor time per request, for brotli, gzip and 304s.
"""

import argparse
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from stoppress.conf.run import listen
from stoppress.press.shelf import Printed, Shelf, Shelved

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 64
ADDRESS = "/city/night-trams/"
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
}
NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; types {{ text/html html; }} default_type text/html;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  sendfile on; tcp_nopush on; keepalive_requests 1000000000; gzip_static on; {cache}
  server {{
    listen 127.0.0.1:{port}; root {pages};
    add_header Cache-Control "public, max-age=0, must-revalidate"; add_header Vary Accept-Encoding;
    {security}
  }}
  server {{
    listen 127.0.0.1:{brotli_port}; root {pages}; index index.html.br; gzip_static off; types {{ text/html br; }}
    add_header Content-Encoding br;
    add_header Cache-Control "public, max-age=0, must-revalidate"; add_header Vary Accept-Encoding;
    {security}
  }}
}}
"""
OURS = """
import socket, sys
from pathlib import Path
from stoppress.conf.server import serve
from stoppress.edge.app import Edge
from stoppress.edge.settings import EdgeSettings

async def nobody(scope, receive, send):
    raise RuntimeError("nothing but hits is measured")

serve(Edge(EdgeSettings(home=Path(sys.argv[1]), site_url="http://news.example"), nobody),
      socket.socket(fileno=int(sys.argv[2])))
"""


@dataclass(frozen=True)
class Server:
    """A running server: its name in the table, its ports, and the process that does the work."""

    name: str
    port: int
    #: Where it serves brotli: another place for nginx, which has no such module everywhere.
    brotli_port: int
    pid: int


@dataclass(frozen=True)
class Result:
    """One run of wrk."""

    per_second: float
    p50: str
    p99: str
    cpu: float


def main() -> int:
    """Run the comparison and print the table."""
    asked = arguments()
    missing = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    if missing:
        print(f"Skipped: {' and '.join(missing)} not installed.")
        return 0
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stoppress-bench-")))
        page = shelve(home, asked.page)
        sizes = [len(body or b"") for body in (page.bodies.identity, page.bodies.br, page.bodies.gz)]
        print("Page: {} bytes, brotli {}, gzip {}.".format(*sizes))
        servers = [
            stack.enter_context(nginx(home, "nginx, open_file_cache 30s", "open_file_cache max=100; open_file_cache_valid 30s;")),
            stack.enter_context(nginx(home, "nginx, exact", "")),
            stack.enter_context(ours(home)),
        ]
        measure_all(servers, page, asked.rounds, asked.seconds)
    return 0


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="bench.hits", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--page", type=Path, help="an HTML file to serve instead of a made-up story")
    return parser.parse_args()


def shelve(home: Path, file: Path | None) -> Shelved:
    """Put the page on a new shelf."""
    body = file.read_bytes() if file else story()
    shelf = Shelf(home / "shelf")
    page = Printed(ADDRESS, "story", 200, "text/html; charset=utf-8", body, frozenset({"story:1", "section:2"}))
    assert shelf.put(page, began=shelf.began())
    shelved = shelf.get(ADDRESS)
    shelf.close()
    assert shelved is not None
    return shelved


def story(size: int = 40_000) -> bytes:
    """A story page of about `size` bytes, as repetitive as real ones: a head, paragraphs, cards."""
    chance = random.Random(7)
    letters = "etaoinshrdlu"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(350)]
    usual = [1 / rank for rank in range(1, 351)]
    parts = ["<!doctype html><html lang=en><head><meta charset=utf-8><title>Night trams</title></head><body>"]
    number = 0
    while sum(map(len, parts)) < size:
        number += 1
        text = " ".join(chance.choices(words, usual, k=25))
        parts.append(f'<p id="p{number}" class="story-text">{text.capitalize()}.</p>\n')
        parts.append(
            f'<article class="card"><a class="card-link" href="/city/story-{number}/"><img class="card-picture" '
            f'src="/img/{number}_320.webp" width="320" height="180" alt="" loading="lazy"><h3 class="card-title">'
            f"{text[:40]}</h3></a></article>\n"
        )
    return "".join([*parts, "</body></html>"]).encode()


@contextmanager
def ours(home: Path) -> Iterator[Server]:
    """One worker of Stoppress."""
    with listen("127.0.0.1", 0) as listening:
        command = [sys.executable, "-c", OURS, str(home), str(listening.fileno())]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, pass_fds=[listening.fileno()], env=environment)
        port = listening.getsockname()[1]
        with ended(process):
            yield wait_for(Server("Stoppress", port, port, process.pid))


@contextmanager
def nginx(home: Path, name: str, cache: str) -> Iterator[Server]:
    """nginx on the shelf's own files, with the same security headers."""
    from stoppress.edge import headers

    folder = Path(tempfile.mkdtemp(dir=home))
    port, brotli_port = free_port(), free_port()
    security = "\n".join(
        f'add_header {key.decode()} "{value.decode()}";'
        for key, value in headers.security(policy=headers.PUBLIC_POLICY, is_https=False)
    )
    told = NGINX.format(
        folder=folder, cache=cache, port=port, brotli_port=brotli_port,
        pages=home / "shelf" / "pages" / "_", security=security,
    )  # fmt: skip
    if os.geteuid() == 0:
        told = "user root;" + told
    (folder / "nginx.conf").write_text(told)
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    with ended(process):
        wait_for(Server(name, port, brotli_port, process.pid))
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield Server(name, port, brotli_port, int(children[0]))


def measure_all(servers: list[Server], page: Shelved, rounds: int, seconds: int) -> None:
    """Measure every server in every way, taking turns, and print the table."""
    ways = {"brotli, as browsers ask": BROWSER, "gzip": {**BROWSER, "Accept-Encoding": "gzip"}}
    for way, headers in [*ways.items(), ("304", {})]:
        results: dict[str, list[Result]] = {server.name: [] for server in servers}
        for _ in range(rounds):
            for server in servers:
                port = server.brotli_port if way.startswith("brotli") else server.port
                asked = headers or condition(server)
                results[server.name].append(measure(server.pid, port, asked, seconds))
        print_table(way, results)


def condition(server: Server) -> dict[str, str]:
    """Headers of a reader who has the page of this server already."""
    with socket.create_connection(("127.0.0.1", server.port)) as wire:
        wire.sendall(f"GET {ADDRESS} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = wire.recv(65536).partition(b"\r\n\r\n")[0].decode("latin-1")
    found = re.search(r"^etag: (.*?)\r?$", head, re.IGNORECASE | re.MULTILINE)
    assert found, head
    return {**BROWSER, "Accept-Encoding": "gzip", "If-None-Match": found[1]}


def measure(pid: int, port: int, headers: dict[str, str], seconds: int) -> Result:
    """One run of wrk against the server whose process is `pid`."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    before = cpu_seconds(pid)
    said = subprocess.run([*command, f"http://127.0.0.1:{port}{ADDRESS}"], capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(pid) - before
    assert "Non-2xx" not in said or "If-None-Match" in headers, said
    total = int(re.search(r"(\d+) requests in", said)[1])  # type: ignore[index]
    latency = dict(re.findall(r"(50|99)%\s+(\S+)", said))
    per_second = float(re.search(r"Requests/sec:\s+(\S+)", said)[1])  # type: ignore[index]
    return Result(per_second, latency["50"], latency["99"], used / total * 1e6)


def print_table(way: str, results: dict[str, list[Result]]) -> None:
    """The median of the rounds."""
    first = next(iter(results.values()))
    base = middle(first).per_second
    print(f"\n{way}\n{'':30}{'requests/s':>12}{'ratio':>8}{'p50':>10}{'p99':>10}{'CPU µs/request':>16}")
    for name, runs in results.items():
        run = middle(runs)
        print(f"{name:30}{run.per_second:12,.0f}{run.per_second / base:8.2f}{run.p50:>10}{run.p99:>10}{run.cpu:16.1f}")


def middle(runs: list[Result]) -> Result:
    """The run in the middle, by requests per second."""
    return sorted(runs, key=lambda run: run.per_second)[len(runs) // 2]


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(server: Server) -> Server:
    """Return when the server answers."""
    for _ in range(400):
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
                wire.sendall(f"GET {ADDRESS} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                if wire.recv(100).startswith(b"HTTP/1.1 200"):
                    return server
        except OSError:
            pass
        time.sleep(0.05)
    raise SystemExit(f"{server.name} does not answer.")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """End a process afterwards."""
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    sys.exit(main())
