"""The body of an incoming story as clean paragraphs, from the many kinds of HTML and text agencies send."""

import re
from html import escape
from html.parser import HTMLParser

import nh3

from stoppress.kit import html
from stoppress.kit.plain_text import clean

#: Parts of a page that are no part of its text: what is said twice, or sent as a picture beside it.
_NO_TEXT = {
    "script", "style", "template", "iframe", "object", "svg", "math", "title", "h1", "figure", "media",
    "hedline", "byline", "dateline", "nav", "form",
}  # fmt: skip
_LINES = ("div", "section", "article", "aside", "tr", "block", "pre", "dd", "dt")
_BIG_HEADINGS = ("h2", "h5", "h6", "hl2")
_BLOCK_TAGS = {"p", "ul", "ol", "li", "h3", "h4", "blockquote"}
_INLINE_TAGS = {
    "a",
    "b",
    "strong",
    "i",
    "em",
    "sub",
    "sup",
    "code",
    "s",
    "u",
    "br",
    "q",
    "cite",
    "abbr",
    "bdi",
}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "td", "th"}
_KNOWN = _BLOCK_TAGS | _INLINE_TAGS | _TABLE_TAGS | {*_LINES, *_BIG_HEADINGS}
#: XML writes `<a/>` where HTML would read an element that was never closed.
_CLOSED_AT_ONCE = re.compile(r"<(?!(?:br|hr|img|input|link|meta|source|wbr)\b)([A-Za-z][\w.-]*)([^<>]*)/>")
_LINE_TAG = re.compile(rf"<(/?)(?:{'|'.join(_LINES)})>")
_BIG_HEADING_TAG = re.compile(rf"<(/?)(?:{'|'.join(_BIG_HEADINGS)})>")
_EMPTY = re.compile(r"<(p|li|ul|ol|h3|h4|blockquote)>(?:\s|<br>|&nbsp;)*</\1>")
_MARKUP = re.compile(r"<(?:p|br|div|section|h\d|ul|ol|a|b|i|em|strong|span|table|html|body)\b[^<>]*>", re.IGNORECASE)


def clean_article(source: str) -> str:
    """The text of an HTML or NITF document or fragment as clean paragraphs, lists, quotes and crossheads."""
    text = _CLOSED_AT_ONCE.sub(r"<\1\2></\1>", clean(_nitf_content(source)))
    text = nh3.clean(text, tags=_KNOWN, attributes={"a": {"href", "hreflang"}}, clean_content_tags=_NO_TEXT, link_rel=None)
    text = text.replace("</td>", " ").replace("</th>", " ")
    text = _BIG_HEADING_TAG.sub(r"<\1h3>", _LINE_TAG.sub(r"<\1p>", text))
    writer = _Paragraphs()
    writer.feed(html.blocks(text))
    writer.close()
    return _without_empty(writer.result())


def _nitf_content(source: str) -> str:
    """What lies between the marks of a NITF body, or everything when there are none."""
    start, end = source.find("<body.content"), source.rfind("</body.content")
    return source[source.find(">", start) + 1 : end] if 0 <= start < end else source


def paragraphs_of(text: str) -> str:
    """Plain text as paragraphs: parted by blank lines, or by line ends when it has no blank lines."""
    lines = clean(text).strip()
    parts = re.split(r"\n\s*\n", lines)
    if len(parts) == 1:
        parts = lines.split("\n")
    return "\n".join(f"<p>{escape(' '.join(part.split()), quote=False)}</p>" for part in parts if part.strip())


def looks_like_html(text: str) -> bool:
    """Whether text of no stated type has marks of HTML in it."""
    return bool(_MARKUP.search(text))


def first_words(body: str, limit: int = 90) -> str:
    """The first sentence or words of a clean body, for an item that came without a headline."""
    words = " ".join(html.text_of(body).split())
    sentence = re.split(r"(?<=[.!?。！？؟])\s", words, maxsplit=1)[0]
    if len(sentence) <= limit:
        return sentence.rstrip(".")
    return sentence[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def has_words(body: str) -> bool:
    """Whether there is a letter or digit in the text at all."""
    return any(sign.isalnum() for sign in html.text_of(body))


def _without_empty(source: str) -> str:
    for _ in range(3):
        source = _EMPTY.sub("", source)
    source = re.sub(r"(<(?:p|li|h3|h4|blockquote)>) +| +(</(?:p|li|h3|h4|blockquote)>)", r"\1\2", source)
    return re.sub(r"\n{2,}", "\n", source).strip()


class _Paragraphs(HTMLParser):
    """Puts text that stands outside every block into a paragraph; the source is balanced already."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.depth = 0
        self.loose = False

    def result(self) -> str:
        self._close_loose()
        return "".join(self.parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCK_TAGS:
            self._close_loose()
            self.depth += 1
        else:
            self._open_loose()
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>" + ("\n" if tag in _BLOCK_TAGS and self.depth == 1 else ""))
        if tag in _BLOCK_TAGS:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        if text.strip():
            self._open_loose()
        if self.depth or self.loose:
            self.parts.append(text)

    def handle_entityref(self, name: str) -> None:
        self._open_loose()
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._open_loose()
        self.parts.append(f"&#{name};")

    def _open_loose(self) -> None:
        if not self.depth and not self.loose:
            self.parts.append("<p>")
            self.loose = True

    def _close_loose(self) -> None:
        if self.loose:
            self.parts.append("</p>\n")
            self.loose = False
