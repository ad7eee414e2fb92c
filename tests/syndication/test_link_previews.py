"""Meta elements for link previews and plain share links."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings

from stoppress.copy.pages import NoticePage, StoryPage
from stoppress.syndication.open_graph import facebook_locale, open_graph
from stoppress.syndication.share import PLATFORMS, share_links
from stoppress.syndication.structured_data import graph
from tests.syndication.hostile import texts, with_text
from tests.syndication.samples import (
    BRIEF,
    CONTRIBUTOR_PAGE,
    EDITION,
    FRONT_PAGE,
    LIST_PAGES,
    STORY,
    STORY_PAGE,
)


def found(page):
    values = {}
    for attribute, key, content in open_graph(page):
        assert attribute == ("property" if key.startswith(("og:", "article:")) else "name")
        values.setdefault(key, []).append(content)
    return values


def test_a_story_has_all_that_a_preview_needs():
    meta = found(STORY_PAGE)
    assert meta["og:title"] == ["The trams are back"]
    assert meta["og:type"] == ["article"]
    assert meta["og:url"] == [STORY.url]
    assert meta["og:locale:alternate"] == ["es_ES"]
    assert meta["og:image:width"] == ["1600"]
    assert meta["article:author"][0] == "https://courier.example/en/contributors/ana-vela/"
    assert meta["article:published_time"] == ["2025-12-07T15:07:30+01:00"]
    assert meta["article:content_tier"] == ["free"]
    assert meta["twitter:card"] == ["summary_large_image"]
    assert meta["twitter:site"] == ["@courier"]
    assert meta["fediverse:creator"] == ["@ana@social.example"]


def test_preview_and_structured_data_show_the_same_picture():
    article = next(node for node in graph(STORY_PAGE)["@graph"] if node["@type"] == "NewsArticle")
    assert found(STORY_PAGE)["og:image"] == [article["image"][0]["url"]]


def test_other_pages_have_previews_too():
    assert found(CONTRIBUTOR_PAGE)["og:type"] == ["profile"]
    assert found(FRONT_PAGE)["og:image"] == [EDITION.logo_url]
    assert found(StoryPage(EDITION, BRIEF))["twitter:card"] == ["summary"]
    assert "og:url" not in found(NoticePage(EDITION, 404))


@pytest.mark.parametrize(
    ("tag", "locale"),
    [("en", "en_US"), ("en-GB", "en_GB"), ("es", "es_ES"), ("ar", "ar_EG"), ("zh-Hant-TW", "zh_TW")],
)
def test_locales_have_a_territory(tag, locale):
    assert facebook_locale(tag) == locale


def test_share_links_carry_title_and_address():
    story = replace(STORY, social_title="Trams & bridges: 100% back?")
    links = share_links(story, (*PLATFORMS, "nowhere", "mail"))
    assert [link.kind for link in links] == list(PLATFORMS)
    telegram = next(link for link in links if link.kind == "telegram")
    assert parse_qs(urlsplit(telegram.address).query) == {"url": [STORY.url], "text": [story.social_title]}


@settings(max_examples=40, deadline=None)
@given(texts)
def test_no_text_leaves_its_place(text):
    for page in (STORY_PAGE, FRONT_PAGE, *LIST_PAGES):
        for _, _, content in open_graph(with_text(page, text)):
            assert content and "\n" not in content and "\x00" not in content
    for link in share_links(with_text(STORY, text), PLATFORMS):
        head = PLATFORMS[link.kind][1].split("{")[0]
        assert link.address.startswith(head)
        assert not set(link.address) & set("\r\n<>\" '")
        assert "%0A" not in link.address and "%0D" not in link.address
