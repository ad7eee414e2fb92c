"""How fast a finished page is served: one worker of ours beside nginx with one worker, taking turns.

    python -m bench.hits [--rounds 3] [--seconds 4] [--page story.html] [--only brotli 304] [--misses]

Requests per second, latencies and processor time per request, for each encoding, 304s and readers with a session (wrk cannot
read the answer to a HEAD). The two
servers called static are nginx as one would write it by hand for these files; those called ours have what `nginx-config` prints.
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
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from stoppress.conf.listening import listen
from stoppress.edge import headers
from stoppress.edge.nginx import Wishes, configuration
from stoppress.edge.settings import EdgeSettings
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
worker_processes 1; pcre_jit on; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
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
CACHED, EXACT = "nginx, static, open_file_cache 30s", "nginx, static, exact"
GENERATED = """
worker_processes 1; pcre_jit on; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder}; keepalive_requests 1000000000;
  {ours}
}}
"""
#: The ways to ask, with their headers; those of a condition are found out from each server.
WAYS: dict[str, dict[str, str]] = {
    "brotli": BROWSER,
    "gzip": {**BROWSER, "Accept-Encoding": "gzip"},
    "identity": {**BROWSER, "Accept-Encoding": ""},
    "304": BROWSER,
    "session": BROWSER,
}
#: Each request another reader's: a cookie, and a browser of a thousand, so that no two in a row are alike.
READERS = """
local number = 0
local told = {%s}
request = function()
  number = number + 1
  told["Cookie"] = "sessionid=" .. number .. "abcdefghijklmnopqrstuvwx; theme=dark"
  told["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/" .. (number %% 1000)
  return wrk.format(nil, nil, told)
end
"""
PLAIN = """
import os, socket, sys
os.environ["STOPPRESS_HOME"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "stoppress.conf.settings"
from django.core.asgi import get_asgi_application
from stoppress.conf.server import serve
django = get_asgi_application()
async def plain(scope, receive, send):
    if scope["type"] == "http":
        await django(scope, receive, send)
    else:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
serve(plain, socket.socket(fileno=int(sys.argv[2])))
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
    """A running server: its name in the table, its ports, and the process that does the work.

    `base` is the server that it is held against, itself for those.
    """

    name: str
    port: int
    #: Where it serves brotli: another place for nginx, which has no such module everywhere.
    brotli_port: int
    pid: int
    base: str = ""


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
            stack.enter_context(nginx(home, CACHED, "open_file_cache max=100; open_file_cache_valid 30s;")),
            stack.enter_context(nginx(home, EXACT, "")),
            stack.enter_context(ours(home)),
            stack.enter_context(nginx(home, "nginx, ours, exact", None, base=EXACT)),
            stack.enter_context(nginx(home, "nginx, ours, --cache-seconds 30", None, base=CACHED, cache_seconds=30)),
        ]
        measure_all(servers, asked)
    if asked.misses:
        measure_misses(asked)
    return 0


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="bench.hits", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS), help="some of the ways to ask")
    parser.add_argument("--misses", action="store_true", help="also what a page costs that Django prints each time")
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
def nginx(home: Path, name: str, cache: str | None, *, base: str = "", cache_seconds: int = 0) -> Iterator[Server]:
    """nginx on the shelf's own files: with our configuration, or with one written by hand when `cache` says how it caches."""
    folder = Path(tempfile.mkdtemp(dir=home))
    port, brotli_port = free_port(), free_port()
    if cache is None:
        brotli_port = port
        told = generated(home, folder, port, cache_seconds)
    else:
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
        yield Server(name, port, brotli_port, int(children[0]), base)


def generated(home: Path, folder: Path, port: int, cache_seconds: int) -> str:
    """A whole nginx configuration around the one that `nginx-config` prints; nobody is there to ask for a miss."""
    wishes = Wishes(
        server_names=("127.0.0.1",), listen=(f"127.0.0.1:{port}",), upstream="127.0.0.1:9", shelf=home / "shelf",
        cache_seconds=cache_seconds,
    )  # fmt: skip
    settings = EdgeSettings(home=home, site_url="http://news.example")
    return GENERATED.format(folder=folder, ours=configuration(wishes, settings, []))


def measure_all(servers: list[Server], asked: argparse.Namespace) -> None:
    """Measure every server in every way, taking turns, and print the table."""
    for way in asked.only:
        results: dict[str, list[Result]] = {server.name: [] for server in servers}
        for _ in range(asked.rounds):
            for server in servers:
                results[server.name].append(ask(server, way, asked.seconds))
        print_table(way, results, {server.name: server.base or EXACT for server in servers})


def ask(server: Server, way: str, seconds: int) -> Result:
    """One run of one way against one server."""
    said = WAYS[way]
    port = server.port if said["Accept-Encoding"] in ("gzip", "") else server.brotli_port
    if way == "304":
        said = {**said, "If-None-Match": tag(port)}
    told = ", ".join(f'["{name}"] = "{value}"' for name, value in said.items())
    script = READERS % told if way == "session" else ""
    return measure(server.pid, f"http://127.0.0.1:{port}{ADDRESS}", said, seconds, script=script)


def tag(port: int) -> str:
    """The entity tag that a browser gets."""
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.sendall(f"GET {ADDRESS} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n".encode())
        head = wire.recv(65536).partition(b"\r\n\r\n")[0].decode("latin-1")
    found = re.search(r"^etag: (.*?)\r?$", head, re.IGNORECASE | re.MULTILINE)
    assert found, head
    return found[1]


def measure_misses(asked: argparse.Namespace) -> None:
    """What a page costs when Django prints it for each reader."""
    from bench.newsroom import served

    with served(archive=0) as newsroom, listen("127.0.0.1", 0) as listening:
        with urllib.request.urlopen(f"{newsroom.url}/rss.xml") as feed:
            stories = re.findall(rb"<link>(http[^<]*\.html)</link>", feed.read())
        command = [sys.executable, "-c", PLAIN, str(newsroom.home), str(listening.fileno())]
        process = subprocess.Popen(command, pass_fds=[listening.fileno()], env={**os.environ, "PYTHONPATH": str(ROOT)})
        port = listening.getsockname()[1]
        paths = {"the front": "/", "a story": "/" + stories[0].decode().split("/", 3)[3]}
        with ended(process):
            print("\nPlain Django, every page printed for each reader")
            print(f"{'':36}{'requests/s':>12}{'p50':>10}{'p99':>10}{'CPU µs/request':>16}")
            for name, path in paths.items():
                wait_for(Server("Django", port, port, process.pid), path)
                run = measure(process.pid, f"http://127.0.0.1:{port}{path}", BROWSER, asked.seconds * 2, connections=8)
                print(f"{name:36}{run.per_second:12,.1f}{run.p50:>10}{run.p99:>10}{run.cpu:16,.0f}")


def measure(
    pid: int, url: str, said: dict[str, str], seconds: int, *, script: str = "", connections: int = CONNECTIONS
) -> Result:
    """One run of wrk against the server whose process is `pid`; `script` is Lua for it."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--latency"]
    for name, value in said.items():
        command += ["-H", f"{name}: {value}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        before = cpu_seconds(pid)
        told = subprocess.run([*command, "-s", file.name, url], capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(pid) - before
    assert "Non-2xx" not in told or "If-None-Match" in said, told
    total = max(1, int(re.search(r"(\d+) requests in", told)[1]))  # type: ignore[index]
    latency = dict(re.findall(r"(50|99)%\s+(\S+)", told))
    per_second = float(re.search(r"Requests/sec:\s+(\S+)", told)[1])  # type: ignore[index]
    return Result(per_second, latency["50"], latency["99"], used / total * 1e6)


def print_table(way: str, results: dict[str, list[Result]], bases: dict[str, str]) -> None:
    """The median of the rounds; `ratio` is of requests, `CPU ratio` of what a request costs, both to the server's base."""
    head = f"{'requests/s':>12}{'ratio':>8}{'p50':>10}{'p99':>10}{'CPU µs/request':>16}{'CPU ratio':>11}"
    print(f"\n{way}\n{'':36}{head}")
    for name, runs in results.items():
        run, base = middle(runs), middle(results[bases[name]])
        ratio, cost = run.per_second / base.per_second, run.cpu / base.cpu
        print(f"{name:36}{run.per_second:12,.0f}{ratio:8.2f}{run.p50:>10}{run.p99:>10}{run.cpu:16.1f}{cost:11.2f}", flush=True)


def middle(runs: list[Result]) -> Result:
    """The run in the middle, by requests per second."""
    return sorted(runs, key=lambda run: run.per_second)[len(runs) // 2]


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(server: Server, path: str = ADDRESS) -> Server:
    """Return when the server answers."""
    for _ in range(400):
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
                wire.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
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
