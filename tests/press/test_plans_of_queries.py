"""Queries whose cost must not grow with the archive although what they look for is rare."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stoppress.press.gather.withdrawn import withdrawn


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="other planners go by how much there is")
@pytest.mark.parametrize("name", ["edition:1", "section:1", "topic:1", "contributor:1"])
def test_feeds_find_withdrawn_stories_without_looking_through_all(name, edition):
    with CaptureQueriesContext(connection) as asked:
        withdrawn(edition, name)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[-1]['sql']}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "story_withdrawn" in plan
