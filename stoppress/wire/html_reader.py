"""Tidy HTML walked from tag to tag and told as blocks."""

import re
from html import escape
from html.parser import HTMLParser
from typing import Any

from stoppress.kit import html, plain_text

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"ul", "ol"}
INLINE = {"b", "strong", "i", "em", "a", "sub", "sup", "code", "s", "u", "br", "q", "cite", "abbr", "bdi"}
_SIGNED = re.compile(r"\n\s*[—–―-]\s*([^\n]{2,120})$")
_BLANK_ENDS = re.compile(r"\A(?:\s|<br>)+|(?<!\s)(?<!<br>)(?:\s|<br>)+\Z")
MOST_CELL, MOST_CROSSHEAD, MOST_BY = 500, 160, 500


class Reader(HTMLParser):
    """Walks tidy HTML (well-formed, as nh3 leaves it) and collects (kind, value) pairs in `blocks`."""

    def __init__(self, table_caption: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, Any]] = []
        self._pieces: list[str] = []
        self._open: list[str] = []
        self._lists: list[dict[str, Any]] = []
        self._quotes = 0
        self._quoted: list[str] = []
        self._table: dict[str, Any] | None = None
        self._caption = table_caption

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in INLINE:
            said = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
            self._pieces.append(f"<{tag}{said}>")
            if tag != "br":
                self._open.append(tag)
            return
        self.end_paragraph()
        if self._table is not None or tag == "table":
            self._start_in_table(tag)
        elif tag in LISTS:
            # A list within a list becomes part of the outer one: readers' pages show one level.
            self._lists.append(self._lists[-1] if self._lists else {"ordered": tag == "ol", "items": []})
        elif tag == "blockquote":
            self._quotes += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in INLINE:
            if tag in self._open:
                self._open.remove(tag)
            self._pieces.append(f"</{tag}>")
            return
        self.end_paragraph(tag)
        if self._table is not None:
            if tag == "table":
                self._end_table(self._table)
        elif tag in LISTS and self._lists:
            done = self._lists.pop()
            if not self._lists and done["items"]:
                self.blocks.append(("list", done))
        elif tag == "blockquote" and self._quotes:
            self._quotes -= 1
            if not self._quotes:
                self._end_quote()

    def handle_data(self, data: str) -> None:
        self._pieces.append(escape(data, quote=False))

    def end_paragraph(self, tag: str = "") -> None:
        """Put what has been read since the last boundary where it belongs."""
        read = "".join(self._pieces)
        inner = "" if read.isspace() else rich(read)  # as there is between any two paragraphs
        # Marks that go on beyond the boundary are opened again, each once, however often they were nested.
        self._pieces = [f"<{name}>" for name in dict.fromkeys(self._open) if name != "a"]
        text = html.text_of(inner)
        if self._table is not None:
            self._fill_table(text, tag)
        elif not text:
            return
        elif self._lists:
            self._lists[-1]["items"].append(inner)
        elif self._quotes:
            self._quoted.append(text)
        elif tag in HEADINGS:
            self.blocks.append(("crosshead", plain_text.shorten(plain_text.one_line(text), MOST_CROSSHEAD)))
        else:
            self.blocks.append(("paragraph", f"<p>{inner}</p>"))

    def _end_quote(self) -> None:
        text, by = "\n\n".join(self._quoted), ""
        self._quoted = []
        if signed := _SIGNED.search(text):
            text, by = text[: signed.start()], signed[1].strip()[:MOST_BY]
        if text.strip():
            self.blocks.append(("quote", {"text": text.strip(), "by": by}))

    def _start_in_table(self, tag: str) -> None:
        if self._table is None:
            self._table = {"caption": "", "rows": [], "heads": [], "cell": []}
        elif tag == "tr":
            self._table["rows"].append([])
            self._table["heads"].append([])
        if tag in ("td", "th", "caption"):
            self._table["cell"] = []

    def _fill_table(self, text: str, tag: str) -> None:
        table = self._table or {}
        if text:
            table["cell"].append(text)
        words = plain_text.one_line(" ".join(table["cell"]))
        if tag in ("td", "th") and table["rows"]:
            table["rows"][-1].append(plain_text.shorten(words, MOST_CELL))
            table["heads"][-1].append(tag == "th")
        elif tag == "caption":
            table["caption"] = plain_text.shorten(words, MOST_CELL)

    def _end_table(self, table: dict[str, Any]) -> None:
        self._table = None
        pairs = [(row, heads) for row, heads in zip(table["rows"], table["heads"], strict=True) if any(row)]
        if not pairs:
            return
        across = max(len(row) for row, _ in pairs)
        self.blocks.append(("table", {
            "caption": table["caption"] or plain_text.shorten(self._caption, MOST_CELL) or "—",
            "rows": [row + [""] * (across - len(row)) for row, _ in pairs],
            "has_head": all(pairs[0][1]), "has_side_head": all(heads[0] for _, heads in pairs[1:]) and len(pairs) > 1,
            "source": "",
        }))  # fmt: skip


def rich(inner: str) -> str:
    """Inline HTML, cleaned once more as a whole: marks cut at a boundary are closed, blanks at the ends go."""
    found = html.inline(plain_text.clean(inner))
    has_blank_ends = found != found.strip() or found.startswith("<br>") or found.endswith("<br>")
    return _BLANK_ENDS.sub("", found) if has_blank_ends else found  # looking for them takes longer than all else here
