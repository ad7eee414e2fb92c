"""A newsletter, somebody who gets it, and stories that come out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from stoppress.newsletters.actions import subscribing
from stoppress.newsletters.models import Newsletter, Subscriber
from stoppress.newsroom.actions import stories


@pytest.fixture(autouse=True)
def _forgetful(settings: Any) -> None:
    """No count of an earlier test counts."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def newsletter(edition: Any) -> Newsletter:
    return Newsletter.objects.create(edition=edition, name="Morning", slug="morning", description="Every day at seven.")


@pytest.fixture
def marta(newsletter: Newsletter) -> Subscriber:
    return subscribing.subscribe(email="marta@reader.example", newsletters=[newsletter.pk])


@pytest.fixture
def publish(write_story: Callable[..., Any]) -> Callable[..., Any]:
    """Writes a story and brings it out."""
    return lambda headline="Trams run all night", **fields: stories.publish(story=write_story(headline=headline, **fields)).story
