"""HTML fragments of the desk as well-formed XHTML with absolute links."""

from html.parser import HTMLParser

from stoppress.kit import html
from stoppress.kit.xml_text import Markup, attribute, escaped
from stoppress.syndication.addresses import absolute_from

_VOID = {"br"}
_OTHER_SCHEMES = ("mailto:", "tel:")


def inline_xhtml(source: str, base_url: str) -> Markup:
    """Inline HTML cleaned, well formed, with links made absolute from `base_url`."""
    return _rewritten(html.inline(source), base_url)


def block_xhtml(source: str, base_url: str) -> Markup:
    """Block HTML cleaned, well formed, with links made absolute from `base_url`."""
    return _rewritten(html.blocks(source), base_url)


def _rewritten(source: str, base_url: str) -> Markup:
    writer = _Writer(base_url)
    writer.feed(source)
    writer.close()
    return Markup("".join(writer.parts))


class _Writer(HTMLParser):
    """Writes what the cleaner left, which is balanced already, in the syntax of XML."""

    def __init__(self, base_url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base_url = base_url
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: self._address(value or "") if name == "href" else value or "" for name, value in attrs}
        marks = "".join(f" {name}={attribute(value)}" for name, value in kept.items() if value)
        self.parts.append(f"<{tag}{marks}{'/' if tag in _VOID else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escaped(data))

    def _address(self, value: str) -> str:
        if value.lower().startswith(_OTHER_SCHEMES):
            return value
        return absolute_from(self.base_url, value)
