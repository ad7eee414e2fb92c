"""The ASGI application: the edge in front of Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stoppress.conf.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import DatabaseError

django_application = get_asgi_application()

from stoppress.edge.app import Edge  # after Django is set up
from stoppress.edge.settings import EdgeSettings
from stoppress.newsroom.models import Edition
from stoppress.press.house import shelf
from stoppress.wire.body_bound import BodyBound


def _hosts() -> frozenset[str]:
    """Hosts of editions that have their own; none when the database is away, which only costs a miss."""
    try:
        return frozenset(Edition.objects.exclude(host="").values_list("host", flat=True))
    except DatabaseError:
        return frozenset()


application = Edge(
    EdgeSettings(home=settings.HOME, site_url=settings.SITE_URL, hosts=_hosts(), static_folder=settings.STATIC_ROOT),
    BodyBound(django_application),  # type: ignore[arg-type]
    shelf(),
)
