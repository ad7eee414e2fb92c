"""What the clock asks of the database each second costs the same in any archive."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stoppress.newsroom.actions import due


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="other planners go by how much there is")
@pytest.mark.parametrize(("column", "index"), [("expire_at", "story_expires"), ("approved_go_live_at", "revision_waits")])
def test_the_clock_does_not_look_through_all_that_was_written(column, index):
    with CaptureQueriesContext(connection) as asked:
        due.run_due()
    (query,) = [query["sql"] for query in asked.captured_queries if f'"{column}" <=' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert index in plan
