"""What the servers of the protocol tests serve: an edge whose newsroom answers in telling ways."""

import asyncio
import os
from pathlib import Path
from typing import Any

from stoppress.edge.app import Edge
from stoppress.edge.settings import EdgeSettings
from tests.edge.asking import respond


async def newsroom(scope: Any, receive: Any, send: Any) -> None:
    """Echoes; `/slow/` takes its time, `/early/` answers before it reads, `/stream/` comes in pieces."""
    if scope["path"] == "/early/":
        await respond(send, 200, b"early", content_length="5")
        return
    if scope["path"] == "/slow/":
        await asyncio.sleep(0.2)
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    if scope["path"] == "/api/stream/":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for part in (b"one ", b"two"):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
        return
    said = f"{scope['method']} {scope['path']} ".encode() + body
    await respond(send, 200, said, content_length=str(len(said)))


home = Path(os.environ["EDGE_TEST_HOME"])
hosts = frozenset({"es.news.example"})
settings = EdgeSettings(home=home, site_url="https://news.example", hosts=hosts, static_folder=home / "static")
#: Served with the edge's protocol.
application = Edge(settings, newsroom)


async def plain_application(scope: Any, receive: Any, send: Any) -> None:
    """The same with uvicorn's own protocol."""
    await application(scope, receive, send)
