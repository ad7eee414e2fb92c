"""Pictures at the edge: nothing for what is not signed, the darkroom once for all who wait, its files from then on."""

import asyncio
import dataclasses
from datetime import date
from typing import Any

import pytest

from stoppress.edge.app import Edge
from stoppress.edge.darkroom import FarDarkroom
from stoppress.edge.memory import Answer
from stoppress.edge.settings import EdgeSettings
from stoppress.pictures.addresses import Derivative, address, keys_from
from stoppress.press.shelf import Shelf
from tests.aside import run
from tests.edge.asking import ask

KEYS = keys_from("the edge's own")
PATH = address(Derivative(7, date(2026, 3, 1), (0, 0, 1600, 900), 960, 75, "0a1b2c3d", "webp"), KEYS)
BUSY = Answer(503, [(b"retry-after", b"2"), (b"cache-control", b"no-store")], b"later")


class Darkroom:
    """Stands for the darkroom: counts what it is asked for and keeps it in the folder, or answers something else."""

    def __init__(self, settings: EdgeSettings) -> None:
        self.folder = settings.home / "derivatives"
        self.asked: list[str] = []
        self.answer: Answer | None = None

    async def develop(self, path: str) -> Answer | None:
        self.asked.append(path)
        await asyncio.sleep(0.02)
        if self.answer is None:
            target = self.folder / path.removeprefix("/img/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"webp" * 100)
        return self.answer


@pytest.fixture
def darkroom(settings_of_edge: EdgeSettings) -> Darkroom:
    return Darkroom(settings_of_edge)


@pytest.fixture
def edge(settings_of_edge: EdgeSettings, shelf: Shelf, darkroom: Darkroom) -> Edge:
    async def newsroom(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError(f"the newsroom was asked for {scope['path']}")

    return Edge(dataclasses.replace(settings_of_edge, picture_keys=tuple(KEYS)), newsroom, shelf, darkroom=darkroom.develop)


def test_a_cold_picture_is_made_once_for_all_who_wait(edge: Edge, darkroom: Darkroom) -> None:
    async def readers() -> Any:
        return await asyncio.gather(*(ask(edge, PATH) for _ in range(40)))

    replies = run(readers())
    assert {(reply.status, reply.body) for reply in replies} == {(200, b"webp" * 100)} and darkroom.asked == [PATH]
    assert {reply["content-type"] for reply in replies} == {"image/webp"}
    first, later = replies[0], run(ask(edge, PATH))
    assert later.headers == first.headers and "immutable" in first["cache-control"] and "sandbox" in first["content-security-policy"]
    assert run(ask(edge, PATH, if_none_match=first["etag"])).status == 304
    assert darkroom.asked == [PATH]


def test_a_reader_who_leaves_does_not_take_it_from_the_others(edge: Edge, darkroom: Darkroom) -> None:
    async def readers() -> Any:
        leaving = asyncio.ensure_future(ask(edge, PATH))
        staying = asyncio.ensure_future(ask(edge, PATH))
        await asyncio.sleep(0.01)
        leaving.cancel()
        return await staying

    assert run(readers()).status == 200 and darkroom.asked == [PATH]


@pytest.mark.parametrize("path", [
    PATH.replace("_960x0", "_961x0"), PATH.replace(":", "%3A"), PATH[:-6] + "A.webp", PATH.replace(".webp", ".avif"),
    PATH + ".br", "/img/", "/img/../shelf/generation", "/img/%2e%2e/secret-key", "/img/original_images/quay.jpg", "/img/masters/quay.jpg",
    PATH.replace("/img/", "/img/./"),
])  # fmt: skip
def test_what_is_not_signed_costs_no_disk_and_no_darkroom(edge: Edge, darkroom: Darkroom, path: str, monkeypatch: Any) -> None:
    async def read(*_: Any) -> None:
        raise AssertionError("the disk was asked")

    monkeypatch.setattr("stoppress.edge.folders.Folder.file", read)
    assert run(ask(edge, path)).status == 404 and darkroom.asked == []


def test_what_the_darkroom_says_reaches_the_reader(edge: Edge, darkroom: Darkroom) -> None:
    darkroom.answer = BUSY
    reply = run(ask(edge, PATH))
    assert (reply.status, reply["retry-after"], reply["cache-control"], reply.body) == (503, "2", "no-store", b"later")
    darkroom.answer = None
    assert run(ask(edge, PATH)).status == 200


def test_a_darkroom_that_is_away_is_waited_for(tmp_path: Any) -> None:
    answer = run(FarDarkroom(tmp_path / "none.sock").develop(PATH))
    assert answer is not None and answer.status == 503 and (b"retry-after", b"2") in answer.headers


def test_a_darkroom_that_says_nothing_is_asked_once(tmp_path: Any, monkeypatch: Any) -> None:
    """It has its work cut out already; and what no request can hold is no picture."""
    monkeypatch.setattr("stoppress.edge.darkroom.PATIENCE", 0.2)
    asked, ended = [], []

    async def hang(reader: Any, writer: Any) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        await reader.read()
        writer.close()
        await writer.wait_closed()
        ended.append(writer)

    async def both() -> Any:
        server = await asyncio.start_unix_server(hang, tmp_path / "darkroom.sock")
        far = FarDarkroom(tmp_path / "darkroom.sock")
        answers = await far.develop(PATH), await far.develop("/img/a b\r\nx: y")
        await far.close()
        server.close()
        while len(ended) < len(asked):
            await asyncio.sleep(0.01)
        return answers

    away, odd = run(both())
    assert (away.status, odd.status, len(asked)) == (503, 404, 1)


def test_the_way_to_the_darkroom(tmp_path: Any) -> None:
    asked = []

    async def serve(reader: Any, writer: Any) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        asked.append(head.split(b"\r\n")[0])
        body = b"" if b"1600:900" in head else b"no"
        status = b"204 No Content" if not body else b"404 Not Found\r\ncontent-type: text/plain\r\nx-own: 1\r\ncontent-length: 2"
        writer.write(b"HTTP/1.1 " + status + b"\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    async def both() -> Any:
        server = await asyncio.start_unix_server(serve, tmp_path / "darkroom.sock")
        far = FarDarkroom(tmp_path / "darkroom.sock")
        answers = await far.develop(PATH), await far.develop("/img/x")
        await far.close()
        server.close()
        await server.wait_closed()
        return answers

    made, missing = run(both())
    assert made is None and asked[0] == f"GET {PATH} HTTP/1.1".encode()
    assert missing == Answer(404, [(b"content-type", b"text/plain")], b"no")
