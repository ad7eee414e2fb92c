"""What RSS, Atom and JSON Feed share: the order of stories and the moment a feed last changed."""

from datetime import UTC, datetime

from stoppress.copy.pages import Feed
from stoppress.copy.stories import Story

#: As many stories as each format keeps as it has written them, for the next feed that they are in.
REMEMBERED = 512
#: An empty feed that never changed is dated here: a feed must not change by being read.
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def newest_first(feed: Feed) -> list[Story]:
    """The feed's stories, newest first, in an order that never depends on how they were gathered."""
    return sorted(feed.stories, key=lambda story: (story.published_at, story.id), reverse=True)


def changed_at(story: Story) -> datetime:
    """The story's last substantive change, never before its publication."""
    return max(story.updated_at or story.published_at, story.published_at)


def feed_changed_at(feed: Feed) -> datetime:
    """When the feed last changed: as the press says, else when its stories did."""
    return feed.updated_at or max((changed_at(story) for story in feed.stories), default=BEGINNING)


def authors_of(story: Story) -> list[str]:
    """The names to credit: the bylines, else the agency."""
    return [person.name for person in story.bylines] or ([story.agency_credit] if story.agency_credit else [])
