"""What a new story refers to is in the index as Wagtail would have put it there."""

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from stoppress.newsroom.actions import drafts, references, stories
from stoppress.newsroom.models import Story

_PICTURE = {"caption": "", "alt": "The quay"}


def an_item(value: Any) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}


def plain(**_: Any) -> dict[str, Any]:
    return {}


def with_links(*, other: Story, **_: Any) -> dict[str, Any]:
    link = f'<a linktype="story" id="{other.pk}">there</a>'
    return {"body": [
        {"type": "paragraph", "value": f"<p>It is {link}, and {link} too.</p>", "id": "b1"},
        {"type": "list", "value": {"ordered": False, "items": [an_item(f"Here and {link}")]}, "id": "b2"},
        {"type": "related", "value": other.pk, "id": "b3"},
        {"type": "related", "value": other.pk, "id": "b4"},
    ]}  # fmt: skip


def with_pictures(*, picture: Any, **_: Any) -> dict[str, Any]:
    shown = {**_PICTURE, "picture": picture.pk}
    return {
        "lead_picture": picture, "lead_alt": "The quay", "lead_media": [
            {"type": "gallery", "value": {"title": "Quays", "pictures": [an_item(shown), an_item(shown)]}, "id": "m1"}],
        "body": [
            {"type": "paragraph", "value": "<p>See.</p>", "id": "b1"},
            {"type": "picture", "value": {**shown, "size": "wide"}, "id": "b2"},
            {"type": "gallery", "value": {"title": "Quays", "pictures": [an_item(shown)]}, "id": "b3"},
        ],
    }  # fmt: skip


def of_nothing_and_nobody(**_: Any) -> dict[str, Any]:
    return {"topics": [], "contributors": []}


def of_many(*, edition: Any, **_: Any) -> dict[str, Any]:
    return {name: [model.objects.create(edition=edition, name=f"N {n}", slug=f"n-{n}") for n in range(12)]
            for name, model in (("topics", type_of("story_topics", "topic")), ("contributors", type_of("bylines", "contributor")))}  # fmt: skip


def type_of(rows: str, name: str) -> Any:
    return Story._meta.get_field(rows).related_model._meta.get_field(name).related_model


def what_is_indexed(story: Story) -> list[tuple[Any, ...]]:
    names = [field.attname for field in ReferenceIndex._meta.concrete_fields if not field.primary_key]
    return sorted(ReferenceIndex.get_references_for_object(story).values_list(*names))


@pytest.mark.parametrize("kind", [plain, with_links, with_pictures, of_nothing_and_nobody, of_many])
def test_a_new_story_is_indexed_as_wagtail_would(kind: Any, section: Any, topic: Any, contributor: Any, picture: Any, write_story: Any) -> None:
    told = {"topics": [topic], "contributors": [contributor], "body": [{"type": "paragraph", "value": "<p>So.</p>", "id": "b1"}]}
    told |= kind(other=write_story(headline="Before"), picture=picture, edition=section.edition)
    rest = {name: told.pop(name) for name in ("topics", "contributors", "body")}
    fields = {"edition": section.edition, "section": section, "headline": "Trams run all night", **told}
    with CaptureQueriesContext(connection) as asked, transaction.atomic(), references.once():
        story, revision = drafts.write(story=None, fields=fields, **rest)
        stories.publish(story=story, revision=revision, is_new=True)
    about = [query["sql"].split()[0] for query in asked.captured_queries if "wagtailcore_referenceindex" in query["sql"]]
    assert set(about) == {"INSERT"}  # nobody asked what was there
    ours = what_is_indexed(story)
    ReferenceIndex.remove_for_object(story)
    ReferenceIndex.create_or_update_for_object(Story.objects.get(pk=story.pk))
    assert ours and ours == what_is_indexed(story)


def test_a_story_that_is_in_the_index_already_loses_what_it_does_not_refer_to_any_more(write_story: Any) -> None:
    story = write_story()  # indexed at once: nobody said that more would follow
    before = {row[5] for row in what_is_indexed(story)}
    with transaction.atomic(), references.once():
        drafts.write(story=story, fields={}, topics=[])
        stories.publish(story=story)
    assert before - {row[5] for row in what_is_indexed(story)} == {"story_topics.item.topic"}
