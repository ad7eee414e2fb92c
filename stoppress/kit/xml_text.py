"""XML written as text: every value escaped, everything XML 1.0 forbids left out."""

import re
from collections.abc import Iterable
from html import escape as _html_escape

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

#: What XML 1.0 §2.2 forbids, and the controls and noncharacters it advises against.
_UNLAWFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Markup(str):
    """Text that is XML already and is not escaped again."""

    __slots__ = ()


def lawful(text: str) -> str:
    """`text` without the characters XML 1.0 (fifth edition, §2.2) forbids; line ends as line feeds."""
    return _UNLAWFUL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> Markup:
    """`text` as XML character data."""
    # `>` is escaped too, so that `]]>` in copy stays harmless.
    return Markup(_html_escape(lawful(text), quote=False))


def attribute(text: str) -> str:
    """`text` as a quoted attribute value whose line breaks and tabs survive a parser."""
    value = _html_escape(lawful(text), quote=True)
    return '"' + value.replace("\n", "&#10;").replace("\t", "&#9;") + '"'


def element(tag: str, /, *content: str, **attributes: str | int | None) -> Markup:
    """An element; plain strings within are escaped, `Markup` is kept, attributes that are None left out.

    Only an element that is handed no content at all is written as an empty tag: readers of HTML
    would take `<td/>` for an opening tag.
    """
    inner = "".join(part if isinstance(part, Markup) else escaped(part) for part in content)
    marks = "".join(
        f" {name}={attribute(str(value))}" for name, value in attributes.items() if value is not None
    )
    return Markup(f"<{tag}{marks}>{inner}</{tag}>" if content else f"<{tag}{marks}/>")


def optional(tag: str, /, *content: str, **attributes: str | int | None) -> Markup:
    """An element, or nothing when it would hold nothing."""
    return element(tag, *content, **attributes) if any(part.strip() for part in content) else Markup("")


def joined(parts: Iterable[Markup]) -> Markup:
    """Several pieces of markup, one a line."""
    return Markup("\n".join(part for part in parts if part))


def document(root: Markup) -> bytes:
    """A whole XML document in UTF-8."""
    return (DECLARATION + root + "\n").encode()
