"""Rows that are put into SQL once are those that Django would have inserted, whatever values come next."""

import uuid
from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import F, Value
from django.db.models.sql.compiler import SQLInsertCompiler
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry, ReferenceIndex

from stoppress.kit import clock
from stoppress.newsroom.models import Listing, StoryTopic, Topic
from stoppress.publog.models import Entry
from stoppress.publog.rows import MOST, enter


def an_entry(number, **facts):
    return Entry(id=number, kind="topic.changed", edition="en", recorded_at=clock.now(), tags=["a", "ü%s"], facts=facts)


def listings(story, *names):
    return [Listing(list=name, story=story, published_at=clock.now(), day=clock.now().date()) for name in names]


def a_note(**words):
    return ModelLogEntry(
        content_type=ContentType.objects.get_for_model(Entry), object_id=words.pop("object_id", "1"), label="It", action="wagtail.edit",
        timestamp=clock.now(), **words,
    )  # fmt: skip


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def reference(to, path="body"):
    kind = ContentType.objects.get_for_model(Entry)
    return ReferenceIndex(
        content_type=kind, base_content_type=kind, object_id=7, to_content_type=kind, to_object_id=str(to), model_path=path,
        content_path=path, content_path_hash=uuid.uuid5(uuid.NAMESPACE_URL, path),
    )  # fmt: skip


def test_a_row_is_there_with_all_its_values(db):
    for entry in (an_entry(1, story=7, none=None, words="50 % “off”"), an_entry(2), an_entry(3, deep=[{"a": 1.5}])):
        enter([entry])
        assert values(Entry.objects.get(pk=entry.pk)) == values(entry)
        assert (entry._state.adding, entry._state.db) == (False, "default")


def test_rows_get_the_keys_of_their_own_values(db):
    for count in (1, 2, 3, 2, 1):
        notes = [a_note(object_id=str(n), data={"n": n}, uuid=uuid.uuid4() if n else None, content_changed=bool(n)) for n in range(count)]
        enter(notes)
        assert all(note.pk and not note._state.adding for note in notes)
        for note in notes:
            assert values(ModelLogEntry.objects.get(pk=note.pk)) == values(note) | {"object_id": note.object_id}


def test_what_refers_to_another_row_and_days_are_stored(write_story):
    story = write_story()
    rows = listings(story, "section:1", "topic:2")
    enter(rows)
    assert [values(row) for row in Listing.objects.order_by("pk")] == [values(row) for row in rows]
    another = Topic.objects.create(edition=story.edition, name="Snow", slug="snow")
    row = StoryTopic(story=story, topic=another, sort_order=1)
    enter([row])
    assert story.story_topics.model.objects.get(pk=row.pk).topic == another


def test_many_rows_are_parted(write_story):
    rows = listings(write_story(), *(f"topic:{n}" for n in range(2 * MOST + 1)))
    with CaptureQueriesContext(connection) as asked:
        enter(rows)
    assert len([1 for query in asked.captured_queries if query["sql"].startswith("INSERT")]) == 3
    assert len({row.pk for row in rows}) == Listing.objects.count() == 2 * MOST + 1
    assert Listing.objects.get(pk=rows[-1].pk).list == rows[-1].list


def test_nothing_is_sent_for_nothing(db):
    with CaptureQueriesContext(connection) as asked, transaction.atomic(savepoint=False):
        enter([])
    assert not asked.captured_queries


def test_sql_is_made_once(db, monkeypatch):
    enter([an_entry(1)])
    monkeypatch.setattr(SQLInsertCompiler, "as_sql", None)
    enter([an_entry(2)])
    assert list(Entry.objects.values_list("pk", flat=True)) == [1, 2]


def test_conflicts_are_ignored_when_that_is_asked_for(db):
    enter([reference(1)], ignoring_conflicts=True)
    again = [reference(1), reference(2)]
    enter(again, ignoring_conflicts=True)
    assert sorted(ReferenceIndex.objects.filter(object_id="7").values_list("to_object_id", flat=True)) == ["1", "2"]
    assert all(row.pk is None and not row._state.adding for row in again)
    with pytest.raises(IntegrityError), transaction.atomic():
        enter([reference(1)])
    enter([reference(3)])


def test_an_error_ends_the_transaction_as_any_other(db):
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            enter([an_entry(1), an_entry(1)])
        assert transaction.get_rollback()
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("value", [F("edition"), Value("en")])
def test_expressions_are_refused(db, value):
    row = an_entry(1)
    row.edition = value
    with pytest.raises(TypeError, match="expression"), transaction.atomic():
        enter([row])


def test_rows_of_several_models_and_with_keys_are_refused(db):
    with pytest.raises(TypeError, match="several models"):
        enter([an_entry(1), a_note()])
    with pytest.raises(TypeError, match="has its key"):
        enter([a_note(pk=3)])


def test_another_thread_enters_by_its_own_connection(transactional_db):
    enter([an_entry(1)])

    def another():
        try:
            enter([an_entry(2), an_entry(3)])
            enter([an_entry(4)])
        finally:
            connection.close()

    thread = Thread(target=another)
    thread.start()
    thread.join()
    enter([an_entry(5), an_entry(6)])
    assert sorted(Entry.objects.values_list("pk", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_thread_that_is_given_another_connection_enters_by_that(db):
    enter([an_entry(1)])
    kept = connections["default"]
    other = connections["default"] = kept.copy()
    other.connection = kept.connection  # the test's transaction
    other.autocommit, other.in_atomic_block = kept.autocommit, kept.in_atomic_block
    try:
        with CaptureQueriesContext(other) as asked:
            enter([an_entry(2)])
    finally:
        other.connection = None
        connections["default"] = kept
    assert len([1 for query in asked.captured_queries if query["sql"].startswith("INSERT")]) == 1
    assert Entry.objects.count() == 2
    assert Entry.objects.get(pk=2).recorded_at > clock.now() - timedelta(minutes=1)
