"""Chats: pace, order, and how they are told."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.discussion.actions import chats, house
from stoppress.discussion.errors import NotAllowed, Refused, Wait
from stoppress.discussion.rules import pace
from stoppress.newsroom.actions import stories
from stoppress.press import printing, talking
from stoppress.publog.models import Entry
from tests.discussion.conftest import reader


@given(st.integers(0, 200), st.integers(0, 500), st.booleans())
def test_the_slowest_of_all_paces_counts(slow, said, is_trusted):
    pause = pace.pause(slow=slow, said_lately=said, is_trusted=is_trusted)
    assert pause >= timedelta(seconds=max(slow, 2 if is_trusted else 10))
    assert pause >= timedelta(seconds=pace.WHEN_BUSY) or said <= 100
    assert pace.is_slow(slow) == (slow == 0 or 5 <= slow <= 120)


@pytest.fixture
def room(write_story, moderator):
    story = stories.publish(story=write_story()).story
    return chats.open_room(by=moderator, story=story.pk)


@pytest.mark.django_db
def test_readers_wait_hosts_do_not(room, marta, moderator, hands):
    hands.now = room.opened_at
    chats.say(account=marta, story=room.story, text="One")
    with pytest.raises(Wait):
        chats.say(account=marta, story=room.story, text="Two")
    hands.pass_(seconds=2)
    chats.say(account=marta, story=room.story, text="Two")
    for text in ("Host one", "Host two"):
        assert chats.say(account=moderator, story=room.story, text=text).badge == "staff"
    chats.set_slow(by=moderator, story=room.story, seconds=60)
    hands.pass_(seconds=59)
    with pytest.raises(Wait):
        chats.say(account=marta, story=room.story, text="Three")
    chats.invite(by=moderator, story=room.story, account=marta)
    assert chats.say(account=marta, story=room.story, text="Three").badge == "guest"
    with pytest.raises(NotAllowed):
        chats.set_slow(by=moderator, story=room.story, seconds=3)


@pytest.mark.django_db
def test_words_length_and_a_closed_room(room, marta, moderator, hands):
    hands.now = room.opened_at
    house.list_word(by=moderator, word="zap", is_banned=True)
    house.list_word(by=moderator, word="zip", is_banned=False)
    for text in ("x" * 501, "  ", "Z4P!"):
        with pytest.raises(Refused):
            chats.say(account=marta, story=room.story, text=text)
    waiting = chats.say(account=marta, story=room.story, text="zip it")
    page = f"/parts/chats/{room.story}.html"
    assert waiting.state == "waiting" and b"zip it" not in printing.print_address(page).body
    chats.let_through(by=moderator, message=waiting.pk)
    assert b"zip it" in printing.print_address(page).body
    chats.close_room(by=moderator, story=room.story)
    hands.pass_(minutes=1)
    with pytest.raises(Refused):
        chats.say(account=marta, story=room.story, text="Too late")
    assert b"This chat is closed" in printing.print_address(page).body and b"zip it" in printing.print_address(page).body


@pytest.mark.django_db
def test_a_muted_reader_speaks_again_later_a_blocked_one_sees_why(room, marta, iker, moderator, hands):
    hands.now = room.opened_at
    told = {"by": moderator, "story": room.story}
    chats.bar(**told, account=marta, kind="muted", reason="Too loud", lasts=timedelta(minutes=10))
    chats.bar(**told, account=iker, kind="blocked", reason="Insults")
    for account, why in ((marta, "Too loud"), (iker, "Insults")):
        with pytest.raises(Refused, match=why):
            chats.say(account=account, story=room.story, text="Hello")
    hands.pass_(minutes=11)
    chats.say(account=marta, story=room.story, text="Hello")
    with pytest.raises(Refused):
        chats.say(account=iker, story=room.story, text="Hello")
    assert Entry.objects.filter(kind="reader.restricted").count() == 2


@pytest.mark.django_db
def test_what_is_said_together_is_told_together_and_fifty_are_shown(room, moderator, hands, monkeypatch):
    hands.now = room.opened_at
    people = [reader(f"R{n}") for n in range(60)]
    for number, account in enumerate(people):
        hands.pass_(seconds=1)
        chats.say(account=account, story=room.story, text=f"Message <b>{number}</b>")
    (event,) = talking.events(Entry.objects.filter(kind="chat.said"))
    told = json.loads(event.data)
    assert event.channels == (f"chat:{room.story}",) and len(told["messages"]) == 60 == told["count"]
    assert event.number == Entry.objects.order_by("-id").values_list("id", flat=True).first()
    page = printing.print_address(f"/parts/chats/{room.story}.html").body.decode()
    assert page.count("<li class=") == 50 and "&lt;b&gt;59" in page and "&lt;b&gt;9&lt;" not in page
    assert talking.is_busy()
    rooms = printing.print_address("/parts/chats.html").body.decode()
    assert 'data-messages="60"' in rooms
