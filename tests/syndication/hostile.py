"""Text that breaks feeds, and copy with that text in every field."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import strategies as st

SNIPPETS = (
    "]]>",
    "<![CDATA[",
    "</script><script>alert(1)</script>",
    "<!--",
    "--!>",
    "&#0;",
    "&lt;b&gt;",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "\x00",
    "\x0b\x1f\x7f",
    "\u2028\u2029",
    "\u202edelrevo",
    "\ufffe\uffff",
    "😀👩‍👩‍👧",
    "مرحبا",
    "\r\nBcc: all@example.org",
    "\t",
    "{url}%s%(x)d",
    "<?xml version='1.0'?>",
    "<!DOCTYPE x>",
)
#: Any text but lone surrogates, which cannot be in copy: it comes out of a database as UTF-8.
texts = st.lists(
    st.one_of(st.sampled_from(SNIPPETS), st.text(st.characters(exclude_categories=["Cs"]), max_size=12)),
    max_size=6,
).map("".join)

#: Fields the press sets from its own tables: zones, kinds, hosts.
_OUR_OWN = {"time_zone", "site_url", "prefix", "direction", "kind"}


def with_text(copy: Any, text: str) -> Any:
    """The same copy with `text` in every field that holds text."""
    if isinstance(copy, str):
        return text
    if isinstance(copy, tuple):
        return tuple(with_text(part, text) for part in copy)
    if isinstance(copy, Mapping):
        return {name: with_text(part, text) for name, part in copy.items()}
    if is_dataclass(copy) and not isinstance(copy, type):
        changed = {field.name: with_text(getattr(copy, field.name), text) for field in fields(copy) if field.name not in _OUR_OWN}
        return replace(copy, **changed)
    return copy
