"""One run of the inner application for everyone who waits for the same cold page."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any

from stoppress.edge import headers
from stoppress.edge.answers import AWAY, Answer, in_words
from stoppress.edge.headers import Headers

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]

#: What would make Django answer one reader's copy of the page instead of the page.
_CONDITIONS = {
    b"accept-encoding", b"if-match", b"if-modified-since", b"if-none-match", b"if-range",
    b"if-unmodified-since", b"range",
}  # fmt: skip
_logger = logging.getLogger("stoppress.edge")


class Flight:
    """A run of the inner application on behalf of the reader who came first.

    It is a task of its own, so that no reader who leaves takes it down for the others. When its
    response turns out to be for one reader only, it goes to the first as it comes, and the others
    are told to ask for themselves.
    """

    def __init__(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        self.query: bytes = scope.get("query_string", b"")
        #: The shared answer, or None when there is none to share.
        self.landed: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        #: Whether the first reader is gone, to whom a private response would go.
        self.is_left = False
        self._receive = receive
        self._send = send
        self._is_private = asyncio.Event()
        self._was_asked = False
        self._status = 0
        self._headers: Headers = []
        self._parts: list[bytes] = []
        self.task = asyncio.create_task(app(_anonymous(scope), self._received, self._sent))
        self.task.add_done_callback(self._end)

    async def _received(self) -> Message:
        if not self._was_asked:
            self._was_asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        # Whether the first reader leaves is of interest only once the response is theirs alone.
        await self._is_private.wait()
        return {"type": "http.disconnect"} if self.is_left else await self._receive()

    async def _sent(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status, self._headers = message["status"], list(message.get("headers", []))
            if not headers.is_shareable(self._status, self._headers):
                self._is_private.set()
                self._land(None)
        if self._is_private.is_set():
            if not self.is_left:
                await self._send(message)
        elif message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                self._land(Answer(self._status, self._headers, b"".join(self._parts)))

    @property
    def is_private(self) -> bool:
        """Whether the response goes to the first reader alone."""
        return self._is_private.is_set()

    def _land(self, answer: Answer | None) -> None:
        if not self.landed.done():
            self.landed.set_result(answer)

    def _end(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _logger.error("The application failed while a page was printed.", exc_info=error)
        if isinstance(error, ConnectionError):
            self._land(AWAY)  # nobody has got a part of the answer that broke off
            return
        # Without an error, another process has brought the page onto the shelf meanwhile.
        self._land(FAILED if error is not None or task.cancelled() else None)


#: The answer to readers whose flight ended without one.
FAILED = in_words(500, b"Something went wrong here. Please try again.")


def _anonymous(scope: Scope) -> Scope:
    kept = [pair for pair in scope["headers"] if pair[0].lower() not in _CONDITIONS]
    return {**scope, "method": "GET", "headers": kept}
