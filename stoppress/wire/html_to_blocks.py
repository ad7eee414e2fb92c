"""HTML or plain text from outside turned into the raw blocks of a body."""

import re
import uuid
from html import escape
from typing import Any

from stoppress.kit import html, plain_text
from stoppress.wire.html_reader import HEADINGS, INLINE, LISTS, Reader, rich

_PARTS = {"p", "div", "section", "article", "main", "header", "footer", "pre", "hr", "dl", "dt", "dd", "address"}
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
_KNOWN = HEADINGS | LISTS | _PARTS | _TABLE | INLINE | {"li", "blockquote"}
#: Left out with all they hold: programs, frames, and pictures' words, which stand under pictures or nowhere.
_DROPPED = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript", "head", "title",
            "textarea", "select", "button", "form", "figure", "figcaption", "nav", "audio", "video"}  # fmt: skip
#: Start and end tags of elements whose end may not be left out, so that open ones add up to a depth.
_NESTING = re.compile(r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|br|hr|img|input|link|meta|col|wbr|source|area|base|option)\b)[a-z]",
                      re.IGNORECASE)  # fmt: skip
MOST_DEPTH = 200


def from_html(source: str, *, table_caption: str = "") -> list[dict[str, Any]]:
    """Paragraphs, crossheads, lists, quotes and tables of `source`, in order, with inline marks and links kept.

    `table_caption` serves tables without one. Anything unknown is unwrapped; programs are dropped.
    """
    tidy = html.clean(
        plain_text.clean(source), tags=_KNOWN, clean_content_tags=_DROPPED, link_rel=None,
        attributes={"a": {"href", "hreflang"}, "abbr": {"title"}, "bdi": {"dir"}},
        url_schemes={"http", "https", "mailto", "tel"},
    )  # fmt: skip
    reader = Reader(table_caption)
    reader.feed(tidy)
    reader.close()
    reader.end_paragraph()
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in reader.blocks]


def from_text(source: str) -> list[dict[str, Any]]:
    """Paragraphs of plain text: parted by blank lines, or by every line end when there are none."""
    text = plain_text.clean(source).strip()
    parts = re.split(r"\n[^\S\n]*\n\s*", text) if re.search(r"\n[^\S\n]*\n", text) else text.split("\n")
    shown = (f"<p>{rich(escape(part.strip(), quote=False))}</p>" for part in parts if part.strip())
    return [{"type": "paragraph", "value": one, "id": str(uuid.uuid4())} for one in shown]


def is_too_deep(source: str) -> bool:
    """Whether elements nest so deeply that the time to read them would grow out of all proportion."""
    depth = 0
    for tag in _NESTING.finditer(source):
        depth = max(0, depth + (-1 if tag[1] else 1))
        if depth > MOST_DEPTH:
            return True
    return False
