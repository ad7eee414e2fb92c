"""HTML from outside made safe, and text taken out of HTML."""

import html as stdlib_html
import re

import nh3

_INLINE = {"b", "strong", "i", "em", "a", "sub", "sup", "code", "s", "u", "br", "q", "cite", "abbr", "bdi"}
_BLOCK = _INLINE | {"p", "ul", "ol", "li", "h3", "h4", "blockquote"}
_ATTRIBUTES = {"a": {"href", "hreflang"}, "abbr": {"title"}, "bdi": {"dir"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_BREAKS = re.compile(r"<(?:/p|/li|/h\d|/blockquote|/div|/tr|br\s*/?)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def inline(source: str) -> str:
    """`source` with only inline marks and links left; every link outward gets `rel=noopener`."""
    return _clean(source, _INLINE)


def blocks(source: str) -> str:
    """`source` with paragraphs, lists, small headings, quotes, inline marks and links left."""
    return _clean(source, _BLOCK)


def _clean(source: str, tags: set[str]) -> str:
    return nh3.clean(
        source, tags=tags, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener",
        clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    )  # fmt: skip


def text_of(source: str) -> str:
    """The words of an HTML fragment, one line a block, entities resolved."""
    return stdlib_html.unescape(_TAG.sub("", _BREAKS.sub("\n", source))).strip()
