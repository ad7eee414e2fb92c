"""The way to the darkroom, another process of this machine, over a Unix socket."""

import logging
from pathlib import Path

from stoppress.edge.line import Silent
from stoppress.edge.lines import Lines, NotARequest
from stoppress.edge.memory import Answer

#: Seconds that a picture may take.
PATIENCE = 60.0
_AWAY = Answer(
    503,
    [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), (b"retry-after", b"2")],
    b"Pictures cannot be made at this moment. Please try again.",
)
_NONE = Answer(404, [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")], b"No such picture.")
_KEPT = {b"content-type", b"cache-control", b"retry-after"}
logger = logging.getLogger("stoppress.edge")


class FarDarkroom:
    """The darkroom behind a Unix socket."""

    def __init__(self, socket: Path) -> None:
        self._lines = Lines(socket, PATIENCE)

    async def develop(self, path: str) -> Answer | None:
        """Have a picture made: None when its file lies in the folder now, else the answer for the reader."""
        for left in (1, 0):  # a line that was closed as it was taken up again
            try:
                status, headers, body = await self._lines.whole("GET", path.encode(), [(b"host", b"darkroom")])
                break
            except NotARequest:
                return _NONE
            except OSError as error:
                if not left or isinstance(error, Silent):
                    logger.warning("The darkroom did not answer %s: %r", path, error)
                    return _AWAY
        return None if status == 204 else Answer(status, [(k, v) for k, v in headers if k in _KEPT], body)

    async def close(self) -> None:
        """Close the lines to the darkroom."""
        self._lines.close()
