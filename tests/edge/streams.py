"""Reading server-sent events from a real server, as a browser would."""

import json
import time
from typing import Any

from tests.edge.wire import Wire, request


class Listener(Wire):
    """One open stream."""

    def __init__(self, port: int, query: str = "channels=feed:en", version: str = "1.1", **headers: str) -> None:
        super().__init__(port)
        self.events: list[tuple[str, str, str]] = []
        self.retry = 0
        self._text = b""
        self.is_over = False
        self.send(request(f"/live/?{query}", version=version, **headers))
        while b"\r\n\r\n" not in self._rest:
            self._more()
        self.head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        self.status = int(self.head.split(b" ")[1])

    def next(self, seconds: float = 5) -> tuple[str, str, Any]:
        """The next event: its name, its id, and what it says."""
        while not self.events:
            self._take(seconds)
        name, id, data = self.events.pop(0)
        return name, id, json.loads(data) if data.startswith("{") else data

    def until(self, name: str, seconds: float = 5) -> list[Any]:
        """What messages said until an event of this name came."""
        said = []
        while True:
            found, _, data = self.next(seconds)
            if found == name:
                return said
            if found == "message":
                said.append(data)

    def hears_nothing(self, seconds: float) -> bool:
        """Whether nothing but signs of life comes for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self._take(left)
            except TimeoutError:
                break
            if any(name == "message" for name, _, _ in self.events):
                return False
        return True

    def ends(self, seconds: float = 5) -> bool:
        """Whether the server ends the stream in good order."""
        self.socket.settimeout(seconds)
        while not self.is_over:
            self._take(seconds)
        return not self._rest

    def _take(self, seconds: float) -> None:
        self.socket.settimeout(seconds)
        while b"\r\n" not in self._rest:
            self._more()
        size, _, rest = self._rest.partition(b"\r\n")
        self._rest = rest
        while len(self._rest) < int(size, 16) + 2:
            self._more()
        self._text += self._rest[: int(size, 16)]
        self._rest = self._rest[int(size, 16) + 2 :]
        self.is_over = int(size, 16) == 0
        while b"\n\n" in self._text:
            block, _, self._text = self._text.partition(b"\n\n")
            self._read(block.decode())

    def _read(self, block: str) -> None:
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "retry" in fields:
            self.retry = int(fields["retry"])
        if "data" in fields:
            self.events.append((fields.get("event", "message"), fields.get("id", ""), fields["data"]))
