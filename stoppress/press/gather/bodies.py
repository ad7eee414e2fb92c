"""Raw body blocks turned into copy; everything they refer to has been fetched before."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any

from django.utils.dateparse import parse_datetime
from wagtail.documents.models import Document

from stoppress.copy import blocks as copy
from stoppress.copy.pictures import Picture
from stoppress.copy.stories import Card
from stoppress.kit import html, plain_text
from stoppress.kit.slugs import slugify
from stoppress.newsroom import body
from stoppress.pictures.copying import shown, shown_copy
from stoppress.pictures.models import Picture as PictureModel

_PARAGRAPH = re.compile(r"</?p\b[^>]*>", re.IGNORECASE)


@dataclass(slots=True)
class Pantry:
    """Everything that bodies refer to, by id."""

    pictures: Mapping[int, PictureModel] = field(default_factory=dict)
    documents: Mapping[int, Document] = field(default_factory=dict)
    cards: Mapping[int, Card] = field(default_factory=dict)
    #: Of the edition whose pages are printed: pictures have words in several.
    language: str = ""

    def in_language(self, language: str) -> "Pantry":
        """The same for an edition in that language."""
        return replace(self, language=language)

    def tags_of(self, found: body.References) -> set[str]:
        """Tags of the pictures and files that a body refers to, and of what stands in for them."""
        tags = {f"picture:{n}" for n in found.pictures} | {f"file:{n}" for n in found.documents}
        for n in found.pictures & self.pictures.keys():
            shown(self.pictures[n], tags)
        for n in found.documents & self.documents.keys():
            recording = getattr(self.documents[n], "recording", None)
            if recording is not None and recording.poster is not None:
                shown(recording.poster, tags)
        return tags


def fetch_pantry(*bodies: list[Any], cards: Mapping[int, Card], seen: set[str]) -> Pantry:
    """Pictures and documents of raw bodies: two queries, however many there are."""
    found = body.references(*bodies)
    pantry = Pantry(
        pictures=PictureModel.objects.select_related("stand_in").in_bulk(found.pictures),
        documents=Document.objects.select_related("recording__poster__stand_in").in_bulk(found.documents), cards=cards,
    )  # fmt: skip
    seen |= pantry.tags_of(found)
    return pantry


def blocks_copy(raw: list[dict[str, Any]], pantry: Pantry) -> tuple[copy.Block, ...]:
    """The blocks of a raw body in order; one that shows nothing (its picture is gone) is left out."""
    made = (
        _live_entry(b, pantry) if b["type"] == "live_entry" else _MAKERS[b["type"]](b["value"], pantry)
        for b in _clean(raw) if b["type"] in _MAKERS or b["type"] == "live_entry"
    )  # fmt: skip
    return tuple(_numbered(block for block in made if block is not None))


def _live_entry(raw: Mapping[str, Any], pantry: Pantry) -> copy.LiveEntry | None:
    """An entry under the id that its block keeps over every edit; None when its time cannot be read."""
    v = raw["value"]
    at = parse_datetime(str(v.get("at") or ""))
    if at is None:
        return None
    inner = blocks_copy(v["body"], pantry)
    anchor = "entry-" + re.sub(r"[^0-9a-z]", "", str(raw.get("id") or at.timestamp()).lower())[:12]
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return copy.LiveEntry(anchor, aware, plain_text.one_line(v["headline"]), inner, bool(v.get("is_pinned")),
                          bool(v.get("is_key")), plain(inner))  # fmt: skip


def plain(blocks: Sequence[copy.Block]) -> str:
    """The running text of a body, paragraphs parted by blank lines; live entries newest first."""
    entries = sorted((b for b in blocks if isinstance(b, copy.LiveEntry)), key=lambda entry: entry.at, reverse=True)
    parts = [f"{entry.headline}\n{entry.text}".strip() for entry in entries]
    running = []
    for block in blocks:
        match block:
            case copy.Paragraph():
                running.append(html.text_of(block.html))
            case copy.Crosshead() | copy.Quote():
                running.append(block.text)
            case copy.ListBlock():
                running.extend(html.text_of(item) for item in block.items)
            case copy.QuestionsAndAnswers():
                running.extend(f"{i.question}\n{html.text_of(i.html)}" for i in block.items)
            case copy.Timeline():
                running.extend(f"{e.when}: {e.title}. {html.text_of(e.html)}".strip() for e in block.events)
    return "\n\n".join(p for p in [*running, *parts] if p)


def _numbered(blocks: Any) -> Any:
    """Give each crosshead an anchor of its own."""
    taken: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, copy.Crosshead):
            stem = slugify(block.text, fallback="part")
            taken[stem] = taken.get(stem, 0) + 1
            anchor = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
            block = copy.Crosshead(block.text, block.level, anchor)
        yield block


def inline(source: str, pantry: Pantry) -> str:
    """Rich text as clean inline HTML with story links resolved to addresses."""
    return html.inline(_PARAGRAPH.sub("", _resolve(source, pantry)))


def block_html(source: str, pantry: Pantry) -> str:
    """Rich text as clean block HTML with story links resolved to addresses."""
    clean = html.blocks(_resolve(source, pantry))
    return clean if not clean or clean.startswith("<") else f"<p>{clean}</p>"


def _resolve(source: str, pantry: Pantry) -> str:
    def address(number: int) -> str | None:
        card = pantry.cards.get(number)
        return card.address if card else None

    return body.resolve_story_links(source or "", address)


def _clean(value: Any) -> Any:
    """The words of a block, however deep, so that a direction mark in one field cannot turn the next."""
    if isinstance(value, str):
        return plain_text.clean(value)
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value


def _picture(
    value: Mapping[str, Any], pantry: Pantry, name: str = "picture", shapes: tuple[str, ...] = ("full",)
) -> Picture | None:
    words = {"alt": value.get("alt") or "", "caption": value.get("caption") or ""}
    if name != "picture":
        words = {}  # a caption beside a poster is the video's own
    return shown_copy(pantry.pictures.get(value.get(name) or 0), set(), shapes=shapes, language=pantry.language, **words)


def _rows(value: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(str(cell or "") for cell in body.items(row)) for row in body.items(value))


def _table(v: Any, _: Pantry) -> copy.Table | None:
    rows = _rows(v["rows"])
    return (
        copy.Table(v["caption"], rows, bool(v.get("has_head", True)), bool(v.get("has_side_head")), v.get("source") or "")
        if rows
        else None
    )


def _chart(v: Any, pantry: Pantry) -> copy.Chart | None:
    picture, rows = _picture(v, pantry), _rows(v.get("rows"))
    data = copy.Table(v["title"], rows) if rows else None
    return copy.Chart(picture, v["title"], data, v.get("source") or "") if picture else None


def _picture_block(v: Any, pantry: Pantry) -> copy.PictureBlock | None:
    picture = _picture(v, pantry)
    return copy.PictureBlock(picture, v.get("size") or "column") if picture else None


def gallery(v: Any, pantry: Pantry) -> copy.Gallery | None:
    """A gallery of those pictures that are still there."""
    pictures = [_picture(p, pantry, shapes=("full", "4:3")) for p in body.items(v["pictures"])]
    shown = tuple(p for p in pictures if p)
    return copy.Gallery(shown, v.get("title") or "") if shown else None


def video(v: Any, pantry: Pantry) -> copy.Video | None:
    """A video file of our own, with what is known of it where the desk wrote nothing for this use."""
    file = pantry.documents.get(v.get("file") or 0)
    if file is None:
        return None
    known = getattr(file, "recording", None)
    poster = _picture(v, pantry, "poster", ("16:9",))
    if known is not None and poster is None:
        poster = shown_copy(known.poster, set(), shapes=("16:9",), language=pantry.language)
    return copy.Video(
        address=known.address if known else file.url, mime_type=known.mime_type if known else file.content_type,
        title=v["title"], caption=v.get("caption") or "", credit=v.get("credit") or "", poster=poster,
        transcript=v.get("transcript") or (known.transcript if known else ""),
        duration=(known.seconds if known else 0) or v.get("duration") or 0,
        captions_address=known.captions_address if known else "", captions_language=known.captions_language if known else "",
        width=known.width if known else 0, height=known.height if known else 0,
    )  # fmt: skip


def _audio(v: Any, pantry: Pantry) -> copy.Audio | None:
    file = pantry.documents.get(v.get("file") or 0)
    if file is None:
        return None
    known = getattr(file, "recording", None)
    return copy.Audio(
        known.address if known else file.url, known.mime_type if known else file.content_type, v["title"],
        v.get("caption") or "", v.get("credit") or "", v.get("transcript") or (known.transcript if known else ""),
        (known.seconds if known else 0) or v.get("duration") or 0,
    )  # fmt: skip


def _document(v: Any, pantry: Pantry) -> copy.Document | None:
    file = pantry.documents.get(v.get("file") or 0)
    return copy.Document(file.url, v["title"], file.file_extension, file.file_size or 0) if file else None


def _related(v: Any, pantry: Pantry) -> copy.RelatedCard | None:
    card = pantry.cards.get(int(v or 0))
    return copy.RelatedCard(card) if card else None


def _timeline(v: Any, pantry: Pantry) -> copy.Timeline:
    events = [copy.TimelineEvent(e["when"], e["title"], inline(e.get("html") or "", pantry)) for e in body.items(v["events"])]
    return copy.Timeline(v["title"], tuple(events))


def _questions(v: Any, pantry: Pantry) -> copy.QuestionsAndAnswers:
    pairs = [copy.Question(i["question"], block_html(i["html"], pantry)) for i in body.items(v["items"])]
    return copy.QuestionsAndAnswers(tuple(pairs), v.get("title") or "")


def _embed(v: Any, _: Pantry) -> copy.Embed | None:
    if not str(v["url"]).startswith(("https://", "http://")):
        return None
    return copy.Embed(v["platform"], v["url"], v["author"], v["text"], v.get("posted_at_text") or "")


def _paragraph(v: Any, pantry: Pantry) -> copy.Paragraph | None:
    inner = inline(str(v or ""), pantry)
    return copy.Paragraph(inner) if html.text_of(inner) else None


def _list(v: Any, pantry: Pantry) -> copy.ListBlock:
    return copy.ListBlock(tuple(inline(str(i), pantry) for i in body.items(v["items"])), bool(v.get("ordered")))


_MAKERS: dict[str, Any] = {
    "paragraph": _paragraph,
    "crosshead": lambda v, _: copy.Crosshead(plain_text.one_line(str(v))) if str(v).strip() else None,
    "list": _list,
    "quote": lambda v, _: copy.Quote(v["text"], v.get("by") or ""),
    "pull_quote": lambda v, _: copy.PullQuote(v["text"], v.get("by") or ""),
    "picture": _picture_block, "gallery": gallery, "video": video, "audio": _audio, "table": _table, "chart": _chart,
    "fact_box": lambda v, p: copy.FactBox(v["title"], block_html(v["html"], p)),
    "timeline": _timeline, "q_and_a": _questions, "embed": _embed, "document": _document, "related": _related,
}  # fmt: skip
