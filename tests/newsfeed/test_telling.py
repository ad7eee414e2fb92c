"""What the press tells live streams: what readers may see, when they can see it, and that it is gone once they cannot."""

import json
from datetime import timedelta

import pytest

from stoppress.kit import clock
from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Story
from stoppress.press import follower, printing, telling
from stoppress.press.house import shelf
from stoppress.publog.log import newest
from stoppress.publog.models import Entry

pytestmark = pytest.mark.django_db


def test_a_story_is_told_once_the_press_has_printed_it(streams, publish):
    at = streams.since("0")["id"]
    story = publish(headline="Trams <b>run</b> all night", short_headline="Night trams", is_breaking=True)
    streams.tell()
    assert streams.since(at)["events"] == []
    streams.work()
    told = streams.since(at)
    (event,) = told["events"]
    assert event["kind"] == "published" and (event["story"], event["version"]) == (story.pk, 1)
    assert (event["address"], event["headline"], event["breaking"]) == (story.address, "Night trams", True)
    assert {"feed:en", f"story:{story.pk}", f"list:section:{story.section_id}", f"list:edition:{story.edition_id}"} <= set(event["channels"])
    assert f'data-story="{story.pk}"' in event["html"] and "<script" not in event["html"] and "stands-out" in event["html"]
    assert told["id"] == f"{newest()}.{newest()}" and told["reset"] is False


def test_each_verb_is_told_on_the_feed_and_to_the_storys_own_readers(streams, publish):
    story = publish()
    streams.work()
    at = streams.since("0")["id"]
    stories.publish(story=Story.objects.get(pk=story.pk), verb="update")
    stories.publish(story=Story.objects.get(pk=story.pk), verb="refile")
    stories.correct(story=Story.objects.get(pk=story.pk), text="It was line six.")
    streams.work()
    for channels in ("feed:en", f"story:{story.pk}"):
        assert [e["kind"] for e in streams.since(at, channels)["events"]] == ["updated", "refiled", "corrected"]
        assert [e["version"] for e in streams.since(at, channels)["events"]] == [2, 3, 4]
    assert [e["kind"] for e in streams.since(at, "feed:en,story:999", new="story:999")["events"]] == ["updated", "refiled", "corrected"]


@pytest.mark.parametrize("verb", ["kill", "take_down", "delete"])
def test_what_is_withdrawn_is_gone_from_all_that_was_told(streams, publish, verb):
    at = streams.since("0")["id"]
    story = publish(headline="Not for long")
    number, section = story.pk, story.section_id
    streams.work()
    assert "Not for long" in json.dumps(streams.since(at))
    if verb == "delete":
        Story.objects.get(pk=number).delete()
    else:
        getattr(stories, verb)(story=Story.objects.get(pk=number))
    streams.work()
    for channels in ("feed:en", f"story:{number}", f"list:section:{section}"):
        events = streams.since(at, channels)["events"]
        assert [(e["kind"], e["story"]) for e in events] == [("gone", number)] * 2
        assert "Not for long" not in json.dumps(events)


def test_nothing_is_told_of_what_readers_cannot_see(streams, publish, write_story):
    at = streams.since("0")["id"]
    hidden = "Words that nobody may read"
    write_story(headline=f"{hidden} draft")
    stories.publish(story=write_story(headline=f"{hidden} embargo", embargo_until=clock.now() + timedelta(hours=1)))
    stories.publish(story=write_story(headline=f"{hidden} later", go_live_at=clock.now() + timedelta(hours=1)))
    live = publish(headline="Open to all", note_to_desk=f"{hidden} note")
    drafts.write(story=Story.objects.get(pk=live.pk), fields={"headline": f"{hidden} revision"})
    killed = publish(headline=f"{hidden} killed")
    stories.kill(story=killed, notice="Withdrawn.")  # before the press or anybody came to it
    streams.work()
    told = streams.since(at)["events"]
    assert [(e["kind"], e["story"]) for e in told] == [("published", live.pk), ("gone", killed.pk), ("gone", killed.pk)]
    assert hidden not in json.dumps(told)
    assert hidden.encode() not in (shelf().folder.parent / "live" / "spool.sqlite3").read_bytes()


def test_a_change_of_the_edition_has_readers_load_the_feed_anew(streams, edition, publish):
    publish()
    streams.work()
    at = streams.since("0")["id"]
    edition.time_zone = "Asia/Tokyo"
    edition.save()
    streams.work()
    assert [(e["kind"], e["channels"]) for e in streams.since(at)["events"]] == [("changed", ["feed:en"])]


def test_what_was_gathered_for_one_event_is_told_again_only_while_it_holds(streams, publish, django_assert_num_queries):
    publish(headline="First")
    streams.work()
    at = streams.since("0")["id"]
    story = publish(headline="Second")
    follower.settle()
    with django_assert_num_queries(4):  # the entry, its card, byline and lists; the edition is known
        telling.tell(shelf().cursor)
    drafts.write(story=Story.objects.get(pk=story.pk), fields={"headline": "Second, mended"})
    stories.publish(story=Story.objects.get(pk=story.pk), verb="update")
    streams.work()
    assert [event["headline"] for event in streams.since(at)["events"]][-1] == "Second, mended"


def test_told_again_after_a_crash_it_is_the_same(streams, publish, monkeypatch):
    at = streams.since("0")["id"]
    publish()
    follower.settle()
    put = telling.spool().put

    def put_and_die(*args, **told):
        put(*args, **told)
        if "line" not in told:  # the line of what readers say comes first, and has begun well
            raise SystemExit

    monkeypatch.setattr(telling.spool(), "put", put_and_die)
    with pytest.raises(SystemExit):
        streams.tell()
    monkeypatch.undo()
    before = streams.since(at)
    streams.tell()
    assert streams.since(at) == before and len(before["events"]) == 1
    entries = telling.entries_after(0)
    telling.spool().put(telling.events(entries), up_to=entries[-1].id)  # a second follower, late
    assert streams.since(at) == before


def test_one_entry_that_cannot_be_told_does_not_stop_the_others(streams, publish, monkeypatch, caplog):
    at = streams.since("0")["id"]
    first, second = publish(headline="Bad"), publish(headline="Good")
    follower.settle()
    whole = telling.typeset

    def stumble(item, **told):
        if item.card.id == first.pk:
            raise RuntimeError("a template of this is broken")
        return whole(item, **told)

    monkeypatch.setattr(telling, "typeset", stumble)
    streams.tell()
    assert [(e["kind"], e.get("story")) for e in streams.since(at)["events"]] == [("changed", None), ("published", second.pk)]
    assert "cannot be told" in caplog.text


def test_a_log_that_has_become_shorter_begins_anew(streams, publish):
    publish()
    streams.work()
    at = streams.since("0")["id"]
    telling.spool().put([], up_to=newest() + 50)
    assert telling.tell(shelf().cursor) == 0
    assert telling.spool().cursor() == newest()
    assert streams.since(f"{newest() + 50}")["reset"] is True
    assert at.startswith(f"{newest()}")


def test_the_part_says_where_its_events_begin(streams, publish):
    publish()
    streams.work()
    printed = printing.print_address("/parts/newsfeed.html")
    assert dict(printed.headers)["Stoppress-Log"] == str(newest())
    publish()  # in the print below already, though not told yet: told again it changes nothing
    printed = printing.print_address("/parts/newsfeed.html")
    assert dict(printed.headers)["Stoppress-Log"] == str(newest() - 1)
    assert printed.body.count(b"<li") == 2


def test_the_next_story_is_the_next_older_of_the_section(streams, publish, edition, section):
    from stoppress.newsroom.models import Section

    other = Section.objects.create(edition=edition, name="Sport", slug="sport")
    now = clock.now()
    days = (timedelta(days=3), timedelta(days=1, minutes=5), timedelta(days=1), timedelta(minutes=3))
    old, second, third, new = (publish(headline=f"Story {n}") for n in range(4))
    for story, ago in zip((old, second, third, new), days, strict=True):
        moment = now - ago
        Story.objects.filter(pk=story.pk).update(first_published_at=moment, published_date=moment.date())
        story.listings.update(published_at=moment, day=moment.date())
    alone = publish(headline="Another section", section=other)

    def next_of(story):
        return printing.print_address(f"/parts/next/{story.pk}.html")

    expected = {new: third, third: second, second: old}
    for story, following in expected.items():
        assert f'data-next="{following.pk}"'.encode() in next_of(story).body
    assert next_of(old).body.strip() == next_of(alone).body.strip() == b""
    assert isinstance(printing.print_address("/parts/next/999.html"), printing.Missing)
    stories.kill(story=Story.objects.get(pk=third.pk))
    assert f'data-next="{second.pk}"'.encode() in next_of(new).body


def test_a_publication_leaves_the_next_parts_of_older_days_alone(streams, publish):
    story = publish()
    Story.objects.filter(pk=story.pk).update(published_date="2026-01-05", first_published_at="2026-01-05T10:00Z")
    story.listings.update(published_at="2026-01-05T10:00Z", day="2026-01-05")
    tags = printing.print_address(f"/parts/next/{story.pk}.html").tags
    stories.publish(story=Story.objects.get(pk=publish().pk), verb="update")
    touched = {tag for entry in telling.entries_after(newest() - 1) for tag in entry.tags}
    assert not tags & touched


def test_how_far_the_newsfeed_is_behind_the_press(streams, publish):
    before = telling.spool().cursor()
    publish()
    assert telling.behind() == (0, 0.0)  # what the press has not printed is the press's own lag
    follower.settle()
    Entry.objects.update(recorded_at=clock.now() - timedelta(seconds=40))
    entries, seconds = telling.behind()
    assert entries == newest() - before > 0 and 40 <= seconds < 80
    streams.tell()
    assert telling.behind() == (0, 0.0)
