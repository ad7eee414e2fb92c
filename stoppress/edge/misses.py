"""The way to the application for what is not on the shelf: bounded, and one process at a time for a page."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack

from stoppress.edge.flights import App, Message, Receive, Scope, Send
from stoppress.edge.leases import Leases
from stoppress.edge.memory import Memory
from stoppress.edge.settings import EdgeSettings
from stoppress.press.shelf import ShelfError


class Misses:
    """A few requests at work, more that wait for them, and for the rest no place.

    A place is given back when the response begins: then the work is done, and a stream may last.
    """

    def __init__(self, inner: App, memory: Memory, leases: Leases, settings: EdgeSettings) -> None:
        self._inner = inner
        self._memory = memory
        self._leases = leases
        self._settings = settings
        self._room = asyncio.Semaphore(settings.max_prints)
        #: Requests that are at work or wait for it.
        self.count = 0

    def place(self) -> ExitStack | None:
        """A place, to be closed when it is needed no more; None when all are taken."""
        if self.count >= self._settings.max_misses:
            return None
        self.count += 1
        place = ExitStack()
        place.callback(self._leave)
        return place

    async def ask(self, place: ExitStack, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer, when it is this request's turn."""
        with place:
            await self._room.acquire()
            place.callback(self._room.release)
            await self._inner(scope, receive, _first_closing(place, send))

    def print(self, place: ExitStack, key: str) -> App:
        """The application for a page, run unless another process has just shelved it.

        Then it ends without a response.
        """

        async def run(scope: Scope, receive: Receive, send: Send) -> None:
            seconds = self._settings.print_seconds
            with place, ExitStack() as lease:
                is_ours = await self._leases.wait_for(key, is_there=self._is_there(key), mark=self._memory.mark, seconds=seconds)
                if is_ours:
                    lease.callback(self._leases.give_back, key)
                    await self.ask(place, scope, receive, _first_closing(lease, send))

        return run

    def _is_there(self, key: str) -> Callable[[], bool]:
        def is_there() -> bool:
            try:
                return self._memory.page(key) is not None
            except ShelfError:
                return False

        return is_there

    def _leave(self) -> None:
        self.count -= 1


def _first_closing(stack: ExitStack, send: Send) -> Send:
    """A `send` that closes the stack when the response begins."""

    async def send_closing(message: Message) -> None:
        stack.close()
        await send(message)

    return send_closing
