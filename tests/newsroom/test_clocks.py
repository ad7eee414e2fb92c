"""The clocks of several nodes: each thing that is due is done once, by whichever comes first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from stoppress.kit import clock
from stoppress.newsroom.actions import due, stories
from stoppress.newsroom.models import Story
from stoppress.publog.models import Entry
from tests.on_postgresql import needs_postgresql

pytestmark = [needs_postgresql, pytest.mark.django_db(transaction=True)]


def kinds():
    return list(Entry.objects.filter(kind__startswith="story.").order_by("id").values_list("kind", flat=True))


def node(_=None):
    """One node's clock, with a connection of its own."""
    try:
        return due.run_due()
    finally:
        connection.close()


def test_the_clocks_of_several_nodes_do_each_thing_once(write_story, monkeypatch):
    moment = clock.now() + timedelta(minutes=5)
    written = [write_story(go_live_at=moment, headline=f"Tram {number}") for number in range(6)]
    for story in written:
        stories.publish(story=story)
    expiring = stories.publish(story=write_story(expire_at=moment)).story
    later = moment + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    began = len(kinds())

    with ThreadPoolExecutor(5) as nodes:
        done = list(nodes.map(node, range(5)))
    assert sum(done) == 7
    assert sorted(kinds()[began:]) == ["story.published"] * 6 + ["story.taken_down"]
    assert {story.version for story in Story.objects.exclude(pk=expiring.pk)} == {1}


def test_the_clock_passes_by_a_story_that_an_editor_is_just_publishing(write_story, monkeypatch):
    moment = clock.now() + timedelta(minutes=5)
    story = write_story(go_live_at=moment)
    stories.publish(story=story)
    later = moment + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    with ThreadPoolExecutor(1) as nodes:
        with transaction.atomic():
            Story.objects.select_for_update().get(pk=story.pk)
            assert nodes.submit(node).result(30) == 0
        assert nodes.submit(node).result(30) == 1
    assert kinds() == ["story.published"]
