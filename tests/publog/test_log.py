"""The log: entries with their change, in order, without gaps."""

import pytest
from django.db import transaction

from stoppress.publog import log
from stoppress.publog.models import Entry


def test_an_entry_needs_the_transaction_of_its_change(transactional_db):
    with pytest.raises(log.OutsideTransaction):
        log.record("story.published", tags=["story:1"])


def test_an_unknown_kind_is_refused(db):
    with pytest.raises(ValueError, match="not a kind"):
        log.record("story.invented", tags=[])


def test_numbers_have_no_gaps_after_a_rollback(transactional_db):
    with transaction.atomic():
        first = log.record("story.published", tags=["story:1"]).id
    with pytest.raises(RuntimeError), transaction.atomic():
        log.record("story.published", tags=["story:2"])
        raise RuntimeError
    with transaction.atomic():
        second = log.record("story.published", tags=["story:3"]).id
    assert second == first + 1
    assert [e.id for e in log.entries_after(first)] == [second]
    assert log.newest() == second


def test_tags_are_kept_sorted_and_once(db):
    entry = log.record("topic.changed", tags=["b", "a", "b"])
    assert Entry.objects.get(pk=entry.pk).tags == ["a", "b"]
