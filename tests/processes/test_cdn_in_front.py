"""A CDN that keeps pages for a day and is purged by tag: its readers get the new pages all the same."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from stoppress.press.shelf import Shelf
from tests.processes.nodes import Node

pytestmark = pytest.mark.processes
TOKEN = "the-cdns-secret"


class Cdn(ThreadingHTTPServer):
    """Keeps what has a lifetime for it, by path, until one of its tags is purged; refuses the first purges."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.origin = ""
        self.kept: dict[str, tuple[set[str], bytes]] = {}
        self.hits = 0
        self.refusals = 2
        self.is_away = False

    def read(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.server_port}{path}", timeout=60) as answer:
            return answer.read().decode()


class Door(BaseHTTPRequestHandler):
    server: Cdn

    def do_GET(self) -> None:
        cdn = self.server
        if self.path in cdn.kept:
            cdn.hits += 1
            self._answer(200, cdn.kept[self.path][1])
            return
        try:
            with urllib.request.urlopen(cdn.origin + self.path, timeout=60) as answer:
                body = answer.read()
                if "max-age" in answer.headers.get("Surrogate-Control", ""):
                    cdn.kept[self.path] = (set(answer.headers["Surrogate-Key"].split()), body)
                self._answer(answer.status, body)
        except urllib.error.HTTPError as error:
            with error:
                self._answer(error.code, error.read())

    def do_PURGE(self) -> None:
        cdn = self.server
        if cdn.is_away or cdn.refusals:
            cdn.refusals = max(0, cdn.refusals - 1)
            self._answer(503, b"")
            return
        assert self.headers["Authorization"] == f"Bearer {TOKEN}"
        gone = set(self.headers["Surrogate-Key"].split())
        cdn.kept = {path: kept for path, kept in cdn.kept.items() if not kept[0] & gone}
        self._answer(200, b"purged")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def cdn() -> Iterator[Cdn]:
    with Cdn() as cdn:
        thread = Thread(target=cdn.serve_forever, args=(0.01,))
        thread.start()
        yield cdn
        cdn.shutdown()
        thread.join()


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_readers_of_the_cdn_get_what_is_new(own_home: Callable[[str], Path], cdn: Cdn) -> None:
    host = f"127.0.0.1:{cdn.server_port}"
    node = Node(own_home("home"), STOPPRESS_CDN="varnish", STOPPRESS_CDN_PURGE_URL=f"http://{host}/", STOPPRESS_CDN_TOKEN=TOKEN,
                STOPPRESS_INSIDE_HOSTS=host)  # fmt: skip
    cdn.origin = f"http://127.0.0.1:{node.port}"
    node.start()
    try:
        until(lambda: not cdn.refusals)  # a new shelf has everything forgotten
        time.sleep(1.5)
        pages = ("/", "/city/", "/rss.xml", "/latest/", "/es/")
        for path in (*pages, *pages):
            cdn.read(path)
        assert cdn.hits == len(pages)
        token = node.token()
        address = node.publish(token, "Tide tables are reprinted", "tides")["address"]
        for path in ("/", "/city/", "/rss.xml", "/latest/"):
            until(lambda path=path: "Tide tables are reprinted" in cdn.read(path))
        cdn.read("/es/")
        assert "/es/" in cdn.kept  # untouched, it was kept throughout
        cdn.read(address)
        assert address in cdn.kept

        # The CDN is away, and the process that tells it is killed meanwhile: nothing is forgotten.
        cdn.is_away = True
        node.publish(token, "Tide tables are right at last", "tides")
        node.until(address, "Tide tables are right at last")
        _kill(node, "cdn")
        assert "reprinted" in cdn.read(address)
        cdn.is_away = False
        for path in ("/", address):
            until(lambda path=path: "Tide tables are right at last" in cdn.read(path))
    finally:
        node.stop()
    shelf = Shelf(node.home / "shelf")
    shelved = {path: shelf.get(path) for path in cdn.kept}
    shelf.close()
    assert {path: page and page.bodies.identity for path, page in shelved.items()} == {path: body for path, (_, body) in cdn.kept.items()}


def _kill(node: Node, command: str) -> None:
    assert node.process
    listed = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(node.process.pid)], capture_output=True, text=True, check=True)
    (pid,) = (int(line.split()[0]) for line in listed.stdout.splitlines() if line.endswith(f"stoppress.conf.command {command}"))
    os.kill(pid, signal.SIGKILL)
