"""The blocks the desk writes a story with, and what a body refers to."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

_STORY_LINK = re.compile(r'<a\s(?P<tag>[^>]*\blinktype="story"[^>]*)>(?P<words>.*?)</a>', re.DOTALL)
_ID = re.compile(r'(?<![\w-])id="(\d{1,18})"')


class Blocks(blocks.StreamBlock):
    """A stream block whose definition stays out of migrations, so that adding a block needs none."""

    def deconstruct(self) -> Any:
        return ("stoppress.newsroom.body.Blocks", (), {})


def _text(**kwargs: Any) -> blocks.CharBlock:
    return blocks.CharBlock(**{"max_length": 500, **kwargs})


def _rich(**kwargs: Any) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=["bold", "italic", "link", "story-link", "superscript", "subscript"], **kwargs)


def _rich_box() -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=["bold", "italic", "link", "story-link", "ol", "ul"])


def _struct(icon: str, *children: tuple[str, blocks.Block]) -> blocks.StructBlock:
    return blocks.StructBlock(list(children), icon=icon)


def _picture() -> tuple[tuple[str, blocks.Block], ...]:
    return (
        ("picture", ImageChooserBlock()),
        ("caption", _text(required=False)),
        ("alt", _text(required=False, label="Alternative text")),
    )


def _rows() -> blocks.Block:
    return blocks.ListBlock(blocks.ListBlock(_text(required=False), label="Row"), label="Rows")


def _video() -> blocks.StructBlock:
    return _struct(
        "media", ("file", DocumentChooserBlock(label="Video file")), ("title", _text()), ("caption", _text(required=False)),
        ("credit", _text(required=False)), ("poster", ImageChooserBlock(required=False)),
        ("transcript", blocks.TextBlock(required=False)), ("duration", blocks.IntegerBlock(required=False, min_value=0)),
    )  # fmt: skip


def _gallery() -> blocks.StructBlock:
    return _struct("image", ("title", _text(required=False)), ("pictures", blocks.ListBlock(_struct("image", *_picture()))))


def _live_entry() -> blocks.StructBlock:
    """An entry of a live blog; readers get the entries newest first, wherever they stand in the body."""
    return _struct(
        "time", ("headline", _text(max_length=160)), ("at", blocks.DateTimeBlock(label="Time")),
        ("body", Blocks([block for block in _plain_blocks() if block[0] in _IN_ENTRIES], required=False)),
        ("is_pinned", blocks.BooleanBlock(required=False, label="Pinned to the top")),
        ("is_key", blocks.BooleanBlock(required=False, label="Key event, listed in the summary")),
    )  # fmt: skip


#: Blocks that an entry of a live blog may hold.
_IN_ENTRIES = ("paragraph", "list", "quote", "picture", "embed", "table", "related")


def story_blocks() -> Blocks:
    """Every block a body may hold."""
    return Blocks([*_plain_blocks(), ("live_entry", _live_entry())], required=False)


def _plain_blocks() -> list[tuple[str, blocks.Block]]:
    return [
        ("paragraph", _rich(icon="pilcrow")),
        ("crosshead", _text(icon="title", max_length=160)),
        ("list", _struct("list-ul", ("ordered", blocks.BooleanBlock(required=False)), ("items", blocks.ListBlock(_rich())))),
        ("quote", _struct("openquote", ("text", blocks.TextBlock()), ("by", _text(required=False)))),
        ("pull_quote", _struct("openquote", ("text", blocks.TextBlock()), ("by", _text(required=False)))),
        ("picture", _struct("image", *_picture(), ("size", blocks.ChoiceBlock(
            choices=[("column", "Column"), ("wide", "Wide"), ("full", "Full width")], default="column")))),
        ("gallery", _gallery()),
        ("video", _video()),
        ("audio", _struct("media", ("file", DocumentChooserBlock(label="Audio file")), ("title", _text()),
                          ("caption", _text(required=False)), ("credit", _text(required=False)),
                          ("transcript", blocks.TextBlock(required=False)),
                          ("duration", blocks.IntegerBlock(required=False, min_value=0)))),
        ("table", _struct("table", ("caption", _text()), ("rows", _rows()),
                          ("has_head", blocks.BooleanBlock(required=False, default=True)),
                          ("has_side_head", blocks.BooleanBlock(required=False)), ("source", _text(required=False)))),
        ("chart", _struct("image", ("title", _text()), *_picture(), ("rows", _rows()), ("source", _text(required=False)))),
        ("fact_box", _struct("info-circle", ("title", _text()), ("html", _rich_box()))),
        ("timeline", _struct("history", ("title", _text()), ("events", blocks.ListBlock(_struct(
            "date", ("when", _text()), ("title", _text()), ("html", _rich(required=False))))))),
        ("q_and_a", _struct("help", ("title", _text(required=False)), ("items", blocks.ListBlock(_struct(
            "help", ("question", _text()), ("html", _rich_box())))))),
        ("embed", _struct("globe", ("platform", _text(max_length=40)), ("url", blocks.URLBlock()), ("author", _text()),
                          ("text", blocks.TextBlock()), ("posted_at_text", _text(required=False)))),
        ("document", _struct("doc-full", ("file", DocumentChooserBlock()), ("title", _text()))),
        ("related", SnippetChooserBlock("newsroom.Story", icon="link", label="Related story")),
    ]  # fmt: skip


def lead_blocks() -> Blocks:
    """What may stand in the lead picture's place."""
    return Blocks([("video", _video()), ("gallery", _gallery())], required=False)


def links() -> Blocks:
    """Labelled links, with the platform for icons."""
    link = _struct("link", ("label", _text(max_length=80)), ("address", _text()), ("kind", _text(required=False)))
    return Blocks([("link", link)], required=False)


def navigation() -> Blocks:
    """Two levels of labelled links."""
    link = _struct("link", ("label", _text(max_length=80)), ("address", _text()))
    item = _struct("link", ("label", _text(max_length=80)), ("address", _text()), ("children", blocks.ListBlock(link)))
    return Blocks([("item", item)], required=False)


@dataclass(slots=True)
class References:
    """Ids of everything a body shows besides its own words."""

    pictures: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    stories: set[int] = field(default_factory=set)


def references(*bodies: Iterable[Any]) -> References:
    """What raw bodies (lists of `{"type": …, "value": …}`) refer to, found without a query."""
    found = References()
    for raw in bodies:
        for block in raw:
            _collect_block(block, found)
    return found


def _collect_block(block: Mapping[str, Any], found: References) -> None:
    value = block["value"]
    if block["type"] == "related" and value:
        found.stories.add(int(value))
    elif block["type"] == "live_entry":
        for inner in value["body"]:
            _collect_block(inner, found)
    else:
        _collect(value, found)


def _collect(value: Any, found: References) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("picture", "poster") and isinstance(inner, int):
                found.pictures.add(inner)
            elif name == "file" and isinstance(inner, int):
                found.documents.add(inner)
            else:
                _collect(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found)
    elif isinstance(value, str) and 'linktype="story"' in value:
        found.stories.update(story_links(value))


#: Where something stands in a body: the block's number, then names of fields and numbers in lists.
Path = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class PictureUse:
    """A picture in a body: which block and field hold it, and the words written for this use of it."""

    block: str
    path: Path
    picture: int
    alt: str = ""


def picture_uses(raw: Iterable[Any]) -> Iterator[PictureUse]:
    """Every picture of a raw body in reading order, as often as it is used."""
    for number, block in enumerate(raw):
        yield from _uses(block["value"], block["type"], (number,))


def _uses(value: Any, block: str, path: Path) -> Iterator[PictureUse]:
    if isinstance(value, list):
        for number, inner in enumerate(items(value)):
            yield from _uses(inner, block, (*path, number))
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in ("picture", "poster") and isinstance(inner, int):
                alt = value.get("alt") if name == "picture" else ""
                yield PictureUse(block, (*path, name), inner, str(alt or ""))
            else:
                yield from _uses(inner, block, (*path, name))


def story_links(html: str) -> Iterator[int]:
    """Ids of stories that rich text links to."""
    for link in _STORY_LINK.finditer(html):
        if number := _ID.search(link["tag"]):
            yield int(number[1])


def resolve_story_links(html: str, address_of: Callable[[int], str | None]) -> str:
    """Rich text with its links to stories as plain links; without an address (killed, or gone) only the words stay."""

    def resolve(link: re.Match[str]) -> str:
        number = _ID.search(link["tag"])
        address = address_of(int(number[1])) if number else None
        return f'<a href="{escape(address)}">{link["words"]}</a>' if address else link["words"]

    return _STORY_LINK.sub(resolve, html)


def items(value: Any) -> list[Any]:
    """The items of a raw list block, whichever of Wagtail's two forms it is stored in."""
    return [i["value"] if isinstance(i, dict) and "value" in i and "type" in i else i for i in value or []]


def stored(value: Any) -> list[dict[str, Any]]:
    """The raw blocks of a stream as a revision keeps it: JSON text, or nothing."""
    return list(json.loads(value or "[]")) if isinstance(value, str) or not value else list(value)


def with_picture_swapped(raw: Iterable[Any], old: int, new: int) -> list[Any]:
    """Raw blocks with one picture in the place of another, without the words that were written for the old one."""
    return [{**block, "value": _swapped(block["value"], old, new)} for block in raw]


def _swapped(value: Any, old: int, new: int) -> Any:
    if isinstance(value, list):
        return [_swapped(inner, old, new) for inner in value]
    if not isinstance(value, dict):
        return value
    found = {name: _swapped(inner, old, new) for name, inner in value.items()}
    for name in ("picture", "poster"):
        if found.get(name) == old:
            found[name] = new
            if name == "picture":
                found |= {word: "" for word in ("alt", "caption") if word in found}
    return found


def raw(stream: Any) -> list[dict[str, Any]]:
    """A stream field's raw blocks, without making block objects."""
    if isinstance(stream, list):
        return stream
    data = getattr(stream, "raw_data", None)
    if data is None:
        raise TypeError(f"{stream!r} is not a stream of blocks")
    return list(data)
