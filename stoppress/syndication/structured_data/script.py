"""Structured data as text that is safe inside a script element."""

import json

from stoppress.syndication.page_words import Page
from stoppress.syndication.structured_data.pages import graph

#: Everything that could end or confuse a script element, or that JavaScript once read as a line end.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script_for(page: Page) -> str:
    """The page's graph as JSON (RFC 8259) without `<`, `>`, `&`, U+2028 or U+2029 in it."""
    text = json.dumps(graph(page), ensure_ascii=False, separators=(",", ":"))
    for sign, escape in _ESCAPES.items():
        text = text.replace(sign, escape)
    return text
