"""An ASGI layer that refuses large bodies before Django, which would first read all of them, sees any."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

MOST_BYTES = 25 * 1024 * 1024


class _TooMuch(Exception):
    """More came than is taken."""


class BodyBound:
    """Lets requests under `prefix` through to `inner` as long as their bodies stay within `most` bytes."""

    def __init__(self, inner: App, *, prefix: str = "/api/newsroom/", most: int = MOST_BYTES) -> None:
        self._inner, self._prefix, self._most = inner, prefix, most

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer 413 at once to a body that says it is too large, and at the bound to one that does not say."""
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._inner(scope, receive, send)
            return
        said = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"")
        if said.isdigit() and int(said[:20]) > self._most:
            await self._refuse(send)
            return
        taken = 0

        async def receive_bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._most:
                raise _TooMuch
            return message

        try:
            await self._inner(scope, receive_bounded, send)
        except _TooMuch:
            await self._refuse(send)

    async def _refuse(self, send: Send) -> None:
        said = {"error": "too_much", "message": f"The body is larger than {self._most:,} bytes, the most that is taken.",
                "problems": {}}  # fmt: skip
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(said).encode()})
