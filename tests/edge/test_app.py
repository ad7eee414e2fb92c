"""The edge as an ASGI application: shelf, folders, and one flight for everyone who waits."""

import asyncio
import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import brotli
import pytest

from stoppress.edge.app import Edge
from stoppress.edge.headers import DESK_POLICY, PUBLIC_POLICY
from stoppress.edge.settings import EdgeSettings
from stoppress.press.shelf import Printed, Shelf
from tests.aside import run
from tests.edge.asking import Reply, ask, respond

Put = Callable[..., None]
PUBLIC = "public, max-age=0"


class Newsroom:
    """Stands for Django: counts what reaches it, and prints what lies below /cold/ onto the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.asked: list[str] = []
        self.go = asyncio.Event()
        self.go.set()
        self.is_cancelled = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"]
        self.asked.append(path)
        began = self.shelf.began()
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.is_cancelled = True
            raise
        if path.startswith("/cold/"):
            page = Printed(path, "story", 200, "text/html", b"printed " * 200, frozenset({"story:1"}))
            self.shelf.put(page, began=began)
            await respond(send, 200, page.body, cache_control=PUBLIC, content_type="text/html")
        elif path.startswith("/missing/"):
            await respond(send, 404, b"no such page", content_length="12", cache_control="public, max-age=0")
        elif path.startswith("/unsaid/"):
            await respond(send, 404, b"not this query", content_length="14")
        elif path.startswith("/broken/"):
            raise ValueError("broken")
        elif path.startswith("/away/"):
            await send({"type": "http.response.start", "status": 200, "headers": [(b"cache-control", PUBLIC.encode())]})
            await send({"type": "http.response.body", "body": b"half of", "more_body": True})
            raise ConnectionError("gone")
        elif path.startswith("/unchanged/"):
            await respond(send, 304, b"", content_length="0")
        elif path.startswith("/unshelved/"):
            await respond(send, 200, b"for all", cache_control=PUBLIC)
        elif path.startswith("/cookie/"):
            await respond(send, 200, path.encode(), cache_control=PUBLIC, set_cookie="a=b", surrogate_key="x")
        else:
            body = (await receive())["body"]
            await respond(send, 200, path.encode() + scope["query_string"] + body, x_own="1")


@pytest.fixture
def newsroom(shelf: Shelf) -> Newsroom:
    return Newsroom(shelf)


@pytest.fixture
def edge(settings_of_edge: EdgeSettings, newsroom: Newsroom, shelf: Shelf) -> Iterator[Edge]:
    yield Edge(settings_of_edge, newsroom, shelf)


async def ask_many(edge: Edge, newsroom: Newsroom, paths: list[str], **headers: str) -> list[Reply]:
    """Ask all at once; the newsroom begins to answer when everyone waits."""
    newsroom.go.clear()
    tasks = [asyncio.create_task(ask(edge, path, **headers)) for path in paths]
    while not newsroom.asked:
        await asyncio.sleep(0)
    for _ in range(10):
        await asyncio.sleep(0)
    newsroom.go.set()
    return await asyncio.gather(*tasks)


def test_a_page_from_the_shelf(edge: Edge, put: Put, newsroom: Newsroom) -> None:
    put("/", headers=(("Link", "</feed>; rel=alternate"), ("Set-Cookie", "a=b"), ("ETag", "mine")))
    reply = run(ask(edge, "/", accept_encoding="gzip, br", host="whatever"))
    assert reply.status == 200
    assert brotli.decompress(reply.body).startswith(b"News")
    assert reply["content-encoding"] == "br"
    assert reply["content-length"] == str(len(reply.body))
    assert reply["cache-control"] == "public, max-age=0, must-revalidate"
    assert reply["vary"] == "accept-encoding"
    assert reply["etag"].endswith(f'-{len(reply.body):x}"') and reply["last-modified"].endswith("GMT")
    assert reply["content-security-policy"] == PUBLIC_POLICY
    assert reply["strict-transport-security"]
    assert reply["link"] == "</feed>; rel=alternate"
    assert "set-cookie" not in reply and "surrogate-key" not in reply
    assert newsroom.asked == []


def test_head_and_304(edge: Edge, put: Put) -> None:
    put("/")
    page = run(ask(edge, "/"))
    head = run(ask(edge, "/", method="HEAD"))
    assert (head.status, head.headers, head.body) == (200, page.headers, b"")
    for condition in ({"if_none_match": page["etag"]}, {"if_modified_since": page["last-modified"]}):
        unchanged = run(ask(edge, "/", **condition))
        assert (unchanged.status, unchanged.body) == (304, b"")
        assert unchanged["etag"] == page["etag"] and unchanged["vary"] and unchanged["cache-control"]
        assert "content-length" not in unchanged and "content-type" not in unchanged


def test_notices_and_redirects_keep_their_status(edge: Edge, put: Put) -> None:
    put("/gone/", status=410)
    put("/old/", status=301, location="/new/é?a=b")
    gone = run(ask(edge, "/gone/", if_none_match="*"))
    assert gone.status == 410 and gone.body.startswith(b"News")
    moved = run(ask(edge, "/old/"))
    assert (moved.status, moved["location"]) == (301, "/new/%C3%A9?a=b")


def test_pages_do_not_vary_by_query(edge: Edge, put: Put, newsroom: Newsroom) -> None:
    put("/")
    assert run(ask(edge, "/?utm_source=x")).body == run(ask(edge, "/")).body
    assert newsroom.asked == []


def test_editions_on_their_own_host(shelf: Shelf, put: Put, settings_of_edge: EdgeSettings) -> None:
    put("/", body="Home")
    put("//es.news.example/", body="Portada")
    shelf.show_hosts({"es.news.example"})
    edge = Edge(settings_of_edge, Newsroom(shelf), shelf)
    assert run(ask(edge, "/", host="ES.news.example:8000")).body.startswith(b"Portada")
    assert run(ask(edge, "/", host="unknown.example")).body.startswith(b"Home")
    assert run(ask(edge, "/")).body.startswith(b"Home")
    assert run(ask(edge, "//es.news.example/")).body == b"//es.news.example/"  # as it came, to Django


@pytest.mark.parametrize(
    ("cdn", "lifetime", "tags", "between"),
    [("fastly", "surrogate-control", "surrogate-key", " "), ("cloudflare", "cdn-cache-control", "cache-tag", ",")],
)
def test_a_cdn_gets_tags_and_a_lifetime(
    cdn: str, lifetime: str, tags: str, between: str, shelf: Shelf, put: Put, settings_of_edge: EdgeSettings
) -> None:
    put("/", tags=frozenset({"story:1", "front, page"}))
    put("/many/", tags=frozenset(f"story:{number}" for number in range(1000)))
    edge = Edge(dataclasses.replace(settings_of_edge, cdn_seconds=60, cdn=cdn), Newsroom(shelf), shelf)
    page = run(ask(edge, "/"))
    assert page[tags].split(between) == ["*", "@/", "front%2C%20page", "story:1"]
    assert page[lifetime] == "max-age=60" and page["cache-control"] == "public, max-age=0, must-revalidate"
    many = run(ask(edge, "/many/"))
    assert tags not in many and lifetime not in many
    assert tags not in run(ask(Edge(settings_of_edge, Newsroom(shelf), shelf), "/"))


def test_feeds_may_be_read_by_other_sites(edge: Edge, put: Put) -> None:
    put("/feed.xml", content_type="application/rss+xml; charset=utf-8")
    put("/")
    assert run(ask(edge, "/feed.xml"))["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in run(ask(edge, "/"))


def test_static_files(edge: Edge, newsroom: Newsroom) -> None:
    hashed = run(ask(edge, "/static/styles/page.0123456789ab.css", accept_encoding="br"))
    assert (hashed.body, hashed["content-encoding"], hashed["vary"]) == (b"brotli", "br", "accept-encoding")
    assert "immutable" in hashed["cache-control"] and hashed["content-type"] == "text/css; charset=utf-8"
    assert b"/static/styles/page.0123456789ab.css" in edge.memory.targets
    plain = run(ask(edge, "/static/styles/page.css"))
    assert plain.body == b"body{}" and "immutable" not in plain["cache-control"]
    assert run(ask(edge, "/static/styles/page.css", if_none_match=plain["etag"])).status == 304
    for path in ("/static/none.css", "/static/../secret-key", "/static/%2e%2e/secret-key", "/static/", "/static/styles"):
        assert run(ask(edge, path)).status == 404
    assert newsroom.asked == []


def test_pictures_and_their_withdrawal(edge: Edge, newsroom: Newsroom, shelf: Shelf, settings_of_edge: EdgeSettings) -> None:
    picture = settings_of_edge.home / "derivatives" / "07ea" / "1_0:0:9:9_320x0.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text("<svg/>")
    path = "/img/07ea/1_0:0:9:9_320x0.svg"
    reply = run(ask(edge, path))
    assert (reply.body, reply["content-type"]) == (b"<svg/>", "image/svg+xml")
    assert "immutable" in reply["cache-control"] and "sandbox" in reply["content-security-policy"]
    picture.unlink()
    assert run(ask(edge, path)).body == b"<svg/>"
    shelf.purge({"picture:1"}, entry=1, at_once=True)
    assert run(ask(edge, path)).body == path.encode()
    assert newsroom.asked == [path]


def test_500_readers_of_a_cold_page_are_one_print(edge: Edge, newsroom: Newsroom) -> None:
    paths = ["/cold/1/", *[f"/cold/1/?from={number}" for number in range(499)]]
    replies = run(ask_many(edge, newsroom, paths, accept_encoding="br"))
    assert newsroom.asked == ["/cold/1/"]
    assert {reply.body for reply in replies} == {replies[0].body}
    assert all(reply["content-encoding"] == "br" and reply["etag"] for reply in replies)
    assert run(ask(edge, "/cold/1/")).status == 200
    assert newsroom.asked == ["/cold/1/"]


def test_readers_who_leave_take_nobody_down(edge: Edge, newsroom: Newsroom) -> None:
    async def story() -> list[Reply]:
        newsroom.go.clear()
        tasks = [asyncio.create_task(ask(edge, "/cold/1/")) for _ in range(10)]
        await asyncio.sleep(0.01)
        for task in tasks[:5]:  # also the first, on whose behalf the flight began
            task.cancel()
        await asyncio.sleep(0)
        newsroom.go.set()
        return await asyncio.gather(*tasks[5:])

    replies = run(story())
    assert [reply.status for reply in replies] == [200] * 5
    assert newsroom.asked == ["/cold/1/"] and not newsroom.is_cancelled


def test_a_print_overtaken_by_a_purge_is_shared_but_not_shelved(edge: Edge, newsroom: Newsroom, shelf: Shelf) -> None:
    async def story() -> list[Reply]:
        newsroom.go.clear()
        tasks = [asyncio.create_task(ask(edge, "/cold/1/")) for _ in range(3)]
        await asyncio.sleep(0.01)
        shelf.purge({"story:1"}, entry=1, at_once=True)
        newsroom.go.set()
        return await asyncio.gather(*tasks)

    assert {reply.body for reply in run(story())} == {b"printed " * 200}
    assert newsroom.asked == ["/cold/1/"]
    assert shelf.get("/cold/1/") is None


def test_a_public_answer_is_shared_only_by_those_who_ask_the_same(edge: Edge, newsroom: Newsroom) -> None:
    run(ask_many(edge, newsroom, ["/unshelved/?q=a"] * 3 + ["/unshelved/?q=b"]))
    assert len(newsroom.asked) == 2


def test_private_answers_are_never_shared_nor_public(edge: Edge, newsroom: Newsroom) -> None:
    replies = run(ask_many(edge, newsroom, ["/cookie/"] * 3))
    assert len(newsroom.asked) == 3
    for reply in replies:
        assert reply["cache-control"] == "private, no-store"
        assert "surrogate-key" not in reply and reply["set-cookie"] == "a=b"


def test_what_does_not_exist_reaches_django_once(edge: Edge, newsroom: Newsroom, put: Put) -> None:
    for _ in range(3):
        reply = run(ask(edge, "/missing/1/"))
        assert (reply.status, reply.body) == (404, b"no such page")
        assert reply["content-security-policy"]
    assert len(newsroom.asked) == 1
    put("/missing/1/")
    assert run(ask(edge, "/missing/1/")).status == 200
    put("/other/")
    run(ask(edge, "/missing/2/"))
    assert newsroom.asked == ["/missing/1/", "/missing/2/"]


def test_too_many_misses_are_told_to_wait(settings_of_edge: EdgeSettings, newsroom: Newsroom, shelf: Shelf) -> None:
    edge = Edge(dataclasses.replace(settings_of_edge, max_misses=3), newsroom, shelf)

    async def story() -> tuple[list[Reply], Reply]:
        replies = await ask_many(edge, newsroom, [f"/cold/{number}/" for number in range(5)])
        return replies, await ask(edge, "/cold/9/")

    replies, after = run(story())
    assert sorted(reply.status for reply in replies) == [200, 200, 200, 503, 503]
    busy = next(reply for reply in replies if reply.status == 503)
    assert busy["retry-after"] and busy["cache-control"] == "no-store"
    assert after.status == 200


def test_hits_do_not_mind_a_full_queue_and_few_are_at_work_at_once(
    settings_of_edge: EdgeSettings, newsroom: Newsroom, shelf: Shelf, put: Put
) -> None:
    edge = Edge(dataclasses.replace(settings_of_edge, max_misses=6, max_prints=2), newsroom, shelf)
    put("/")

    async def story() -> tuple[Reply, Reply, Reply, list[Reply]]:
        newsroom.go.clear()
        waiting = [asyncio.create_task(ask(edge, f"/cold/{number}/")) for number in range(6)]
        await asyncio.sleep(0.05)
        assert newsroom.asked == ["/cold/0/", "/cold/1/"]
        hit, busy, also_busy = await ask(edge, "/"), await ask(edge, "/cold/9/"), await ask(edge, "/x", host="y")
        newsroom.go.set()
        return hit, busy, also_busy, await asyncio.gather(*waiting)

    hit, busy, also_busy, replies = run(story())
    assert (hit.status, busy.status, also_busy.status, busy["retry-after"]) == (200, 503, 503, "2")
    assert [reply.status for reply in replies] == [200] * 6
    assert edge.misses.count == 0


def test_readers_who_leave_the_queue_leave_no_place_taken(
    settings_of_edge: EdgeSettings, newsroom: Newsroom, shelf: Shelf
) -> None:
    edge = Edge(dataclasses.replace(settings_of_edge, max_prints=1), newsroom, shelf)

    async def story() -> Reply:
        newsroom.go.clear()
        tasks = [asyncio.create_task(ask(edge, f"/{kind}/{number}/")) for kind in ("cold", "private") for number in range(5)]
        await asyncio.sleep(0.05)
        for task in tasks:
            task.cancel()
        await asyncio.sleep(0)
        newsroom.go.set()
        await asyncio.sleep(0.05)
        return await ask(edge, "/cold/9/")

    assert run(story()).status == 200
    assert edge.misses.count == 0


def test_a_flood_of_what_does_not_exist_is_bounded(settings_of_edge: EdgeSettings, newsroom: Newsroom, shelf: Shelf) -> None:
    edge = Edge(dataclasses.replace(settings_of_edge, max_absent=50), newsroom, shelf)

    async def story() -> set[int]:
        replies = [await ask(edge, f"/missing/{number}/") for number in range(300)]
        replies += await asyncio.gather(*(ask(edge, f"/missing/{number % 20}/?{number}") for number in range(100)))
        return {reply.status for reply in replies}

    assert run(story()) == {404}
    assert len(newsroom.asked) == 300 + 20
    assert len(edge.memory._absent) == 50 and not edge._flights and edge.misses.count == 0
    assert run(ask(edge, "/unsaid/?1")).status == run(ask(edge, "/unsaid/?2")).status == 404
    assert len(newsroom.asked) == 300 + 20 + 2
    assert len({id(answer) for _, answer in edge.memory._absent.values()}) == 1


def test_a_print_that_takes_too_long_is_not_waited_for(settings_of_edge: EdgeSettings, newsroom: Newsroom, shelf: Shelf) -> None:
    edge = Edge(dataclasses.replace(settings_of_edge, print_seconds=0.01), newsroom, shelf)

    async def story() -> list[int]:
        newsroom.go.clear()
        late = await ask(edge, "/slow/")
        newsroom.go.set()
        await asyncio.sleep(0.01)
        return [late.status, (await ask(edge, "/slow/")).status]

    assert run(story()) == [503, 200]


def test_what_breaks_breaks_for_everyone_once(edge: Edge, newsroom: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    replies = run(ask_many(edge, newsroom, ["/broken/"] * 4))
    assert [reply.status for reply in replies] == [500] * 4
    assert newsroom.asked == ["/broken/"]
    assert "failed while a page was printed" in caplog.text


def test_a_newsroom_that_goes_away_in_a_page_asks_readers_to_come_again(edge: Edge, newsroom: Newsroom) -> None:
    replies = run(ask_many(edge, newsroom, ["/away/"] * 4))
    assert [(reply.status, reply["retry-after"]) for reply in replies] == [(503, "2")] * 4
    assert b"half of" not in replies[0].body
    assert b"broken" not in replies[0].body


@pytest.mark.parametrize("path", ["/desk/", "/api/v1/", "/account/", "/es/account/log-in/", "/documents/1"])
def test_some_paths_always_go_through(edge: Edge, newsroom: Newsroom, path: str) -> None:
    reply = run(ask(edge, path + "?a=b"))
    assert reply.body == path.encode() + b"a=b"
    assert reply["x-own"] == "1" and reply["x-content-type-options"] == "nosniff"
    assert reply["content-security-policy"] == (DESK_POLICY if path == "/desk/" else PUBLIC_POLICY)


@pytest.mark.parametrize("path", ["/topics/account/", "/account", "/es/accounts/", "/a/b/account/"])
def test_what_only_sounds_like_an_account_page_is_a_page(edge: Edge, put: Put, newsroom: Newsroom, path: str) -> None:
    put(path)
    assert run(ask(edge, path)).status == 200 and newsroom.asked == []


def test_a_reader_with_a_session_gets_the_page_that_all_get(edge: Edge, put: Put, newsroom: Newsroom) -> None:
    put("/")
    replies = [run(ask(edge, "/", **headers)) for headers in ({}, {"cookie": "sessionid=abc; stoppress_reader=1"})]
    assert replies[0].body == replies[1].body and replies[0].headers == replies[1].headers and newsroom.asked == []


def test_other_methods_go_through_with_their_body(edge: Edge, put: Put) -> None:
    put("/")
    assert run(ask(edge, "/", method="POST", body=b"said")).body == b"/said"


def test_a_304_from_django_has_no_length(edge: Edge) -> None:
    reply = run(ask(edge, "/unchanged/"))
    assert reply.status == 304 and "content-length" not in reply


def test_a_head_of_a_cold_page_shelves_it(edge: Edge, newsroom: Newsroom) -> None:
    head = run(ask(edge, "/cold/1/", method="HEAD"))
    assert head.body == b"" and int(head["content-length"]) > 0
    assert run(ask(edge, "/cold/1/")).body
    assert newsroom.asked == ["/cold/1/"]


def test_a_reader_of_a_private_stream_who_leaves_ends_it(settings_of_edge: EdgeSettings, shelf: Shelf) -> None:
    ended = []

    async def stream(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-a", b"b")]})
        await send({"type": "http.response.body", "body": b"first", "more_body": True})
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def story() -> None:
        task = asyncio.create_task(ask(Edge(settings_of_edge, stream, shelf), "/stream/"))
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(0)

    run(story())
    assert ended == [True]


def test_a_lifespan_reports_hits(edge: Edge, put: Put, shelf: Shelf) -> None:
    put("/")

    async def story() -> list[str]:
        told: asyncio.Queue[Any] = asyncio.Queue()
        said: asyncio.Queue[Any] = asyncio.Queue()
        life = asyncio.create_task(edge({"type": "lifespan"}, told.get, said.put))
        await told.put({"type": "lifespan.startup"})
        first = await said.get()
        await ask(edge, "/")
        await told.put({"type": "lifespan.shutdown"})
        last = await said.get()
        await life
        return [first["type"], last["type"]]

    assert run(story()) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert next(shelf.rows()).hits == 1
