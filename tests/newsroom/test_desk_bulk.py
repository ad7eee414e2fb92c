"""Several stories published or taken down from the list: each on its own, none half."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.signals import published

from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Listing, Story
from stoppress.publog.models import Entry
from tests.newsroom.at_the_desk import member, said

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.newsroom.desk_urls")]


def at(action: str, *chosen: Any) -> str:
    ids = "&".join(f"id={getattr(one, 'pk', one)}" for one in chosen)
    return f"/desk/bulk/newsroom/story/{action}/?{ids}&next=/desk/stories/"


def test_each_is_published_on_its_own_and_the_refused_are_named(
    client: Client, write_story: Callable[..., Story]
) -> None:
    editor = member(client, "Editors")
    good, other = write_story(headline="Ready"), write_story(headline="Ready too")
    bad = write_story(headline="No section yet", section=None)
    done = stories.publish(story=write_story(headline="Out already")).story
    changed = stories.publish(story=write_story(headline="Out")).story
    drafts.write(story=changed, fields={"headline": "Out, with a new headline"})
    page = client.get(at("publish", good, bad)).content.decode()
    assert "Ready" in page and "No section yet" in page and "Yes, do it" in page
    assert not Story.objects.get(pk=good.pk).live
    response = client.post(at("publish", good, bad, done, other, changed))
    assert response["Location"] == "/desk/stories/"
    told = said(response)
    assert "3 stories published or scheduled" in told
    assert "2 stories were left as before" in told
    assert "No section yet</a>: Choose the section" in told and "Out already</a>: Readers have its newest" in told
    assert set(Story.objects.filter(live=True).values_list("headline", flat=True)) == {
        "Ready", "Ready too", "Out already", "Out, with a new headline"}  # fmt: skip
    bad.refresh_from_db()
    assert (bad.live, bad.state) == (False, "draft") and not Listing.objects.filter(story=bad).exists()
    assert Story.objects.get(pk=done.pk).updated_at is None
    assert Story.objects.get(pk=good.pk).live_revision.user_id in (None, editor.pk)


@pytest.mark.django_db(transaction=True)
def test_one_that_breaks_leaves_the_others_done_and_nothing_of_itself(
    client: Client, write_story: Callable[..., Story]
) -> None:
    member(client, "Editors")
    first, second = write_story(headline="First"), write_story(headline="Second")

    def fail(instance: Story, **kwargs: Any) -> None:
        if instance.pk == first.pk:
            raise RuntimeError("a receiver fails")

    published.connect(fail, sender=Story)
    client.raise_request_exception = False
    try:
        # The newest is chosen first in the list and comes out last; the second is done before the first breaks.
        client.post(at("publish", second))
        assert client.post(at("publish", first)).status_code == 500
    finally:
        published.disconnect(fail, sender=Story)
    assert list(Entry.objects.filter(kind="story.published").values_list("facts__story", flat=True)) == [second.pk]
    assert not Story.objects.get(pk=first.pk).live and not Listing.objects.filter(story=first).exists()


def test_several_are_taken_down(client: Client, write_story: Callable[..., Story]) -> None:
    member(client, "Editors")
    live = [stories.publish(story=write_story(headline=f"Live {n}")).story for n in range(2)]
    draft = write_story(headline="A draft")
    told = said(client.post(at("take_down", *live, draft)))
    assert "2 stories taken down" in told and "One story was left as before" in told
    assert "A draft</a>: Only a live story can be taken down." in told
    assert set(Story.objects.values_list("state", flat=True)) == {"taken_down", "draft"}


def test_who_may_not_neither_sees_nor_does_it(client: Client, write_story: Callable[..., Story]) -> None:
    member(client, "Reporters")
    draft, live = write_story(), stories.publish(story=write_story()).story
    assert "/desk/bulk/" not in client.get("/desk/stories/").content.decode()
    assert "data-bulk-action-checkbox" not in client.get("/desk/stories/").content.decode()
    assert "You may not do this with 1 of" in client.get(at("publish", draft)).content.decode()
    client.post(at("publish", draft))
    client.post(at("take_down", live))
    assert [Story.objects.get(pk=one.pk).live for one in (draft, live)] == [False, True]


def test_somebody_elses_lock_holds(client: Client, write_story: Callable[..., Story]) -> None:
    member(client, "Editors")
    story = write_story(headline="Being written")
    Story.objects.filter(pk=story.pk).update(locked=True)
    assert "It is locked by somebody else" in said(client.post(at("publish", story)))
    assert not Story.objects.get(pk=story.pk).live


def test_never_all_at_once(client: Client, write_story: Callable[..., Story]) -> None:
    member(client, "Chief editors")
    story = write_story()
    for action in ("publish", "take_down", "delete"):
        for ids in (["all"], list(range(1, 102))):
            assert "Choose at most 100 stories" in said(client.post(at(action, *ids)))
    client.post(at("publish", "x", 10**30))
    assert not Story.objects.get(pk=story.pk).live
