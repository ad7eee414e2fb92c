"""What the server of the live tests serves: an edge whose streams beat and end soon, with the protocol and without."""

import os
from pathlib import Path
from typing import Any

from stoppress.edge.app import Edge
from stoppress.edge.live.hub import LiveSettings
from stoppress.edge.settings import EdgeSettings
from stoppress.newsfeed.tickets import key_from
from tests.edge.asking import respond


async def newsroom(scope: Any, receive: Any, send: Any) -> None:
    await respond(send, 404, b"nothing here", content_length="12")


live = LiveSettings(ticket_key=key_from("secret"), most=60, most_of_one=40, heartbeat=0.5, rotation=float(os.environ["ROTATION"]))
settings = EdgeSettings(home=Path(os.environ["EDGE_TEST_HOME"]), site_url="https://news.example", live=live)
application = Edge(settings, newsroom)


async def plain_application(scope: Any, receive: Any, send: Any) -> None:
    """The same with uvicorn's own protocol."""
    await application(scope, receive, send)
