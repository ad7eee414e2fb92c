"""What has been done to chats and to doors beside the comments: each attempt comes to nothing here."""

import json
import re
import time

import pytest
from django.test import Client

from stoppress.discussion.actions import chats, house, sanctions, writing
from stoppress.discussion.errors import Refused
from stoppress.discussion.models import Message, Notice, Restriction, Room
from stoppress.newsfeed import channels
from stoppress.newsfeed.spool import CLOSE, ORDERS
from stoppress.newsroom.actions import stories
from stoppress.press import printing, talking, telling
from stoppress.publog.log import newest
from stoppress.publog.models import Entry
from stoppress.readers.models import Account
from tests.discussion.conftest import reader
from tests.discussion.test_attacks import SCRIPTS, is_harmless, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(write_story, moderator) -> Room:
    story = stories.publish(story=write_story()).story
    return chats.open_room(by=moderator, story=story.pk)


@pytest.mark.parametrize("attempt", SCRIPTS)
def test_script_is_harmless_wherever_a_message_is_shown(attempt, room, moderator):
    author = reader("Eve")
    Account.objects.filter(pk=author.pk).update(name=f"Eve {attempt}"[:100])
    author.refresh_from_db()
    row = chats.say(account=author, story=room.story, text=f"So {attempt} it is"[:500])
    chats.pin(by=moderator, story=room.story, message=row.pk)
    pages = [printing.print_address(f"{end}").body.decode() for end in (
        f"/parts/chats/{room.story}.html", f"/chats/{room.story}/", "/parts/chats.html", "/chats/")]  # fmt: skip
    pages.append(log_in(author).post(f"/account/chat/{room.story}/", {"text": attempt * 400}).content.decode())
    events = talking.events(Entry.objects.filter(kind="chat.said"))
    pages += [message["html"] for event in events for message in json.loads(event.data)["messages"]]
    # What was typed stands quoted in the form that gives it back.
    pages = [re.sub(r'value="[^"]*"', "", page) for page in pages]
    assert len(pages) == 6 and all(map(is_harmless, pages)), attempt
    desk = log_in(moderator).get(f"/desk/discussion/chats/?room={room.story}").content.decode()
    assert attempt not in desk or attempt.startswith(("[", "&lt"))


def test_nothing_is_said_by_get_or_from_another_site(room, marta):
    strict, here = log_in(marta, enforce_csrf_checks=True), f"/account/chat/{room.story}/"
    strict.get(f"{here}?text=Hello")
    for fetched_from in ("cross-site", "same-site"):
        told = {"headers": {"Sec-Fetch-Site": fetched_from}}
        assert strict.post(here, {"text": "From elsewhere"}, **told).status_code == 403
        assert strict.get(f"{here}own.json", **told).status_code == 403
    assert "Without a token" in strict.post(here, {"text": "Without a token"}).content.decode()
    assert not Message.objects.exists()
    assert strict.post(here, {"text": "From here"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    assert Message.objects.count() == 1


def test_rooms_show_no_viewer_and_no_header(room, marta, moderator):
    house.list_word(by=moderator, word="zip", is_banned=False)
    chats.say(account=marta, story=room.story, text="zip is held")
    for end in (f"/parts/chats/{room.story}.html", f"/chats/{room.story}/", "/parts/chats.html"):
        inside = log_in(marta).get(end)
        told = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "evil", "X-Original-URL": "/evil"}
        assert inside.content == Client().get(end).content == Client().get(end, headers=told).content
        words = inside.content.decode()
        assert not any(one in words for one in ("zip is held", "Marta", "csrf", "evil")) and "Set-Cookie" not in inside.headers
    assert log_in(marta).get(f"/account/chat/{room.story}/own.json")["Cache-Control"] == "private, no-store"
    assert "zip is held" not in json.dumps([event.data for event in talking.events(Entry.objects.filter(kind__startswith="chat."))])


@pytest.mark.parametrize("text", ["x" * 1_000_000, "a" + "\u0301" * 1_000_000, "@marta " * 10_000, "> " * 500_000, "\0" * 1_000_000])
def test_floods_are_refused_quickly(text, room, marta):
    began = time.monotonic()
    with pytest.raises(Refused):
        chats.say(account=marta, story=room.story, text=text)
    assert time.monotonic() - began < 2 and not Message.objects.exists()


def test_a_tower_of_marks_and_turned_directions_end_with_the_message(room, marta):
    row = chats.say(account=marta, story=room.story, text="a" + "\u0301" * 400 + " \u202eturned")
    assert row.text.count("\u0301") <= 8 and row.text.count("\u202e") == row.text.count("\u202c")


def test_a_mention_calls_nobody(room, marta, mailoutbox):
    writing.write(account=marta, story=room.story, text="@iker@reader.example " * 140)
    assert not mailoutbox


def test_others_restrictions_are_out_of_reach(room, marta, iker, moderator):
    sanctions.sanction(by=moderator, account=marta, kind="warning", ground="abuse", facts="Only hers to read")
    number = Restriction.objects.get().pk
    for client in (log_in(iker), Client()):
        page = client.get(f"/account/discussion/appeal/{number}/")
        assert page.status_code in (302, 404) and "Only hers" not in page.content.decode()
        client.post(f"/account/discussion/appeal/{number}/", {"words": "Let me appeal for her"})
    assert not hasattr(Restriction.objects.get(), "appeal")


def test_notices_are_counted_by_network_whatever_is_forged(edition, settings):
    told = {"address": "/x", "words": "This breaks the law", "email": "e@x.example", "good_faith": "1"}
    for number in range(14):
        Client(REMOTE_ADDR=f"2001:db8:0:7::{number + 1:x}").post(
            "/account/discussion/notice/", {**told, "email": f"E{number}@X.example"}, headers={"X-Forwarded-For": f"10.0.{number}.1"}
        )
    assert Notice.objects.count() == 10
    Client(REMOTE_ADDR="2001:db8:0:8::1").post("/account/discussion/notice/", told)
    assert Notice.objects.count() == 11


@pytest.mark.parametrize("name", [
    "reader:1", "desk:pending", "reader:1,talk:1", "desk:x", "Reader:1", "reader:01", "chat:0", "chat:-1", "chat:1 reader:2", "chat:1\nreader:2",
    "talk:١", "reader:1%00", "list:section:9999999999999999999", "pending:1", "chat:", ":1", "feed:../x",
])  # fmt: skip
def test_a_guessed_channel_opens_nothing(name):
    names = name.split(",")
    assert not all(channels.is_channel(one) for one in names) or channels.closed_to(names, ())
    assert channels.closed_to(["reader:1"], ["reader:2", "reader:11"]) == {"reader:1"}


def test_a_ban_a_block_and_a_suspension_end_every_private_stream(room, marta, iker, moderator):
    telling.tell(newest())  # from here on
    chats.bar(by=moderator, story=room.story, account=marta, kind="blocked", reason="Insults")
    sanctions.sanction(by=moderator, account=iker, kind="suspension", lasts="24h", ground="abuse", facts="Insults")
    telling.tell(newest())
    events, _ = telling.spool().after(0)
    ended = [event.channels for event in events if event.line == ORDERS and event.kind == CLOSE]
    assert ended == [(f"reader:{marta.pk}",), (f"reader:{iker.pk}",)]


def test_a_held_message_is_told_to_its_writer_with_the_reason_and_forms_work_without_script(room, marta, moderator):
    house.list_word(by=moderator, word="zip", is_banned=False)
    inside, here = log_in(marta), f"/account/chat/{room.story}/"
    page = inside.post(here, {"text": "zip"}, follow=True).content.decode()
    assert "Your message waits until a moderator has looked at it." in page
    chats.bar(by=moderator, story=room.story, account=marta, kind="blocked", reason="Too <loud>")
    answer = inside.post(here, {"text": "May I?"})
    assert answer.status_code == 422 and "Too &lt;loud&gt;" in answer.content.decode() and "May I?" in answer.content.decode()
    assert "Too <loud>" in inside.get(f"{here}own.json").json()["why_not"]
