"""HTML and text from outside as blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.wire import html_to_blocks
from stoppress.wire.html_reader import rich
from stoppress.wire.html_to_blocks import from_html, from_text


def plain(blocks):
    return [(b["type"], b["value"]) for b in blocks]


@pytest.mark.parametrize(("source", "kind", "value"), [
    ("<p>A <b>b</b> <em>c</em></p>", "paragraph", "<p>A <b>b</b> <em>c</em></p>"),
    ("loose words", "paragraph", "<p>loose words</p>"),
    ('<p><a href="https://x.example/?a=1&amp;b=2" onclick="x">l</a></p>', "paragraph",
     '<p><a href="https://x.example/?a=1&amp;b=2" rel="noopener">l</a></p>'),
    ("<h3>A <i>head</i></h3>", "crosshead", "A head"),
    ("<ol><li>a</li><li><b>b</b></li></ol>", "list", {"ordered": True, "items": ["a", "<b>b</b>"]}),
    ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "list", {"ordered": False, "items": ["a", "b", "c"]}),
    ("<blockquote><p>One</p><p>Two</p><p>— Ann Lee</p></blockquote>", "quote", {"text": "One\n\nTwo", "by": "Ann Lee"}),
    ("<table><caption>C</caption><tr><th>A<th>B<tr><th>1<td><p>2</p><p>3</p></table>", "table",
     {"caption": "C", "rows": [["A", "B"], ["1", "2 3"]], "has_head": True, "has_side_head": True, "source": ""}),
    ("<table><tr><td>a<td>b<tr><td>c</table>", "table",
     {"caption": "Fares", "rows": [["a", "b"], ["c", ""]], "has_head": False, "has_side_head": False, "source": ""}),
])  # fmt: skip
def test_each_kind_of_block(source, kind, value):
    assert plain(from_html(source, table_caption="Fares")) == [(kind, value)]


@pytest.mark.parametrize(("inner", "kept"), [
    ("a", "a"), (" a ", "a"), ("<br>a b", "a b"), ("a<br> b\n<br> <br>", "a<br> b"), ("\xa0<br>\n", "\xa0"), ("<br>", ""), ("", ""),
])  # fmt: skip
def test_blanks_at_the_ends_go(inner, kept):
    assert rich(inner).replace("&nbsp;", "\xa0") == kept


def test_blocks_keep_their_order_and_marks_do_not_cross_them():
    made = plain(from_html("<b>a<p>b</p></b><h2>c</h2><p> </p><hr>d<br><br>"))
    assert made == [("paragraph", "<p><b>a</b></p>"), ("paragraph", "<p><b>b</b></p>"), ("crosshead", "c"), ("paragraph", "<p>d</p>")]


@pytest.mark.parametrize("source", ["", "   ", "<p></p>", "<script>x</script>", "<ul></ul>", "<table></table>", "<blockquote> </blockquote>",
                                    "<iframe>x</iframe>", "<style>x</style>", "<figure><img><figcaption>x</figcaption></figure>"])  # fmt: skip
def test_what_shows_nothing_makes_no_block(source):
    assert from_html(source) == []


def test_plain_text_has_paragraphs_at_blank_lines_else_at_every_line():
    assert [v for _, v in plain(from_text("a <b> & c\r\n\r\nd\ne"))] == ["<p>a &lt;b&gt; &amp; c</p>", "<p>d\ne</p>"]
    assert [v for _, v in plain(from_text("a\nb"))] == ["<p>a</p>", "<p>b</p>"]
    assert from_text(" \n\n ") == []


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<ul>", "<li>", "</ul>",
                                 "<blockquote>", "</blockquote>", "<h2>", "</h2>", "<caption>", "word", "&amp;", "<", "<script>", "</script>",
                                 '<a href="javascript:x">', "<br>"]), max_size=25))  # fmt: skip
def test_no_tag_soup_breaks_it_or_leaves_a_script(parts):
    for block in from_html("".join(parts)):
        assert block["type"] in ("paragraph", "crosshead", "list", "quote", "table")
        assert block["type"] == "crosshead" or "<script" not in str(block["value"])
        assert "javascript:" not in str(block["value"])


def test_depth_counts_only_what_must_be_closed():
    assert html_to_blocks.is_too_deep("<div>" * 201) and not html_to_blocks.is_too_deep("<p>x" * 5_000 + "<br>" * 5_000)
    assert not html_to_blocks.is_too_deep("<div><b>x</b></div>" * 5_000)
