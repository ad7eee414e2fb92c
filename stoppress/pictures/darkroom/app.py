"""The darkroom as an ASGI application behind a socket that only this machine's own processes can reach."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.db import DatabaseError, InterfaceError

from stoppress.pictures.darkroom.developing import Darkroom, NotThere
from stoppress.pictures.darkroom.queue import Full

Message = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]
logger = logging.getLogger(__name__)

#: Said when the file lies in the folder now.
MADE = 204
_TEXT = (b"content-type", b"text/plain; charset=utf-8")
_LATER: Headers = [_TEXT, (b"cache-control", b"no-store")]
#: Bytes of the longest list of addresses, and how many are on it.
_LONGEST, _MOST = 200_000, 500


class App:
    """`GET /img/…` makes a derivative; `POST /ahead` with a JSON list of addresses has them made before anyone asks."""

    def __init__(self, darkroom: Darkroom) -> None:
        self._darkroom = darkroom

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if scope["method"] == "POST" and scope["path"] == "/ahead":
            status, headers, body = await self._ahead(receive)
        else:
            status, headers, body = await develop(self._darkroom, scope["path"])
        # A 204 has neither a body nor the length of one.
        length = [] if status == MADE else [(b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
        await send({"type": "http.response.body", "body": body})

    async def _ahead(self, receive: Callable[[], Awaitable[Message]]) -> tuple[int, Headers, bytes]:
        body, more = b"", True
        while more and len(body) <= _LONGEST:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        try:
            paths = [path for path in json.loads(body) if isinstance(path, str)][:_MOST]
        except (ValueError, TypeError):
            return 400, _LATER, b"A JSON list of addresses is wanted."
        count = self._darkroom.ask_ahead(paths)
        return 202, _LATER, b"%d" % count


async def develop(darkroom: Darkroom, path: str) -> tuple[int, Headers, bytes]:
    """Have a derivative made; 204 says that its file is there, everything else is an answer for the reader."""
    try:
        await asyncio.wrap_future(darkroom.ask(path))
    except NotThere:
        return 404, [_TEXT, (b"cache-control", b"public, max-age=60")], b"There is no such picture."
    except Full:
        return 503, [*_LATER, (b"retry-after", b"2")], b"Many pictures are asked for at once. Please try again in a moment."
    except (DatabaseError, InterfaceError, OSError) as error:
        logger.warning("%s could not be made: %r", path, error)
        return 503, [*_LATER, (b"retry-after", b"5")], b"This picture cannot be made at this moment. Please try again."
    except Exception:
        logger.exception("%s could not be made", path)
        return 500, _LATER, b"Something went wrong here. Please try again."
    return MADE, [], b""
