"""RSS, Atom and JSON Feed: well formed whatever the copy holds, complete, and the same every time."""

import json
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from hypothesis import given, settings
from lxml import etree

from stoppress.copy.pages import Feed
from stoppress.syndication.atom import atom
from stoppress.syndication.json_feed import json_feed
from stoppress.syndication.rss import rss
from tests.syndication.hostile import texts, with_text
from tests.syndication.samples import BRIEF, EDITION, FEED, STORY, UPDATED

HUBS = ("https://hub.example/",)
HUBBED = replace(FEED, hubs=HUBS)
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
STRICT = etree.XMLParser(resolve_entities=False, no_network=True)


@pytest.mark.parametrize("write", [rss, atom])
def test_a_feed_reader_finds_every_story_and_nothing_wrong(write):
    read = feedparser.parse(write(HUBBED))
    assert not read.bozo
    assert [entry.id for entry in read.entries] == [STORY.guid, "tag:courier.example,2025-12-06:story-43"]
    first = read.entries[0]
    assert first.title == STORY.headline
    assert first.link == STORY.url
    assert [author["name"] for author in first.authors] == ["Ana Vela", "Bruno Å. Lund"]
    assert first.published_parsed[:6] == (2025, 12, 7, 14, 7, 30)
    assert first.updated_parsed[:6] == (2025, 12, 7, 16, 45, 0)
    assert "<b>first</b>" in first.content[0]["value"]
    assert first.media_content[0]["url"] == "https://courier.example/media/7/16x9-1600.jpg"
    assert first.media_credit[0]["content"] == "© Courier / Ana Vela"


def test_rss_says_what_the_channel_must_say():
    channel = etree.fromstring(rss(HUBBED)).find("channel")
    assert channel.findtext("lastBuildDate") == "Sun, 07 Dec 2025 16:45:00 GMT"
    assert channel.findtext("image/title") == channel.findtext("title")
    assert channel.findtext("image/link") == channel.findtext("link")
    assert int(channel.findtext("image/width")) <= 144
    links = {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")}
    assert links == {"self": FEED.feed_url, "hub": HUBS[0]}
    guid = channel.find("item/guid")
    assert guid.get("isPermaLink") == "false"
    item = [child.tag for child in channel.find("item")]
    assert item.index("description") < item.index("{http://purl.org/rss/1.0/modules/content/}encoded")


def test_the_guid_stays_when_headline_and_address_change():
    edited = replace(STORY, headline="New", address="/en/x--42.html", url="https://courier.example/en/x--42.html")
    for story, other in ((STORY, edited), (replace(STORY, guid=""), replace(edited, guid=""))):
        before, after = (etree.fromstring(rss(replace(FEED, stories=(s,)))) for s in (story, other))
        assert before.findtext("channel/item/guid") == after.findtext("channel/item/guid")


def test_stories_come_newest_first_however_they_were_gathered():
    assert rss(FEED) == rss(replace(FEED, stories=(BRIEF, STORY)))
    assert json.loads(json_feed(FEED))["items"][0]["id"] == STORY.guid


def test_a_feed_does_not_change_by_being_read():
    for write in (rss, atom, json_feed):
        assert write(HUBBED) == write(HUBBED)
    empty = replace(FEED, stories=(), updated_at=None)
    assert b"1970-01-01T00:00:00Z" in atom(empty)
    assert not feedparser.parse(rss(empty)).bozo


def test_atom_is_complete_and_remembers_what_was_withdrawn():
    root = etree.fromstring(atom(replace(HUBBED, withdrawn=(("urn:uuid:gone", UPDATED),))))
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    for entry in root.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "published", "content"):
            assert entry.findtext(f"{ATOM}{name}")
    gone = root.find("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert (gone.get("ref"), gone.get("when")) == ("urn:uuid:gone", "2025-12-07T16:45:00Z")


def test_json_feed_follows_version_1_1():
    feed = json.loads(json_feed(HUBBED))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == FEED.feed_url
    assert feed["hubs"] == [{"type": "WebSub", "url": HUBS[0]}]
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item.get("content_html") or item.get("content_text")
        assert "author" not in item
    video = feed["items"][0]["attachments"][0]
    assert video["mime_type"] == "video/mp4"


def test_addresses_in_feeds_are_absolute_and_scripts_are_gone():
    body = json.loads(json_feed(FEED))["items"][0]["content_html"]
    assert 'href="/' not in body
    assert 'src="/' not in body
    bad = replace(STORY, body=with_text(STORY.body, '<script>x</script><a href="javascript:x">y</a>'))
    page = json.loads(json_feed(replace(FEED, stories=(bad,))))["items"][0]["content_html"]
    assert "<script" not in page
    assert '<a href="javascript' not in page


def test_an_update_before_publication_is_no_update():
    early = replace(STORY, updated_at=STORY.published_at - timedelta(days=1))
    assert b"<atom:updated>" not in rss(replace(FEED, stories=(early,)))


@settings(max_examples=40, deadline=None)
@given(texts)
def test_feeds_are_well_formed_whatever_the_copy_holds(text):
    feed = Feed(
        with_text(EDITION, text),
        text,
        text,
        FEED.feed_url,
        FEED.page_url,
        (with_text(STORY, text), with_text(BRIEF, text), replace(STORY, headline=text, guid=text)),
        UPDATED,
        HUBS,
    )
    for write in (rss, atom):
        made = write(feed)
        etree.fromstring(made, STRICT)
        read = feedparser.parse(made)
        assert not read.bozo
        assert len(read.entries) == 3
        assert made == write(feed)
    assert len(json.loads(json_feed(feed))["items"]) == 3
