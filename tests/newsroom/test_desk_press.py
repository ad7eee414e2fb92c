"""The desk tells when new copy does not reach readers, and lists what could not be printed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from stoppress.kit import clock
from stoppress.newsroom.actions import stories
from stoppress.newsroom.models import Story
from stoppress.publog import log, parking, reports
from stoppress.publog.models import Entry, Follower, Parked
from tests.newsroom.at_the_desk import member, said

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.newsroom.desk_urls")]
NOTE = "New copy may not reach readers."


def report(*, ago: float = 0, node: str = "one", **told: Any) -> None:
    reports.report(name="press", node=node, cursor=told.pop("cursor", log.newest()), **told)
    Follower.objects.filter(node=node).update(reported_at=clock.now() - timedelta(seconds=ago))


def park(entry: int, address: str = "/a/", **told: Any) -> None:
    parking.park(**{"follower": "press", "node": "one", "entry": entry, "address": address, "tries": 3,
                    "reason": "The page needs a template.", "detail": "Traceback <b>x</b>", **told})  # fmt: skip


def home(client: Client) -> str:
    return client.get("/desk/").content.decode()


def test_reporters_are_told_of_trouble_and_of_nothing_else(client: Client) -> None:
    member(client, "Reporters")
    report()
    park(3)
    assert NOTE not in home(client) and "could not be printed" not in home(client)
    report(trouble="The disk of the press is full.")
    assert "The disk of the press is full." in home(client)


def test_a_late_a_silent_and_a_missing_press_are_told_of(client: Client, write_story: Callable[..., Story]) -> None:
    member(client, "Editors")
    assert "The press is not running" in home(client)
    with transaction.atomic():
        log.record("topic.changed", tags=["topic:1"])
    report(cursor=0)
    assert NOTE not in home(client)
    Entry.objects.update(recorded_at=clock.now() - timedelta(seconds=40))
    assert "The press on one is 40 seconds behind" in home(client)
    report(ago=90)
    assert "has not reported for 1 minute" in home(client)


def test_what_is_parked_is_listed_with_headline_reason_and_detail(client: Client, write_story: Callable[..., Story]) -> None:
    member(client, "Chief editors")
    report()
    story = stories.publish(story=write_story(headline="Trams run all night")).story
    number = log.newest()
    park(number, story.address)
    park(0, story.address.replace("/20", "/es/20"), node="two")
    assert "2 pages could not be printed" in home(client)
    page = client.get("/desk/press/").content.decode()
    assert f"/desk/stories/edit/{story.pk}/" in page
    assert page.count(">Trams run all night</a>") == 2
    for words in (f"Entry {number} (story.published)", story.address, "The page needs a template.", "Tried 3 times",
                  "Traceback &lt;b&gt;x&lt;/b&gt;", "<details>"):  # fmt: skip
        assert words in page, words


def test_the_list_takes_the_same_queries_for_many(client: Client, write_story: Callable[..., Story],
                                                 django_assert_max_num_queries: Any) -> None:  # fmt: skip
    member(client, "Chief editors")
    report()
    for n in range(12):
        story = stories.publish(story=write_story(headline=f"Story {n}")).story
        park(log.newest(), story.address)
    client.get("/desk/press/")
    with django_assert_max_num_queries(17):
        assert client.get("/desk/press/").content.decode().count("desk-parked") == 12


def test_the_buttons_retry_and_dismiss(client: Client) -> None:
    member(client, "Chief editors")
    park(4, "/a/")
    park(5, "/b/")
    response = client.post("/desk/press/", {"verb": "retry", "entry": "4"}, follow=True)
    assert "tries again" in response.content.decode()
    assert "has been asked to try again" in response.content.decode()
    assert [row.address for row in Parked.objects.filter(retry_at__isnull=False)] == ["/a/"]
    client.post("/desk/press/", {"verb": "dismiss", "entry": "5"})
    assert [row.address for row in Parked.objects.all()] == ["/a/"]
    assert "not parked any more" in said(client.post("/desk/press/", {"verb": "dismiss", "entry": "5"}))


@pytest.mark.parametrize("sent", [{}, {"verb": "retry"}, {"verb": "eat", "entry": "1"}, {"verb": "retry", "entry": "x" * 99}])
def test_what_no_button_sends_is_refused(client: Client, sent: dict[str, str]) -> None:
    member(client, "Chief editors")
    park(1)
    assert "not known" in said(client.post("/desk/press/", sent))
    assert Parked.objects.get().retry_at is None


def test_only_a_silent_machine_is_forgotten(client: Client) -> None:
    member(client, "Chief editors")
    report(node="alive")
    report(node="gone", ago=100)
    page = client.get("/desk/press/").content.decode()
    assert page.count("This machine is no more") == 1
    for node in ("alive", "gone", "never"):
        client.post("/desk/press/", {"verb": "forget", "node": node})
    assert [row.node for row in Follower.objects.all()] == ["alive"]


def test_the_page_is_for_those_who_look_after_the_press(client: Client) -> None:
    member(client, "Editors")
    park(1)
    assert client.get("/desk/press/").status_code == 302
    client.post("/desk/press/", {"verb": "dismiss", "entry": "1"})
    assert Parked.objects.exists()
    assert "/desk/press/" not in home(client)
    member(client, "Chief editors")
    assert "/desk/press/" in home(client)
