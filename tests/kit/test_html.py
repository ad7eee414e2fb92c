"""HTML from outside: what stays, what goes, and that floods are read in good time."""

import time
import unicodedata

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.kit import html, plain_text
from stoppress.wire import html_to_blocks

#: Each was quadratic for somebody (regular expressions, the text nodes of the parser, the order of marks): these took up to 150 s.
FLOODS = ["<", "<a ", "</", "<!--", "<br ", "<br" + " " * 999, "&", "&a", "&#", "& ", "&amp;", "&copy;", "&copy", "&;", "&#38;",
          "&lt;", ">", "<p>x</b>", "\u0301\u0316", "e\u0301\u0316\u05b0\u0327", "\0", "\u202e"]  # fmt: skip
pieces = st.sampled_from(["&", "&amp;", "&amp", "&lt;", "&copy", "&copy;", "&not", "&notin;", "&#60;", "&#x3c", "&a", ";", "=", "x", " ",
                          "<p>", "<b>", "</b>", '<a href="https://x.example/?a=1&copy=2&amp;b=&#38;">', "</a>", "<br />", "<"])  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS)
def test_floods_are_read_in_good_time(flood: str) -> None:
    source = flood * (200_000 // len(flood.encode()))
    for read in (html.text_of, html.inline, html.blocks, plain_text.clean):
        began = time.process_time()
        read(source)
        assert time.process_time() - began < 1, read


@given(st.lists(pieces, max_size=8).map("".join))
def test_holding_ampersands_back_changes_nothing(source: str) -> None:
    rules = {"tags": {"p", "b", "a"}, "attributes": {"a": {"href"}}}
    assert html.clean(source, **rules) == nh3.clean(source, **rules)


@pytest.mark.parametrize(("source", "words"), [
    ("<p>one<br>two</p>three", "one\ntwo\nthree"), ("a<br />b<BR / >c", "a\nb\nc"), ("1 < 2 & 3", "1 < 2 & 3"),
    ("<p>x</p><b unfinished", "x\n<b unfinished"), ("&lt;b&gt; &amp;amp;", "<b> &amp;"), ("<", "<"), ("", ""),
])  # fmt: skip
def test_the_words_of_a_fragment(source: str, words: str) -> None:
    assert html.text_of(source) == words


def test_marks_of_every_script_are_bounded_and_few_are_kept() -> None:
    assert plain_text.clean("שָׁ" + "\u05b0" * 500).count("\u05b0") <= 8
    assert plain_text.clean("ṩ̂ ế") == "ṩ̂ ế"


@given(st.text(st.sampled_from("aé\u0301\u0316\u05b0\u0e48\u20d0\U0001d165\U0001d17c\U0001e8d0\U0001f600"), max_size=40))
def test_of_marks_in_a_row_eight_stay_in_any_script(text: str) -> None:
    marks, kept = 0, []
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        kept += [sign] if marks <= 8 else []
    assert plain_text.clean(text) == unicodedata.normalize("NFC", "".join(kept))


@pytest.mark.parametrize("flood", ["<", "&", "&amp;", "&a", "\u0301\u0316", "<b>x</b>", "x<br>"])
def test_floods_become_blocks_in_good_time(flood: str) -> None:
    source = flood * (200_000 // len(flood.encode()))
    began = time.process_time()
    html_to_blocks.from_html(source)
    assert time.process_time() - began < 2


@given(st.text())
def test_words_alone_are_left_as_they_are_without_being_parsed(source: str) -> None:
    assert html.inline(source) == html.inline(f"{source}<i></i>").removesuffix("<i></i>")


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"])))
def test_texts_without_controls_are_cleaned_like_those_with_them(text: str) -> None:
    assert plain_text.clean(f"{text}\n") == plain_text.clean(text) + "\n"
