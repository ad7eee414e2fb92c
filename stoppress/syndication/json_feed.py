"""A feed as JSON Feed 1.1."""

import json
from typing import Any

from stoppress.copy.editions import Edition
from stoppress.copy.pages import Feed
from stoppress.copy.stories import Story
from stoppress.kit.plain_text import one_line
from stoppress.kit.remembering import remembered
from stoppress.kit.timestamps import in_utc
from stoppress.syndication.addresses import absolute, lasting_name, story_url
from stoppress.syndication.body_html import whole_story_html
from stoppress.syndication.feed_order import REMEMBERED, changed_at, newest_first
from stoppress.syndication.media_rss import recordings
from stoppress.syndication.story_pictures import best_crop, main_picture

MIME_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> bytes:
    """The feed in JSON Feed 1.1 (jsonfeed.org); the same copy always gives the same bytes."""
    edition = feed.edition
    content = _present(
        version=VERSION,
        title=one_line(feed.title),
        home_page_url=absolute(edition, feed.page_url),
        feed_url=feed.feed_url,
        description=one_line(feed.description),
        icon=absolute(edition, edition.logo_url),
        authors=[_present(name=edition.name, url=absolute(edition, edition.url))],
        language=edition.language,
        hubs=[{"type": "WebSub", "url": hub} for hub in feed.hubs],
    )
    items = [_item(feed.edition, story) for story in newest_first(feed)]
    return json.dumps({**content, "items": items}, ensure_ascii=False, separators=(",", ":")).encode()


@remembered(REMEMBERED, alike=2)
def _item(edition: Edition, story: Story) -> dict[str, Any]:
    changed = changed_at(story)
    picture = main_picture(story)
    crop = best_crop(picture) if picture else None
    return _present(
        id=lasting_name(edition, story),
        url=story_url(edition, story),
        title=one_line(story.headline),
        # An item must have content, so a story of pictures alone is given its standfirst as text.
        content_html=str(whole_story_html(story)) or None,
        content_text=None if story.body else one_line(story.standfirst or story.headline),
        summary=one_line(story.standfirst or story.description),
        image=absolute(edition, crop.largest) if crop else "",
        date_published=in_utc(story.published_at),
        date_modified=in_utc(changed) if changed > story.published_at else None,
        authors=_authors(edition, story),
        tags=[one_line(topic.name) for topic in story.topics],
        language=story.language,
        attachments=_attachments(edition, story),
    )


def _authors(edition: Edition, story: Story) -> list[dict[str, Any]]:
    if not story.bylines and story.agency_credit:
        return [{"name": one_line(story.agency_credit)}]
    return [_present(name=one_line(p.name), url=absolute(edition, p.address)) for p in story.bylines]


def _attachments(edition: Edition, story: Story) -> list[dict[str, Any]]:
    return [
        _present(
            url=absolute(edition, recording.address),
            mime_type=recording.mime_type,
            title=one_line(recording.title),
            duration_in_seconds=recording.duration or None,
        )
        for recording in recordings(story)
        if recording.mime_type and absolute(edition, recording.address)
    ]


def _present(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [])}
