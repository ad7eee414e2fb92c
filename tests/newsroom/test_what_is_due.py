"""What the clock asks of the database each second costs the same in any archive."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stoppress.newsroom.actions import due


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="other planners go by how much there is")
def test_the_clock_does_not_look_through_all_stories():
    with CaptureQueriesContext(connection) as asked:
        due.run_due()
    (expired,) = [query["sql"] for query in asked.captured_queries if '"expire_at" <=' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {expired}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "story_expires" in plan
