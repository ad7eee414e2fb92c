"""A draft becomes what readers have, in the rows that Wagtail's own publishing writes."""

from typing import Any

from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import published

from stoppress.newsroom.actions import audit
from stoppress.newsroom.models import Story

_FIELDS = tuple(field.name for field in Story._meta.concrete_fields if not field.primary_key)
#: Of these, what coming out changes in a row that was made just before.
_CHANGED = (
    "live", "expired", "has_unpublished_changes", "live_revision", "first_published_at", "last_published_at",
    "published_date", "updated_at", "go_live_at", "withdrawn_at", "slug", "state", "version", "related_ids",
)  # fmt: skip
#: What else belongs to a draft, with the field of each row that says what it stands for.
_ROWS = (("story_topics", "topic_id"), ("bylines", "contributor_id"))


def make_live(*, story: Story, draft: Story, revision: Revision, by: Any, is_new: bool) -> None:
    """Let `draft`, which `revision` holds, take the place of `story`, whose row is held; call it with references at rest.

    Wagtail's own action would ask for the newest and the previous revision, for the story again and for its review,
    and save every topic and byline; see docs/decisions/0020. A story that `is_new` in this transaction has none of these.
    """
    was = str(story)
    draft.live, draft.expired = True, False
    draft.last_published_at, draft.live_revision = timezone.now(), revision
    draft.first_published_at = draft.first_published_at or draft.last_published_at
    draft.has_unpublished_changes = revision.pk != story.latest_revision_id
    if is_new:
        draft.save(update_fields=_CHANGED)
    else:
        draft.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
        draft.save(update_fields=_FIELDS)
        _save_rows(draft)
    published.send(sender=Story, instance=draft, revision=revision)
    if not is_new and (review := draft.current_workflow_state):
        review.cancel(user=by)
    names = {} if is_new or was == str(draft) else _renamed(was, draft, revision)
    if names:
        audit.note(story=draft, action="wagtail.rename", by=by, revision=revision, data=names)
    audit.note(story=draft, action="wagtail.publish", by=by, revision=revision, is_changed=True, data=names)


def _save_rows(draft: Story) -> None:
    """Topics and bylines, if they are not there just so; they stay with the story, so that nobody asks for them again."""
    for name, what in _ROWS:
        rows = list(getattr(draft, name).all())
        there = Story._meta.get_field(name).related_model.objects.filter(story_id=draft.pk)
        if {*there.values_list("pk", what, "sort_order")} != {(row.pk, getattr(row, what), row.sort_order) for row in rows}:
            getattr(draft, name).commit()
            setattr(draft, name, rows)


def _renamed(was: str, draft: Story, revision: Revision) -> dict[str, Any]:
    """What the history says of a headline that is another than in the revision before, if there was one."""
    has_one_before = draft.revisions.filter(pk__lt=revision.pk).exists()
    return {"title": {"old": was, "new": str(draft)}} if has_one_before else {}
