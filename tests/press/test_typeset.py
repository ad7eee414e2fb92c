"""Typesetting: every sample page, in every language, without a query, safe, complete and in its own words.

No test here is marked for the database, so that pytest-django refuses the first query.
"""

import dataclasses
import itertools
import re
from collections.abc import Mapping
from typing import Any

import pytest
import trafilatura
from bs4 import BeautifulSoup

from stoppress.copy import blocks, pages
from stoppress.press.typeset import typeset
from tests import samples

PAGES = [(language, name) for language in samples.LANGUAGES for name in samples.all_pages(language)]
DOCUMENTS = [(language, name) for language, name in PAGES if name != "latest-part"]


class Complaint(str):
    """Printed for a name that a template got wrong; complains instead."""

    def __contains__(self, _: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise NameError(f"a template asked for {name}")


def printed(page: Any) -> str:
    return typeset(page, missing=Complaint("x"))


def soup_of(language: str, name: str) -> BeautifulSoup:
    return BeautifulSoup(printed(samples.all_pages(language)[name]), "lxml")


@pytest.mark.parametrize(("language", "name"), DOCUMENTS)
def test_every_page_is_a_whole_document(language: str, name: str) -> None:
    soup = soup_of(language, name)
    assert soup.html["lang"] == language
    assert soup.html["dir"] == samples.direction(language)
    assert len(soup.select("h1")) == 1
    assert soup.h1.get_text(strip=True)
    assert [len(soup.select(part)) for part in ("main", "body > header", "body > footer", "a.skip")] == [1, 1, 1, 1]
    assert soup.title.get_text(strip=True).endswith(samples.WORDS[language]["name"]) or name == "front"
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("language", "name"), DOCUMENTS)
def test_headings_never_skip_a_level(language: str, name: str) -> None:
    levels = [int(tag.name[1]) for tag in soup_of(language, name).find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_nothing_is_inline_or_foreign(language: str, name: str) -> None:
    """The security policy allows neither inline style nor script, nor anything from another host."""
    soup = soup_of(language, name)
    assert not soup.select("style, iframe, object, embed, [style]")
    assert not [tag for tag in soup.find_all(True) if any(key.startswith("on") for key in tag.attrs)]
    for script in soup.select("script"):
        assert script.get("src", "").startswith("/static/") or script["type"] == "application/ld+json"
    loaded = [tag.get("src") or tag.get("href") for tag in soup.select("[src], link[rel~=stylesheet], link[rel~=preload]")]
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_pictures_have_sizes_words_and_a_place_in_the_queue(language: str, name: str) -> None:
    pictures = soup_of(language, name).select("picture img")
    for image in pictures:
        assert image["width"] and image["height"] and image.has_attr("alt") and image["sizes"]
        assert (image.get("fetchpriority") == "high") != (image.get("loading") == "lazy")
    assert sum(image.get("fetchpriority") == "high" for image in pictures) <= 1


@pytest.mark.parametrize("name", ["story", "front", "section"])
def test_the_lead_picture_is_first_in_the_queue(name: str) -> None:
    assert soup_of("en", name).select_one("main picture img")["fetchpriority"] == "high"


HOSTILE = "\"'><b hostile onclick=x>{{ page }}</script><!--"
#: Words from a closed list, and HTML that was sanitised before it comes here.
_CLOSED = {
    "kind", "language", "direction", "time_zone", "time_pattern", "story_type", "labels", "size", "html", "items",
    "site_url", "share_platforms", "mime_type", "colour",
}  # fmt: skip


def hostile(value: Any, name: str = "") -> Any:
    if name in _CLOSED and not (name == "items" and value and dataclasses.is_dataclass(value[0])):
        return value
    if isinstance(value, str):
        return HOSTILE if value else ""
    if isinstance(value, tuple):
        return tuple(hostile(item) for item in value)
    if isinstance(value, Mapping):
        return {key: hostile(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: hostile(getattr(value, field.name), field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **changes)
    return value


@pytest.mark.parametrize("name", samples.all_pages("en"))
def test_hostile_words_in_any_field_stay_words(name: str) -> None:
    html = printed(hostile(samples.all_pages("en")[name]))
    soup = BeautifulSoup(html, "lxml")
    assert "&lt;b hostile" in html
    assert not [tag for tag in soup.find_all(True) if "hostile" in tag.attrs or "onclick" in tag.attrs]
    assert not soup.find_all(string=lambda text: type(text).__name__ == "Comment")


@pytest.mark.parametrize(("language", "name"), DOCUMENTS)
def test_one_canonical_and_the_translations(language: str, name: str) -> None:
    soup, page = soup_of(language, name), samples.all_pages(language)[name]
    canonical = [link["href"] for link in soup.select("link[rel=canonical]")]
    robots = soup.select_one("meta[name=robots]")["content"]
    if isinstance(page, pages.NoticePage):
        assert canonical == [] and "noindex" in robots
        return
    assert len(canonical) == 1 and canonical[0].startswith("https://") and "max-image-preview:large" in robots
    links = {link["hreflang"]: link["href"] for link in soup.select("head link[hreflang]")}
    if links:
        assert set(links) == {*samples.LANGUAGES, "x-default"}
        assert links[language] == canonical[0]
        assert links["x-default"] == links["en"]


def test_the_switcher_leads_to_the_translation() -> None:
    links = {a["hreflang"]: a["href"] for a in soup_of("en", "story").select(".editions a")}
    assert links["ar"].endswith("/ar/20261123/tunnel--100.html")
    assert {a["lang"] for a in soup_of("en", "topic").select(".editions a")} == {"es", "ar"}


def test_a_bare_story_leaves_no_empty_widgets() -> None:
    soup = soup_of("en", "short")
    assert not soup.select(
        ".kicker, .standfirst, .topics, .corrections, .history, .related, .updated, .label, .dateline, .rights"
    )
    empty = [
        tag
        for tag in soup.select("p, ul, ol, section, nav, h2, h3, figure, figcaption, aside")
        if not tag.get_text(strip=True) and not tag.has_attr("hidden") and not tag.find_parent("template")
    ]
    assert empty == []


def test_every_block_has_a_part() -> None:
    kinds = {block.kind for block in samples.body("en")}
    # Entries of a live blog are set together, newest first, by a part of their own; see test_live_blogs.
    assert kinds | {"live_entry"} == {cls.__dataclass_fields__["kind"].default for cls in blocks.Block.__args__}


def test_times_are_in_the_editions_zone_language_and_pattern() -> None:
    def shown(language: str) -> str:
        return soup_of(language, "story").select_one(".published time").get_text()

    assert shown("en") == "08:40 GMT, 23 November 2026"
    assert shown("es") == "09:40 CET, 23 de noviembre de 2026"
    assert shown("ar") == "08:40 غرينتش، 23 نوفمبر 2026"
    assert soup_of("es", "story").select_one(".published time")["datetime"] == "2026-11-23T09:40:00+01:00"


def test_times_are_told_anew_when_the_edition_tells_them_otherwise() -> None:
    page = samples.all_pages("en")["story"]

    def shown(**settings: str) -> str:
        edition = dataclasses.replace(page.edition, **settings)
        return BeautifulSoup(printed(dataclasses.replace(page, edition=edition)), "lxml").select_one(".published time").get_text()

    assert shown() == "08:40 GMT, 23 November 2026"
    assert shown(time_zone="Asia/Tokyo").startswith("17:40")
    assert shown(time_pattern="d MMMM y") == "23 November 2026"
    assert shown(language="es") == "08:40 WET, 23 noviembre 2026"
    assert shown() == "08:40 GMT, 23 November 2026"


def test_what_is_kept_of_a_front_is_set_anew_when_it_shows_something_else() -> None:
    page = samples.all_pages("en")["front"]
    first = page.bands[0]
    renamed = dataclasses.replace(first, section=dataclasses.replace(first.section, name="Renamed"))
    corrected = dataclasses.replace(first, cards=(dataclasses.replace(first.cards[0], headline="Corrected"), *first.cards[1:]))
    cropped = dataclasses.replace(first, cards=(dataclasses.replace(first.cards[0], picture=None), *first.cards[1:]))
    fronts = [
        dataclasses.replace(page, bands=bands)
        for bands in ((first,), (first, first), (renamed,), (corrected,), (cropped,), (dataclasses.replace(first, cards=first.cards[:1]),))
    ]
    fronts.append(dataclasses.replace(fronts[0], edition=dataclasses.replace(page.edition, prefix="/elsewhere", name="Elsewhere")))
    kept = [[typeset(front) for front in fronts] for _ in range(2)][1]
    # Nothing is kept from one set of templates to another.
    assert kept == [typeset(front, missing=f"anew {number}") for number, front in enumerate(fronts)]
    assert len(set(kept)) == len(fronts)
    assert kept[1].count("band-columns") == 1


def test_the_reader_chooses_to_see_sensitive_content_without_script() -> None:
    soup = soup_of("en", "hard")
    room = soup.select_one("details.sensitive")
    assert room.select_one(".body") and room.select_one("summary").get_text(strip=True) and not room.has_attr("open")


def test_a_killed_storys_page_gives_the_desks_reason() -> None:
    assert samples.WORDS["en"]["killed"] in soup_of("en", "killed").select_one("main").get_text()


def test_a_copyright_line_names_the_years() -> None:
    assert "© 1871–2026" in soup_of("en", "front").select_one(".colophon-legal").get_text()


def test_the_latest_part_is_a_fragment() -> None:
    html = printed(samples.all_pages("en")["latest-part"])
    assert html.count("<li") == 8 and "<html" not in html


def test_a_page_does_not_depend_on_when_it_is_printed() -> None:
    assert printed(samples.front("en")) == printed(samples.front("en"))


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_extractors_find_the_story_and_nothing_else(language: str) -> None:
    words = samples.WORDS[language]
    html = printed(samples.all_pages(language)["story"])
    found = trafilatura.extract_metadata(html)
    assert found.title == words["headlines"][0] and found.date == "2026-11-23"
    assert found.author.split("; ") == words["people"][:3]
    text = trafilatura.extract(html, include_comments=False, include_tables=False)
    plain = [re.sub("<[^>]*>", "", paragraph) for paragraph in words["paragraphs"]]
    assert all(paragraph in text for paragraph in (*plain, words["headlines"][0], words["standfirst"]))
    others = (*words["headlines"][1:], *words["topics"][2:], words["footer"][0], words["subsections"][0], "Mastodon\n")
    lines = text.splitlines()
    assert not [other for other in others if other.strip() in lines]
