"""nginx with our configuration answers what the edge answers, and serves from files all that is usual."""

import itertools
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from stoppress.conf.listening import listen
from stoppress.edge.nginx import CannotConfigure, Wishes, configuration
from stoppress.edge.settings import EdgeSettings
from stoppress.newsfeed.spool import Event, Spool
from stoppress.newsroom.models import Edition
from stoppress.press.shelf import Printed, Shelf
from tests.edge.test_protocol import BROWSER, start
from tests.edge.wire import Answer, Wire, request

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed (tests/system-packages.sh)"),
]
HTML, XML, PLAIN = "text/html; charset=utf-8", "application/xml; charset=utf-8", "text/plain; charset=utf-8"
#: What belongs to the server and its connection, not to the page.
OF_THE_SERVER = {"server", "connection", "transfer-encoding"}
HTTP = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log; {user}
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {ours}
}}
"""


@dataclass
class Site:
    """The edge, an nginx in front of it, and one that has nobody to ask."""

    home: Path
    shelf: Shelf
    edge: int
    nginx: int
    alone: int

    def put(self, address: str, body: str, **said: object) -> None:
        told = {"kind": "story", "status": 200, "content_type": HTML, "tags": frozenset({"story:1"})}
        page = Printed(address=address, body=body.encode(), **{**told, **said})  # type: ignore[arg-type]
        assert self.shelf.put(page, began=self.shelf.began())


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def nginx(folder: Path, home: Path, upstream: int, **wishes: object) -> Iterator[int]:
    """An nginx with our configuration; its port."""
    folder.mkdir()
    port = closed_port()
    settings = EdgeSettings(home=home, site_url="https://news.example", static_folder=home / "static")
    told = {"server_names": ("news.example",), "listen": (f"127.0.0.1:{port}",), "upstream": f"127.0.0.1:{upstream}",
            "shelf": home / "shelf", "most_upload": 100_000}  # fmt: skip
    ours = configuration(Wishes(**{**told, **wishes}), settings, ["es.news.example"])  # type: ignore[arg-type]
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(HTTP.format(folder=folder, user=user, ours=ours))
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        assert process.wait(20) == 0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("nginx-home")
    shelf = Shelf(home / "shelf")
    shelf.show_hosts({"es.news.example"})
    lay_files(home)
    with listen("127.0.0.1", 0) as listening:
        edge = listening.getsockname()[1]
        worker = start(listening, "tests.edge.served:application", home)
        with nginx(home / "one", home, edge) as first, nginx(home / "two", home, closed_port()) as alone:
            site = Site(home, shelf, edge, first, alone)
            lay_pages(site)
            with Wire(edge) as wire:  # the worker has begun
                assert wire.ask("/early/").status == 200
            yield site
    worker.terminate()
    assert worker.wait(20) == 0
    shelf.close()


def lay_files(home: Path) -> None:
    static, derivatives = home / "static" / "styles", home / "derivatives" / "07ea"
    static.mkdir(parents=True)
    derivatives.mkdir(parents=True)
    css = b"body{color:black}" * 300
    for name in ("page.0123456789ab.css", "page.css"):
        (static / name).write_bytes(css)
        (static / f"{name}.br").write_bytes(brotli.compress(css))
        (static / f"{name}.gz").write_bytes(b"as good as gzip")
    (static / "font.0123456789ab.woff2").write_bytes(b"font" * 100)
    (static / ".collected").write_text("a secret mark")
    (derivatives / "1_0:0:9:9_320x0.webp").write_bytes(b"webp" * 100)
    for path in home.rglob("*.*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def lay_pages(site: Site) -> None:
    long = " <p>word</p>" * 400
    site.put("/", "Front" + long)
    site.put("/short/", "Short")
    site.put("/20260301/night-trams--12.html", "Story" + long)
    site.put("/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/", "أخبار" + long)
    site.put("/city/rss.xml", "Feed" + long, content_type="application/rss+xml; charset=utf-8")
    site.put("/atom.xml", "Feed" + long, content_type="application/atom+xml; charset=utf-8")
    site.put("/feed.json", "{}", content_type="application/feed+json; charset=utf-8")
    site.put("/sitemaps/news.xml", "Sitemap" + long, content_type=XML)
    site.put("/robots.txt", "Robots", content_type=PLAIN)
    site.put("/manifest.webmanifest", "{}", content_type="application/manifest+json")
    site.put("/logo.svg", "<svg/>" * 200, content_type="image/svg+xml")
    site.put("/.well-known/security.txt", "Contact", content_type=PLAIN)
    site.put("/gone/", "Gone" + long, status=410)
    site.put("/20260301/old--9.html", "Moved", status=301, location="/%D8%A3/")
    site.put("/linked/", "Linked" + long, headers=(("Link", "</feed>; rel=alternate"),))
    site.put("/odd.xml", "HTML after all" + long)
    site.put("//es.news.example/", "Portada" + long)
    site.put("//es.news.example/rss.xml", "Feed" + long, content_type="application/rss+xml; charset=utf-8")


FROM_FILES = [
    "/", "/?utm_source=x", "/short/", "/20260301/night-trams--12.html", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/", "/city/rss.xml",
    "/atom.xml", "/feed.json", "/sitemaps/news.xml", "/robots.txt", "/manifest.webmanifest", "/logo.svg",
    "/static/styles/page.0123456789ab.css", "/static/styles/page.css", "/static/styles/font.0123456789ab.woff2",
    "/img/07ea/1_0:0:9:9_320x0.webp",
]  # fmt: skip
BY_THE_EDGE = [
    "/.well-known/security.txt", "/gone/", "/20260301/old--9.html", "/linked/", "/odd.xml", "/none/", "/index.html", "/short",
    "/short/index.html", "/short/index.html.br", "/short/index.html.gz", "/a/../", "/./", "//", "//short/",
    "//es.news.example/", "/es.news.example/", "/%252Ewell-known/security.txt", "/%2Ewell-known/security.txt", "/_/", "/_/index.html",
    "/static/none.css", "/static/", "/static/styles", "/static/.collected", "/static/styles/page.css.br", "/static/../shelf/index.sqlite3",
    "/img/none.webp", "/img/../shelf/generation", "/pages/_/index.html", "/20260301/old--9.page", "/desk/", "/s%68ort/", "/short%2F",
    "/20260301/night-trams--12%2Ehtml", "/es.news.example/rss.xml", "/-/", "/%E2%80%AE/", "/city//rss.xml",
]  # fmt: skip
#: Addresses that cannot be anyone's, which nginx refuses itself.
REFUSED = ["/../", "/%2e%2e/", "/short/%00", "/%2e%2e/shelf/index.sqlite3"]
SAMPLES: list[dict[str, str]] = [
    {},
    BROWSER,
    {"accept_encoding": "gzip"},
    {"accept_encoding": "deflate,gzip"},
    {"accept_encoding": "br"},
    {"accept_encoding": "x-gzip"},
    {"accept_encoding": "*"},
    {"accept_encoding": "identity"},
    {"accept_encoding": "BR, GZIP"},
    {"accept_encoding": "gzip;q=1.0,deflate;q=0.6,identity;q=0.3"},
    {"accept_encoding": "br;q=0, gzip"},
    {"if_none_match": "*", **BROWSER},
    {"if_none_match": '"other"', "if_modified_since": "Sun, 06 Nov 2094 08:49:37 GMT"},
    {"if_modified_since": "Sun, 06 Nov 2094 08:49:37 GMT"},
    {"if_modified_since": "Sun, 06 Nov 1994 08:49:37 GMT"},
    {"if_match": '"other"'},
    {"if_unmodified_since": "Sun, 06 Nov 1994 08:49:37 GMT"},
    {"host": "es.news.example:80", **BROWSER},
    {"host": "unknown.example"},
    {"cookie": "session=1", "range": "bytes=0-5"},
    {"accept": "text/html", "authorization": "Basic x"},
]


def alike(answer: Answer) -> tuple[int, list[tuple[str, str]], bytes]:
    """What the two servers must have in common."""
    said = [pair for pair in answer.headers if pair[0] not in OF_THE_SERVER]
    if answer.header("transfer-encoding"):  # nginx passes on in chunks what came with a length only for old protocols
        said = [pair for pair in said if pair[0] != "content-length"]
    return answer.status, said, answer.body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nginx_and_the_edge_answer_the_same(site: Site, method: str) -> None:
    asked = [*itertools.product(FROM_FILES, SAMPLES), *itertools.product(BY_THE_EDGE, SAMPLES[:2]), ("/gone/", SAMPLES[11])]
    with Wire(site.nginx) as front, Wire(site.edge) as edge:
        for path, headers in asked:
            assert alike(front.ask(path, method, **headers)) == alike(edge.ask(path, method, **headers)), (path, headers)


def test_each_recognises_the_other_s_pages(site: Site) -> None:
    with Wire(site.nginx) as front, Wire(site.edge) as edge:
        for path, accepted in itertools.product(FROM_FILES, ("br, gzip", "gzip", "")):
            tag = edge.ask(path, accept_encoding=accepted).header("etag")
            assert tag
            for none_match in (tag, f"W/{tag}", f'"x", {tag}', f'"x" , W/{tag},"y"'):
                answers = [wire.ask(path, accept_encoding=accepted, if_none_match=none_match) for wire in (front, edge)]
                assert alike(answers[0]) == alike(answers[1]) and answers[0].status == 304, (path, none_match)


def test_what_is_usual_is_served_without_the_edge(site: Site) -> None:
    with Wire(site.alone) as wire:
        for path, headers in itertools.product(FROM_FILES, ({}, BROWSER, {"accept_encoding": "gzip"})):
            assert wire.ask(path, **headers).status == 200, (path, headers)
        assert wire.ask("/", **BROWSER).header("content-encoding") == "br"
        assert wire.ask("/", host="es.news.example").body.startswith(b"Portada")
        assert wire.ask("/city/rss.xml", host="es.news.example").status == 502


def test_whatever_is_not_a_plain_page_is_never_served_from_files(site: Site) -> None:
    with Wire(site.alone) as wire:
        for path in BY_THE_EDGE:
            assert wire.ask(path).status == 502, path
        for method in ("POST", "PUT", "OPTIONS", "PURGE"):
            assert wire.ask("/", method, content_length="0").status == 502
        assert wire.ask("/", host="unknown.example").status == 502
    for path in REFUSED:
        with Wire(site.nginx) as wire:
            assert wire.ask(path).status == 400, path


def test_a_publication_and_a_kill_are_seen_at_once(site: Site) -> None:
    with Wire(site.nginx) as front:
        for version in range(20):
            site.put("/news/", f"v{version} " + "<p>word</p>" * 400, tags=frozenset({"story:9"}))
            assert brotli.decompress(front.ask("/news/", **BROWSER).body).startswith(b"v%d " % version)
        first = front.ask("/news/").header("etag")
        site.shelf.supersede_all()
        assert front.ask("/news/", if_none_match=str(first)).status == 304  # served until it is reprinted
        site.shelf.purge({"story:9"}, entry=1, at_once=True)
        assert front.ask("/news/", **BROWSER).body == b"GET /news/ "
        site.put("/news/", "Killed", status=410)
        assert front.ask("/news/").status == 410
        site.put("/news/", f"v{version} " + "<p>word</p>" * 400)
        assert front.ask("/news/").header("etag") != first


def test_a_miss_is_printed_once_and_served_from_then_on(site: Site) -> None:
    with Wire(site.nginx) as front, Wire(site.alone) as alone:
        site.shelf.drop(["/cold/1.html"])
        assert alone.ask("/cold/").status == 502
        site.put("/cold/", "Warm")
        assert alone.ask("/cold/").body == front.ask("/cold/").body == b"Warm"
        assert front.ask("/cold/2/").body == b"printed " * 200


def test_what_nginx_gives_to_readers_counts_as_read(site: Site) -> None:
    site.put("/read/", "Read " + "<p>word</p>" * 400)
    site.put("/unread/", "Unread")
    site.shelf.sweep()  # from now on
    with Wire(site.alone) as alone:
        assert alone.ask("/read/", **BROWSER).status == 200
    site.shelf.sweep()
    hits = {row.address: row.hits for row in site.shelf.rows()}
    assert (hits["/read/"], hits["/unread/"]) == (1, 0)


def test_bodies_streams_and_bounds(site: Site) -> None:
    with Wire(site.nginx) as front:
        assert front.ask("/api/stream/").body == b"one two"
        front.send(request("/", "POST", content_length="4") + b"said")
        assert front.answer().body == b"POST / said"
    with Wire(site.nginx) as front:
        assert front.ask("/", "POST", content_length="100001").status == 413


def test_a_live_stream_comes_as_it_is_sent(site: Site) -> None:
    with Wire(site.nginx) as front:
        front.send(request("/live/?channels=feed:en"))
        while b"event: open" not in front._rest:
            front._more()
        began, spool = time.monotonic(), Spool(site.home / "live")
        spool.put([Event(1, ("feed:en",), "published", "{}")], up_to=1)
        spool.close()
        while b'"kind":"published"' not in front._rest:
            front._more()
        assert time.monotonic() - began < 1.5


def test_cached_for_some_seconds_when_asked(site: Site, tmp_path: Path) -> None:
    with nginx(tmp_path / "relaxed", site.home, site.edge, cache_seconds=5) as port, Wire(port) as wire:
        assert wire.ask("/").body.startswith(b"Front")
    exact = (site.home / "one" / "nginx.conf").read_text()
    assert "open_file_cache off;" in exact and "open_file_cache_valid 5s;" in (tmp_path / "relaxed" / "nginx.conf").read_text()


@pytest.mark.parametrize(
    "wishes",
    [{"server_names": ()}, {"server_names": ("a; b",)}, {"upstream": "x;}"}, {"shelf": Path("/a b")}, {"listen": ("80;",)},
     {"shelf": Path("/$host")}],
)  # fmt: skip
def test_nothing_can_end_a_directive(wishes: dict[str, object], tmp_path: Path) -> None:
    told = {"server_names": ("a",), "listen": ("80",), "upstream": "b:1", "shelf": tmp_path, **wishes}
    with pytest.raises(CannotConfigure):
        configuration(Wishes(**told), EdgeSettings(home=tmp_path, site_url="http://a"), [])  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_command_prints_what_nginx_takes(tmp_path: Path, settings: Any) -> None:
    Edition.objects.create(code="es", name="El Correo", language="es", host="es.news.example")
    (tmp_path / "site").mkdir()
    settings.SITE_URL, settings.HOME, settings.STATIC_ROOT = "https://news.example", tmp_path / "site", tmp_path / "site" / "static"
    said = StringIO()
    call_command("nginx_config", "--listen", "127.0.0.1:28999", "--server-name", "news.example", "--server-name", "a.example", stdout=said)
    made = said.getvalue()
    assert "strict-transport-security" in made and f"root {tmp_path}/site/static;" in made
    assert "server_name news.example a.example es.news.example;" in made and f"root {settings.SHELF_FOLDER}/pages;" in made
    (tmp_path / "nginx.conf").write_text(HTTP.format(folder=tmp_path, user="", ours=made))
    tested = subprocess.run(["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    with pytest.raises(CommandError, match="--certificate-key"):
        call_command("nginx_config", "--certificate", "/a.pem")
    with pytest.raises(CommandError, match="quotes"):
        call_command("nginx_config", "--server-name", "a b")
