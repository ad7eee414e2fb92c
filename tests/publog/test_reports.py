"""How the followers are, as whoever looks is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from stoppress.kit import clock
from stoppress.publog import log, reports
from stoppress.publog.models import Entry, Follower

pytestmark = pytest.mark.django_db


def record(count: int, *, ago: float = 0) -> None:
    """So many entries, recorded some seconds ago."""
    with transaction.atomic():
        for _ in range(count):
            entry = log.record("topic.changed", tags=["topic:1"])
            Entry.objects.filter(pk=entry.pk).update(recorded_at=clock.now() - timedelta(seconds=ago))


def report(cursor: int, *, ago: float = 0, node: str = "one", trouble: str = "") -> None:
    reports.report(name="press", node=node, cursor=cursor, trouble=trouble)
    Follower.objects.filter(node=node).update(reported_at=clock.now() - timedelta(seconds=ago))


def test_a_press_that_keeps_up_is_no_problem() -> None:
    record(3, ago=100)
    report(3)
    (one,) = reports.conditions()
    assert (one.behind, one.behind_seconds, one.problem) == (0, 0.0, "")
    assert reports.problems() == []


def test_a_report_replaces_the_one_before() -> None:
    report(1)
    report(2)
    assert Follower.objects.get().cursor == 2


def test_entries_that_wait_are_counted_from_the_oldest() -> None:
    record(1, ago=50)
    record(1, ago=12)
    record(1, ago=1)
    report(1)
    (one,) = reports.conditions()
    assert one.behind == 2
    assert 12 <= one.behind_seconds < 30
    assert "is 12 seconds behind" in one.problem or "is 13 seconds behind" in one.problem


def test_a_few_seconds_of_waiting_are_no_problem() -> None:
    record(1, ago=5)
    report(0)
    assert reports.problems() == []


def test_an_old_report_says_that_the_press_is_silent_and_what_it_said_last() -> None:
    report(0, ago=130, trouble="The disk is full.")
    (problem,) = reports.problems()
    assert "The press on one has not reported for 2 minutes" in problem
    assert problem.endswith("Before that it said: The disk is full.")


def test_a_press_ahead_of_the_log_is_told_of() -> None:
    record(2)
    report(9)
    (problem,) = reports.problems()
    assert "ahead of the log" in problem


def test_no_report_at_all_means_that_no_press_runs() -> None:
    assert reports.problems() == [reports.NOT_RUNNING]
    report(0)
    assert reports.problems() == []
    reports.take_back(name="press", node="one")
    assert reports.problems() == [reports.NOT_RUNNING]


def test_each_node_is_told_of_by_itself(django_assert_num_queries: Any) -> None:
    record(4, ago=60)
    report(4, node="one")
    report(2, node="two")
    report(4, node="three", trouble="The disk is full.")
    with django_assert_num_queries(3):
        found = {one.node: one for one in reports.conditions()}
    assert [found[node].behind for node in ("one", "two", "three")] == [0, 2, 0]
    assert "two" in found["two"].problem
    assert found["three"].problem == "The disk is full."


@pytest.mark.parametrize(("seconds", "said"), [
    (0.4, "0 seconds"), (1, "1 second"), (59.9, "59 seconds"), (60, "1 minute"), (7200, "2 hours"), (200_000, "2 days"),
])  # fmt: skip
def test_lengths_of_time_are_spoken(seconds: float, said: str) -> None:
    assert reports.spoken(seconds) == said
