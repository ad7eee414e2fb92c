"""HTML from outside made safe, and text taken out of HTML."""

import html as stdlib_html
import re
from typing import Any

import nh3

_INLINE = {"b", "strong", "i", "em", "a", "sub", "sup", "code", "s", "u", "br", "q", "cite", "abbr", "bdi"}
_BLOCK = _INLINE | {"p", "ul", "ol", "li", "h3", "h4", "blockquote"}
_ATTRIBUTES = {"a": {"href", "hreflang"}, "abbr": {"title"}, "bdi": {"dir"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_BREAKS = re.compile(r"<(?:/p|/li|/h\d|/blockquote|/div|/tr|br)\s*(?:/\s*)?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_AMPERSAND = re.compile(r"&(?:amp;|#\d{1,8};?|#[xX][\da-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};?)?")
#: Without them, text is HTML as it is.
_SIGNS = re.compile("[<>&]")
#: Stands for an ampersand while HTML is cleaned: the parser takes ever longer for each `&` in one text. Never in clean text.
_STAND_IN = "\ufdd0"


def inline(source: str) -> str:
    """`source` with only inline marks and links left; every link outward gets `rel=noopener`."""
    return _clean(source, _INLINE)


def blocks(source: str) -> str:
    """`source` with paragraphs, lists, small headings, quotes, inline marks and links left."""
    return _clean(source, _BLOCK)


def clean(source: str, **rules: Any) -> str:
    """`nh3.clean` in a time that grows no faster than `source`, however many ampersands it has."""
    held = _AMPERSAND.sub(_hold, source.replace(_STAND_IN, ""))
    return nh3.clean(held, **rules).replace(_STAND_IN, "&amp;")


def _clean(source: str, tags: set[str]) -> str:
    if source.isprintable() and not _SIGNS.search(source):  # most paragraphs are words alone
        return source
    return clean(
        source, tags=tags, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener",
        clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    )  # fmt: skip


def _hold(found: re.Match[str]) -> str:
    """References stay; an ampersand that is one, or that refers to nothing, is held back."""
    words = found[0]
    if words == "&amp;":
        return _STAND_IN
    return words if stdlib_html.unescape(words) != words else _STAND_IN + words[1:]


def text_of(source: str) -> str:
    """The words of an HTML fragment, one line a block, entities resolved."""
    broken = _BREAKS.sub("\n", source)
    end = broken.rfind(">") + 1  # what is open behind it is no tag, and looking for its end would take for ever
    return stdlib_html.unescape(_TAG.sub("", broken[:end]) + broken[end:]).strip()
