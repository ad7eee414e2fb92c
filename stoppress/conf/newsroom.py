"""The newsroom's own ASGI application: Django behind the edge, which hands it what is not on the shelf."""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")

from stoppress.conf import gate

gate.wait()

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from django.db import DatabaseError

from stoppress.conf.watching import watching
from stoppress.edge.forward import CLIENT, SCHEME, say
from stoppress.edge.watch import Watch
from stoppress.press.house import show_hosts
from stoppress.press.shelf import ShelfError
from stoppress.wire.body_bound import BodyBound


class Behind:
    """Puts back who asks and over what, as the edge saw it; only for a socket that nobody but the edge can reach."""

    def __init__(self, inner: Callable[..., Any]) -> None:
        self._inner = inner
        self._watch = Watch(watching(lambda: True), before=lambda: None)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            told = dict(scope["headers"])
            headers = [(k, v) for k, v in scope["headers"] if k not in (CLIENT, SCHEME)]
            client = (told[CLIENT].decode("latin-1"), 0) if CLIENT in told else None
            scope = {**scope, "headers": headers, "client": client, "scheme": told.get(SCHEME, b"http").decode("latin-1")}
            if answer := await self._watch.answer(scope):
                await say(send, answer)
                return
        await self._inner(scope, receive, send)


# When the database is away the hosts that the shelf knows stay; the press tells it of every change.
with suppress(DatabaseError, ShelfError):
    show_hosts()
application = Behind(BodyBound(django_application))  # type: ignore[arg-type]
