"""Dropping copy that never came out."""

from typing import Any

from django.db import transaction

from stoppress.newsroom.errors import WrongState
from stoppress.newsroom.models import Story


def spike(*, story: Story) -> Story:
    """Drop a story that readers never saw, and with it whatever it was scheduled for; the copy is kept."""
    with transaction.atomic():
        story = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
        if story.live or story.published_date is not None:
            raise WrongState("This story has been public; kill it or take it down instead.")
        revisions: Any = story.revisions
        revisions.update(approved_go_live_at=None)
        story.state, story.go_live_at = "spiked", None
        story.save(update_fields=["state", "go_live_at"])
        return story
