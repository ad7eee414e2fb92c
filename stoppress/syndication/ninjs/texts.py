"""Which of an item's texts are its body and its standfirst."""

import re

from stoppress.kit import html
from stoppress.kit.plain_text import one_line
from stoppress.syndication.errors import NoText
from stoppress.syndication.incoming_html import clean_article, has_words, looks_like_html, paragraphs_of
from stoppress.syndication.ninjs.shape import Shaped, text_of

_STANDFIRSTS = ("standfirst", "lead", "summary", "abstract", "teaser", "ingress", "deck", "", "text", "main")
_NO_STANDFIRSTS = ("caption", "creditline", "correction", "alt", "note")


def body(s: Shaped, notes: list[str], *, may_be_empty: bool = False) -> str:
    """The body as clean HTML: the richest of the texts that has words, else a description or a flash."""
    for entry in sorted(s["bodies"], key=_richness):
        found = _cleaned(entry)
        if has_words(found):
            if _kind(entry) == "nitf":
                notes.append("The body was taken out of NITF; pictures and tables in it were left out.")
            return found
    for entry in s["descriptions"]:
        if entry["role"].lower() not in _NO_STANDFIRSTS and has_words(found := _cleaned(entry)):
            notes.append("The item had no body; its description was taken as the text.")
            return found
    if may_be_empty:
        return ""
    if text_of(s, "type").lower() == "text" and (flash := by_role(s, "headlines")):
        notes.append("The item is a flash, a headline alone; the headline was taken as the text, too.")
        return paragraphs_of(flash)
    raise NoText


def standfirst(s: Shaped, found_body: str, notes: list[str]) -> str:
    """The description that introduces the story, unless it became the body or repeats its beginning."""
    if not s["bodies"]:
        return ""
    for role in _STANDFIRSTS:
        for entry in s["descriptions"]:
            words = line_of(entry)
            if entry["role"].lower() != role or not words:
                continue
            if _bare(words)[:60] in _bare(found_body)[:200]:
                notes.append("The description repeats the beginning of the text and was left out.")
                return ""
            return words
    return ""


def by_role(s: Shaped, texts: str, *roles: str) -> str:
    """The first text with one of the roles, in their order, as one plain line; without roles, the first."""
    found = s[texts]
    if roles:
        found = [entry for role in roles for entry in found if entry["role"].lower() == role]
    return next((words for entry in found if (words := line_of(entry))), "")


def line_of(entry: Shaped) -> str:
    """A text as one plain line, without its marks when it is HTML."""
    value = entry["value"]
    return one_line(html.text_of(value) if _kind(entry) == "html" else value)


def without_headline(found_body: str, headline: str, notes: list[str]) -> str:
    """The body without a first paragraph that is the headline once more."""
    first, _, rest = found_body.partition("\n")
    if rest and _bare(first) == _bare(headline):
        notes.append("The text began with the headline; that line was left out.")
        return rest.strip()
    return found_body


def _kind(entry: Shaped) -> str:
    said = f"{entry['contenttype']} {entry['role']}".lower()
    if "nitf" in said:
        return "nitf"
    if "html" in said or (not entry["contenttype"] and looks_like_html(entry["value"])):
        return "html"
    return "text"


def _richness(entry: Shaped) -> int:
    return ("html", "text", "nitf").index(_kind(entry))


def _cleaned(entry: Shaped) -> str:
    value = entry["value"]
    return paragraphs_of(value) if _kind(entry) == "text" else clean_article(value)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", html.text_of(text)).casefold()
