"""The audit trail of stories, which the desk shows as their history."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry, Revision

from stoppress.newsroom.models import Story
from stoppress.publog.rows import enter


def note(
    *, story: Story, action: str, by: Any = None, revision: Revision | None = None, is_changed: bool = False,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write down that `action`, one that Wagtail knows, was done to a story at hand.

    Wagtail's own `log` makes sure with two more queries that the kind of thing and the revision are there.
    """  # fmt: skip
    around = get_active_log_context()
    entry = ModelLogEntry(
        content_type=Story.get_content_type(), object_id=str(story.pk), label=str(story), action=action,
        timestamp=timezone.now(), data=dict(data or {}), user=by or around.user, uuid=around.uuid, revision=revision,
        content_changed=is_changed,
    )  # fmt: skip
    enter([entry])
