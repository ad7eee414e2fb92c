"""What the edge is told of this installation."""

from django.conf import settings

from stoppress.edge.live.hub import LiveSettings
from stoppress.edge.settings import EdgeSettings
from stoppress.newsfeed.tickets import key_from


def edge_settings() -> EdgeSettings:
    """The edge's settings, from Django's."""
    return EdgeSettings(
        home=settings.HOME, site_url=settings.SITE_URL, static_folder=settings.STATIC_ROOT,
        picture_keys=tuple(settings.PICTURE_KEYS), cdn=settings.CDN.kind, cdn_seconds=settings.CDN.seconds,
        live=LiveSettings(ticket_key=key_from(settings.SECRET_KEY), most=settings.STREAMS, most_of_one=settings.STREAMS_OF_ONE),
    )  # fmt: skip
