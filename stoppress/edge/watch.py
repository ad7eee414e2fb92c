"""What the edge says of itself to machines that look after it: /healthz, /readyz and /metrics."""

import asyncio
import hmac
import ipaddress
import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from stoppress.edge.answers import Answer
from stoppress.edge.headers import Headers

#: Seconds that an answer may take; what is not known by then is taken to be away.
PATIENCE = 2.0
#: Seconds for which a check holds, so that many who ask cost no more than one.
HOLDS = 1.0
_TEXT = "text/plain; charset=utf-8"
_JSON = "application/json"
#: Headers of a proxy: who comes with one is not this machine itself, whatever its address.
_FORWARDED = {b"forwarded", b"via", b"x-forwarded-for", b"x-real-ip"}


@dataclass(frozen=True, slots=True)
class Watching:
    """What the installation hands in: its checks and its metrics.

    Each check returns a sentence that says what is wrong, or nothing. `metrics` is given what the checks said, and makes
    the text and names its type.
    """

    checks: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    metrics: Callable[[dict[str, str]], tuple[bytes, str]] | None = None
    #: What opens the metrics as a bearer token; empty when only this machine may ask.
    metrics_token: str = ""


class Watch:
    """Answers those who watch over this worker, without ever keeping its readers waiting."""

    def __init__(self, watching: Watching, before: Callable[[], None]) -> None:
        """`before` is called before metrics are made, to bring this worker's counts up to date."""
        self._watching = watching
        self._before = before
        self._pages = {"/healthz": self._health, "/readyz": self._ready, "/metrics": self._metrics}
        # One thread for each check: one that hangs neither holds up the others nor piles up.
        self._asides = {name: _Aside(f"check-{name}", check) for name, check in watching.checks.items()}
        self._made = _Aside("metrics", watching.metrics) if watching.metrics else None

    async def answer(self, scope: Mapping[str, Any]) -> Answer | None:
        """The answer to a request of a watcher; None for everyone else's."""
        page = self._pages.get(scope["path"])
        return await page(scope) if page else None

    async def _health(self, scope: Mapping[str, Any]) -> Answer:
        return _said(200, _TEXT, b"alive\n")

    async def _ready(self, scope: Mapping[str, Any]) -> Answer:
        wrong = {name: sentence for name, sentence in (await self._found()).items() if sentence}
        told = {"ready": not wrong, "wrong": wrong}
        return _said(503 if wrong else 200, _JSON, json.dumps(told).encode() + b"\n")

    async def _found(self) -> dict[str, str]:
        """What each check says; it takes no longer than the slowest may."""
        found = await asyncio.gather(*(self._check(name) for name in self._asides))
        return dict(zip(self._asides, found, strict=True))

    async def _check(self, name: str) -> str:
        try:
            sentence: str = await self._asides[name].result()
            return sentence
        except TimeoutError:
            return f"The {name} has not answered within {PATIENCE:g} seconds."

    async def _metrics(self, scope: Mapping[str, Any]) -> Answer:
        refusal = self._refusal(scope)
        if refusal or self._made is None:
            return refusal or _said(404, _TEXT, b"There are no metrics here.\n")
        self._before()
        try:
            text, content_type = await self._made.result(await self._found())
        except TimeoutError:
            return _said(503, _TEXT, b"The metrics could not be gathered in time; ask again.\n")
        return _said(200, content_type, text)

    def _refusal(self, scope: Mapping[str, Any]) -> Answer | None:
        """What those get who may not see the metrics."""
        token = self._watching.metrics_token
        if token:
            brought = dict(scope["headers"]).get(b"authorization", b"")
            if hmac.compare_digest(brought, b"Bearer " + token.encode()):
                return None
            return _said(401, _TEXT, b"Bring the token of the metrics as a bearer token.\n", (b"www-authenticate", b"Bearer"))
        if _is_this_machine(scope):
            return None
        return _said(403, _TEXT, b"Only this machine itself may see the metrics, unless STOPPRESS_METRICS_TOKEN is set.\n")


class _Aside:
    """A piece of work in a thread of its own, one at a time, whose result holds for a moment."""

    def __init__(self, name: str, work: Callable[..., Any]) -> None:
        self._work = work
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._under_way: Future[Any] | None = None
        self._done_at = 0.0

    async def result(self, *given: Any) -> Any:
        """What the work returns or raises. Raises TimeoutError when that takes too long."""
        if self._under_way is None or (self._under_way.done() and time.monotonic() > self._done_at + HOLDS):
            self._under_way = self._thread.submit(self._run, *given)
        return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._under_way)), PATIENCE)

    def _run(self, *given: Any) -> Any:
        try:
            return self._work(*given)
        finally:
            self._done_at = time.monotonic()


def _is_this_machine(scope: Mapping[str, Any]) -> bool:
    client = scope.get("client")
    if not client or any(name in _FORWARDED for name, _ in scope["headers"]):
        return False
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _said(status: int, content_type: str, body: bytes, *more: tuple[bytes, bytes]) -> Answer:
    own: Headers = [(b"content-type", content_type.encode()), (b"cache-control", b"no-store"), *more]
    return Answer(status, own, body)
