"""What machines get of the site: feeds with hubs and tombstones, translations, icons, the files of a host."""

import json
import re
from datetime import timedelta
from io import BytesIO

import feedparser
import pytest
import pyvips
from lxml import etree

from stoppress.kit import clock, safe_fetch
from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Edition, HousePage, Section, Story
from stoppress.press import hubs
from stoppress.press.models import HubCursor
from stoppress.press.printing import Missing, Printed, print_address
from stoppress.publog.log import newest

LINK = "{http://www.w3.org/1999/xhtml}link"
AT = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
HUB = "https://hub.example/"


def printed(address: str) -> Printed:
    result = print_address(address)
    assert isinstance(result, Printed), address
    return result


def html_alternates(address: str) -> list[tuple[str, str]]:
    return re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', printed(address).body.decode())


def sitemap_alternates(address: str) -> dict[str, list[tuple[str, str]]]:
    tree = etree.parse(BytesIO(printed(address).body))
    return {url[0].text: [(link.get("hreflang"), link.get("href")) for link in url.iter(LINK)] for url in tree.getroot()}


@pytest.fixture
def spanish(section):
    edition = Edition.objects.create(code="es", name="El Correo", language="es", prefix="/es", time_zone="Europe/Madrid", position=1)
    return Section.objects.create(edition=edition, name="Ciudad", slug="ciudad", translation_key=section.translation_key)


def test_pages_and_sitemaps_state_the_same_translations(write_story, section, spanish):
    here = stories.publish(story=write_story()).story
    there, _ = drafts.write(
        story=None, body=[{"type": "paragraph", "value": "<p>Hola.</p>", "id": "b1"}],
        fields={"edition": spanish.edition, "section": spanish, "headline": "Tranvías", "translation_key": here.translation_key},
    )  # fmt: skip
    there = stories.publish(story=there).story
    about = HousePage.objects.create(edition=section.edition, slug="about", title="About")
    HousePage.objects.create(edition=spanish.edition, slug="somos", title="Somos", live=False, translation_key=about.translation_key)
    for prefix, story in (("", here), ("/es", there)):
        maps = sitemap_alternates(f"{prefix}/sitemaps/{story.published_date:%Y%m%d}.xml")
        maps |= sitemap_alternates(f"{prefix}/sitemaps/pages.xml")
        for url, links in maps.items():
            assert links == html_alternates(url.removeprefix("http://localhost:8000")), url
            assert [name for name, _ in links] in ([], ["en", "es", "x-default"]), url
            assert not links or (url in dict(links).values() and links[2][1] == links[0][1])
    assert len(sitemap_alternates("/sitemaps/pages.xml")["http://localhost:8000/city/"]) == 3
    # A translation that readers cannot see is none, on the page as in the sitemap.
    assert html_alternates("/about/") == []
    stories.take_down(story=there)
    assert html_alternates(here.address) == []


def test_atom_remembers_what_was_withdrawn_until_it_is_back(write_story, section, topic):
    story = stories.publish(story=write_story()).story
    other = stories.publish(story=write_story(headline="Ferries")).story
    feeds = ("/atom.xml", "/city/atom.xml", "/topics/trams/atom.xml", "/contributors/lena-holt/atom.xml")
    stories.take_down(story=story)
    stories.kill(story=other, notice="False.")
    withdrawn_at = Story.objects.get(pk=story.pk).withdrawn_at
    for address in feeds:
        stones = etree.fromstring(printed(address).body).findall(AT)
        assert [stone.get("ref") for stone in stones] == [other.guid, story.guid]
        assert stones[1].get("when")[:19] == withdrawn_at.isoformat()[:19]
        assert not feedparser.parse(printed(address).body).entries
    stories.kill(story=story, notice="False too.")
    assert Story.objects.get(pk=story.pk).withdrawn_at == withdrawn_at
    third = stories.publish(story=write_story(headline="Bridges")).story
    stories.take_down(story=third)
    back = stories.publish(story=Story.objects.get(pk=third.pk)).story
    root = etree.fromstring(printed("/atom.xml").body)
    assert back.guid not in [stone.get("ref") for stone in root.findall(AT)] and len(feedparser.parse(printed("/atom.xml").body).entries) == 1


def test_feeds_name_their_hub_and_themselves(edition):
    edition.hubs = HUB
    edition.save()
    for file in ("rss.xml", "atom.xml", "feed.json"):
        page = printed(f"/{file}")
        assert dict(page.headers)["Link"] == f'<{HUB}>; rel="hub", <http://localhost:8000/{file}>; rel="self"'
        assert HUB in page.body.decode()


def test_the_hub_hears_of_changed_feeds_once(write_story, edition, section):
    edition.hubs = HUB
    edition.save()
    heard: list[list[tuple[str, str]]] = []

    def tell(url, fields):
        assert url == HUB
        heard.append(fields)

    stories.publish(story=write_story(headline="Before there was a hub"))
    assert hubs.tell_hubs(newest(), tell) == 0 and not heard
    story = stories.publish(story=write_story()).story
    assert hubs.tell_hubs(newest() - 1, tell) == 0
    assert hubs.tell_hubs(newest(), tell) == 1
    urls = [value for name, value in heard[0] if name == "hub.url"]
    pages = ("", "city/", "topics/trams/", "contributors/lena-holt/")
    assert heard[0][0] == ("hub.mode", "publish")
    assert sorted(urls) == sorted(f"http://localhost:8000/{page}{f}" for page in pages for f in ("rss.xml", "atom.xml", "feed.json"))
    assert hubs.tell_hubs(newest(), tell) == 0 and len(heard) == 1
    # An update moves no list, and yet the feeds show it; two changes are one message.
    stories.publish(story=story, verb="update")
    stories.publish(story=Story.objects.get(pk=story.pk), verb="update")
    assert hubs.tell_hubs(newest(), tell) == 1 and [v for n, v in heard[1] if n == "hub.url"] == urls
    section.name = "Town"
    section.save()
    assert hubs.tell_hubs(newest(), tell) == 0 and HubCursor.objects.get().cursor == newest()


def test_a_hub_that_is_away_is_told_later(write_story, edition, monkeypatch):
    edition.hubs = HUB
    edition.save()
    hubs.tell_hubs(newest())
    stories.publish(story=write_story())
    heard: list[str] = []

    def away(url, fields):
        raise safe_fetch.NotReached("hub.example could not be reached.")

    now, before = clock.now(), HubCursor.objects.get().cursor
    for tries, wait in ((1, 0), (2, 6)):
        monkeypatch.setattr(clock, "now", lambda wait=wait: now + timedelta(seconds=wait))
        assert hubs.tell_hubs(newest(), away) == 0
        hub = HubCursor.objects.get()
        assert (hub.tries, hub.cursor, hub.trouble) == (tries, before, "hub.example could not be reached.")
    assert hubs.tell_hubs(newest(), lambda url, fields: heard.append(url)) == 0, "not before its next try"
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=60))
    assert hubs.tell_hubs(newest(), lambda url, fields: heard.append(url)) == 1 and heard == [HUB]
    hub = HubCursor.objects.get()
    assert (hub.tries, hub.trouble, hub.cursor) == (0, "", newest())


def test_the_hub_gets_a_form(monkeypatch):
    sent = {}
    monkeypatch.setattr(safe_fetch, "send", lambda url, **asked: sent.update(asked, url=url))
    hubs.send_form(HUB, [("hub.mode", "publish"), ("hub.url", "https://courier.example/rss.xml")])
    assert (sent["url"], sent["method"]) == (HUB, "POST")
    assert sent["headers"] == {"Content-Type": "application/x-www-form-urlencoded"}
    assert sent["body"] == b"hub.mode=publish&hub.url=https%3A%2F%2Fcourier.example%2Frss.xml"


@pytest.mark.parametrize("inside", ["http://127.0.0.1/", "http://localhost/"])
def test_a_hub_inside_the_house_is_never_called(write_story, edition, inside):
    edition.hubs = inside
    edition.save()
    hubs.tell_hubs(newest())
    stories.publish(story=write_story())
    assert hubs.tell_hubs(newest()) == 0 and HubCursor.objects.get().trouble


@pytest.mark.parametrize("path", ["/ads.txt", "/trust.txt", "/.well-known/trust.txt"])
def test_files_of_trust_are_there_when_the_desk_wrote_them(edition, path):
    assert isinstance(print_address(path), Missing)
    edition.ads_txt, edition.trust_txt = "a.example, 1, DIRECT\n", "member=https://a.example/\n"
    edition.save()
    page = printed(path)
    assert page.body.decode() == (edition.ads_txt if "ads" in path else edition.trust_txt)
    assert page.content_type == "text/plain; charset=utf-8" and f"edition:{edition.pk}" in page.tags


def test_the_way_to_a_new_password(edition, client):
    answer = client.get("/.well-known/change-password")
    assert (answer.status_code, answer["Location"]) == (302, "/account/password/")


def test_icons_come_from_the_picture_else_the_logo_else_ours(edition, picture):
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20"><path fill="#d00000" d="M0 0h100v20H0z"/></svg>'
    made = {}
    for name, change in (("ours", {}), ("logo", {"logo_svg": logo}), ("broken", {"logo_svg": "<svg"}), ("own", {"app_icon": picture})):
        Edition.objects.filter(pk=edition.pk).update(**change)
        for address, size in (("/apple-touch-icon.png", 180), ("/icon-192.png", 192), ("/icon-512.png", 512)):
            page = printed(address)
            image = pyvips.Image.new_from_buffer(page.body, "")
            assert (image.width, image.height, page.content_type) == (size, size, "image/png")
        made[name] = page
        middle, corner = image(256, 256)[:3], image(2, 2)[:3]
        if name == "logo":
            assert (middle, corner) == ([208, 0, 0], [255, 253, 248])
    assert made["broken"].body == made["ours"].body != made["logo"].body
    assert f"picture:{picture.pk}" in made["own"].tags
    told = json.loads(printed("/manifest.webmanifest").body)
    assert [icon["src"] for icon in told["icons"]] == ["/icon-192.png", "/icon-512.png"]
    front = printed("/").body.decode()
    assert '<link rel="apple-touch-icon" href="/apple-touch-icon.png">' in front
    assert "http://localhost:8000/icon-512.png" in front
