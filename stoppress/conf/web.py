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
from stoppress.edge.forward import Forward
from stoppress.press.shelf import Shelf

_socket = newsroom_socket(settings.HOME)
application = Edge(edge_settings(), Forward(_socket), Shelf(settings.SHELF_FOLDER), from_the_edge(_socket))
