"""How fast a finished page is served: one worker of ours beside nginx with one worker, taking turns.

    python -m bench.hits [--rounds 3] [--seconds 4] [--page story.html] [--only brotli 304]

Requests per second, latencies, processor time per request and the memory of a worker, for each encoding, 304s and readers
with a session (wrk cannot read the answer to a HEAD). The servers called static are nginx as one would write it by hand for
these files alone; the one called choosing picks the encoding as ours must; those called ours have what `nginx-config` prints.
"""

import argparse
import re
import shutil
import socket
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import servers
from bench.load import Result, Server, measure, memory, middle
from bench.page import ADDRESS, shelve
from bench.servers import CACHED, CHOOSES, EXACT

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


def main() -> int:
    """Run the comparison and print the tables."""
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
        opened = [
            servers.plain_nginx(home, CACHED, "open_file_cache max=100; open_file_cache_valid 30s;"),
            servers.plain_nginx(home, EXACT, ""),
            servers.choosing_nginx(home, CHOOSES),
            servers.ours(home),
            servers.our_nginx(home, "nginx, ours, exact", base=CHOOSES),
            servers.our_nginx(home, "nginx, ours, --cache-seconds 30", base=CACHED, cache_seconds=30),
        ]
        measure_all([stack.enter_context(one) for one in opened], asked)
    return 0


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="bench.hits", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS), help="some of the ways to ask")
    parser.add_argument("--page", type=Path, help="an HTML file to serve instead of a made-up story")
    return parser.parse_args()


def measure_all(servers: list[Server], asked: argparse.Namespace) -> None:
    """Measure every server in every way, taking turns, and print the table."""
    for way in asked.only:
        results: dict[str, list[Result]] = {server.name: [] for server in servers}
        for _ in range(asked.rounds):
            for server in servers:
                results[server.name].append(ask(server, way, asked.seconds))
        print_table(way, results, {server.name: server.base or EXACT for server in servers})
    print("\nmemory of the worker, MB: " + ", ".join(f"{server.name} {memory(server.pid):.0f}" for server in servers))


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


def print_table(way: str, results: dict[str, list[Result]], bases: dict[str, str]) -> None:
    """The median of the rounds; `ratio` is of requests, `CPU ratio` of what a request costs, both to the server's base."""
    head = f"{'requests/s':>12}{'ratio':>8}{'p50':>10}{'p99':>10}{'CPU µs/request':>16}{'CPU ratio':>11}"
    print(f"\n{way}\n{'':36}{head}")
    for name, runs in results.items():
        run, base = middle(runs), middle(results[bases[name]])
        ratio, cost = run.per_second / base.per_second, run.cpu / base.cpu
        print(f"{name:36}{run.per_second:12,.0f}{ratio:8.2f}{run.p50:>10}{run.p99:>10}{run.cpu:16.1f}{cost:11.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
