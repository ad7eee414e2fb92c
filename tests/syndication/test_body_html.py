"""A story's body as HTML for readers elsewhere."""

import re
from dataclasses import replace

from hypothesis import given, settings
from lxml import etree

from stoppress.copy.blocks import Paragraph, RelatedCard
from stoppress.syndication.body_html import body_html, whole_story_html
from tests.syndication.hostile import texts, with_text
from tests.syndication.samples import CARD, STORY

VOID = {"br", "img"}


def parsed(markup: str) -> etree._Element:
    return etree.fromstring(f"<div>{markup}</div>")


def test_every_block_leaves_its_words():
    words = " ".join(parsed(body_html(STORY)).itertext())
    for said in (
        "first", "What happened", "Sunday: ", "A passenger", "The day in pictures", "On Sunday",
        "Rung at noon", "12,000", "1931", "The closure", "Is it safe?", "The bridge is open.",
        "Inspection report", "The last paragraph.",
    ):  # fmt: skip
        assert said in words


def test_other_stories_and_pull_quotes_are_no_part_of_the_text():
    assert CARD.headline not in body_html(STORY)
    assert body_html(replace(STORY, body=(RelatedCard(CARD),))) == ""
    assert body_html(STORY).count("We waited") == 1


def test_links_are_absolute_and_only_of_kinds_a_reader_may_follow():
    html = '<a href="/x">a</a><a href="#n">b</a><a href="mailto:a@b.example">c</a><a href="data:x">d</a>'
    links = [a.get("href") for a in parsed(body_html(replace(STORY, body=(Paragraph(html),)))).iter("a")]
    assert links == ["https://courier.example/x", f"{STORY.url}#n", "mailto:a@b.example", None]


def test_corrections_warnings_and_disclosures_travel_with_the_story():
    whole = whole_story_html(replace(STORY, sensitive_note="Shows an injury"))
    assert whole.startswith("<p><strong>Shows an injury")
    assert "412 m long" in whole
    assert "language model" in whole
    assert whole.count(STORY.lead_picture.crops["full"].largest) == 2


def test_empty_elements_are_written_so_that_html_reads_them_alike():
    markup = body_html(replace(STORY, body=with_text(STORY.body, "")))
    assert "<td></td>" in markup
    assert set(re.findall(r"<(\w+)[^<>]*/>", markup)) <= VOID


@settings(max_examples=40, deadline=None)
@given(texts)
def test_the_body_is_well_formed_and_without_scripts_whatever_it_holds(text):
    root = parsed(whole_story_html(with_text(replace(STORY, body=STORY.body), text)))
    for element in root.iter():
        assert element.tag not in {"script", "style", "iframe", "object"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name in ("href", "src", "poster"):
                assert value.startswith(("http://", "https://", "mailto:", "tel:"))
