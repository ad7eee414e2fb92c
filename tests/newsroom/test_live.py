"""Our way of bringing a version out writes what Wagtail's own would have written."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, Workflow, WorkflowState

from stoppress.kit import clock
from stoppress.newsroom.actions import drafts, groups, live, references, stories
from stoppress.newsroom.models import Story
from stoppress.readers.models import Account


def a_draft(story: Story, by: Any) -> Revision:
    return story.latest_revision


def with_another_headline(story: Story, by: Any) -> Revision:
    out = stories.publish(story=story).story
    return drafts.write(story=out, fields={"headline": "Trams run by day"}, by=by)[1]


def without_topics(story: Story, by: Any) -> Revision:
    out = stories.publish(story=story).story
    return drafts.write(story=out, fields={}, topics=[], by=by)[1]


def older_than_the_newest(story: Story, by: Any) -> Revision:
    older = story.latest_revision
    drafts.write(story=story, fields={"headline": "Not yet"}, by=by)
    return older


def in_review(story: Story, by: Any) -> Revision:
    Workflow.objects.get().start(story, by)
    return story.latest_revision


def scheduled_before(story: Story, by: Any) -> Revision:
    Revision.objects.filter(pk=story.latest_revision_id).update(approved_go_live_at=clock.now() + timedelta(days=1))
    return drafts.write(story=story, fields={"standfirst": "At once after all."}, by=by)[1]


def by_wagtail(story: Story, revision: Revision, by: Any) -> None:
    revision = Revision.objects.get(pk=revision.pk)
    with transaction.atomic(), references.resting():
        PublishRevisionAction(revision, user=by).execute(skip_permission_checks=True)
        references.index(Story.objects.get(pk=story.pk))


def by_us(story: Story, revision: Revision, by: Any) -> None:
    with transaction.atomic(), references.resting():
        row, revision = Story.objects.get(pk=story.pk), Revision.objects.get(pk=revision.pk)
        draft = row.with_content_json(revision.content)
        live.make_live(story=row, draft=draft, revision=revision, by=by, is_new=False)
        references.index(draft)


def what_is_there(story: Story) -> dict[str, Any]:
    """Everything of a story but numbers, names of its own and moments."""
    row = Story.objects.get(pk=story.pk)
    numbers = {pk: n for n, pk in enumerate(row.revisions.order_by("pk").values_list("pk", flat=True))}
    history = ModelLogEntry.objects.for_instance(row).order_by("pk")
    return {
        "row": {name: getattr(row, name) for name in ("headline", "standfirst", "live", "expired", "has_unpublished_changes", "state")},
        "revisions": (numbers[row.live_revision_id], numbers[row.latest_revision_id]),
        "waiting": row.revisions.filter(approved_go_live_at__isnull=False).count(),
        "topics": list(row.story_topics.values_list("topic_id", "sort_order")),
        "bylines": list(row.bylines.values_list("contributor_id", "sort_order")),
        "reviews": list(WorkflowState.objects.for_instance(row).values_list("status", flat=True)),
        "history": [(e.action, e.label, e.data.get("title"), e.content_changed, e.user_id, numbers.get(e.revision_id)) for e in history],
        "references": sorted(ReferenceIndex.get_references_for_object(row).values_list("to_object_id", "model_path")),
        "moments": row.last_published_at is not None and row.first_published_at is not None,
    }


@pytest.mark.parametrize(
    "before", [a_draft, with_another_headline, without_topics, older_than_the_newest, in_review, scheduled_before]
)
def test_the_rows_are_those_of_wagtails_own_publishing(before: Callable[..., Revision], write_story: Any) -> None:
    groups.ensure_groups()
    by = Account.objects.create_user("ed@example.org", "x", name="Ed")
    by.groups.add(Group.objects.get(name="Chief editors"))
    found = []
    for publish in (by_wagtail, by_us):
        story = write_story()
        publish(story, before(story, by), by)
        found.append(what_is_there(story))
    assert found[0]["row"]["live"] and found[0]["history"][-1][0] == "wagtail.publish"
    assert found[0] == found[1]


def test_a_new_story_leaves_the_same_rows_as_one_that_was_there(write_story: Any) -> None:
    found = []
    for is_new in (False, True):
        with transaction.atomic():
            story = write_story()
            out = stories.publish(story=story, revision=story.latest_revision, is_new=is_new).story
        row = Story.objects.get(pk=story.pk)
        for field in Story._meta.concrete_fields:
            assert getattr(out, field.attname) == getattr(row, field.attname), field.name
        found.append(what_is_there(row))
    assert found[0]["row"]["live"] and found[0]["bylines"] and found[0] == found[1]


def test_a_draft_opens_without_what_is_no_more(write_story: Any, section: Any, topic: Any, contributor: Any, picture: Any) -> None:
    story = stories.publish(story=write_story()).story
    other = type(section).objects.create(edition=section.edition, name="Sports", slug="sports")
    another = type(topic).objects.create(edition=section.edition, name="Snow", slug="snow")
    fields = {"section": other, "lead_picture": picture}
    drafts.write(story=story, fields=fields, topics=[another, topic], contributors=[contributor])
    for thing in (other, another, picture):
        thing.delete()
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert draft.section is None and draft.lead_picture is None
    assert [row.topic for row in draft.story_topics.all()] == [topic]
    assert [row.contributor for row in draft.bylines.all()] == [contributor]
