"""The way to the darkroom, another process of this machine, over a Unix socket."""

import logging
from pathlib import Path

import httpcore

from stoppress.edge.memory import Answer

#: Seconds that a picture may take.
PATIENCE = 60.0
_AWAY = Answer(
    503,
    [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), (b"retry-after", b"2")],
    b"Pictures cannot be made at this moment. Please try again.",
)
_KEPT = {b"content-type", b"cache-control", b"retry-after"}
logger = logging.getLogger("stoppress.edge")


class FarDarkroom:
    """The darkroom behind a Unix socket."""

    def __init__(self, socket: Path) -> None:
        self._socket = str(socket)
        self._lines: httpcore.AsyncConnectionPool | None = None

    async def develop(self, path: str) -> Answer | None:
        """Have a picture made: None when its file lies in the folder now, else the answer for the reader."""
        if self._lines is None:  # made at the first request: it belongs to the loop that runs then
            self._lines = httpcore.AsyncConnectionPool(
                uds=self._socket, max_connections=200, max_keepalive_connections=20, keepalive_expiry=30.0, retries=1
            )
        url = httpcore.URL(scheme=b"http", host=b"darkroom", port=None, target=path.encode())
        patience = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)}
        try:
            answer = await self._lines.request("GET", url, headers=[(b"host", b"darkroom")], extensions=patience)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            logger.warning("The darkroom did not answer %s: %r", path, error)
            return _AWAY
        if answer.status == 204:
            return None
        return Answer(answer.status, [(k.lower(), v) for k, v in answer.headers if k.lower() in _KEPT], answer.content)

    async def close(self) -> None:
        """Close the lines to the darkroom."""
        if self._lines is not None:
            await self._lines.aclose()
            self._lines = None
