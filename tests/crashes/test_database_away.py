"""The database is away: readers keep what is shelved, everyone else is told plainly, and all comes back by itself."""

import http.client
import json
import time
from collections.abc import Callable

import pytest
import pyvips

from tests.crashes import rounds
from tests.crashes.postgresql import PostgreSQL
from tests.crashes.served import Answer, Newsroom, wait_for

pytestmark = pytest.mark.processes
ITEM = {
    "uri": "urn:x:1", "version": "1", "language": "en", "section": "city", "headlines": [{"value": "Trams run all night"}],
    "bodies": [{"contentType": "text/html", "value": "<p>The night line began.</p>"}],
}  # fmt: skip
PICTURE = pyvips.Image.black(640, 480).copy(interpretation="b-w").write_to_buffer(".png")


def publish(newsroom: Newsroom, number: int = 1) -> Answer:
    item = {**ITEM, "uri": f"urn:x:{number}", "headlines": [{"value": f"Trams run all night {number}"}]}
    return newsroom.api("PUT", f"items/urn:x:{number}?action=publish", json.dumps(item))


def is_plain(answer: Answer, status: int = 503) -> bool:
    """Whether somebody is told to wait, in words, without a word of ours that is not for them."""
    said = answer.body.decode()
    waits = answer.status == status and "retry-after" in answer.headers
    return waits and len(said) > 40 and not any(word in said for word in ("Traceback", "psycopg", "sqlite", "Error", "127.0.0.1"))


def check_while_away(newsroom: Newsroom, address: str, picture: str) -> None:
    wait_for(lambda: b'dir="rtl"' in newsroom.get("/latest/20200101/").body, seconds=180, what="the newsroom answers")
    began = time.monotonic()
    for _ in range(2):
        assert b"Trams run all night 1" in newsroom.get(address).body
        assert newsroom.get("/").status == newsroom.get("/city/").status == newsroom.get(picture).status == 200
        miss = newsroom.get("/latest/20200101/")
        assert is_plain(miss) and 'dir="rtl"' in miss.body.decode(), miss  # in every language of the house
        told = publish(newsroom, 2)
        assert is_plain(told) and json.loads(told.body)["error"] == "database_away", told
        desk = newsroom.get("/desk/login/")
        assert is_plain(desk) or desk.status == 200, desk
        with_session = newsroom.get("/desk/", headers={"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"})
        assert is_plain(with_session), with_session
    assert time.monotonic() - began < 60


def shelve(newsroom: Newsroom) -> tuple[str, str]:
    """Publish a story with a picture and have it, the front and a section shelved; returns the addresses of both."""
    sent = newsroom.api("POST", "pictures?title=Quay&alt=The+quay&credit=Courier", PICTURE)
    assert sent.status == 201, sent
    item = {**ITEM, "headlines": [{"value": "Trams run all night 1"}], "associations": [{"uri": json.loads(sent.body)["uri"]}]}
    told = newsroom.api("PUT", "items/urn:x:1?action=publish", json.dumps(item))
    assert told.status == 201, told
    address = json.loads(told.body)["address"]
    wait_for(lambda: rounds.has_caught_up(newsroom), seconds=30, what="the press caught up")
    for path in (address, "/", "/city/"):
        assert newsroom.get(path).status == 200
    page = newsroom.get(address).body.decode()
    picture = "/img/" + page.partition('src="/img/')[2].partition('"')[0]
    assert newsroom.get(picture).status == 200, picture
    return address, picture


def check_back(newsroom: Newsroom) -> None:
    """Everything works again, with nobody's help."""

    def is_taken() -> bool:
        try:
            return publish(newsroom, 2).status in (200, 201)
        except (OSError, http.client.HTTPException):
            return False

    wait_for(is_taken, seconds=60, what="the next story was taken")
    wait_for(lambda: rounds.has_caught_up(newsroom), seconds=60, what="the press caught up")
    assert b"Trams run all night 2" in newsroom.get("/").body
    assert newsroom.get("/latest/20200101/").status == 404
    result = rounds.Result(0)
    rounds.proofread(newsroom, result)
    assert not result.stale, result.stale


def test_postgresql_is_stopped_and_started(on_postgresql: tuple[Newsroom, PostgreSQL]) -> None:
    newsroom, server = on_postgresql
    with newsroom.served(workers=1):
        address, picture = shelve(newsroom)
        for _ in range(120):  # more than the server has connections: none is kept
            assert newsroom.api("GET", "items/urn:x:1").status == 200
        server.stop()
        check_while_away(newsroom, address, picture)
        server.start()
        check_back(newsroom)
        server.stop()
        newsroom.stop()
        newsroom.start(workers=1)  # with the database away: the shelf is served
        assert b"Trams run all night 1" in newsroom.get(address).body and is_plain(newsroom.get("/latest/20200101/"))
        server.start()
        check_back(newsroom)


def test_sqlite_cannot_be_read(newsroom: Callable[..., Newsroom]) -> None:
    with newsroom().served(workers=1) as served:
        address, picture = shelve(served)
        files = list(served.home.glob("newsroom.sqlite3*"))
        served.stop()
        for file in files:
            if file.exists():
                file.rename(file.with_name(f"away-{file.name}"))
        (served.home / "newsroom.sqlite3").mkdir()  # even root cannot open that
        served.start(workers=1)
        check_while_away(served, address, picture)
        (served.home / "newsroom.sqlite3").rmdir()
        for file in served.home.glob("away-*"):
            file.rename(file.with_name(file.name.removeprefix("away-")))
        check_back(served)
