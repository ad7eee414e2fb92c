"""A story's state follows its way through review."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import WorkflowState
from wagtail.signals import workflow_cancelled, workflow_rejected, workflow_submitted

from stoppress.newsroom.models import Story


def _move(state: WorkflowState, *, before: str, after: str) -> None:
    story = state.content_object
    if isinstance(story, Story):
        # Only a story that readers never saw changes its name; a live one stays published while its next version waits.
        Story.objects.filter(pk=story.pk, state=before).update(state=after)


@receiver(workflow_submitted, dispatch_uid="story_in_review")
def submitted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Handed in: the draft is in review."""
    _move(instance, before="draft", after="in_review")


@receiver(workflow_rejected, dispatch_uid="story_back_from_review")
@receiver(workflow_cancelled, dispatch_uid="story_out_of_review")
def given_back(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Given back or withdrawn: it is a draft again."""
    _move(instance, before="in_review", after="draft")
