"""Bad input from the API to the reader's page: told plainly, nothing half published, harmless wherever it shows."""

import json
import re
from datetime import datetime, timedelta

import pytest
from defusedxml import ElementTree
from django.test import Client

from stoppress.kit import clock
from stoppress.newsroom.models import Contributor, Edition, Listing, Section, Story
from stoppress.press import follower, house, runs
from stoppress.press.proofread import differences
from stoppress.press.shelf import BadAddress
from stoppress.publog.models import Entry, Parked
from stoppress.readers.models import Account

SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">"]]></script>\u202e\x00'
_SCRIPTS = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)
FEEDS = ["/rss.xml", "/atom.xml", "/feed.json", "/sitemaps/news.xml", "/sitemaps/pages.xml"]


def _facts():
    return Entry.objects.get(kind="story.published").facts


def stories_entries():
    return Entry.objects.filter(kind__startswith="story.")


@pytest.fixture(autouse=True)
def _an_empty_log(db):
    follower.start()


def page(path):
    follower.settle()
    return Client(raise_request_exception=True).get(path)


@pytest.mark.parametrize(("wrong", "named"), [
    ({"headlines": [], "bodies": []}, "no words"), ({"headlines": [{"value": " \x00 "}], "bodies": [{"value": "\u202e"}]}, "no words"),
    ({"section": "no such section", "sections": []}, "section"),
])  # fmt: skip
def test_what_is_missing_is_named_and_nothing_is_published(sender_with, item, wrong, named):
    response = sender_with("items:write", "items:publish").put("urn:x:1", {**item(), **wrong}, action="publish")
    assert response.status_code == 422
    said = response.json()
    assert named in json.dumps(said["problems"]).lower() and said["message"]
    assert not Story.objects.exists() and not Listing.objects.exists() and not stories_entries().exists()


def test_a_missing_headline_is_made_of_the_text_with_a_warning(sender, item):
    told = sender.put("urn:x:1", item(headlines=[]), action="publish").json()
    assert Story.objects.get().headline.startswith("The Trams run") and any("headline" in w for w in told["warnings"])


def test_a_picture_without_words_is_left_out_with_a_warning(sender, item, picture):
    type(picture).objects.update(alt="", caption="")
    told = sender.put("urn:x:1", item(associations=[{"uri": f"stoppress:picture:{picture.pk}"}]), action="publish").json()
    assert told["state"] == "published" and any("alternative text" in w for w in told["warnings"]), told
    assert Story.objects.get().lead_picture_id is None


def test_an_edition_without_sections_refuses_with_a_sentence(sender, item):
    Section.objects.all().delete()
    response = sender.put("urn:x:1", {**item(), "section": ""}, action="publish")
    assert response.status_code == 422 and "section" in response.json()["problems"] and not Story.objects.exists()


def test_one_slug_for_many_stories_is_no_matter(sender, item):
    told = [sender.put(f"urn:x:{n}", item(), action="publish").json() for n in range(3)]
    assert len({one["address"] for one in told}) == 3
    for one in told:
        assert page(one["address"]).status_code == 200
    moved = page(told[0]["address"].replace("trams-run", "another-slug"))
    assert moved.status_code == 301 and moved["Location"] == told[0]["address"]


def test_a_story_from_the_future_is_taken_with_a_warning(sender, item):
    future = (clock.now() + timedelta(days=400)).isoformat()
    told = sender.put("urn:x:1", item(versionCreated=future, firstCreated=future), action="publish").json()
    assert told["state"] == "published" and any("still to come" in w for w in told["warnings"])
    assert Story.objects.get().first_published_at <= clock.now()
    waits = sender.put("urn:x:2", item(embargoedUntil=future), action="publish").json()
    assert waits["state"] == "scheduled" and waits["address"] is None
    assert page("/").content.decode().count("Trams run all night") >= 1
    assert f"--{waits['id']}.html" not in page("/").content.decode()


@pytest.mark.parametrize(("zone", "moment", "day"), [
    ("Europe/Lisbon", "2026-03-29T00:59:59+00:00", "20260329"), ("Europe/Lisbon", "2026-03-29T01:00:00+00:00", "20260329"),
    ("America/Sao_Paulo", "2018-11-04T02:59:59+00:00", "20181103"), ("America/Sao_Paulo", "2018-11-04T03:00:00+00:00", "20181104"),
    ("America/Havana", "2026-11-01T04:30:00+00:00", "20261101"), ("America/Havana", "2026-11-01T05:30:00+00:00", "20261101"),
    ("Pacific/Apia", "2011-12-30T09:59:59+00:00", "20111229"), ("Pacific/Apia", "2011-12-30T10:00:00+00:00", "20111231"),
    ("Pacific/Kiritimati", "2026-01-01T10:00:00+00:00", "20260102"), ("Asia/Kathmandu", "2026-01-01T18:15:00+00:00", "20260102"),
])  # fmt: skip
def test_the_date_in_the_address_is_the_editions(sender, item, edition, monkeypatch, zone, moment, day):
    """At the gap, the fold, over the date line and where a day was left out."""
    Edition.objects.filter(pk=edition.pk).update(time_zone=zone)
    now = datetime.fromisoformat(moment)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    address = sender.put("urn:x:1", item(), action="publish").json()["address"]
    assert address.startswith(f"/{day}/")
    assert page(address).status_code == page("/").status_code == 200
    assert address in page(f"/latest/{day}/").content.decode() and address in page(f"/sitemaps/{day}.xml").content.decode()


def test_large_bodies_come_out_whole(sender, item):
    long = "word " * 200_000 + "the-end"
    one = sender.put("urn:x:1", item(bodies=[{"contentType": "text/html", "value": f"<p>{long}</p>"}]), action="publish").json()
    blocks = "".join(f"<p>paragraph-{n}</p>" for n in range(5_000))
    two = sender.put("urn:x:2", item(bodies=[{"contentType": "text/html", "value": blocks}]), action="publish").json()
    assert "the-end" in page(one["address"]).content.decode()
    shown = page(two["address"]).content.decode()
    assert shown.count("<p") >= 5_000 and "paragraph-4999<" in shown
    for path in FEEDS:
        assert page(path).status_code == 200
    assert not Parked.objects.exists() and not [d for d in differences() if d]


def test_scripts_in_every_field_are_nowhere_anything_but_words(sender, item, client):
    name = [{"name": f"{n} {SCRIPT}"} for n in range(2)]
    told = sender.put("urn:x:1", item(
        headline=SCRIPT, located=SCRIPT, by=SCRIPT, people=name, subjects=name, copyrightNotice=SCRIPT, edNote=SCRIPT, section=SCRIPT,
        descriptions=[{"value": SCRIPT}], infoSources=name,
        bodies=[{"contentType": "text/html", "value": f"<p>Words {SCRIPT}</p><h2>Head &lt;script&gt;</h2>"
                 f"<table><tr><td>{SCRIPT}</table><blockquote>q {SCRIPT}</blockquote>"}],
    ), action="publish")  # fmt: skip
    assert told.status_code == 201, told.content
    corrected = sender.put("urn:x:1", item(2, headline=SCRIPT, section="city"), action="correct", note=SCRIPT)
    assert corrected.status_code == 200, corrected.content
    story = Story.objects.select_related("section").get()
    person = Contributor.objects.first()
    paths = [story.address, "/", "/latest/", "/corrections/", "/city/", f"/{Section.objects.exclude(slug='city').get().slug}/"]
    paths += [f"/contributors/{person.slug}/"] if person else []
    for path in paths:
        shown = page(path)
        assert shown.status_code == 200, path
        html = shown.content.decode()
        assert "\x00" not in html and "<img src=x" not in html and "alert(1)</script>" not in html, path
        for script in _SCRIPTS.findall(html):
            if script.strip():
                json.loads(script)  # structured data, and nothing that a browser runs
    for path in FEEDS:
        shown = page(path).content.decode()
        assert "\x00" not in shown, path
        if path.endswith(".json"):  # where titles are plain text
            assert all("<script" not in one.get("content_html", "") for one in json.loads(shown)["items"])
        else:
            assert "<script>alert" not in shown and "<img" not in shown, path
            assert not [e for e in ElementTree.fromstring(shown).iter() if e.tag.rpartition("}")[2] == "script"], path
    client.force_login(Account.objects.create_superuser("editor@x.example"))
    desk = client.get("/desk/stories/").content.decode()
    assert "<script>alert" not in desk and "<img src=x" not in desk and "&lt;script&gt;alert(1)" in desk


def test_directions_end_with_the_field_they_began_in(sender, item):
    turned = "A \u202e turned \u2067 word e\u0301 🎉 \u202d"
    told = sender.put("urn:x:1", item(headline=turned, descriptions=[{"value": turned}], located=turned,
                                      bodies=[{"contentType": "text/html", "value": f"<p>{turned}</p><p>next</p>"}]), action="publish")  # fmt: skip
    for path in (told.json()["address"], "/", "/rss.xml"):
        for line in re.split(r"</(?:h1|h2|h3|p|title|a|description)>", page(path).content.decode()):
            assert sum(map(line.count, "\u202a\u202b\u202d\u202e")) <= line.count("\u202c"), (path, line)
            assert sum(map(line.count, "\u2066\u2067\u2068")) <= line.count("\u2069"), (path, line)


@pytest.mark.parametrize("path", ["items/a%00b", "items/a%0Ab", "items/%20", "items/" + "x" * 400])
def test_what_no_guid_can_be_is_not_here(sender, path):
    assert sender.get(path).status_code == 404


def test_null_bytes_in_notes_are_taken_out(sender, item):
    sender.put("urn:x:1", item(), action="publish")
    told = sender.put("urn:x:1", item(2), action="correct", note="It was\x00 line six.\u202e")
    assert told.status_code == 200 and Story.objects.get().corrections.get().text == "It was line six.\u202e\u202c"
    assert sender.put("urn:x:1", item(3), action="kill", note="By\x00 law.").status_code == 200
    assert Story.objects.get().kill_notice == "By law."


def test_a_page_that_cannot_be_printed_is_parked_and_the_line_moves_on(sender, item, monkeypatch):
    first = sender.put("urn:x:1", item(headline="Good one"), action="publish").json()
    bad = sender.put("urn:x:2", item(headline="Bad one"), action="publish").json()
    after = sender.put("urn:x:3", item(headline="Good two"), action="publish").json()
    from stoppress.press import job

    whole = job.typeset

    def breaks(page):
        if getattr(getattr(page, "story", None), "headline", "") == "Bad one":
            raise KeyError("a template raises")
        return whole(page)

    with monkeypatch.context() as broken:
        broken.setattr(job, "typeset", breaks)
        follower.settle()
        assert house.shelf().cursor == after["entry"]
        parked = Parked.objects.get()
        assert parked.address == bad["address"] and parked.reason and "a template raises" in parked.detail
        assert house.shelf().get(bad["address"]) is None
        for one in (first, after):
            assert house.shelf().get(one["address"])
        answer = Client(raise_request_exception=False).get(bad["address"])
        assert answer.status_code == 500 and "Traceback" not in answer.content.decode()
    assert "Bad one" in page(bad["address"]).content.decode()
    assert not [d for d in differences() if d]


def test_an_address_too_long_for_the_shelf_does_not_stop_the_line(sender, item, section):
    """A slug of 160 letters of three bytes each, written at the desk, is longer than a file's name may be."""
    sender.put("urn:x:1", item(headline="Long"), action="publish")
    Story.objects.update(slug="한" * 160)
    story = Story.objects.select_related("edition").get()
    assert isinstance(runs.failure_of(story.address), BadAddress)
    Entry.objects.filter(kind="story.published").update(facts={**_facts(), "address": story.address})
    sender.put("urn:x:2", item(headline="The next one"), action="publish")
    assert "The next one" in page("/").content.decode()
    assert Parked.objects.get().address == story.address


