"""Asking an ASGI application without a server."""

import asyncio
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Reply:
    """What came back."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    def __getitem__(self, name: str) -> str:
        return b", ".join(value for found, value in self.headers if found == name.encode()).decode()

    def __contains__(self, name: str) -> bool:
        return any(found == name.encode() for found, _ in self.headers)


async def ask(app: Any, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Reply:
    """The reply to one request; header names with underscores for hyphens."""
    reply = Reply()
    raw, _, query = path.encode().partition(b"?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path.partition("?")[0],
        "raw_path": raw,
        "query_string": query,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    asked = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in asked:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            reply.status, reply.headers = message["status"], list(message["headers"])
        else:
            reply.body += message.get("body", b"")

    await app(scope, receive, send)
    return reply


async def respond(send: Any, status: int, body: bytes, **headers: str) -> None:
    """Send a response; header names with underscores for hyphens."""
    said = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": said})
    await send({"type": "http.response.body", "body": body})
