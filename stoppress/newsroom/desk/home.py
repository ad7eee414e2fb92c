"""The desk's first page: what waits for me, what is coming and what came out, in a fixed number of queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.components import Component

from stoppress.kit import clock
from stoppress.newsroom.desk.press import PressPanel
from stoppress.newsroom.desk.story_list import listed
from stoppress.newsroom.models import Correction, Edition, Listing, Story

SHOWN = 8
RECENT = timedelta(hours=24)


class StoriesPanel(Component):
    """A heading over a short list of stories."""

    template_name = "desk/stories_panel.html"

    def __init__(self, name: str, heading: str, order: int, rows: Callable[[Any], Any], empty: str) -> None:
        super().__init__()
        self.name, self.heading, self.order, self.rows, self.empty = name, heading, order, rows, empty

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = parent_context["request"].user
        may_open = user.has_perm("newsroom.change_story")
        return {"panel": self, "rows": list(self.rows(user)), "may_open": may_open}


def _in_state(state: str) -> QuerySet[Story]:
    return listed(Story.objects.filter(state=state))


def my_drafts(user: Any) -> Any:
    """The newest drafts whose last version this person wrote."""
    return _in_state("draft").filter(latest_revision__user=user)[:SHOWN]


def in_review(user: Any) -> Any:
    """Drafts that wait for somebody's yes."""
    return _in_state("in_review")[:SHOWN]


def scheduled(user: Any) -> Any:
    """What the clock will bring out."""
    return _in_state("scheduled")[:SHOWN]


def published(user: Any) -> Any:
    """What readers got in the last hours, newest first."""
    lists = [f"edition:{pk}" for pk in Edition.objects.values_list("pk", flat=True)]
    since = clock.now() - RECENT
    places = Listing.objects.filter(list__in=lists, published_at__gte=since).order_by("-published_at", "-story_id")
    ids = list(places.values_list("story_id", flat=True)[:SHOWN])
    found = {story.pk: story for story in listed(Story.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


def corrected(user: Any) -> Any:
    """The stories of the newest public notes."""
    notes = Correction.objects.order_by("-published_at", "-id").values_list("story_id", "published_at")[:SHOWN]
    ids = list(dict.fromkeys(story_id for story_id, _ in notes))
    found = {story.pk: story for story in listed(Story.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids]


def panels() -> list[Component]:
    """All panels of the first page, in order."""
    told = [
        ("my-drafts", "My drafts", my_drafts, "You have no drafts."),
        ("in-review", "Waiting for review", in_review, "Nothing waits for review."),
        ("scheduled", "Scheduled", scheduled, "Nothing is scheduled."),
        ("published", "Published in the last 24 hours", published, "Nothing came out in the last 24 hours."),
        ("corrected", "Corrected", corrected, "No story has been corrected."),
    ]
    lists = [StoriesPanel(name, heading, n, rows, empty) for n, (name, heading, rows, empty) in enumerate(told)]
    return [PressPanel(), *lists]
