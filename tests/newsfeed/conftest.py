"""A newsroom whose press and live streams can be worked step by step."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from stoppress.edge.app import Edge
from stoppress.edge.settings import EdgeSettings
from stoppress.press import follower, telling
from tests import aside
from tests.edge.asking import ask


class Streams:
    """What the press does, and what a reader of the streams is then told."""

    def __init__(self, home: Any) -> None:
        self.edge = Edge(EdgeSettings(home=home, site_url="http://news.example"), _nobody)
        follower.start()
        telling.tell(0)

    def work(self) -> None:
        """The press does what there is to do, and tells it."""
        follower.settle()
        self.tell()

    def tell(self) -> None:
        """Tell what the press is done with."""
        from stoppress.press.house import shelf

        while telling.tell(shelf().cursor):
            pass

    def since(self, place: str, channels: str = "feed:en", new: str = "") -> dict[str, Any]:
        """What `/live/since` says."""
        query = f"/live/since?channels={channels}&since={place}" + (f"&new={new}" if new else "")
        told: dict[str, Any] = json.loads(aside.run(ask(self.edge, query)).body)
        return told


async def _nobody(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError("nothing here is asked of the newsroom")


@pytest.fixture
def streams(db: None, edition: Any, settings: Any) -> Iterator[Streams]:
    telling.spool.cache_clear()
    made = Streams(settings.SHELF_FOLDER.parent)
    yield made
    telling.spool().close()
    telling.spool.cache_clear()


@pytest.fixture
def publish(write_story: Callable[..., Any]) -> Callable[..., Any]:
    """Writes and publishes a story."""
    from stoppress.newsroom.actions import stories

    return lambda **fields: stories.publish(story=write_story(**fields)).story
