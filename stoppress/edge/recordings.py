"""Video and sound files given in pieces, as players ask for them."""

import asyncio
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from stoppress.edge import headers, ready
from stoppress.edge.flights import Receive, Scope, Send
from stoppress.edge.headers import Headers
from stoppress.kit import ranges

#: Bytes that are read and sent at a time.
PIECE = 256 * 1024
#: An address that nobody guesses: the first half is 128 bits of chance, the second says which captions.
NAME = re.compile(r"/media/([A-Za-z0-9_-]{22}(?:\.[0-9a-f]{8})?\.(mp4|webm|m4a|mp3|ogg|wav|flac|vtt))")
TYPES = {
    "mp4": "video/mp4", "webm": "video/webm", "m4a": "audio/mp4", "mp3": "audio/mpeg", "ogg": "audio/ogg",
    "wav": "audio/wav", "flac": "audio/flac", "vtt": "text/vtt; charset=utf-8",
}  # fmt: skip


class Recordings:
    """The files of one node; a name never gets other bytes."""

    def __init__(self, folder: Path, *, is_https: bool) -> None:
        self._folder = folder
        self._shared = headers.security(policy=headers.PICTURE_POLICY, is_https=is_https)

    async def give(self, scope: Scope, path: bytes, receive: Receive, send: Send) -> bool | None:
        """Give what is asked for; False when the file is not here yet, None when the address is none of ours."""
        named = NAME.fullmatch(path.decode("ascii", "replace"))
        if named is None:
            return None
        try:
            file = await asyncio.to_thread((self._folder / named[1]).open, "rb")
        except OSError:
            return False
        with file:
            await self._give(scope, file, named, receive, send)
        return True

    async def _give(self, scope: Scope, file: BinaryIO, named: re.Match[str], receive: Receive, send: Send) -> None:
        asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
        told = await asyncio.to_thread(_stat, file)
        etag, modified = f'"{named[1]}"', ready.http_date(datetime.fromtimestamp(int(told.st_mtime), UTC))
        common: Headers = [
            (b"content-type", TYPES[named[2]].encode()), (b"accept-ranges", b"bytes"), (b"etag", etag.encode()),
            (b"last-modified", modified), (b"cache-control", headers.LASTING_CACHING), *self._shared,
        ]  # fmt: skip
        if etag in asked.get(b"if-none-match", ""):
            await _answer(send, 304, common)
            return
        try:
            part = _part(scope, asked, told.st_size, etag, modified.decode())
        except ranges.NotSatisfiable:
            await _answer(send, 416, [*common, (b"content-range", b"bytes */%d" % told.st_size), (b"content-length", b"0")])
            return
        first, end = part or (0, told.st_size)
        if part:
            common.append((b"content-range", b"bytes %d-%d/%d" % (first, end - 1, told.st_size)))
        await send({"type": "http.response.start", "status": 206 if part else 200,
                    "headers": [*common, (b"content-length", b"%d" % (end - first))]})  # fmt: skip
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
        else:
            await _pour(file, first, end, receive, send)


def _part(scope: Scope, asked: dict[bytes, str], size: int, etag: str, modified: str) -> tuple[int, int] | None:
    """The part asked for, unless what the reader has the rest of is another file by now (If-Range)."""
    if scope["method"] != "GET" or b"range" not in asked:
        return None
    if asked.get(b"if-range", etag) not in (etag, modified):
        return None
    return ranges.wanted(asked[b"range"], size)


async def _pour(file: BinaryIO, first: int, end: int, receive: Receive, send: Send) -> None:
    """Send the bytes of a file piece by piece until the end, or until the reader has left."""
    left = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.to_thread(file.seek, first)
        while first < end and not left.done():
            piece = await asyncio.to_thread(file.read, min(PIECE, end - first))
            if not piece:  # the file is shorter than it was: the connection must not look whole
                raise OSError("A recording has become shorter while it was read")
            first += len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": first < end})
        if first >= end:
            return
        await send({"type": "http.response.body", "body": b""})
    finally:
        left.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _stat(file: BinaryIO) -> Any:
    return os.fstat(file.fileno())


async def _answer(send: Send, status: int, said: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": said})
    await send({"type": "http.response.body", "body": b""})
