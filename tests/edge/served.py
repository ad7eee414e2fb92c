"""What the servers of the protocol tests serve: an edge whose newsroom answers in telling ways."""

import asyncio
import os
from pathlib import Path
from typing import Any

from stoppress.edge.app import Edge
from stoppress.edge.settings import EdgeSettings
from stoppress.press.shelf import Printed
from tests.edge.asking import respond


async def newsroom(scope: Any, receive: Any, send: Any) -> None:
    """Echoes; `/slow/` takes its time, `/early/` answers before it reads, `/stream/` comes in pieces, `/api/who/` says which process.

    Pages below `/cold/` are printed onto the shelf, which takes long below `/cold/long/` at the first.
    """
    if scope["path"].startswith("/cold/"):
        await print_page(scope["path"], send)
        return
    if scope["path"] == "/api/who/":
        await respond(send, 200, str(os.getpid()).encode(), content_length=str(len(str(os.getpid()))))
        return
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


async def print_page(path: str, send: Any) -> None:
    """Print a page, and note in a file that it was printed, by which process."""
    began = application.shelf.began()
    with (home / "prints").open("a") as prints:
        prints.write(f"{path} {os.getpid()}\n")
    is_first = (home / "prints").read_text().count(path) == 1
    await asyncio.sleep(60 if "long" in path and is_first else 0.1)
    page = Printed(path, "story", 200, "text/html", b"printed " * 200, frozenset({"story:1"}))
    application.shelf.put(page, began=began)
    await respond(send, 200, page.body, cache_control="public, max-age=0", content_type="text/html")


home = Path(os.environ["EDGE_TEST_HOME"])
settings = EdgeSettings(home=home, site_url="https://news.example", static_folder=home / "static")
#: Served with the edge's protocol.
application = Edge(settings, newsroom)


async def plain_application(scope: Any, receive: Any, send: Any) -> None:
    """The same with uvicorn's own protocol."""
    await application(scope, receive, send)
