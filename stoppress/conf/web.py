"""A web worker's ASGI application: the edge alone, with the newsroom in a process of its own behind it.

Readers' hits then never wait for the desk's work: the two do not share one interpreter.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")

from django.conf import settings

from stoppress.conf.run import newsroom_socket
from stoppress.edge.app import Edge
from stoppress.edge.forward import Forward
from stoppress.edge.settings import EdgeSettings
from stoppress.press.shelf import Shelf

application = Edge(
    EdgeSettings(home=settings.HOME, site_url=settings.SITE_URL, static_folder=settings.STATIC_ROOT),
    Forward(newsroom_socket(settings.HOME)),
    Shelf(settings.SHELF_FOLDER),
)
