"""Lines to another process: kept from request to request, never confused, never left hanging."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httptools
import pytest
import uvloop
from hypothesis import example, given
from hypothesis import strategies as st

from stoppress.edge.line import AHEAD, LineLost
from stoppress.edge.lines import Lines, NotARequest, head
from tests import aside

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
HEADERS = [(b"host", b"there")]
WRONG = b"HTTP/1.1 500 Wrong\r\ncontent-length: 5\r\n\r\nwrong"
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nX-Own: yes\r\n\r\nok"


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def run(request: Any, tmp_path: Path) -> Callable[..., Any]:
    """Runs a coroutine that is given lines to somebody who talks as told, and how many calls there were."""

    async def with_lines(talk: Talk, asking: Callable[..., Any], patience: float) -> Any:
        calls: list[asyncio.StreamWriter] = []

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            calls.append(writer)
            try:
                await talk(reader, writer)
            except (ConnectionError, asyncio.IncompleteReadError):
                pass
            finally:
                writer.close()

        server = await asyncio.start_unix_server(answer, str(tmp_path / "there.sock"))
        lines = Lines(tmp_path / "there.sock", patience)
        try:
            return await asking(lines, calls)
        finally:
            lines.close()
            server.close()
            await asyncio.sleep(0.05)

    def running(talk: Talk, asking: Callable[..., Any], patience: float = 10) -> Any:
        def in_a_loop() -> Any:
            with asyncio.Runner(loop_factory=request.param) as runner:
                return runner.run(with_lines(talk, asking, patience))

        return aside.call(in_a_loop)

    return running


def saying(*answers: bytes) -> Talk:
    """Somebody who gives one of these answers after each request, then hangs up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await reader.readuntil(b"\r\n\r\n")
            for at in range(0, len(answer), 7):  # in small pieces
                writer.write(answer[at : at + 7])
                await writer.drain()
                await asyncio.sleep(0)

    return talk


async def whole(lines: Lines, method: str = "GET") -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    return await lines.whole(method, b"/", HEADERS)


def test_one_line_serves_one_request_after_the_other(run: Any) -> None:
    async def asking(lines: Lines, calls: list[Any]) -> Any:
        return [await whole(lines) for _ in range(3)], len(calls)

    told, calls = run(saying(OK, OK, OK), asking)
    assert told == [(200, [(b"content-length", b"2"), (b"x-own", b"yes")], b"ok")] * 3
    assert calls == 1


def test_requests_at_once_have_lines_of_their_own(run: Any) -> None:
    async def asking(lines: Lines, calls: list[Any]) -> Any:
        return await asyncio.gather(*[whole(lines) for _ in range(20)]), len(calls)

    told, calls = run(saying(OK), asking)
    assert [status for status, _, _ in told] == [200] * 20
    assert calls == 20


def test_a_line_that_is_to_be_closed_is_not_taken_again(run: Any) -> None:
    async def asking(lines: Lines, calls: list[Any]) -> Any:
        return [(await whole(lines))[0] for _ in range(2)], len(calls)

    closing = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    assert run(saying(closing, closing), asking) == ([200, 200], 2)


def test_what_has_no_body_leaves_the_line_in_order(run: Any) -> None:
    """The answer to HEAD tells of a body that does not come; a 304 may, too; that it goes on is no answer."""

    async def asking(lines: Lines, calls: list[Any]) -> Any:
        return [await whole(lines, method) for method in ("HEAD", "GET", "GET", "GET")], len(calls)

    answers = (
        b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n", b"HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK, b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    )  # fmt: skip
    told, calls = run(saying(*answers), asking)
    assert [(status, body) for status, _, body in told] == [(200, b""), (304, b""), (200, b"ok"), (200, b"abc")]
    assert calls == 1


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n"]
)
def test_no_answer_half_an_answer_and_none_at_all_are_told_apart_from_a_whole_one(run: Any, answer: bytes) -> None:
    async def asking(lines: Lines, calls: list[Any]) -> None:
        await whole(lines)

    with pytest.raises(LineLost):
        run(saying(answer), asking)


def test_who_is_silent_is_given_up(run: Any) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def asking(lines: Lines, calls: list[Any]) -> None:
        await whole(lines)

    began = time.monotonic()
    with pytest.raises(LineLost, match=r"silent for 0\.2 s"):
        run(talk, asking, 0.2)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("at_once", [False, True])
def test_what_nobody_has_asked_is_not_taken_for_an_answer(run: Any, at_once: bool) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in [OK + WRONG] if at_once else [OK, WRONG]:
            writer.write(piece if len(calls_so_far) == 1 else OK)
            await asyncio.sleep(0.05)

    calls_so_far: list[Any] = []

    async def asking(lines: Lines, calls: list[Any]) -> Any:
        calls_so_far.append(calls)
        first = await whole(lines)
        if not at_once:
            await asyncio.sleep(0.1)
        calls_so_far.append(calls)
        return first, (await whole(lines)), len(calls)

    answer = 200, [(b"content-length", b"2"), (b"x-own", b"yes")], b"ok"
    assert run(talk, asking) == (answer, answer, 2)


def test_nobody_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    async def asking() -> None:
        await Lines(tmp_path / "nobody.sock", 5).whole("GET", b"/", HEADERS)

    with pytest.raises(FileNotFoundError):
        aside.run(asking())


def test_an_answer_waits_there_when_it_is_not_taken_here(run: Any) -> None:
    """A slow reader costs this process a bounded amount of memory, and gets every byte."""
    size, sent = 20_000_000, 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % size)
        for _ in range(size // 10_000):
            writer.write(b"x" * 10_000)
            await writer.drain()
            sent += 10_000

    async def asking(lines: Lines, calls: list[Any]) -> tuple[int, int]:
        async with lines.line() as line:
            line.begin(head("GET", b"/", HEADERS), has_body=False, is_chunked=False, is_for_head=False)
            await line.answer()
            await asyncio.sleep(0.5)
            early = sent
            return early, sum([len(part) async for part in line.parts()])

    early, got = run(talk, asking)
    assert got == size
    assert early < AHEAD + 3_000_000  # what waits here, and what the system holds


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_goes_over_as_it_comes(run: Any, is_chunked: bool) -> None:
    got = bytearray()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        while not got.endswith(b"0\r\n\r\n" if is_chunked else b"end"):
            got.extend(await reader.read(100_000))
        writer.write(OK)
        await writer.drain()

    async def asking(lines: Lines, calls: list[Any]) -> tuple[int, bool]:
        async with lines.line() as line:
            line.begin(head("POST", b"/", HEADERS), has_body=True, is_chunked=is_chunked, is_for_head=False)
            for part in (b"a" * 1_000_000, b"b" * 1_000_000, b"end"):
                await line.send(part)
            was_free = line.is_free
            line.sent_all()
            status, _ = await line.answer()
            assert [part async for part in line.parts()] == [b"ok"]
            return status, was_free

    assert run(talk, asking) == (200, False)
    expected = [b"a" * 1_000_000, b"b" * 1_000_000, b"end"]
    framed = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in expected) + b"0\r\n\r\n"
    assert bytes(got) == (framed if is_chunked else b"".join(expected))


def test_an_answer_before_all_was_asked_is_heard(run: Any) -> None:
    """As when an upload is refused; nothing else is asked on that line."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\n\r\nbig")
        await writer.drain()
        await asyncio.sleep(5)

    async def asking(lines: Lines, calls: list[Any]) -> Any:
        async with lines.line() as line:
            line.begin(head("PUT", b"/", HEADERS), has_body=True, is_chunked=False, is_for_head=False)
            for _ in range(10_000):
                if line.has_answered:
                    break
                await line.send(b"x" * 10)
                await asyncio.sleep(0.001)
            told = await line.answer(), [part async for part in line.parts()]
            return told, line.is_free

    (answer, parts), is_free = run(talk, asking)
    assert (answer[0], parts, is_free) == (413, [b"big"], False)


#: Bytes among which those that mean something are not rare.
_texts = st.lists(st.sampled_from([b"a", b": ", b" ", b"\r\n", b"\n", b"\r", b"\0", b"x: y", b"\xff", b"/", b"\t"]), max_size=6).map(b"".join)


@example(name=b"a", value=b"a\r\nx: y", target=b"", method="GET")
@given(name=_texts, value=_texts, target=_texts, method=st.sampled_from(["GET", "M-SEARCH", "GET /x HTTP/1.1\r\nhost: y\r\n\r\nGET", ""]))
def test_no_request_smuggles_another(name: bytes, value: bytes, target: bytes, method: str) -> None:
    """What is not refused is read as the one request it is, with the one header."""
    try:
        made = head(method, b"/" + target, [(b"host", b"there"), (name, value)])
    except NotARequest:
        return
    assert made.count(b"\r\n") == 4
    assert made.endswith(b"\r\n\r\n")
    line, host, other = made[:-4].split(b"\r\n")
    assert (line, host, other) == (f"{method} ".encode() + b"/" + target + b" HTTP/1.1", b"host: there", name + b": " + value)


@pytest.mark.parametrize(
    ("method", "target", "headers"),
    [
        ("GET", b"/a b", []), ("GET", b"/\r\nx: y", []), ("GET", b"", []), ("GE T", b"/", []), ("GET", "/ä".encode(), []),
        ("GET", b"/", [(b"x", b"a\r\nb: c")]), ("GET", b"/", [(b"x", b"a\nb")]), ("GET", b"/", [(b"x", b"a\0")]),
        ("GET", b"/", [(b"x y", b"a")]), ("GET", b"/", [(b"x:", b"a")]), ("GET", b"/", [(b"", b"a")]),
    ],
)  # fmt: skip
def test_what_has_no_form_is_refused(method: str, target: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    with pytest.raises(NotARequest):
        head(method, target, headers)


def test_what_has_a_form_is_read_as_it_was_meant() -> None:
    class Read:
        def __init__(self) -> None:
            self.headers: list[tuple[bytes, bytes]] = []

        def on_url(self, url: bytes) -> None:
            self.url = url

        def on_header(self, name: bytes, value: bytes) -> None:
            self.headers.append((name, value))

    read = Read()
    given_ = [(b"host", b"there"), (b"x-name", "Žofie".encode()), (b"cookie", b"a=1; b=2")]
    httptools.HttpRequestParser(read).feed_data(head("GET", b"/%C3%A4?q=1", given_))
    assert (read.url, read.headers) == (b"/%C3%A4?q=1", given_)
