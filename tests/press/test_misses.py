"""A miss is printed, shelved, and counts as a read."""

from zoneinfo import ZoneInfo

import pytest

from stoppress.kit import clock
from stoppress.kit.slugs import slugify
from stoppress.newsroom.actions import stories
from stoppress.newsroom.rules import story_address
from stoppress.press import follower, printing
from stoppress.press.house import shelf


@pytest.mark.django_db
def test_what_a_reader_has_asked_for_is_printed_again_and_not_dropped(client, write_story):
    follower.start()
    story = stories.publish(story=write_story()).story
    follower.settle()
    for address in (story.address, "/topics/trams/"):
        assert client.get(address).status_code == 200
    another = stories.publish(story=write_story(headline="A second line opens")).story
    follower.settle()
    shown = shelf().get("/topics/trams/")
    assert shown is not None and another.headline.encode() in shown.bodies.identity
    assert [row.hits for row in shelf().rows() if row.address == "/topics/trams/"] == [1]


@pytest.mark.django_db
def test_a_story_that_is_killed_while_its_page_is_printed_is_gone(client, write_story, monkeypatch):
    story, real = stories.publish(story=write_story()).story, printing.stories

    def killed_before(*asked):
        stories.kill(story=story)
        return real(*asked)

    monkeypatch.setattr(printing, "stories", killed_before)
    assert client.get(story.address).status_code == 410


@pytest.mark.django_db
def test_a_story_that_comes_out_while_its_page_is_looked_for_is_there(client, write_story, monkeypatch):
    story, real = write_story(), printing.stories
    before = []

    def found_before(*asked):
        found = real(*asked)
        if not before:
            before.append(found)
            stories.publish(story=story)
        return found

    monkeypatch.setattr(printing, "stories", found_before)
    today = clock.now().astimezone(ZoneInfo(story.edition.time_zone)).date()
    reply = client.get(story_address(story.edition.prefix, today, slugify(story.headline), story.pk))
    assert before == [[]]
    assert reply.status_code == 200 and story.headline in reply.content.decode()
