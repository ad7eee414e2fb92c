"""Every kind of page that the demo serves is valid, its feeds and sitemaps can be read, and its stories can be extracted."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest
import trafilatura
from lxml import etree

from tests.nu_checker import errors_in

pytestmark = [pytest.mark.journey, pytest.mark.processes]
DEMO = Path(__file__).parents[2] / "demo"
PREFIXES = {"en": "", "es": "/es", "ar": "/ar"}
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
EXTRACTED = {
    "en": ["tram-night-service", "ferry-fares-rise", "the-last-mile-belongs-to-the-pilots", "live-halden-grace"],
    "es": ["harbour-tunnel-vote-es"],
    "ar": ["seabirds-return-to-the-cliffs-ar"],
}


def edition(language):
    return tomllib.loads((DEMO / language / "edition.toml").read_text())


def story_addresses(site, language):
    """Addresses of the edition's stories by headline, as its sitemaps and pages give them."""
    index = etree.fromstring(site.get("/sitemap.xml")[1].encode())
    prefix = f"{site.url}{PREFIXES[language]}/sitemaps/"
    days = [loc.text for loc in index.iter(LOC) if re.fullmatch(re.escape(prefix) + r"\d{8}\.xml", loc.text)]
    for day in days:
        tree = etree.fromstring(site.get(day.removeprefix(site.url))[1].encode())
        yield from (loc.text.removeprefix(site.url) for loc in tree.iter(LOC))


@pytest.fixture(scope="module")
def stories(site):
    """(language, headline) to address and HTML."""
    found = {}
    for language in PREFIXES:
        for address in story_addresses(site, language):
            html = site.get(address)[1]
            found[language, re.search(r'<h1 class="headline[^>]*>(.*?)</h1>', html)[1]] = address, html
    return found


def test_every_kind_of_page_is_valid_html(site, stories, tmp_path):
    files = []

    def keep(name, status, path):
        got, html = site.get(quote(path, safe="/%"))
        assert got == status, path
        files.append(tmp_path / f"{name}.html")
        files[-1].write_text(html, "utf-8")

    for language, prefix in PREFIXES.items():
        told = edition(language)
        day = next(address for (own, _), (address, _) in stories.items() if own == language).split("/")[-2]
        pages = {"front": "/", "latest": "/latest/", "corrections": "/corrections/", "day": f"/latest/{day}/",
                 "section": f"/{told['sections'][0]['slug']}/", "topic": f"/topics/{told['topics'][0]['slug']}/",
                 "contributor": f"/contributors/{told['contributors'][0]['slug']}/"}  # fmt: skip
        for name, path in pages.items():
            keep(f"{language}-{name}", 200, prefix + path)
        for path in sorted((DEMO / language / "house").glob("*.toml")):
            house = tomllib.loads(path.read_text())
            keep(f"{language}-house-{path.stem}", 200, f"{prefix}/{house.get('slug', path.stem)}/")
        keep(f"{language}-404", 404, f"{prefix}/nowhere/")
    for number, (_, html) in enumerate(stories.values()):
        files.append(tmp_path / f"story-{number}.html")
        files[-1].write_text(html, "utf-8")
    gone = site.stoppress("shell", "--no-imports", "-c", "from stoppress.newsroom.models import Story;"
                          "print(*(s.address for s in Story.objects.filter(state__in=['killed', 'taken_down'])))")  # fmt: skip
    for number, address in enumerate(gone.stdout.split()):
        keep(f"410-{number}", 410, address)
    assert any(path.name.startswith("410") for path in files) and len(files) > 70
    assert errors_in(files) == []


@pytest.mark.parametrize("language", PREFIXES)
def test_feeds_and_sitemaps_can_be_read(site, language):
    prefix = PREFIXES[language]
    for path in (f"{prefix}/rss.xml", f"{prefix}/atom.xml", f"{prefix}/{quote(edition(language)['sections'][0]['slug'])}/atom.xml"):
        status, body = site.get(path)
        read = feedparser.parse(body)
        assert status == 200 and not read.bozo and read.entries, path
        assert all(entry.id and entry.link and entry.title for entry in read.entries)
    now = datetime.now(UTC)
    for path in (f"{prefix}/sitemaps/news.xml", f"{prefix}/sitemaps/pages.xml"):
        tree = etree.fromstring(site.get(path)[1].encode())
        urls = [loc.text for loc in tree.iter(LOC)]
        assert urls and len(urls) == len(set(urls)) and all(url.startswith(f"{site.url}{prefix}/") for url in urls)
        dates = [datetime.fromisoformat(d.text) for d in tree.iter("{http://www.google.com/schemas/sitemap-news/0.9}publication_date")]
        assert all(0 <= (now - date).total_seconds() < 48 * 3600 for date in dates)
        alternates = [link.get("href") for link in tree.iter("{http://www.w3.org/1999/xhtml}link")]
        assert all(site.get(url.removeprefix(site.url))[0] == 200 for url in set(alternates))


def words_of(told):
    """The running words of a demo story, in order, without mark-up."""
    for block in told["body"]:
        ((kind, value),) = block.items()
        if kind == "entry":
            yield from words_of(value)
        elif kind in ("paragraph", "crosshead"):
            yield " ".join(re.sub(r"<[^>]+>", "", value).split())


@pytest.mark.parametrize(("language", "name"), [(language, name) for language, names in EXTRACTED.items() for name in names])
def test_extractors_find_the_story_and_nothing_else(stories, language, name):
    told = tomllib.loads((DEMO / language / "stories" / f"{name}.toml").read_text())
    address, html = stories[language, told["headline"]]
    found = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True, include_tables=False)
    names = [c["name"] for c in edition(language)["contributors"] if c["slug"] in told.get("bylines", [])]
    assert found.title == told["headline"]
    assert all(name in (found.author or "") for name in names)
    assert found.date.replace("-", "") == address.split("/")[-2]
    text = " ".join(found.text.split())
    missing = [words for words in words_of(told) if words not in text]
    assert missing == []
    # No headline of another story, nothing of the interface.
    others = [headline for (own, headline) in stories if own == language and headline != told["headline"]]
    assert not [headline for headline in others if headline in text]
    interface = {"en": "Copy link", "es": "Copiar enlace", "ar": "نسخ الرابط"}[language]
    assert interface in html and interface not in text
