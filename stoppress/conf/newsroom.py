"""The newsroom's own ASGI application: Django behind the edge, which hands it what is not on the shelf."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")

from stoppress.conf import gate

gate.wait()

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from stoppress.edge.forward import CLIENT, SCHEME
from stoppress.wire.body_bound import BodyBound


class Behind:
    """Puts back who asks and over what, as the edge saw it; only for a socket that nobody but the edge can reach."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Hand on one request."""
        if scope["type"] == "http":
            told = dict(scope["headers"])
            headers = [(k, v) for k, v in scope["headers"] if k not in (CLIENT, SCHEME)]
            client = (told[CLIENT].decode("latin-1"), 0) if CLIENT in told else None
            scope = {**scope, "headers": headers, "client": client, "scheme": told.get(SCHEME, b"http").decode("latin-1")}
        await self._inner(scope, receive, send)


application = Behind(BodyBound(django_application))  # type: ignore[arg-type]
