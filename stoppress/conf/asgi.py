"""The ASGI application: the edge in front of Django, which loads while the shelf is served already."""

import os
from contextlib import suppress
from functools import cache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")

from django.conf import settings

from stoppress.conf import gate
from stoppress.conf.edge import edge_settings
from stoppress.conf.later import Later
from stoppress.conf.watching import watching
from stoppress.edge.app import Edge
from stoppress.edge.flights import App
from stoppress.edge.memory import Answer
from stoppress.pictures.darkroom.app import MADE, develop
from stoppress.pictures.darkroom.developing import Darkroom
from stoppress.press.shelf import Shelf, ShelfError


def _newsroom() -> App:
    """Django with everything in it, once the database is ready for it."""
    gate.wait()
    from stoppress.conf.one_thread import django_application

    loaded = django_application()

    from django.db import DatabaseError

    from stoppress.press.house import show_hosts
    from stoppress.wire.body_bound import BodyBound

    # When the database is away the hosts that the shelf knows stay; the press tells it of every change.
    with suppress(DatabaseError, ShelfError):
        show_hosts()
    return BodyBound(loaded)  # type: ignore[arg-type]


async def _develop(path: str) -> Answer | None:
    """Pictures are made in this one process, too."""
    status, headers, body = await develop(_darkroom(), path)
    return None if status == MADE else Answer(status, headers, body)


@cache
def _darkroom() -> Darkroom:
    return Darkroom(folder=settings.DERIVATIVES_FOLDER, media=settings.MEDIA, keys=settings.PICTURE_KEYS)


newsroom = Later(_newsroom)
application = Edge(
    edge_settings(),
    newsroom,
    Shelf(settings.SHELF_FOLDER),
    watching(lambda: newsroom.is_loaded),
    _develop,
)
