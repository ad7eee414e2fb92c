"""Writing drafts: a new story, or the next version of one that is there."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from wagtail.blocks import StreamValue

from stoppress.newsroom.actions import audit, references
from stoppress.newsroom.models import Story
from stoppress.publog.rows import enter


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
        rows: dict[str, list[Any]] = {}
        if topics is not None:
            rows["story_topics"] = _rows(draft, "story_topics", "topic", topics)
        if contributors is not None:
            rows["bylines"] = _rows(draft, "bylines", "contributor", contributors)
        # What these refer to was just read, and the tables themselves refuse a second story of one name.
        just_read = ("edition", "section", "latest_revision", "live_revision")
        draft.full_clean(exclude=just_read, validate_unique=False, validate_constraints=False)
        with references.resting():
            if story is None:
                _insert(draft, rows)
            for name, kept in rows.items():  # kept with the draft, so that nobody asks for them again
                setattr(draft, name, kept)
            revision = draft.save_revision(user=by, clean=False)
        audit.note(story=draft, action="wagtail.edit", by=by, revision=revision, is_changed=True)
        if story is None:  # else the rows are as they were: what a draft refers to counts when it comes out
            references.note(draft)
        return draft, revision


def _rows(draft: Story, name: str, field: str, things: Iterable[Any]) -> list[Any]:
    """A row for each of these things in their order: the one that is there already, or a new one."""
    there = {getattr(row, f"{field}_id"): row for row in getattr(draft, name).all()}
    kept = []
    for number, thing in enumerate(things):
        row = there.get(thing.pk) or Story._meta.get_field(name).related_model(**{field: thing})
        row.story, row.sort_order = draft, number
        kept.append(row)
    return kept


def _insert(draft: Story, rows: Mapping[str, list[Any]]) -> None:
    """A new story with its topics and bylines, all of a kind in one statement."""
    draft.save()
    for kept in filter(None, rows.values()):
        for row in kept:
            row.story = draft  # which has a number now
        enter(kept)
