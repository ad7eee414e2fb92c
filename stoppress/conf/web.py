"""A web worker's ASGI application: the edge alone, with the newsroom in processes of its own behind it.

Readers' hits then never wait for the desk's work, as they would if both shared one interpreter.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")

from django.conf import settings

from stoppress.conf.edge import edge_settings
from stoppress.conf.listening import newsroom_socket
from stoppress.conf.watching import from_the_edge
from stoppress.edge.app import Edge
from stoppress.edge.darkroom import FarDarkroom
from stoppress.edge.forward import Forward
from stoppress.press.shelf import Shelf
from stoppress.wire.body_bound import BodyBound

_socket = newsroom_socket(settings.HOME)
# What is too large is refused here already, where the reader's connection can be closed.
_newsroom = BodyBound(Forward(_socket))  # type: ignore[arg-type]
application = Edge(
    edge_settings(), _newsroom, Shelf(settings.SHELF_FOLDER), from_the_edge(_socket),
    FarDarkroom(settings.DARKROOM_SOCKET).develop,
)  # fmt: skip
