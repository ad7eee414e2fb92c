"""Bodies of agencies as clean paragraphs."""

import time

import pytest
from hypothesis import given, settings

from stoppress.kit import html
from stoppress.syndication.incoming_html import clean_article, first_words, paragraphs_of
from tests.syndication.hostile import texts

NITF = """<?xml version="1.0"?><nitf><head><title>T</title></head><body><body.head><hedline><hl1>Head</hl1>
</hedline><dateline/></body.head><body.content><p lede="true">One &amp; <em>two</em>.</p><hl2>Cross</hl2>
<media media-type="image"><media-reference source="x.jpg"/><media-caption>Caption</media-caption></media>
<block><p>Three</p></block></body.content><body.end/></body></nitf>"""


def test_nitf_gives_its_content_without_heads_and_captions():
    assert clean_article(NITF) == "<p>One &amp; <em>two</em>.</p>\n<h3>Cross</h3>\n<p>Three</p>"


def test_a_page_gives_its_text_without_title_and_pictures():
    page = (
        "<html><head><title>T</title></head><body><h1>T</h1><figure><img><figcaption>c</figcaption></figure>"
        "<div>One</div><div>Two<br/><a name='x'/>three</div><h2>Cross</h2><ul><li>a</li></ul><script>x</script>"
    )
    assert clean_article(page) == ('<p>One</p>\n<p>Two<br><a rel="noopener"></a>three</p>\n<h3>Cross</h3>\n<ul><li>a</li></ul>')


def test_loose_text_becomes_paragraphs():
    assert clean_article("loose <b>text</b><p>para</p> tail &amp; end") == (
        "<p>loose <b>text</b></p>\n<p>para</p>\n<p>tail &amp; end</p>"
    )


def test_plain_text_is_parted_by_blank_lines_or_line_ends():
    assert paragraphs_of("a < b\r\nc\r\n\r\nd") == "<p>a &lt; b c</p>\n<p>d</p>"
    assert paragraphs_of("a\nb") == "<p>a</p>\n<p>b</p>"


def test_first_words_are_a_sentence_or_cut_at_a_word():
    assert first_words("<p>Short one. Another.</p>") == "Short one"
    assert first_words("<p>" + "word " * 40 + "</p>").endswith("word…")


@pytest.mark.parametrize("text", ["<figure>" * 3000, "<p><b>x" * 5000, "<" * 100_000, "<a " * 50_000, "/>" * 50_000])
def test_malformed_floods_take_no_undue_time(text):
    started = time.perf_counter()
    clean_article(text)
    assert time.perf_counter() - started < 5


@settings(max_examples=60, deadline=None)
@given(texts)
def test_what_was_cleaned_is_clean(text):
    cleaned = clean_article(text)
    assert html.blocks(cleaned).replace("\n", "") == cleaned.replace("\n", "")
