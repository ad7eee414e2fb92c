"""What lies between the edge's socket and Django: who asks is put back, and whoever watches is answered."""

from stoppress.edge.flights import App, Receive, Scope, Send
from stoppress.edge.forward import CLIENT, SCHEME, say
from stoppress.edge.watch import Watch, Watching


class Behind:
    """Puts back who asks and over what, as the edge saw it; only for a socket that nobody but the edge can reach."""

    def __init__(self, inner: App, watching: Watching | None = None) -> None:
        self._inner = inner
        self._watch = Watch(watching or Watching(), before=lambda: None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
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
