"""Writing drafts: a new story, or the next version of one that is there."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from wagtail.blocks import StreamValue

from stoppress.newsroom import rules
from stoppress.newsroom.actions import references
from stoppress.newsroom.models import Byline, Story, StoryTopic


def write(
    *, story: Story | None, fields: Mapping[str, Any], body: list[dict[str, Any]] | None = None,
    topics: Iterable[Any] | None = None, contributors: Iterable[Any] | None = None, by: Any = None,
) -> tuple[Story, Any]:
    """Save a draft and return the story and its new revision; the live version, if any, stays as it is.

    `body` is a list of raw blocks; `topics` and `contributors` replace what the story had when given.
    """  # fmt: skip
    with transaction.atomic():
        draft = story.get_latest_revision_as_object() if story else Story(live=False)
        for name, value in fields.items():
            setattr(draft, name, value)
        if body is not None:
            draft.body = StreamValue(Story.body.field.stream_block, body, is_lazy=True)
        if topics is not None:
            draft.story_topics = [StoryTopic(topic=t, sort_order=n) for n, t in enumerate(topics)]
        if contributors is not None:
            draft.bylines = [Byline(contributor=c, sort_order=n) for n, c in enumerate(contributors)]
        draft.slug = draft.slug or rules.slug_of(draft.headline)
        with references.resting():
            if story is None:
                draft.save()
            revision = draft.save_revision(user=by, log_action=True)
        if story is None:  # else the rows are as they were: what a draft refers to counts when it comes out
            references.note(draft)
        return draft, revision
