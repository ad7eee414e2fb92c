"""The shared pages of newsletters, their tags and queries; the desk's pages; the rules of when one is due."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from stoppress.newsletters import rules
from stoppress.newsletters.actions import issuing, subscribing
from stoppress.newsletters.models import Issue, Newsletter, Subscriber
from stoppress.newsroom.actions import stories
from stoppress.press import printing
from stoppress.press.shelf import Printed
from stoppress.publog.log import newest
from stoppress.readers.models import Account
from stoppress.readers.outbox import sending


def printed(address: str) -> Printed:
    page = printing.print_address(address)
    assert isinstance(page, Printed)
    return page


def test_pages_are_the_same_for_all_and_say_what_they_show(newsletter: Newsletter, publish: Any) -> None:
    story = publish()
    issuing.send_by_hand(newsletter=newsletter, by=None, up_to=newest())
    every, one, issue = (printed(f"/newsletters/{rest}") for rest in ("", "morning/", "morning/1/"))
    assert {f"newsletters:{newsletter.edition_id}", f"newsletter:{newsletter.pk}"} <= every.tags
    assert {f"issues:{newsletter.pk}", f"card:{story.pk}"} <= one.tags and f"card:{story.pk}" in issue.tags
    assert b"csrfmiddlewaretoken" not in every.body + one.body and b"/account/newsletters/sign-up/" in one.body
    assert b"Trams run all night" in one.body and b"Trams run all night" in issue.body
    stories.kill(story=story)
    assert b"Trams" not in printed("/newsletters/morning/").body + printed("/newsletters/morning/1/").body


@pytest.mark.parametrize("count", [1, 3])
def test_prints_take_a_fixed_number_of_queries(count: int, newsletter: Newsletter, publish: Any, django_assert_num_queries: Any) -> None:
    for n in range(count):
        publish(f"Story {n}")
        publish(f"Another {n}")
        issuing.send_by_hand(newsletter=newsletter, by=None, up_to=newest())
    for address, queries in {"/newsletters/": 4, "/newsletters/morning/": 7, "/newsletters/morning/1/": 7}.items():
        with django_assert_num_queries(queries):
            printed(address)


def test_every_page_leads_to_newsletters_when_there_are_any(edition: Any, publish: Any) -> None:
    story = publish()
    assert b"/newsletters/" not in printed("/").body + printed(story.address).body
    row = Newsletter.objects.create(edition=edition, name="Morning", slug="morning")
    assert b"/newsletters/" in printed("/").body and printed(story.address).body.count(b'"/newsletters/"') == 2
    row.is_active = False
    row.save()
    assert b"/newsletters/" not in printed("/").body


def test_addresses_that_lead_nowhere(newsletter: Newsletter) -> None:
    for rest in ("nothing/", "morning/1/", "morning/0/", "morning/before/1/", "morning/1/2/", "../morning/"):
        assert not isinstance(printing.print_address(f"/newsletters/{rest}"), Printed), rest
    assert printing.print_address("/newsletters") == printing.Moved("/newsletters/")


@pytest.fixture
def at_desk(client: Client, edition: Any) -> Client:
    client.force_login(Account.objects.create_superuser("chief@courier.example", name="Chief"))
    return client


def test_the_desk_previews_tests_sends_and_holds(at_desk: Client, newsletter: Newsletter, marta: Subscriber, publish: Any) -> None:
    page = f"/desk/newsletters/{newsletter.pk}/"
    assert "has come out yet" in at_desk.get(page).content.decode()
    publish("Trams & <b>trains</b>")
    assert "Trams &amp; &lt;b&gt;trains" in at_desk.get(page).content.decode()
    frame = at_desk.get(f"{page}preview/")
    assert "sandbox" in frame["Content-Security-Policy"] and "&lt;b&gt;trains" in frame.content.decode()
    at_desk.post(page, {"verb": "test"})
    sending.send_batch()
    assert mail.outbox[0].to == ["chief@courier.example"] and mail.outbox[0].subject == "[Test] Trams & <b>trains</b>"
    assert marta.key not in mail.outbox[0].body and not Issue.objects.exists()
    at_desk.post(page, {"verb": "hold"})
    assert Newsletter.objects.get().is_held
    at_desk.post(page, {"verb": "send"})
    assert Issue.objects.get().by.email == "chief@courier.example"  # type: ignore[union-attr]
    assert at_desk.get(f"{page}preview/1/").status_code == 200 and "Chief" in at_desk.get(page).content.decode()
    answer = at_desk.post(page, {"verb": "send"}, follow=True)
    assert "No story that it takes" in answer.content.decode() and Issue.objects.count() == 1


def test_a_newsletter_is_made_at_the_desk(at_desk: Client, edition: Any) -> None:
    assert at_desk.get("/desk/newsletters/list/").status_code == 200
    told = {"name": "Weekend", "slug": "weekend", "edition": edition.pk, "description": "", "schedule": "weekly", "at": "09:30", "weekday": 5,
            "scope": "edition", "most": 12, "sender_name": "", "reply_to": "", "intro": "", "is_active": "on", "position": 0}  # fmt: skip
    answer = at_desk.post("/desk/newsletters/list/add/", told)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    row = Newsletter.objects.get()
    assert row.next_due_at and row.next_due_at.weekday() == 5 and at_desk.get(f"/desk/newsletters/list/edit/{row.pk}/").status_code == 200


def test_the_table_of_subscribers_holds_no_formulas_and_is_for_those_who_may(at_desk: Client, client: Client, newsletter: Newsletter) -> None:
    subscribing.subscribe(email="=hyperlink@x.example", newsletters=[newsletter.pk])
    table = at_desk.get(f"/desk/newsletters/{newsletter.pk}/subscribers.csv").content.decode("utf-8-sig")
    assert "\n'=hyperlink@x.example," in table.replace("\r", "")
    client.force_login(Account.objects.create_user("reporter@courier.example", is_staff=True))
    for rest in ("", "preview/", "subscribers.csv"):
        assert client.get(f"/desk/newsletters/{newsletter.pk}/{rest}").status_code in (302, 403)
        assert client.post(f"/desk/newsletters/{newsletter.pk}/", {"verb": "send"}).status_code in (302, 403)


@given(
    st.sampled_from([rules.DAILY, rules.WEEKLY]), st.times(), st.integers(0, 6),
    st.sampled_from(["Europe/Lisbon", "America/St_Johns", "Asia/Beirut", "Pacific/Chatham", "UTC"]),
    st.integers(1_704_067_200, 1_893_456_000),
)  # fmt: skip
def test_the_next_moment_is_ahead_and_never_too_far(schedule: str, at: time, weekday: int, zone: str, after: int) -> None:
    moment = datetime.fromtimestamp(after, UTC)
    found = rules.next_due(schedule, at, weekday, zone, moment)
    assert found is not None
    # A day on which the clocks change has 25 hours at most.
    assert moment < found <= moment + (timedelta(hours=25) if schedule == rules.DAILY else timedelta(days=7, hours=1))


def test_what_never_goes_by_itself_is_never_due() -> None:
    assert rules.next_due(rules.BREAKING, time(7), 0, "UTC", datetime.now(UTC)) is None
