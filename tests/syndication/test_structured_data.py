"""JSON-LD of every kind of page: known words only, what search engines need, safe inside a script."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from stoppress.copy.blocks import Paragraph
from stoppress.copy.pages import CorrectionsPage, HousePage, LatestPart, NoticePage, StoryPage
from stoppress.syndication.structured_data import graph, script_for
from tests.syndication.hostile import texts, with_text
from tests.syndication.samples import (
    BRIEF,
    CARD,
    CITY,
    CONTRIBUTOR_PAGE,
    DAY_PAGE,
    EDITION,
    FRONT_PAGE,
    LIST_PAGES,
    PUBLISHED,
    SECTION_PAGE,
    STORY,
    STORY_PAGE,
    TOPIC_PAGE,
    UPDATED,
)

CORRECTIONS_PAGE = CorrectionsPage(EDITION, "/en/corrections/", STORY.corrections)
HOUSE_PAGE = HousePage(EDITION, "/en/about/", "About us", "Who we are", (Paragraph("We print."),), UPDATED)
NOTICE_PAGE = NoticePage(EDITION, 410, "Withdrawn", (CARD,))
PAGES = [STORY_PAGE, FRONT_PAGE, *LIST_PAGES, CORRECTIONS_PAGE, HOUSE_PAGE, NOTICE_PAGE]

#: The words of schema.org 30 that we use; a test fails on any other.
TYPES = """
    WebPage WebSite ProfilePage CollectionPage NewsMediaOrganization NewsArticle OpinionNewsArticle
    AnalysisNewsArticle ReviewNewsArticle AdvertiserContentArticle LiveBlogPosting ImageObject VideoObject
    AudioObject Person Place Organization Thing CreativeWork CorrectionComment BreadcrumbList ListItem
    ItemList ContactPoint
"""
PROPERTIES = """
    about acquireLicensePage address alternativeHeadline articleBody articleSection audio author backstory
    breadcrumb caption contactPoint contactType contentRating contentUrl copyrightHolder copyrightNotice
    copyrightYear correction correctionsPolicy coverageStartTime creator creditText dateModified datePublished
    dateline description duration email encodingFormat ethicsPolicy foundingDate hasPart headline height image
    inLanguage isAccessibleForFree isPartOf item itemListElement jobTitle keywords legalName license logo
    mainEntity mainEntityOfPage mentions name numberOfItems position primaryImageOfPage publisher
    publishingPrinciples sameAs slogan sponsor telephone text thumbnailUrl transcript uploadDate url usageInfo
    video width wordCount workTranslation worksFor
"""


def nodes(value):
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def of_type(page, kind):
    return next(node for node in nodes(graph(page)["@graph"]) if node.get("@type") == kind)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: type(page).__name__)
def test_a_graph_uses_known_words_and_points_only_at_what_is_there(page):
    data = graph(page)
    assert data["@context"] == "https://schema.org"
    found = list(nodes(data["@graph"]))
    names = {node["@id"] for node in found if len(node) > 1 and "@id" in node}
    for node in found:
        if list(node) == ["@id"]:
            assert node["@id"] in names
            continue
        assert node["@type"] in TYPES.split()
        assert {name for name in node if not name.startswith("@")} <= set(PROPERTIES.split())
        assert not any(value in ("", None) for value in node.values())


def test_a_story_says_all_that_search_engines_recommend():
    article = of_type(STORY_PAGE, "NewsArticle")
    assert article["headline"] == STORY.headline
    assert article["articleBody"] == STORY.text
    assert article["datePublished"] == "2025-12-07T15:07:30+01:00"
    assert article["dateModified"] == "2025-12-07T17:45:00+01:00"
    assert [(i["width"], i["height"]) for i in article["image"]] == [(1600, 900), (1600, 1200), (1200, 1200)]
    assert {name for author in article["author"] for name in author} == {"@type", "@id", "name", "url"}
    assert article["isAccessibleForFree"] is True
    assert article["copyrightYear"] == 2025
    assert article["correction"][0]["@type"] == "CorrectionComment"
    assert article["workTranslation"][0]["inLanguage"] == "es"
    assert "http://cv.iptc.org/newscodes/mediatopic/20001244" in article["about"][1]["sameAs"]
    page = of_type(STORY_PAGE, "WebPage")
    assert page["primaryImageOfPage"]["@id"] == article["image"][0]["@id"]


def test_the_publisher_is_named_with_its_legal_name_and_policies():
    house = of_type(STORY_PAGE, "NewsMediaOrganization")
    assert house["legalName"] == "Marenport Courier Press Ltd"
    assert house["logo"]["width"] >= 112
    assert house["telephone"] and house["email"]
    assert house["correctionsPolicy"] == "https://courier.example/en/corrections/"


def test_the_breadcrumb_counts_on_and_only_the_last_step_has_no_address():
    steps = of_type(STORY_PAGE, "BreadcrumbList")["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert [step["name"] for step in steps] == [EDITION.name, "City", "Transport", STORY.headline]
    assert ["item" in step for step in steps] == [True, True, True, False]
    by_day = of_type(DAY_PAGE, "BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in by_day][1:3] == ["City", "Transport"]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"story_type": "opinion"}, "OpinionNewsArticle"),
        ({"story_type": "analysis"}, "AnalysisNewsArticle"),
        ({"story_type": "review"}, "ReviewNewsArticle"),
        ({"story_type": "interview"}, "NewsArticle"),
        ({"story_type": "live"}, "LiveBlogPosting"),
        ({"sponsor": "Harbour Bank"}, "AdvertiserContentArticle"),
    ],
)
def test_the_type_fits_the_story(change, kind):
    assert of_type(replace(STORY_PAGE, story=replace(STORY, **change)), kind)["headline"] == STORY.headline


def test_an_unsigned_story_is_credited_to_the_agency_and_needs_no_picture():
    article = of_type(StoryPage(EDITION, BRIEF), "NewsArticle")
    assert article["author"] == [{"@type": "Organization", "name": "Aldria Press Agency"}]
    assert "image" not in article
    assert article["dateModified"] == article["datePublished"]


def test_other_pages_are_what_they_are():
    assert of_type(CONTRIBUTOR_PAGE, "ProfilePage")["mainEntity"]["jobTitle"] == "Harbour correspondent"
    assert of_type(SECTION_PAGE, "ItemList")["itemListElement"][0]["url"].endswith("--41.html")
    assert of_type(FRONT_PAGE, "ItemList")["numberOfItems"] == 1
    assert of_type(CORRECTIONS_PAGE, "CollectionPage")["name"] == "Corrections"
    assert of_type(TOPIC_PAGE, "CollectionPage")["about"]["name"] == "Harbour Bridge"
    with pytest.raises(TypeError, match="LatestPart"):
        graph(LatestPart(EDITION, CITY, ()))


def test_dates_before_standard_time_are_still_dates():
    old = replace(STORY, published_at=PUBLISHED.replace(year=1871), updated_at=None)
    assert of_type(replace(STORY_PAGE, story=old), "NewsArticle")["datePublished"] == "1871-12-07T14:07:30+00:00"


@settings(max_examples=40, deadline=None)
@given(texts)
def test_a_script_cannot_be_left_from_within(text):
    for page in PAGES:
        hostile = with_text(page, text)
        script = script_for(hostile)
        assert not set("<>&\u2028\u2029") & set(script)
        assert json.loads(script) == graph(hostile)
        assert script == script_for(hostile)
