"""Dropping copy that never came out, and taking it back."""

from typing import Any

from django.db import transaction

from stoppress.newsroom.actions import audit
from stoppress.newsroom.errors import NotAllowed, WrongState
from stoppress.newsroom.models import Story


def spike(*, story: Story, by: Any = None) -> Story:
    """Drop a story that readers never saw, and with it its review and whatever it was scheduled for; the copy is kept."""
    with transaction.atomic():
        story = _locked(story, by)
        if story.live or story.published_date is not None:
            raise WrongState("This story has been public; kill it or take it down instead.")
        review = story.current_workflow_state
        if review:
            review.cancel(user=by)
        revisions: Any = story.revisions
        revisions.update(approved_go_live_at=None)
        if story.state != "spiked":
            audit.note(story=story, action="stoppress.spike", by=by)
        story.state, story.go_live_at = "spiked", None
        story.save(update_fields=["state", "go_live_at"])
        return story


def recover(*, story: Story, by: Any = None) -> Story:
    """Take spiked copy back as a draft."""
    with transaction.atomic():
        story = _locked(story, by)
        if story.state != "spiked":
            raise WrongState("Only a spiked story can be recovered.")
        story.state = "draft"
        story.save(update_fields=["state"])
        audit.note(story=story, action="stoppress.recover", by=by)
        return story


def _locked(story: Story, by: Any) -> Story:
    if by is not None and not by.has_perm("newsroom.spike_story"):
        raise NotAllowed("You may not spike or recover stories; ask an editor.")
    return Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
