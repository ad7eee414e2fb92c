"""A live blog: entries newest first with lasting addresses, key events, pins, structured data, and its end."""

import json
import re
from datetime import UTC, datetime, timedelta

from bs4 import BeautifulSoup

from stoppress.kit import clock
from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Story
from stoppress.press.printing import print_address

START = datetime(2026, 11, 20, 9, tzinfo=UTC)


def entry(number, minutes, words="", **marks):
    body = [{"type": "paragraph", "value": f"<p>{words or f'Words {number}.'}</p>", "id": f"p{number}"}]
    value = {"headline": f"Entry {number}", "at": (START + timedelta(minutes=minutes)).isoformat(), "body": body, **marks}
    return {"type": "live_entry", "value": value, "id": f"abcdef0{number}-1111-2222-3333-444444444444"}


INTRODUCTION = {"type": "paragraph", "value": "<p>What this is about.</p>", "id": "i1"}
ENTRIES = [entry(1, 10, is_key=True), entry(3, 50), entry(2, 30, is_pinned=True)]


def page_of(story):
    return BeautifulSoup(print_address(story.address).body.decode(), "lxml")


def live(write_story, **fields):
    story = write_story(story_type="live", body=[INTRODUCTION, *ENTRIES], **fields)
    return stories.publish(story=story, published_at=START).story


def test_entries_stand_newest_first_below_what_is_pinned(write_story):
    page = page_of(live(write_story))
    assert [e.h3.text for e in page.select(".entry")] == ["Entry 2", "Entry 3", "Entry 1"]
    assert [a["href"] for a in page.select(".key-events a")] == ["#entry-abcdef011111"]
    for part in page.select(".entry"):
        assert part.select_one(".entry-time a")["href"] == f"#{part['id']}"
    assert page.select_one(".body").get_text(strip=True) == "What this is about."
    assert page.select_one(".label-live") and not page.select(".live-over")
    assert len({part["id"] for part in page.select("[id]")}) == len(page.select("[id]"))


def test_an_entry_keeps_its_address_over_edits(write_story):
    story = live(write_story)
    again, revision = drafts.write(story=story, fields={}, body=[INTRODUCTION, entry(1, 10, "Mended."), entry(4, 70), *ENTRIES[1:]])
    stories.publish(story=again, revision=revision, verb="update")
    page = page_of(Story.objects.get(pk=story.pk))
    assert "Mended." in page.select_one("#entry-abcdef011111").text
    assert [e.h3.text for e in page.select(".entry")][:2] == ["Entry 2", "Entry 4"]


def test_machines_are_told_of_every_entry(write_story):
    story = live(write_story)
    html = print_address(story.address).body.decode()
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])["@graph"]
    (blog,) = [node for node in graph if node["@type"] == "LiveBlogPosting"]
    updates = blog["liveBlogUpdate"]
    assert [u["headline"] for u in updates] == ["Entry 3", "Entry 2", "Entry 1"]
    assert [u["articleBody"] for u in updates] == ["Words 3.", "Words 2.", "Words 1."]
    anchors = {part["id"] for part in page_of(story).select(".entry")}
    assert {u["url"].partition("#")[2] for u in updates} == anchors
    assert {u["@type"] for u in updates} == {"BlogPosting"} and all(u["author"] for u in updates)
    assert blog["coverageStartTime"] == "2026-11-20T09:00:00+00:00" and "coverageEndTime" not in blog
    assert blog["dateModified"] == updates[0]["datePublished"] == "2026-11-20T09:50:00+00:00"
    feed = print_address("/rss.xml").body.decode()
    assert re.findall(r"h3&gt;(Entry \d)", feed) == ["Entry 2", "Entry 3", "Entry 1"]


def test_a_live_blog_that_is_over_says_so(write_story):
    story = live(write_story, coverage_ended_at=START + timedelta(hours=2))
    page = page_of(story)
    assert page.select_one(".live-over time")["datetime"].startswith("2026-11-20T11:00")
    assert not page.select(".label-live") and '"coverageEndTime":"2026-11-20T11:00:00+00:00"' in str(page)


def test_what_entries_refer_to_is_followed(write_story, picture):
    other = stories.publish(story=write_story(headline="Ferries")).story
    part = entry(1, 10, f'See <a linktype="story" id="{other.pk}">this</a>.')
    part["value"]["body"] += [
        {"type": "picture", "value": {"picture": picture.pk, "caption": "The quay", "alt": "A quay", "size": "wide"}, "id": "x"},
        {"type": "related", "value": other.pk, "id": "y"},
    ]
    story = stories.publish(story=write_story(story_type="live", body=[part, {**part, "id": "", "value": {**part["value"], "at": "soon"}}])).story
    printed = print_address(story.address)
    assert {f"picture:{picture.pk}", f"card:{other.pk}"} <= printed.tags
    page = page_of(story)
    assert len(page.select(".entry")) == 1, "an entry whose time cannot be read is left out"
    assert page.select_one(".entry-words > p a[href]")["href"] == other.address
    assert page.select_one(".entry figure img")["alt"] == "A quay" and page.select_one(".entry .card")


def test_no_other_story_has_entries(write_story):
    page = page_of(stories.publish(story=write_story(), published_at=clock.now()).story)
    assert not page.select(".live, .key-events") and "live.css" not in str(page)
