"""Two nodes with shelves of their own follow one log: what one publishes both give, and no page stays stale."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.on_postgresql import database_of_its_own, needs_postgresql
from tests.processes.nodes import Node
from tests.processes.proxy import Proxy

pytestmark = [pytest.mark.processes, needs_postgresql]
SCHEDULE = """
from datetime import timedelta
from stoppress.kit import clock
from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Section
section = Section.objects.get(edition__code="en", slug="city")
body = [{"type": "paragraph", "value": "<p>At the hour.</p>", "id": "a"}]
for number in range(4):
    fields = {"edition": section.edition, "section": section, "headline": f"Hourly bulletin {number}",
              "go_live_at": clock.now() + timedelta(seconds=3)}
    story, _ = drafts.write(story=None, fields=fields, body=body)
    stories.publish(story=story)
"""


@pytest.fixture
def cluster(own_home: Callable[[str], Path], moved_demo: str) -> Iterator[tuple[Node, Node, Proxy, str]]:
    """Two nodes that share database and originals; a proxy lies between the second and the database."""
    first, second = own_home("first"), own_home("second")
    with database_of_its_own(like=moved_demo) as url:
        parts = urlsplit(url)
        proxy = Proxy((parts.hostname or "", parts.port or 5432))
        far = parts._replace(netloc=f"{parts.username}@127.0.0.1:{proxy.port}").geturl()
        shared = {"STOPPRESS_ORIGINALS_FOLDER": str(first / "originals")}
        one = Node(first, STOPPRESS_DATABASE_URL=url, **shared)
        two = Node(second, STOPPRESS_DATABASE_URL=far, **shared)
        try:
            yield one.start(), two.start(), proxy, url
        finally:
            proxy.mend()
            one.stop()
            two.stop()
            proxy.close()


def entries(url: str, headline: str) -> list[str]:
    with psycopg.connect(url) as db:
        asked = "SELECT kind FROM publog_entry WHERE facts->>'headline' = %s ORDER BY id"
        return [kind for (kind,) in db.execute(asked, (headline,))]


def test_two_nodes(cluster: tuple[Node, Node, Proxy, str]) -> None:
    one, two, proxy, url = cluster
    token = one.token()
    for node in (one, two):
        assert all(node.get(path)[0] == 200 for path in ("/", "/city/", "/es/", "/rss.xml", "/latest/"))

    # What either publishes both show.
    for publisher, headline in ((one, "Ferry found by first light"), (two, "Ferry lost by second thoughts")):
        address = publisher.publish(token, headline)["address"]
        for node in (one, two):
            node.until("/", headline)
            node.until(address, headline)

    # The clocks of both bring out each scheduled story once.
    two.stoppress("shell", "-v", "0", "-c", SCHEDULE)
    for number in range(4):
        for node in (one, two):
            node.until("/city/", f"Hourly bulletin {number}")
        assert entries(url, f"Hourly bulletin {number}") == ["story.published"]

    # Held up or cut off, the second goes on to serve what it has, and then catches up.
    for number, (away, seconds) in enumerate([(proxy.hold, 2.0), (proxy.cut, 4.0)]):
        away()
        headline = f"Bridge number {number} opens"
        address = one.publish(token, headline)["address"]
        one.until("/", headline)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            status, front = two.get("/", timeout=5)
            assert status == 200 and headline not in front
            time.sleep(0.05)
        proxy.mend()
        two.until("/", headline)
        two.until(address, headline)

    for node in (one, two):
        assert " 0 differ" in node.proofread()
