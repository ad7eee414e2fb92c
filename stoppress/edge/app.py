"""The whole edge as an ASGI application; what the protocol answers faster, this answers the same."""

import asyncio
from collections.abc import Iterable
from contextlib import ExitStack

from stoppress.edge import headers
from stoppress.edge.answers import SOON, Answer, in_words
from stoppress.edge.counts import Counts
from stoppress.edge.flights import App, Flight, Message, Receive, Scope, Send
from stoppress.edge.folders import Folder
from stoppress.edge.headers import Headers
from stoppress.edge.leases import Leases
from stoppress.edge.live.answers import STREAM, Live
from stoppress.edge.live.hub import Hub
from stoppress.edge.memory import Memory
from stoppress.edge.misses import Misses
from stoppress.edge.pictures import Develop, Pictures
from stoppress.edge.reads import READS, Reads
from stoppress.edge.ready import Ready, target_of
from stoppress.edge.recordings import Recordings
from stoppress.edge.settings import EdgeSettings
from stoppress.edge.tending import Tending
from stoppress.edge.watch import Watch, Watching
from stoppress.press.shelf import Shelf, ShelfError

_BUSY = in_words(503, b"Many readers are here at once. Please try again in a moment.", SOON)
_NOT_FOUND = in_words(404, b"There is no such file.", caching=b"public, max-age=60")


class Edge:
    """Gives readers what lies on the shelf and in the folders, and lets everything else through to `inner`.

    Any number of readers of a page that is not on the shelf are one request for `inner`.
    """

    def __init__(
        self, settings: EdgeSettings, inner: App, shelf: Shelf | None = None, watching: Watching | None = None,
        darkroom: Develop | None = None,
    ) -> None:  # fmt: skip
        """`darkroom` makes pictures that are not there; without it `inner` is asked for them."""
        self.settings = settings
        self.shelf = shelf or Shelf(settings.home / "shelf")
        self.memory = Memory(self.shelf, settings)
        self._inner = inner
        self.misses = Misses(inner, self.memory, Leases(self.shelf.folder / "leases"), settings)
        self._is_https = settings.site_url.startswith("https:")
        self._flights: dict[str, Flight] = {}
        self.live = Live(Hub(settings.home, settings.live), policy=settings.policy, is_https=self._is_https)
        self.reads = Reads(settings.home)
        counts = Counts(settings.home, self.memory, self.live.hub)
        self._tending = Tending(self.shelf, self.memory, counts, self.reads)
        self._watch = Watch(watching or Watching(), counts.carry_over)
        derivatives = settings.home / "derivatives"
        self._derivatives = Folder("/img/", derivatives, headers.PICTURE_POLICY, self._is_https, is_lasting=True)
        self._pictures = Pictures(settings.picture_keys, darkroom)
        self._recordings = Recordings(settings.home / "recordings", is_https=self._is_https)
        static = settings.static_folder
        self._static = Folder("/static/", static, settings.policy, self._is_https) if static else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or one connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            await self._inner(scope, receive, send)
        else:
            self._tending.start()
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = (scope.get("raw_path") or target_of(scope["path"])).partition(b"?")[0]
        if scope["path"].startswith(STREAM):
            if told := await self.live.answer(scope, receive, send):
                await self._give_answer(told, _without_body(send) if scope["method"] == "HEAD" else send)
            return
        if scope["method"] == "POST" and scope["path"].startswith(READS):
            await self._give_answer(self.reads.answer(scope), send)
            return
        is_read = scope["method"] in ("GET", "HEAD")
        if not is_read or self.settings.goes_through(scope["path"]):
            await self._let_through(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            send = _without_body(send)
        if told := await self._watch.answer(scope):
            await self._give_answer(told, send)
            return
        if self.memory.is_stale():
            self.memory.refresh()
        if path.startswith(b"/media/"):
            await self._give_recording(scope, path, receive, send)
            return
        if await self._give_file(scope, path, send):
            return
        key = self.memory.key(self.memory.site(_header(scope, b"host")), path)
        if key is None:
            await self._let_through_counted(scope, receive, send)
        elif await self._give_page(scope, key, send):
            self.memory.hits += 1
        else:
            self.memory.misses += 1
            await self._give_fresh(scope, key, receive, send)

    async def _give_recording(self, scope: Scope, path: bytes, receive: Receive, send: Send) -> None:
        """Give a recording, whole or in part; the newsroom brings one that is not on this machine yet."""
        given = await self._recordings.give(scope, path, receive, send)
        if given is None:
            await self._give_answer(_NOT_FOUND, send)
        elif not given:
            await self._let_through_counted(scope, receive, send)

    async def _give_file(self, scope: Scope, path: bytes, send: Send) -> bool:
        """Give a static file that there is, or a picture; what is static and is not there is nowhere."""
        if path.startswith(b"/static/") and self._static:
            if not await self._give_from(self._static, scope, path, send):
                await self._give_answer(_NOT_FOUND, send)
            return True
        if not path.startswith(b"/img/"):
            return False
        if not self._pictures.is_ours(path):
            await self._give_answer(_NOT_FOUND, send)
            return True
        if await self._give_from(self._derivatives, scope, path, send):
            return True
        if not self._pictures.can_be_made:
            return False
        answer = await self._pictures.made(path)
        if answer is not None or not await self._give_from(self._derivatives, scope, path, send):
            await self._give_answer(answer or _NOT_FOUND, send)
        return True

    async def _give_from(self, folder: Folder, scope: Scope, path: bytes, send: Send) -> bool:
        found = self.memory.targets.get(path)
        if found is None:
            mark = self.memory.mark()
            read = await folder.file(path)
            if read is None:
                return False
            found, may_be_kept = read
            if may_be_kept and mark == self.memory.mark():
                self.memory.keep(found)
        await self._give(found, scope, send)
        return True

    async def _give_page(self, scope: Scope, key: str, send: Send) -> bool:
        """Give the page of a key, or the answer that it does not exist, when that is known."""
        try:
            found = self.memory.page(key)
        except ShelfError:
            return False
        if found is not None:
            await self._give(found, scope, send)
            return True
        absent = self.memory.absent(key)
        if absent is not None:
            await self._give_answer(absent, send)
        return absent is not None

    async def _give_fresh(self, scope: Scope, key: str, receive: Receive, send: Send) -> None:
        """Have the page printed, or wait for the print that another reader is waiting for."""
        flight = self._flights.get(key)
        is_first = flight is None
        if flight is None:
            place = self.misses.place()
            if place is None:
                await self._give_answer(_BUSY, send)
                return
            flight = self._start(place, scope, key, receive, send)
        try:
            # Shielded, because cancelling one reader's wait would cancel it for all.
            async with asyncio.timeout(self.settings.print_seconds):
                answer = await asyncio.shield(flight.landed)
        except TimeoutError:
            flight.is_left = flight.is_left or is_first
            await self._give_answer(_BUSY, send)
            return
        except asyncio.CancelledError:
            flight.is_left = flight.is_left or is_first
            raise
        if is_first and flight.is_private:
            await _see_through(flight)
        elif not await self._give_landed(scope, key, flight, answer, send):
            await self._let_through_counted(scope, receive, send)

    def _start(self, place: ExitStack, scope: Scope, key: str, receive: Receive, send: Send) -> Flight:
        asked_at = self.memory.mark()
        flight = Flight(self.misses.print(place, key), scope, receive, self._guarded(scope, send))
        self._flights[key] = flight

        def land(landed: asyncio.Future[Answer | None]) -> None:
            if self._flights.get(key) is flight:
                del self._flights[key]
            answer = landed.result()
            if answer is not None and answer.status in (404, 410) and (not flight.query or headers.is_public(answer.headers)):
                self.memory.note_absent(key, answer, asked_at=asked_at)

        flight.landed.add_done_callback(land)
        flight.task.add_done_callback(lambda task: place.close())
        return flight

    async def _give_landed(self, scope: Scope, key: str, flight: Flight, answer: Answer | None, send: Send) -> bool:
        """Give what a flight has brought: the page it shelved, or its answer to the same question."""
        if await self._give_page(scope, key, send):
            return True
        if answer is None or flight.query != scope.get("query_string", b""):
            return False
        await self._give_answer(answer, send)
        return True

    async def _let_through(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._inner(scope, receive, self._guarded(scope, send))

    async def _let_through_counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = self.misses.place()
        if place is None:
            await self._give_answer(_BUSY, send)
        else:
            await self.misses.ask(place, scope, receive, self._guarded(scope, send))

    async def _give(self, found: Ready, scope: Scope, send: Send) -> None:
        found.hits += 1
        variant, is_unchanged = found.answer(
            _header(scope, b"accept-encoding"),
            _header(scope, b"if-none-match"),
            _header(scope, b"if-modified-since"),
        )
        if is_unchanged:
            self.memory.unchanged += found.is_page
            await _respond(send, 304, variant.unchanged, b"")
        else:
            await _respond(send, found.status, variant.headers, variant.body)

    async def _give_answer(self, answer: Answer, send: Send) -> None:
        own = [pair for pair in answer.headers if pair[0].lower() != b"content-length"]
        own.append((b"content-length", b"%d" % len(answer.body)))
        guarded = headers.guarded(own, status=answer.status, policy=self.settings.policy, is_https=self._is_https)
        await _respond(send, answer.status, guarded, answer.body)

    def _guarded(self, scope: Scope, send: Send) -> Send:
        """A `send` that adds the security headers that are missing."""
        is_desk = scope["path"].startswith("/desk/")
        policy = headers.DESK_POLICY if is_desk else self.settings.policy

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = headers.guarded(
                    message.get("headers", ()),
                    status=message["status"],
                    policy=policy,
                    is_https=self._is_https,
                )
                message = {**message, "headers": kept}
            await send(message)

        return send_guarded

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._tending.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.live.hub.stop()
                await self._tending.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


async def _see_through(flight: Flight) -> None:
    """Wait for a response that goes to this reader alone; when they leave, it ends."""
    try:
        await asyncio.shield(flight.task)
    except asyncio.CancelledError:
        flight.task.cancel()
        raise


async def _respond(send: Send, status: int, said: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": said})
    await send({"type": "http.response.body", "body": body})


def _header(scope: Scope, name: bytes) -> bytes | None:
    """A request header, several of the same name joined; None when it is not there."""
    values: Iterable[bytes] = [value for found, value in scope["headers"] if found == name]
    return b", ".join(values) if values else None


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head
