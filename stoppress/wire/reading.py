"""An item as it came: checked for size and depth, read, and numbered."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from stoppress.kit import plain_text
from stoppress.kit.plain_text import one_line
from stoppress.newsroom import rules
from stoppress.syndication.errors import UnreadableItem
from stoppress.syndication.incoming import Incoming, IncomingPicture
from stoppress.syndication.ninjs.reading import from_ninjs
from stoppress.syndication.ninjs.shape import Shaped, shaped, text_of
from stoppress.wire import html_to_blocks
from stoppress.wire.errors import NotUsable
from stoppress.wire.pictures import OURS

MOST_CHARACTERS, MOST_BLOCKS, MOST_GUID, MOST_VERSION = 2_000_000, 10_000, 255, 80
#: Marks a version made from the content of an item that has none; any real version is newer.
UNNUMBERED = "content:"


@dataclass(frozen=True, slots=True)
class Item:
    """A readable item: its words, its body as raw blocks, its version as text, and what it asks for."""

    incoming: Incoming
    body: list[dict[str, Any]]
    version: str
    sections: tuple[str, ...]
    correction: str


def read(guid: str, raw: Any) -> Item:
    """The item sent as `guid`; raises `NotUsable` with a sentence when no story can be made of it."""
    guid = _checked_guid(guid)
    _check_strings(raw)
    try:
        named = [p for p in _associations(raw) if str(p.get("uri", "")).startswith(OURS)]
        rest = {**raw, "associations": [a for a in _associations(raw) if a not in named]} if named else raw
        incoming = from_ninjs(rest, fallback_guid=guid)
        s = shaped(raw, [])
    except UnreadableItem as error:
        raise NotUsable({"item": str(error)}) from error
    ours = tuple(_named_picture(shaped(p, [])) for p in named)
    incoming = replace(incoming, pictures=ours + incoming.pictures)
    body = _body(s, incoming)
    if len(body) > MOST_BLOCKS:
        raise NotUsable({"body": f"The text has {len(body):,} blocks; {MOST_BLOCKS:,} is the most that is taken."})
    if incoming.guid != guid:
        note = f"The item calls itself {plain_text.shorten(incoming.guid, 120)}; it is kept as {guid}."
        incoming = replace(incoming, guid=guid, notes=(*incoming.notes, note))
    return Item(incoming, body, _version(s, incoming), _sections(s), _correction(s))


def is_newer(new: str, old: str) -> int:
    """-1, 0 or 1 as `new` is older than, the same as or newer than `old`, versions made from content included."""
    if new == old:
        return 0
    if old.startswith(UNNUMBERED) or not old:
        return 1
    if new.startswith(UNNUMBERED):
        return -1
    return rules.compare_versions(new, old)


def _checked_guid(guid: str) -> str:
    if len(guid) > MOST_GUID or guid != one_line(guid) or not guid:
        raise NotUsable({"guid": f"A guid is one line of at most {MOST_GUID} characters."})
    return guid


def _check_strings(value: Any) -> None:
    """Refuse text that would take out of all proportion long to read."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if len(one) > MOST_CHARACTERS:
                raise NotUsable({"body": f"A text has {len(one):,} characters; {MOST_CHARACTERS:,} is the most."})
            if len(one) > html_to_blocks.MOST_DEPTH and html_to_blocks.is_too_deep(one):
                raise NotUsable({"body": f"The HTML nests more than {html_to_blocks.MOST_DEPTH} elements deep."})
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _associations(raw: Any) -> list[Any]:
    beside = raw.get("associations") if isinstance(raw, dict) else None
    if isinstance(beside, dict):
        beside = [{"name": name, **one} for name, one in beside.items() if isinstance(one, dict)]
    return [one for one in beside if isinstance(one, dict)] if isinstance(beside, list) else []


def _named_picture(s: Shaped) -> IncomingPicture:
    described = {d["role"].lower(): one_line(d["value"]) for d in reversed(s["descriptions"])}
    caption = next((described[r] for r in ("caption", "text", "", "main") if r in described), "")
    return IncomingPicture(href="", guid=text_of(s, "uri"), caption=caption, alt=described.get("alt", ""),
                           credit=described.get("credit", "") or one_line(text_of(s, "by")))  # fmt: skip


def _body(s: Shaped, incoming: Incoming) -> list[dict[str, Any]]:
    """Blocks of the clean body; of the HTML as it came when there are tables in it, which keeps their rows."""
    for entry in s["bodies"]:
        is_html = "html" in f"{entry['contenttype']} {entry['role']}".lower()
        if is_html and "<table" in entry["value"].lower():
            return html_to_blocks.from_html(entry["value"], table_caption=incoming.headline)
    return html_to_blocks.from_html(incoming.body_html, table_caption=incoming.headline)


def _version(s: Shaped, incoming: Incoming) -> str:
    """The item's number, else the moment it was made (in UTC, so that text sorts as time), else its content."""
    words = unicodedata.normalize("NFKC", one_line(text_of(s, "version")))
    if words:
        if len(words) > MOST_VERSION:
            raise NotUsable({"version": f"A version has at most {MOST_VERSION} characters."})
        # Digits of other scripts are text to us: they are not numbers everywhere.
        return words if words.isascii() or not words.isdigit() else f"v{words}"
    if incoming.version_created:
        return incoming.version_created.astimezone(UTC).isoformat(timespec="microseconds")
    content = json.dumps(s, sort_keys=True, default=str).encode()
    return UNNUMBERED + hashlib.sha256(content).hexdigest()[:40]


def _sections(s: Shaped) -> tuple[str, ...]:
    """Sections the item names outright: our own `section` or `sections`, or a subject in that relation."""
    said = [s.get("section"), *(s["sections"] if isinstance(s.get("sections"), list) else [s.get("sections")])]
    said += [entry for entry in s["subjects"] if text_of(entry, "rel").lower() == "section"]
    names = (one_line(text_of(one, "slug") or text_of(one, "name")) if isinstance(one, dict) else
             one_line(one) if isinstance(one, str) else "" for one in said)  # fmt: skip
    return tuple(dict.fromkeys(name for name in names if name))


def _correction(s: Shaped) -> str:
    return plain_text.clean(text_of(s, "correction") or text_of(s, "ednote")).strip()
