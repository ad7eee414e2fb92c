"""The HTML of a comment elsewhere as a text with our few marks, which goes through the same sanitising as any other."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from stoppress.discussion.rules import markup
from stoppress.kit import html, plain_text

#: Signs of a comment that are kept, and of HTML that are looked at for them.
LONGEST, MOST = 10_000, 60_000
#: What some systems put around every link.
_WRAPPERS = {"disq.us": "url"}
_TAGS = {"p", "br", "div", "em", "i", "strong", "b", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
_PIECE = re.compile(r'<(/?)([a-z0-9]+)(?: href="([^"]*)")?[^>]*>|([^<]+)')
_HAS_BLOCKS = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
_BLOCKS = {"p", "div", "pre", "blockquote", "ul", "ol"}
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`"}
_SPECIAL = re.compile(r"[\\`*\[]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z])|&(?=#?\w+;)")
_LINE_MARK = re.compile(r"^(\s*(?:\d{1,9}(?=[.)]))?)([>+.)-])", re.MULTILINE)
_DEEPEST = 4


def text_of(source: str) -> tuple[str, bool]:
    """The text of a comment, and whether it had to be shortened."""
    made = _Writing(is_spaced=not _HAS_BLOCKS.search(source))
    cleaned = html.clean(
        plain_text.clean(source[:MOST]), tags=_TAGS, attributes={"a": {"href"}, "*": set()}, url_schemes={"http", "https"},
        link_rel=None,
        clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    )  # fmt: skip
    for is_end, tag, href, words in _PIECE.findall(cleaned):
        if words:
            made.say(unescape(words))
        elif is_end:
            made.end(tag)
        else:
            made.begin(tag, unescape(href))
    text = markup.tidy(made.text())
    return plain_text.shorten(text, LONGEST), len(text) > LONGEST or len(source) > MOST


class _Writing:
    """Lines as they come about; `is_spaced` says that line ends of the source mean something."""

    def __init__(self, *, is_spaced: bool) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._lists: list[int] = []
        self._links: list[tuple[str, int]] = []
        self._is_spaced = is_spaced

    def say(self, words: str) -> None:
        if not self._is_spaced:
            self._line.append(_plain(" ".join(re.split(r"\s+", words))))
            return
        for number, line in enumerate(words.replace("\r\n", "\n").split("\n")):
            if number:
                self._break()
            self._line.append(_plain(line))

    def begin(self, tag: str, href: str) -> None:
        if tag in _MARKS:
            self._line.append(_MARKS[tag])
        elif tag == "a":
            self._links.append((_real(href), len(self._line)))
        elif tag == "br":
            self._break()
        elif tag == "li":
            self._break()
            self._line.append(f"{self._lists[-1]}. " if self._lists and self._lists[-1] else "- ")
            if self._lists and self._lists[-1]:
                self._lists[-1] += 1
        elif tag in _BLOCKS:
            self._paragraph()
            self._quotes += tag == "blockquote"
            if tag in ("ul", "ol"):
                self._lists.append(int(tag == "ol"))

    def end(self, tag: str) -> None:
        if tag in _MARKS:
            self._line.append(_MARKS[tag])
        elif tag == "a" and self._links:
            self._link(*self._links.pop())
        elif tag in _BLOCKS:
            self._paragraph()
            self._quotes -= tag == "blockquote"
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()

    def text(self) -> str:
        self._break()
        return "\n".join(self._lines)

    def _link(self, href: str, begin: int) -> None:
        words = "".join(self._line[begin:]).strip() if begin <= len(self._line) else ""
        if not href or begin > len(self._line):
            return
        shown = re.sub(r"\\(.)", r"\1", words).removesuffix("...").removesuffix("…")
        is_bare = not words or href.partition("://")[2].startswith(shown.removeprefix("http://").removeprefix("https://"))
        self._line[begin:] = [f"<{href}>" if is_bare else f"[{words}]({href})"]

    def _break(self) -> None:
        line = "".join(self._line).strip()
        self._lines.append("> " * min(max(self._quotes, 0), _DEEPEST) + line if line else "")
        self._line = []

    def _paragraph(self) -> None:
        if "".join(self._line).strip():
            self._break()
        self._lines.append("")
        self._line = []


def _plain(words: str) -> str:
    """Words in which nothing is taken for a mark."""
    return _LINE_MARK.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", words))


def _real(href: str) -> str:
    """Where a link leads, without what another system put around it."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if name := _WRAPPERS.get(parts.netloc):
        # Disqus adds a signature after the last colon.
        told = parse_qs(parts.query).get(name, [""])[0]
        href = told.rpartition(":")[0] if told.count(":") > 1 else told
    return re.sub(r"[()<>\s\\\"]", lambda found: f"%{ord(found[0]) % 256:02X}", href)[:1000] if href else ""
