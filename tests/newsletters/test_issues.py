"""Issues are made of the log, sent once to each reader, and never tell of what was withdrawn."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from stoppress.kit import clock
from stoppress.newsletters import queries
from stoppress.newsletters.actions import issuing, spreading, subscribing
from stoppress.newsletters.errors import NothingNew
from stoppress.newsletters.models import Issue, Newsletter, Subscriber, Subscription
from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Edition, Section, Story
from stoppress.press import follower, house, mailing, printing
from stoppress.press.proofread import differences
from stoppress.press.shelf import Printed
from stoppress.publog.log import newest
from stoppress.readers.outbox import sending
from stoppress.readers.outbox.models import SENT, Letter

_minutes = itertools.count(1)


def is_due(newsletter: Newsletter) -> None:
    """Let its time come, another time each time."""
    Newsletter.objects.filter(pk=newsletter.pk).update(next_due_at=clock.now() - timedelta(minutes=next(_minutes)))


def deliver() -> list[Any]:
    """Make, spread and send everything; returns what was sent."""
    before = len(mail.outbox)
    while mailing.mail(newest()):
        pass
    while sending.send_batch():
        pass
    return mail.outbox[before:]


def test_a_digest_holds_what_came_out_since_the_last_one(newsletter: Newsletter, marta: Subscriber, publish: Any) -> None:
    publish("Trams run all night")
    assert deliver() == [], "it is not due yet"
    is_due(newsletter)
    (letter,) = deliver()
    assert letter.subject == "Trams run all night" and letter.to == [marta.email]
    assert "http://localhost:8000/" in letter.body and "Trams run all night" in letter.alternatives[0].content
    newsletter.refresh_from_db()
    assert newsletter.next_due_at > clock.now() and newsletter.last_number == 1
    is_due(newsletter)
    assert deliver() == [], "there is nothing new"
    publish("Ferry fares rise")
    is_due(newsletter)
    (letter,) = deliver()
    assert "Ferry fares rise" in letter.body and "Trams" not in letter.body


def test_a_letter_is_a_list_to_programs(newsletter: Newsletter, marta: Subscriber, publish: Any) -> None:
    publish()
    is_due(newsletter)
    (letter,) = deliver()
    leave = f"http://localhost:8000/account/newsletters/leave/{marta.key}/{newsletter.pk}/"
    assert letter.extra_headers["List-Unsubscribe"] == f"<{leave}>" and leave in letter.body and leave in letter.alternatives[0].content
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["List-Id"] == '"Morning" <morning.en.localhost>'
    assert "{{" not in letter.body and "{{" not in letter.alternatives[0].content


def test_a_lists_name_is_told_in_any_script(edition: Any) -> None:
    row = Newsletter(edition=edition, name='مدّ "الصباح"\r\nBcc: all@x.example', slug="sabah")
    told = spreading.headers_of(row, "https://x.example/")["List-Id"]
    assert told.isascii() and told.startswith("=?utf-8?") and told.endswith(" <sabah.en.localhost>") and "\n" not in told


def test_letters_of_a_newsletter_that_is_no_more_are_not_sent(newsletter: Newsletter, marta: Subscriber, publish: Any) -> None:
    publish()
    is_due(newsletter)
    mailing.mail(newest())
    spreading.spread_all()
    assert Letter.objects.filter(state="waiting").exists()
    newsletter.delete()
    assert deliver() == [] and not Issue.objects.exists()


def test_one_that_cannot_be_made_keeps_no_other_from_going(newsletter: Newsletter, marta: Subscriber, publish: Any, monkeypatch: Any) -> None:
    bad = Newsletter.objects.create(edition=newsletter.edition, name="Bad", slug="bad", position=0)
    publish()
    Newsletter.objects.update(position=1)
    for row in (bad, newsletter):
        is_due(row)
    whole = issuing.make

    def make(*, newsletter: Newsletter, up_to: int) -> int:
        if newsletter.pk == bad.pk:
            raise ZeroDivisionError
        return whole(newsletter=newsletter, up_to=up_to)

    monkeypatch.setattr(issuing, "make", make)
    monkeypatch.setattr(mailing, "_not_before", {})
    assert len(deliver()) == 1


def test_what_is_killed_embargoed_old_or_elsewhere_is_in_no_digest(newsletter: Newsletter, publish: Any, write_story: Any) -> None:
    other = Section.objects.create(edition=newsletter.edition, name="Sport", slug="sport")
    newsletter.scope = "sections"
    newsletter.save()
    newsletter.sections.set([other])
    publish("In another section")
    kept = publish("Rovers win", section=other)
    stories.kill(story=publish("Killed", section=other))
    stories.take_down(story=publish("Taken down", section=other))
    stories.publish(story=write_story(headline="Embargoed", section=other, embargo_until=clock.now() + timedelta(hours=1)))
    stories.publish(story=write_story(headline="Old", section=other), published_at=clock.now() - timedelta(days=30))
    assert queries.new_stories(newsletter, newest()) == [kept.pk]


def test_a_breaking_letter_goes_once_for_each_story(edition: Any, publish: Any) -> None:
    newsletter = Newsletter.objects.create(edition=edition, name="Flash", slug="flash", schedule="breaking")
    subscribing.subscribe(email="iker@reader.example", newsletters=[newsletter.pk])
    publish("Not breaking")
    story = publish("Ship aground", is_breaking=True)
    (letter,) = deliver()
    assert letter.subject == "Breaking: Ship aground"
    stories.publish(story=story, verb="update")
    assert deliver() == []
    later = publish("Power cut")
    draft, revision = drafts.write(story=later, fields={"is_breaking": True})
    stories.publish(story=draft, revision=revision, verb="update")
    assert [letter.subject for letter in deliver()] == ["Breaking: Power cut"]


def test_a_second_start_makes_no_second_issue(newsletter: Newsletter, publish: Any, monkeypatch: Any) -> None:
    for n in range(5):
        subscribing.subscribe(email=f"r{n}@reader.example", newsletters=[newsletter.pk])
    publish()
    is_due(newsletter)
    monkeypatch.setattr(spreading, "BATCH", 2)
    issuing.make_due(newest())
    spreading.spread_all()
    # Here the machine went down; another begins from what is committed.
    assert Issue.objects.get().spread_to and Letter.objects.count() == 2
    is_due(newsletter)
    assert len(deliver()) == 5 and Issue.objects.count() == 1
    issue = Issue.objects.get()
    Issue.objects.update(is_spread=False, spread_to=0)
    assert spreading.spread_all() == 0 and deliver() == [] and issue.is_spread and issue.letter_count == 5


def test_a_withdrawn_story_leaves_letters_that_were_not_sent(newsletter: Newsletter, marta: Subscriber, publish: Any) -> None:
    gone, stays = publish("Withdrawn before long"), publish("Ferry fares rise")
    is_due(newsletter)
    mailing.mail(newest())
    mailing.mail(newest())
    assert Letter.objects.filter(state="waiting").count() == 1
    stories.kill(story=gone)
    assert sending.send_batch() == 0, "nothing goes before it is set anew"
    (letter,) = deliver()
    assert "Withdrawn" not in letter.body + letter.alternatives[0].content + letter.subject and "Ferry" in letter.body
    is_due(newsletter)
    alone = publish("All alone")
    mailing.mail(newest())
    mailing.mail(newest())
    stories.kill(story=alone)
    assert deliver() == [] and not Letter.objects.filter(state="waiting").exists()
    assert stays.live


def test_a_withdrawal_during_the_making_makes_it_anew(newsletter: Newsletter, marta: Subscriber, publish: Any, monkeypatch: Any) -> None:
    publish()
    is_due(newsletter)
    monkeypatch.setattr(queries, "are_public", lambda numbers, edition: False)
    assert issuing.make_due(newest()) == 0 and not Issue.objects.exists()
    monkeypatch.undo()
    assert len(deliver()) == 1


def test_what_is_held_waits_for_its_release(newsletter: Newsletter, marta: Subscriber, publish: Any) -> None:
    publish()
    issuing.hold(newsletter=newsletter, is_held=True)
    is_due(newsletter)
    assert deliver() == []
    issuing.hold(newsletter=newsletter, is_held=False)
    assert len(deliver()) == 1
    with pytest.raises(NothingNew):
        issuing.send_by_hand(newsletter=newsletter, by=None, up_to=newest())


@pytest.mark.parametrize("count", [1, 3])
def test_making_an_issue_takes_a_fixed_number_of_queries(
    count: int, newsletter: Newsletter, publish: Any, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        publish(f"Story {n}")
        subscribing.subscribe(email=f"r{n}@reader.example", newsletters=[newsletter.pk])
    is_due(newsletter)
    last = newest()
    with django_assert_num_queries(19):
        assert issuing.make_due(last) == 1
    with django_assert_num_queries(8):
        assert spreading.spread_all() == count


def test_nothing_to_do_costs_three_queries(newsletter: Newsletter, django_assert_num_queries: Any) -> None:
    last = newest()
    with django_assert_num_queries(3):
        assert mailing.mail(last) == 0


class Mailing(RuleBasedStateMachine):
    """Stories come out and go; issues are made, spread and sent in slices, in any order."""

    def __init__(self) -> None:
        super().__init__()
        for row in (Newsletter, Subscriber, Story, Section, Edition):
            row.objects.all().delete()  # type: ignore[attr-defined]
        Letter.objects.all().delete()
        mail.outbox.clear()
        self.edition = Edition.objects.create(code="p", name="Courier", time_zone="Europe/Lisbon")
        self.section = Section.objects.create(edition=self.edition, name="City", slug="city")
        self.daily = Newsletter.objects.create(edition=self.edition, name="Morning", slug="morning")
        self.flash = Newsletter.objects.create(edition=self.edition, name="Flash", slug="flash", schedule="breaking")
        for n in range(3):
            subscribing.subscribe(email=f"r{n}@x.example", newsletters=[self.daily.pk, self.flash.pk])
        self.stories: dict[str, Story] = {}
        self.checked = 0
        follower.start()

    @rule(is_breaking=st.booleans(), is_embargoed=st.booleans())
    def publish(self, is_breaking: bool, is_embargoed: bool) -> None:
        headline = f"Headline number {len(self.stories)}."
        embargo = timezone.now() + timedelta(hours=1) if is_embargoed else None
        fields = {"edition": self.edition, "section": self.section, "headline": headline, "is_breaking": is_breaking, "embargo_until": embargo}
        story, _ = drafts.write(story=None, fields=fields, body=[{"type": "paragraph", "value": "<p>So.</p>", "id": "a"}])
        self.stories[headline] = stories.publish(story=story).story

    @precondition(lambda self: self.stories)
    @rule(number=st.integers(0, 9), verb=st.sampled_from(["kill", "take_down", "publish", "correct"]))
    def turn(self, number: int, verb: str) -> None:
        story = list(self.stories.values())[number % len(self.stories)]
        story = Story.objects.get(pk=story.pk)
        if verb in ("kill", "take_down") and story.live:
            getattr(stories, verb)(story=story)
        elif verb == "publish" and story.state == "taken_down":
            stories.publish(story=story)
        elif verb == "correct" and story.live:
            stories.correct(story=story, text="It was raining.")

    @rule()
    def make(self) -> None:
        is_due(self.daily)
        issuing.make_due(newest())

    @rule()
    def spread(self) -> None:
        spreading.spread_all()

    @rule()
    def say_anew(self) -> None:
        spreading.say_anew()

    @rule(number=st.integers(0, 2))
    def somebody_leaves(self, number: int) -> None:
        subscribing.leave(email=f"r{number}@x.example", newsletter=self.daily)

    @rule()
    def send(self) -> None:
        sending.send_batch()
        self.check()

    def check(self) -> None:
        live = {row.headline for row in Story.objects.filter(live=True)}
        gets = set(Subscription.objects.values_list("subscriber__email", "newsletter__name"))
        for letter in mail.outbox[self.checked :]:
            said = letter.subject + letter.body + letter.alternatives[0].content
            assert not [headline for headline in self.stories if headline in said and headline not in live]
            assert (letter.to[0], "Morning" if "Morning" in letter.body.split("\n")[0] else "Flash") in gets
        self.checked = len(mail.outbox)

    @rule()
    def readers_come(self) -> None:
        for path in ("/newsletters/", "/newsletters/morning/", "/newsletters/flash/", "/newsletters/morning/1/", "/newsletters/flash/1/"):
            began = house.shelf().began()
            printed = printing.print_address(path)
            if isinstance(printed, Printed):
                house.shelf().put(printed, began=began)

    @invariant()
    def nobody_gets_anything_twice(self) -> None:
        sent = [(letter.to[0], letter.subject, letter.body.split("\n")[0]) for letter in mail.outbox]
        flashes = [one for one in sent if one[2].startswith("Flash")]
        assert len(flashes) == len(set(flashes))
        assert len(sent) == Letter.objects.filter(state=SENT).count()

    def teardown(self) -> None:
        self.make()
        while mailing.mail(newest()):
            pass
        while sending.send_batch():
            pass
        self.check()
        self.readers_come()
        follower.settle()
        assert not [difference for difference in differences() if difference]


@pytest.mark.django_db
def test_no_letter_ever_tells_of_a_withdrawn_story_whatever_happened(monkeypatch: Any) -> None:
    monkeypatch.setattr(spreading, "BATCH", 2)
    monkeypatch.setattr(sending, "BATCH", 2)
    steps = settings(max_examples=5, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Mailing, settings=steps)
