"""What a CDN is told to forget: everything that changed, once the new pages are there, until it says yes."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from stoppress.kit.safe_fetch import FetchError, Refused
from stoppress.press.cdn.purges import Cdn, purges
from stoppress.press.cdn.teller import Teller
from stoppress.press.shelf import Printed, Shelf

PAGE: dict[str, Any] = {"kind": "section", "status": 200, "content_type": "text/html", "body": b"<p>News"}


class Door(ThreadingHTTPServer):
    """Takes purges; answers with what is in `answers` first (None breaks the connection off), then with yes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.answers: list[tuple[int, bytes] | None] = []
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.host = f"127.0.0.1:{self.server_port}"

    def cdn(self, kind: str = "fastly") -> Cdn:
        return Cdn(kind=kind, seconds=60, url=f"http://{self.host}/purge", token="secret", inside=frozenset({self.host}))


class Asked(BaseHTTPRequestHandler):
    server: Door

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, {k.lower(): v for k, v in self.headers.items()}, body))
        answer = self.server.answers.pop(0) if self.server.answers else (200, b'{"success": true}')
        if answer is None:
            self.connection.close()
            return
        self.send_response(answer[0])
        self.send_header("Content-Length", str(len(answer[1])))
        self.end_headers()
        self.wfile.write(answer[1])

    do_PURGE = do_POST

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "own" / "shelf")
    yield shelf
    shelf.close()


@pytest.fixture
def door() -> Iterator[Door]:
    with Door() as door:
        thread = Thread(target=door.serve_forever, args=(0.01,))
        thread.start()
        yield door
        door.shutdown()
        thread.join()


def put(shelf: Shelf, address: str, *tags: str) -> None:
    assert shelf.put(Printed(address=address, tags=frozenset(tags), **PAGE), began=shelf.began())


def told(door: Door) -> list[list[str]]:
    """The tags of each request."""
    return [headers["surrogate-key"].split() for _, headers, _ in door.asked]


@pytest.fixture
def teller(shelf: Shelf, door: Door) -> Teller:
    """One that has told of the new shelf already."""
    teller = Teller(shelf, door.cdn())
    teller.tell()
    assert told(door) == [["*"]]
    door.asked.clear()
    return teller


def test_each_kind_is_asked_in_its_own_way() -> None:
    (fastly, _), = purges(["story:1", "@/"], Cdn("fastly", token="key"))  # fmt: skip
    assert (fastly.method, fastly.headers["Fastly-Key"], fastly.headers["Surrogate-Key"]) == ("POST", "key", "story:1 @/")
    (cloudflare, _), = purges(["story:1"], Cdn("cloudflare", token="key"))  # fmt: skip
    assert json.loads(cloudflare.body) == {"tags": ["story:1"]} and cloudflare.headers["Authorization"] == "Bearer key"
    assert cloudflare.succeeded(b'{"success": true}')
    assert not any(cloudflare.succeeded(answer) for answer in (b"", b"[]", b"{}", b'{"success": false}', b"null"))
    (varnish, _), = purges(["story:1"], Cdn("varnish", token="key"))  # fmt: skip
    assert (varnish.method, varnish.headers["Surrogate-Key"]) == ("PURGE", "story:1")
    assert "key" not in repr(Cdn("fastly", token="key")) + repr(fastly)


@pytest.mark.parametrize(("kind", "most", "most_bytes"), [("fastly", 256, 8_000), ("cloudflare", 30, 100_000), ("varnish", 1_000, 6_000)])
def test_many_tags_are_told_in_few_requests(kind: str, most: int, most_bytes: int) -> None:
    tags = [f"list:section:{number}" for number in range(1_500)]
    made = list(purges(tags, Cdn(kind)))
    assert [tag for _, names in made for tag in names] == tags
    assert all(len(names) <= most and len(" ".join(names)) <= most_bytes for _, names in made)
    assert len(made) <= 1_500 / min(most, most_bytes / 22) + 1


def test_a_tag_is_told_once_the_new_page_is_there(shelf: Shelf, teller: Teller, door: Door) -> None:
    put(shelf, "/city/", "story:1", "section:1")
    shelf.purge({"story:1", "story:2"}, entry=1, at_once=False)
    teller.tell()
    assert told(door) == [["story:2"]]  # which no page waits for
    put(shelf, "/city/", "story:1", "section:1")
    teller.tell()
    teller.tell()
    assert told(door) == [["story:2"], ["story:1"]]


def test_what_is_withdrawn_is_told_at_once(shelf: Shelf, teller: Teller, door: Door) -> None:
    put(shelf, "/killed.html", "story:1")
    shelf.purge({"story:1"}, entry=1, at_once=True)
    teller.tell()
    assert told(door) == [["story:1"]]


def test_the_clocks_pages_and_a_new_design_are_told_but_not_what_is_dropped(shelf: Shelf, teller: Teller, door: Door) -> None:
    put(shelf, "/", "story:1")
    put(shelf, "/cold.html", "story:2")
    shelf.drop(["/cold.html"])
    shelf.supersede(["/"])
    assert teller.tell() == 0
    put(shelf, "/", "story:1")
    teller.tell()
    assert told(door) == [["@/"]]
    shelf.supersede_all()
    assert teller.tell() == 0
    put(shelf, "/", "story:1")
    teller.tell()
    assert told(door) == [["@/"], ["*"]]


def test_it_is_told_again_until_it_says_yes(shelf: Shelf, teller: Teller, door: Door) -> None:
    shelf.purge({"story:1"}, entry=1, at_once=False)
    door.answers = [(500, b""), None, (429, b"slow down")]
    for _ in range(3):
        with pytest.raises(FetchError):
            teller.tell()
    # Another process takes over where the acknowledged ended.
    again = Teller(shelf, door.cdn())
    again.tell()
    again.tell()
    assert told(door) == [["story:1"]] * 4
    door.asked.clear()
    Teller(shelf, door.cdn()).tell()
    assert not door.asked


def test_a_yes_of_cloudflare_is_in_the_body(shelf: Shelf, door: Door) -> None:
    teller = Teller(shelf, door.cdn("cloudflare"))
    door.answers = [(200, b'{"success": false, "errors": ["no"]}')]
    with pytest.raises(FetchError, match="no"):
        teller.tell()
    teller.tell()
    assert [json.loads(body) for _, _, body in door.asked] == [{"tags": ["*"]}] * 2


def test_too_much_to_name_is_told_as_everything(shelf: Shelf, teller: Teller, door: Door) -> None:
    put(shelf, "/", "story:1")
    shelf.purge({f"story:{number}" for number in range(6_000)}, entry=1, at_once=False)
    assert teller.tell() == 0  # the front is not printed yet
    put(shelf, "/", "story:1")
    teller.tell()
    teller.tell()
    assert told(door) == [["*"]]


def test_a_stop_while_the_cdn_is_away_is_heard(shelf: Shelf, door: Door, caplog: pytest.LogCaptureFixture) -> None:
    door.answers = [(503, b"")] * 3
    Teller(shelf, door.cdn()).follow(lambda: len(door.asked) == 4)
    assert told(door) == [["*"]] * 4
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        f"The CDN was not told; trying again in {pause} s" for pause in ("0.5", "1", "2")
    ]


def test_a_host_of_the_house_must_be_named(shelf: Shelf, door: Door) -> None:
    with pytest.raises(Refused):
        Teller(shelf, Cdn("fastly", 60, f"http://{door.host}/purge", "secret")).tell()
    assert not door.asked
