"""The ASGI application: the edge in front of Django."""

import os
from contextlib import suppress

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import DatabaseError

django_application = get_asgi_application()

from stoppress.edge.app import Edge  # after Django is set up
from stoppress.edge.settings import EdgeSettings
from stoppress.press.house import shelf, show_hosts
from stoppress.press.shelf import ShelfError
from stoppress.wire.body_bound import BodyBound

# When the database is away the hosts that the shelf knows stay; the press tells it of every change.
with suppress(DatabaseError, ShelfError):
    show_hosts()
application = Edge(
    EdgeSettings(home=settings.HOME, site_url=settings.SITE_URL, static_folder=settings.STATIC_ROOT),
    BodyBound(django_application),  # type: ignore[arg-type]
    shelf(),
)
