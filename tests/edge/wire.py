"""HTTP as bytes over a real socket."""

import re
import socket
from dataclasses import dataclass
from types import TracebackType

_DATE = re.compile(rb"date: [^\r]*\r\n", re.IGNORECASE)


@dataclass
class Answer:
    """One response as it came over the wire, the date taken out."""

    head: bytes
    body: bytes

    @property
    def status(self) -> int:
        return int(self.head.split(b" ")[1])

    def header(self, name: str) -> str | None:
        found = re.search(rf"^{name}: (.*)\r$".encode(), self.head, re.MULTILINE | re.IGNORECASE)
        return found[1].decode() if found else None

    @property
    def headers(self) -> list[tuple[str, str]]:
        """All but the date, sorted, names in small letters."""
        pairs = [line.split(": ", 1) for line in self.head.decode("latin-1").split("\r\n")[1:] if line]
        return sorted((name.lower(), value) for name, value in pairs)


class Wire:
    """A connection to a server."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        self.send(request(path, method, **headers))
        return self.answer(has_body=method != "HEAD")

    def answer(self, *, has_body: bool = True) -> Answer:
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        answer = Answer(_DATE.sub(b"", head + b"\r\n"), b"")
        length = int(answer.header("content-length") or 0) if has_body and answer.status != 304 else 0
        if answer.header("transfer-encoding") == "chunked" and has_body:
            answer.body = self._chunks()
            return answer
        while len(self._rest) < length:
            self._more()
        answer.body, self._rest = self._rest[:length], self._rest[length:]
        return answer

    def is_closed(self) -> bool:
        """Wait for the server to close; nothing more may come."""
        try:
            return self._rest == b"" and self.socket.recv(65536) == b""
        except ConnectionResetError:
            return True

    def _chunks(self) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in self._rest:
                self._more()
            size, _, rest = self._rest.partition(b"\r\n")
            self._rest = rest
            while len(self._rest) < int(size, 16) + 2:
                self._more()
            body += self._rest[: int(size, 16)]
            self._rest = self._rest[int(size, 16) + 2 :]
            if int(size, 16) == 0:
                return body

    def _more(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise EOFError(self._rest)
        self._rest += data


def request(path: str, method: str = "GET", version: str = "1.1", **headers: str) -> bytes:
    """A request as bytes; header names with underscores for hyphens."""
    lines = [f"{method} {path} HTTP/{version}"]
    told = {"host": "news.example", **headers}
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in told.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
