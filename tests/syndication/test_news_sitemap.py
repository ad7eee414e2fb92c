"""The news sitemap: elements in the order of the schema, limits kept, well formed whatever the copy holds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from lxml import etree

from stoppress.copy.pages import NewsSitemap
from stoppress.syndication.news_sitemap import MOST_STORIES, news_language, news_sitemap
from tests.syndication.hostile import texts, with_text
from tests.syndication.samples import CARD, EDITION

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
CARD_IN_SPANISH = replace(CARD, id=43, address="/en/20251207/ñandú--43.html")


def names(element: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in element]


def test_it_keeps_the_order_of_its_schema():
    urls = etree.fromstring(news_sitemap(NewsSitemap(EDITION, (CARD, CARD_IN_SPANISH))))
    assert [url[0].text for url in urls] == [
        f"{EDITION.site_url}{CARD.address}", f"{EDITION.site_url}/en/20251207/%C3%B1and%C3%BA--43.html",
    ]  # fmt: skip
    assert names(urls[0]) == ["loc", "news"]
    news = urls[0].find(f"{NEWS}news")
    assert names(news) == ["publication", "publication_date", "title"]
    assert names(news[0]) == ["name", "language"]
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == EDITION.name
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert news.findtext(f"{NEWS}publication_date") == "2025-12-06T09:00:00Z"
    assert news.findtext(f"{NEWS}title") == CARD.headline


def test_the_same_story_says_something_else_in_an_edition_with_another_name():
    first, other = EDITION, replace(EDITION, name="The Evening Courier")
    both = [etree.fromstring(news_sitemap(NewsSitemap(edition, (CARD,)))) for edition in (first, other, first)]
    found = [url.findtext(f".//{NEWS}name") for url in both]
    assert found == [first.name, "The Evening Courier", first.name]


def test_without_stories_it_is_empty():
    assert len(etree.fromstring(news_sitemap(NewsSitemap(EDITION, ())))) == 0


def test_too_many_stories_are_refused():
    with pytest.raises(ValueError, match="at most 1000"):
        news_sitemap(NewsSitemap(EDITION, (CARD,) * (MOST_STORIES + 1)))


def test_chinese_is_the_one_language_told_apart():
    tags = {
        "en-GB": "en",
        "es": "es",
        "zh": "zh-cn",
        "zh-Hant": "zh-tw",
        "zh-TW": "zh-tw",
        "zh-Hans-CN": "zh-cn",
    }
    assert {tag: news_language(tag) for tag in tags} == tags


@settings(max_examples=40, deadline=None)
@given(texts)
def test_it_is_well_formed_whatever_it_holds(text):
    hostile = NewsSitemap(with_text(EDITION, text), (with_text(CARD, text), CARD))
    assert len(etree.fromstring(news_sitemap(hostile))) == 2
