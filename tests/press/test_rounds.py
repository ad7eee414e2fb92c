"""Readers are told of what they follow: once, by what they switched on, and of nothing that is no longer public."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from stoppress.kit import clock
from stoppress.newsroom.actions import stories
from stoppress.press import rounds
from stoppress.publog import log
from stoppress.publog.models import Parked
from stoppress.readers.models import Account, Follow, Notifications
from stoppress.readers.outbox.models import Letter
from stoppress.readers.push.models import Device, Push
from stoppress.readers.tidings import actions, letters, queries
from stoppress.readers.tidings.actions import digests
from stoppress.readers.tidings.actions import rounds as steps
from stoppress.readers.tidings.models import Round, Tiding

pytestmark = pytest.mark.django_db


def work() -> None:
    """The follower does all there is to do."""
    while rounds.take_up(log.newest()) + rounds.take_step():
        pass


@pytest.fixture
def reader(edition: Any) -> Callable[..., Account]:
    """Makes a reader who follows things and has switched things on; `devices` take push messages."""

    def make(name: str, *things: Any, devices: int = 0, **chosen: bool) -> Account:
        account = Account.objects.create_user(f"{name}@reader.example", None, name=name)
        for thing in things:
            Follow.objects.create(account=account, kind=type(thing).__name__.lower(), target=thing.pk)
        if chosen:
            Notifications.objects.create(account=account, **chosen)
        for number in range(devices):
            Device.objects.create(account=account, edition="en", endpoint=f"https://push.example/{name}/{number}", key="k")
        return account

    work()
    return make


@pytest.fixture
def publish(write_story: Callable[..., Any]) -> Callable[..., Any]:
    return lambda **fields: stories.publish(story=write_story(**fields)).story


def told() -> list[tuple[str, str]]:
    return list(Tiding.objects.order_by("account__name").values_list("account__name", "kind"))


def test_who_follows_several_things_of_a_story_is_told_once(reader: Any, publish: Any, section: Any, topic: Any, contributor: Any) -> None:
    reader("ana", section, topic, contributor, devices=2, followed_by_push=True)
    reader("bo", topic, devices=1, breaking_by_push=True)
    reader("cy", devices=1, followed_by_push=True)
    story = publish()
    work()
    assert told() == [("ana", "published"), ("bo", "published")]
    assert list(Push.objects.values_list("device__account__name", "topic", "story")) == [("ana", f"story-{story.pk}", story.pk)] * 2
    assert Tiding.objects.first().facts == {"headline": story.headline, "address": story.address, "language": "en"}


def test_what_nobody_follows_takes_no_round(reader: Any, publish: Any, topic: Any) -> None:
    publish()
    work()
    assert not Round.objects.exists()
    ana = reader("ana", topic)  # hears of what comes from now on
    story = publish()
    work()
    assert [(row.kind, row.story) for row in Round.objects.all()] == [("published", story.pk)] and told() == [("ana", "published")]
    actions.read_all(account=ana)
    Follow.objects.filter(account=ana).update(kind="story", target=story.pk)
    stories.publish(story=story)
    work()
    assert told() == [("ana", "updated")]


def test_of_an_update_is_told_who_has_read_the_first_and_aloud_who_follows_the_story(reader: Any, publish: Any, section: Any) -> None:
    ana, bo = reader("ana", section, devices=1, followed_by_push=True), reader("bo", section)
    story = publish()
    work()
    actions.read_all(account=ana)
    Push.objects.all().delete()
    dee = reader("dee", story, devices=1, followed_by_push=True)
    stories.publish(story=story)
    work()
    assert told() == [("ana", "updated"), ("bo", "published"), ("dee", "updated")]
    assert queries.unread(ana) == queries.unread(bo) == queries.unread(dee) == 1
    assert list(Push.objects.values_list("device__account__name", flat=True)) == ["dee"]
    stories.publish(story=story, verb="refile")
    Push.objects.all().delete()
    work()
    assert not Push.objects.exists()


def test_breaking_news_goes_to_devices_of_the_edition_with_or_without_an_account(reader: Any, publish: Any) -> None:
    reader("ana", devices=1, breaking_by_push=True)
    reader("bo", devices=1, followed_by_push=True)
    for name, code in (("one", "en"), ("two", "en"), ("three", "es")):
        Device.objects.create(account=None, edition=code, endpoint=f"https://push.example/{name}", key="k")
    story = publish(is_breaking=True)
    work()
    stories.publish(story=story)
    work()
    assert sorted(Push.objects.values_list("device__endpoint", flat=True)) == [
        f"https://push.example/{name}" for name in ("ana/0", "one", "two")]  # fmt: skip
    assert set(Push.objects.values_list("is_urgent", flat=True)) == {True} and not Tiding.objects.exists()


def test_a_story_killed_before_its_turn_is_told_nobody_and_afterwards_nobody_reads_of_it(
    reader: Any, publish: Any, section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "STEP", 2)
    for name in "ecabd":  # accounts in no order of their names
        reader(name, section, devices=1, followed_by_push=True)
    story = publish()
    rounds.take_up(log.newest())
    rounds.take_step()
    assert len(told()) == 2
    stories.kill(story=story)
    work()
    assert told() == [] and not Push.objects.exists() and not Round.objects.filter(finished_at=None).exists()
    again = publish()
    work()
    assert len(told()) == 5 and {row.story for row in Tiding.objects.all()} == {again.pk}


def test_after_a_crash_nobody_is_left_out_or_told_twice(reader: Any, publish: Any, section: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP", 2)
    for name in "ecabd":  # accounts in no order of their names
        reader(name, section, devices=1, followed_by_push=True)
    publish()
    rounds.take_up(log.newest())
    rounds.take_step()

    def crash(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Tiding.objects, "bulk_create", crash)
        with pytest.raises(KeyboardInterrupt):
            rounds.take_step()
    assert len(told()) == Push.objects.count() == 2 and not rounds.take_step()  # another process may still be at it
    Round.objects.update(next_at=clock.now())
    work()
    assert [name for name, _ in told()] == list("abcde") and Push.objects.count() == 5
    assert Round.objects.get(kind="published").told == 5


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_step_takes_as_many_queries_however_many_readers(
    reader: Any, publish: Any, section: Any, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        reader(f"r{number}", section, devices=1, followed_by_push=True, followed_by_mail=True)
    publish()
    rounds.take_up(log.newest())
    # Which round, take it; begin, lock; the story, its four things, accounts, switches, devices, pushes, letters, tidings; note; commit.
    with django_assert_num_queries(17 + (connection.vendor == "postgresql")):  # the log's turn
        assert rounds.take_step() == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_two_queries_however_long(reader: Any, publish: Any, section: Any, count: int, django_assert_num_queries: Any) -> None:
    ana = reader("ana", section)
    for number in range(count):
        publish(headline=f"Trams {number}")
    work()
    with django_assert_num_queries(2):
        shown, more = queries.told(ana)
    assert len(shown) == count and more is None and shown[0].headline == f"Trams {count - 1}"
    with django_assert_num_queries(1):
        assert queries.unread(ana) == count


def test_letters_gather_what_came_and_go_at_most_once_an_hour(reader: Any, publish: Any, section: Any, client: Any, monkeypatch: Any) -> None:
    ana = reader("ana", section, followed_by_mail=True)
    start, ahead = clock.now(), timedelta(0)
    monkeypatch.setattr(clock, "now", lambda: start + ahead)
    publish(headline="Trams <b>run</b>")
    publish(headline="Ferries stop")
    work()
    assert not digests.write_due()
    ahead = timedelta(minutes=6)
    digests.write_due()
    first = Letter.objects.get()
    assert first.subject.startswith("New stories in what you follow: 2") and "Ferries stop" in first.text and "Trams &lt;b&gt;run" in first.html
    assert first.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    publish(headline="Trams stop, too")
    work()
    ahead = timedelta(minutes=60)
    assert not digests.write_due()
    ahead = timedelta(minutes=67)
    digests.write_due()
    assert Letter.objects.count() == 2 and Letter.objects.first().subject.startswith("Trams stop, too")
    # One click, by a program without a session, and that kind alone.
    Notifications.objects.filter(account=ana).update(replies_by_mail=True)
    path = first.headers["List-Unsubscribe"].strip("<>").partition("/account/")[2]
    assert client.get(f"/account/{path}").status_code == 200 and Notifications.objects.get().followed_by_mail
    assert client.post(f"/account/{path}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    switches = Notifications.objects.get()
    assert not switches.followed_by_mail and switches.replies_by_mail
    publish(headline="Nobody is told of this by mail")
    work()
    ahead = timedelta(hours=3)
    digests.write_due()
    assert Letter.objects.count() == 2


def test_nobody_switches_off_what_is_anothers(reader: Any, client: Any) -> None:
    from stoppress.readers import lent

    ana = reader("ana", followed_by_mail=True)
    ours = letters.switch_address(lent.first_edition(), ana.pk, "followed").rstrip("/").rpartition("/")[2]
    assert letters.switch_of(ours) == (ana.pk, "followed")
    for word in (f"{ana.pk}.followed", ours[:-1], ours.replace(f"{ana.pk}.", f"{ana.pk + 1}."), f"{ana.pk}.followed:x", "x" * 500):
        assert client.post(f"/account/notifications/off/{word}/").status_code == 404
    assert Notifications.objects.get().followed_by_mail


def test_of_a_live_blog_its_key_events_are_told_once_each(reader: Any, publish: Any) -> None:
    def entry(name: str, *, is_key: bool) -> dict[str, Any]:
        told = {"headline": name, "at": f"2026-11-24T12:0{len(name)}:00Z", "body": [], "is_pinned": False, "is_key": is_key}
        return {"type": "live_entry", "id": f"id-{name}", "value": told}

    story = publish(story_type="live", body=[entry("a", is_key=False)])
    work()
    reader("dee", story, devices=1, followed_by_push=True)
    work()
    for blocks in ([entry("bb", is_key=False)], [entry("ccc", is_key=True)], [entry("ccc", is_key=True), entry("dddd", is_key=False)]):
        from stoppress.newsroom.actions import drafts

        drafts.write(story=story, fields={}, body=blocks)
        story = stories.publish(story=story, verb="update").story
        work()
    assert told() == [("dee", "key")] and Tiding.objects.get().facts["headline"] == "ccc"
    assert Push.objects.count() == 1


def test_what_happened_long_ago_is_not_told(reader: Any, publish: Any, section: Any, write_story: Any) -> None:
    reader("ana", section)
    stories.publish(story=write_story(), published_at=clock.now() - timedelta(days=30))
    work()
    assert told() == []


def test_an_entry_that_cannot_be_taken_up_is_parked_and_tried_again(reader: Any, publish: Any, section: Any, monkeypatch: Any) -> None:
    reader("ana", section)
    start, ahead = clock.now(), timedelta(0)
    monkeypatch.setattr(clock, "now", lambda: start + ahead)
    bad, good = publish(headline="Bad"), publish(headline="Good")
    begin = steps.begin

    def stumble(**told: Any) -> bool:
        if told["story"] == bad.pk:
            raise LookupError("no such thing")
        return begin(**told)

    monkeypatch.setattr(steps, "begin", stumble)
    for _ in range(rounds.TRIES + 2):
        work()
        ahead += timedelta(minutes=1)
    row = Parked.objects.get()
    assert (row.follower, row.address, row.tries) == (rounds.FOLLOWER, "", rounds.TRIES)
    assert {one.story for one in Tiding.objects.all()} == {good.pk}
    monkeypatch.setattr(steps, "begin", begin)
    Parked.objects.update(retry_at=clock.now())
    rounds._try_parked()
    work()
    assert {one.story for one in Tiding.objects.all()} == {good.pk, bad.pk} and not Parked.objects.exists()


def test_telling_waits_until_no_more_stories_come_out_but_not_for_long():
    manners = rounds.Manners()
    assert manners.wait(7, 100.0) and not manners.wait(7, 101.0)
    assert manners.wait(8, 103.0) and manners.wait(9, 103.9) and manners.wait(9, 104.8)
    assert not manners.wait(9, 104.95)
    waits = [manners.wait(10 + n, 110.0 + n * 0.5) for n in range(14)]
    assert waits == [True] * 10 + [False] * 4
    manners.is_at_work = True
    assert not manners.wait(99, 130.0)
