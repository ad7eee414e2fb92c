"""A version of a story becomes the one that readers have, in the rows that Wagtail's own publishing writes."""

from typing import Any

from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import published

from stoppress.newsroom.actions import audit
from stoppress.newsroom.models import Story

_FIELDS = tuple(field.name for field in Story._meta.concrete_fields if not field.primary_key)
#: What else belongs to a version, with the field of each row that says what it stands for.
_ROWS = (("story_topics", "topic_id"), ("bylines", "contributor_id"))


def make_live(*, story: Story, version: Story, revision: Revision, by: Any, is_new: bool) -> None:
    """Let `version`, as `revision` has it, take the place of `story`, whose row is held; call it with references at rest.

    Wagtail's own action would ask for the newest and the previous revision, for the story again and for its review,
    and save every topic and byline; see docs/decisions/0020. A story that `is_new` in this transaction has none of these.
    """
    was = str(story)
    version.live, version.expired = True, False
    version.last_published_at, version.live_revision = timezone.now(), revision
    version.first_published_at = version.first_published_at or version.last_published_at
    version.has_unpublished_changes = revision.pk != story.latest_revision_id
    if not is_new:
        version.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    version.save(update_fields=_FIELDS)
    if not is_new:
        _save_rows(version)
    published.send(sender=Story, instance=version, revision=revision)
    names = {}
    if not is_new:
        if review := version.current_workflow_state:
            review.cancel(user=by)
        names = _new_name(was, version, revision)
    if names:
        audit.note(story=version, action="wagtail.rename", by=by, revision=revision, data=names)
    audit.note(story=version, action="wagtail.publish", by=by, revision=revision, is_changed=True, data=names)


def _save_rows(version: Story) -> None:
    """Topics and bylines, if they are not there just so; they stay with the story, so that nobody asks for them again."""
    for name, what in _ROWS:
        rows = list(getattr(version, name).all())
        there = type(version)._meta.get_field(name).related_model.objects.filter(story_id=version.pk)
        if {*there.values_list("pk", what, "sort_order")} != {(row.pk, getattr(row, what), row.sort_order) for row in rows}:
            getattr(version, name).commit()
            setattr(version, name, rows)


def _new_name(was: str, version: Story, revision: Revision) -> dict[str, Any]:
    """What the history says of a headline that is another than before."""
    if was == str(version) or not version.revisions.filter(pk__lt=revision.pk).exists():
        return {}
    return {"title": {"old": was, "new": str(version)}}
