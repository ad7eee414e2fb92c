"""XML written as text."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stoppress.kit.xml_text import Markup, attribute, document, element, escaped, lawful, optional


def test_text_is_escaped_and_markup_is_kept():
    assert element("a", "<b>", Markup("<i/>"), href='"&"') == '<a href="&quot;&amp;&quot;">&lt;b&gt;<i/></a>'
    assert escaped("]]>") == "]]&gt;"


def test_elements_without_content_and_with_empty_content_differ():
    assert element("br") == "<br/>"
    assert element("td", "") == "<td></td>"
    assert optional("td", " ") == ""
    assert element("a", "x", title=None, n=1) == '<a n="1">x</a>'


def test_forbidden_characters_are_left_out():
    assert lawful("a\x00b\x0bc\ufffed\ud800e\r\nf\x85") == "abcde\nf"


@given(st.text())
def test_every_text_survives_a_parser_but_for_what_xml_forbids(text):
    root = etree.fromstring(document(element("a", element("b", text), c=text)))
    assert (root[0].text or "") == lawful(text)
    assert root.get("c") == lawful(text)
    assert attribute(text).startswith('"')
