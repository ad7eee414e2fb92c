"""The press starts: on a new shelf that readers use already, and after the power failed."""

import os

from stoppress.newsroom.actions import stories
from stoppress.press import follower, house, printing
from stoppress.press.proofread import differences
from stoppress.press.shelf import file_of, key_of, mending


def shelve(address):
    began = house.shelf().began()
    return house.shelf().put(printing.print_address(address), began=began)


def test_a_page_shelved_before_the_press_first_started_is_printed_again(write_story):
    story = stories.publish(story=write_story()).story
    assert shelve(story.address) and shelve("/")
    stories.kill(story=story)  # the shelf is not told: its cursor starts behind this
    follower.start()
    follower.settle()
    assert house.shelf().cursor == follower.newest()
    assert not [d for d in differences() if d]


def test_a_print_that_began_before_the_press_first_started_is_refused(write_story, monkeypatch):
    story = stories.publish(story=write_story()).story
    began = house.shelf().began()
    printed = printing.print_address("/")
    stories.kill(story=story)
    follower.start()
    assert not house.shelf().put(printed, began=began)


def test_after_a_power_failure_nothing_withdrawn_is_back(write_story, monkeypatch):
    story = stories.publish(story=write_story()).story
    follower.start()
    assert shelve(story.address)
    place = house.shelf().places.pages / file_of(key_of(story.address))
    body = place.read_bytes()
    stories.kill(story=story)
    follower.settle()
    assert not place.exists()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(body)  # as a disk may have it that lost the removal
    os.utime(place, (1, 1))
    follower.start()
    assert place.exists()  # nothing is looked for while the machine is the same
    monkeypatch.setattr(mending, "_this_boot", lambda: "another")
    follower.start()
    assert not place.exists() and not house.shelf().has_rebooted()
