"""The bell rings once an entry is committed, not before, and may fail without harm."""

import time

import pytest
from django.conf import settings
from django.db import connection, transaction

from stoppress.publog import bell, log
from tests.on_postgresql import needs_postgresql


@pytest.fixture
def door(transactional_db):
    door = bell.hang("test")
    door.wait(0.01)  # on PostgreSQL the first wait only begins to listen
    yield door
    door.close()


def waited(door, seconds):
    began = time.monotonic()
    door.wait(seconds)
    return time.monotonic() - began


def test_it_rings_after_the_commit(door):
    with transaction.atomic():
        log.record("story.published", tags=["story:1"])
        assert waited(door, 0.2) >= 0.19
    assert waited(door, 30) < 10
    assert waited(door, 0.2) >= 0.19  # once


def test_it_does_not_ring_for_what_is_rolled_back(door):
    with pytest.raises(RuntimeError), transaction.atomic():
        log.record("story.published", tags=["story:1"])
        raise RuntimeError
    assert waited(door, 0.2) >= 0.19


def test_nobody_at_the_door_is_no_error(door, caplog):
    bell.hang("gone").close()
    with transaction.atomic():
        log.record("story.published", tags=["story:1"])
    assert log.newest() > 0 and not caplog.records


@pytest.mark.skipif(connection.vendor != "sqlite", reason="pipes are for SQLite")
def test_ringing_does_not_wait_for_a_follower_that_is_busy(door):
    for _ in range(70_000):  # more than a pipe holds
        bell._ring_pipe(settings.HOME / "bells" / "test")
    assert waited(door, 30) < 10


@needs_postgresql
def test_a_lost_connection_is_made_anew(door):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [door._connection.info.backend_pid])
    assert waited(door, 0.2) >= 0.19
    door.wait(0.01)
    with transaction.atomic():
        log.record("story.published", tags=["story:1"])
    assert waited(door, 30) < 10
