"""Queries that are put into SQL once answer as they would without that, whatever values come next."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from stoppress.kit import clock
from stoppress.newsroom import models
from stoppress.newsroom.actions import stories
from stoppress.publog.worded import MOST, worded


@worded
def headlines(ids, after, without):
    rows = models.Story.objects.filter(pk__in=ids, first_published_at__gt=after).exclude(headline=without)
    return rows.order_by("pk").values_list("headline", flat=True)


@worded
def of_keys(keys):
    return models.Story.objects.filter(translation_key__in=keys).select_related("edition", "section").order_by("pk")


@pytest.fixture
def found(write_story):
    return [stories.publish(story=write_story(headline=f"Number {n}")).story for n in range(MOST + 2)]


def test_each_time_the_rows_are_those_of_the_values(found):
    ids, past = tuple(s.pk for s in found), clock.now() - timedelta(days=1)
    for _ in range(2):
        assert headlines(ids[:1], past, "Number 1") == ["Number 0"]
        assert headlines(ids[1:2], past, "Number 0") == ["Number 1"]
        assert headlines(ids[:3], past, "Number 1") == ["Number 0", "Number 2"]
        assert headlines(ids[:3], past, "") == ["Number 0", "Number 1", "Number 2"]
        assert headlines(ids[:3], clock.now() + timedelta(days=1), "") == []
        assert len(headlines(ids, past, "Number 1")) == MOST + 1


def test_rows_come_with_what_is_selected_beside_them(found):
    for story in found[:3]:
        (row,) = of_keys((story.translation_key,))
        with CaptureQueriesContext(connection) as asked:
            assert (row.pk, row.edition.name, row.section.name) == (story.pk, story.edition.name, story.section.name)
        assert not asked.captured_queries


def test_nothing_is_asked_for_nothing(found):
    with CaptureQueriesContext(connection) as asked:
        assert of_keys(()) == []
    assert not asked.captured_queries


def test_sql_is_made_once(found, monkeypatch):
    of_keys((found[0].translation_key,))
    monkeypatch.setattr(SQLCompiler, "pre_sql_setup", None)
    assert [row.pk for row in of_keys((found[1].translation_key,))] == [found[1].pk]


def test_a_value_that_is_not_compared_with_is_refused(found):
    @worded
    def of_desk(ids, name):
        return models.Story.objects.filter(pk__in=ids) if name else models.Story.objects.none()

    with pytest.raises(TypeError, match="does not compare with each"):
        of_desk((1,), "sport")


def test_a_thread_that_is_given_another_connection_asks_by_that(found):
    past = clock.now() - timedelta(days=1)
    headlines((found[0].pk,), past, "")
    kept = connections["default"]
    other = connections["default"] = kept.copy()
    other.connection = kept.connection  # the test's transaction
    try:
        with CaptureQueriesContext(other) as asked:
            assert headlines((found[0].pk,), past, "") == ["Number 0"]
    finally:
        other.connection = None
        connections["default"] = kept
    assert len(asked.captured_queries) == 1


@pytest.mark.django_db(transaction=True)
def test_what_one_thread_put_into_sql_another_only_sends(write_story, monkeypatch):
    story = stories.publish(story=write_story(headline="Number 0")).story
    past = clock.now() - timedelta(days=1)

    @worded
    def own_headlines(ids, after):
        return models.Story.objects.filter(pk__in=ids, first_published_at__gt=after).values_list("headline", flat=True)

    assert own_headlines((story.pk,), past) == ["Number 0"]
    monkeypatch.setattr(SQLCompiler, "pre_sql_setup", None)
    found, both_ask = [], Barrier(2)

    def ask(ids):
        both_ask.wait()
        found.extend(own_headlines((n,), past) for n in ids)
        connections.close_all()

    threads = [Thread(target=ask, args=(ids,)) for ids in ((story.pk,) * 40, (0,) * 40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [[]] * 40 + [["Number 0"]] * 40
