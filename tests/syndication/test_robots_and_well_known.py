"""robots.txt and the small text files."""

from urllib.robotparser import RobotFileParser

import pytest
from hypothesis import given, settings

from stoppress.syndication.robots import AI_CRAWLERS, crawlers_named, robots_txt
from stoppress.syndication.well_known import humans_txt, security_txt
from tests.syndication.hostile import texts, with_text
from tests.syndication.samples import EDITION, UPDATED

SITEMAPS = ("/sitemap.xml", "https://courier.example/news.xml")
FIELDS = ("user-agent:", "disallow:", "allow:", "sitemap:", "crawl-delay:")


def rules(text: str) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return parser


def test_refused_crawlers_are_kept_out_and_search_is_not():
    text = robots_txt(EDITION, SITEMAPS, ("training", "Diffbot", "ExampleBot"), ("/account/",))
    parser = rules(text)
    story = "https://courier.example/en/x.html"
    assert parser.can_fetch("Googlebot", story)
    assert not parser.can_fetch("GPTBot", story)
    assert not parser.can_fetch("ExampleBot", story)
    assert parser.can_fetch("OAI-SearchBot", story)
    assert not parser.can_fetch("Googlebot", "https://courier.example/account/")
    assert parser.site_maps() == ["https://courier.example/sitemap.xml", "https://courier.example/news.xml"]


def test_a_house_that_refuses_nobody_lets_everybody_in():
    assert robots_txt(EDITION, (), ()) == "User-agent: *\nAllow: /\n"


def test_the_desk_may_add_a_rule_but_no_whole_group():
    text = robots_txt(EDITION, (), ("Disallow: /archive/", "*", "User-agent: *", "x\nDisallow: /"))
    assert text == "User-agent: *\nDisallow: /archive/\n"


def test_every_known_crawler_can_be_named_by_itself():
    assert crawlers_named(crawler.name for crawler in AI_CRAWLERS) == [crawler.name for crawler in AI_CRAWLERS]


@settings(max_examples=40)
@given(texts)
def test_robots_txt_has_only_lines_of_its_own_kind(text):
    for line in robots_txt(EDITION, (text,), (text,), (text,)).splitlines():
        assert not line or line.lower().startswith(FIELDS)


def test_security_txt_has_contact_and_expiry():
    text = security_txt(EDITION, ("desk@courier.example", "https://courier.example/report"), UPDATED)
    assert text.startswith("Contact: mailto:desk@courier.example\nContact: https://courier.example/report\n")
    assert "Expires: 2025-12-07T16:45:00Z" in text
    assert "Canonical: https://courier.example/.well-known/security.txt" in text
    with pytest.raises(ValueError, match="at least one contact"):
        security_txt(EDITION, ("nobody",), UPDATED)


def test_the_other_files_say_who_we_are():
    assert "Marenport Courier Press Ltd" in humans_txt(EDITION)


@settings(max_examples=40)
@given(texts)
def test_no_field_adds_a_line(text):
    hostile = with_text(EDITION, text)
    assert len(humans_txt(hostile).splitlines()) <= len(humans_txt(with_text(EDITION, "a")).splitlines())
