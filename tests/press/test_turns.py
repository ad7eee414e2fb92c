"""A burst of publications: stories first, what leads to them once for all, and nothing left behind."""

import pytest
from django.test import RequestFactory

from stoppress.newsroom.actions import stories
from stoppress.press import follower, house, proofread, runs, views
from stoppress.publog.log import newest


class Door:
    """A bell that rings once, at the look of this number, with what `publish` brings."""

    def __init__(self, at, publish):
        self.left, self.publish, self.waits = at, publish, 0

    def has_rung(self):
        self.left -= 1
        if self.left == 0:
            publish, self.publish = self.publish, None
            publish()
        return self.left == 0

    def wait(self, seconds):
        self.waits += 1
        if self.publish and self.left < 0:
            publish, self.publish = self.publish, None
            publish()


@pytest.fixture
def shelved(write_story, edition):
    """Fronts and feeds that readers read."""
    follower.start()
    stories.publish(story=write_story(headline="Before"))
    follower.settle()
    for address in ("/", "/city/", "/rss.xml", "/latest/"):
        runs.reprint(address)
    house.shelf().add_hits([(address, 1) for address in ("/", "/city/", "/rss.xml", "/latest/")])
    return house.shelf()


@pytest.fixture
def printed(monkeypatch):
    """Addresses in the order in which they are printed."""
    found, printed = [], runs.printed
    monkeypatch.setattr(runs, "printed", lambda address: found.append(address) or printed(address))
    return found


def test_a_story_that_comes_while_lists_are_printed_is_printed_between_them(shelved, printed, write_story):
    def second():
        later.append(stories.publish(story=write_story(headline="Second")).story)

    later = []
    first = stories.publish(story=write_story(headline="First")).story
    assert follower.catch_up(door=Door(2, second)) == 2
    assert printed[0] == first.address
    place = printed.index(later[0].address)
    assert 0 < place < len(printed) - 1 and set(printed[1:place]) & {"/", "/city/"}
    assert shelved.cursor == newest()
    assert all("Second" in shelved.get(address).bodies.identity.decode() for address in ("/", "/city/", "/rss.xml", "/latest/"))
    assert not any(proofread.differences())



def test_what_comes_within_the_pause_is_printed_together(shelved, printed, write_story):
    stories.publish(story=write_story(headline="First"))
    door = Door(-1, lambda: stories.publish(story=write_story(headline="Second")))
    assert follower.catch_up(door=door, not_before=follower.time.monotonic() + 1) == 2
    assert door.waits >= 1 and printed.count("/") == 1
    assert all(word in shelved.get("/").bodies.identity.decode() for word in ("First", "Second"))
    assert not any(proofread.differences())


def test_what_must_go_waits_for_no_pause(shelved, write_story):
    story = stories.publish(story=write_story(headline="First")).story
    follower.settle()
    stories.kill(story=story, notice="Gone")
    door = Door(-1, lambda: None)
    follower.catch_up(door=door, not_before=follower.time.monotonic() + 600)
    assert door.waits == 0 and shelved.get(story.address).status == 410


def test_a_reader_of_a_story_that_has_just_come_out_waits_for_the_press(shelved, write_story, monkeypatch):
    story = stories.publish(story=write_story(headline="First")).story
    real = views.time.sleep
    monkeypatch.setattr(views.time, "sleep", lambda seconds: follower.settle() if seconds == views.LOOK else real(seconds))
    page = views._from_the_press(story.address)
    assert page is not None and b"First" in page.bodies.identity
    answer = views.page(RequestFactory().get(story.address))
    assert answer.status_code == 200 and b"First" in answer.content


def test_a_reader_does_not_wait_long_for_a_press_that_is_away(shelved, write_story, monkeypatch):
    monkeypatch.setattr(views, "PATIENCE", 0.05)
    story = stories.publish(story=write_story(headline="First")).story
    assert views._from_the_press(story.address) is None
    assert b"First" in views.page(RequestFactory().get(story.address)).content


def test_lists_are_put_on_the_shelf_a_few_together_and_stories_at_once(shelved, write_story, monkeypatch):
    put, put_all = [], shelved.put_all
    monkeypatch.setattr(runs, "TOGETHER", 3)
    monkeypatch.setattr(shelved, "put_all", lambda pages: put.append([one.page.address for one in pages]) or put_all(pages))
    story = stories.publish(story=write_story(headline="First")).story
    follower.catch_up()
    first, *lists = [some for some in put if some]
    assert first == [story.address] and [len(some) for some in lists] == [3, 1]
    assert all("First" in shelved.get(address).bodies.identity.decode() for address in lists[0] + lists[1])


def test_a_page_that_is_too_late_is_printed_again_and_those_put_with_it_are_not(shelved, write_story, monkeypatch, printed):
    def purged_meanwhile(pages):
        if len(pages) > 1:
            monkeypatch.setattr(shelved, "put_all", put_all)
            shelved.supersede(["/city/"])
        return put_all(pages)

    put_all = shelved.put_all
    monkeypatch.setattr(shelved, "put_all", purged_meanwhile)
    stories.publish(story=write_story(headline="First"))
    follower.catch_up()
    assert printed.count("/city/") == 2 and printed.count("/") == 1
    assert all("First" in shelved.get(address).bodies.identity.decode() for address in ("/", "/city/"))
