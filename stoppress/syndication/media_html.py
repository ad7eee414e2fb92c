"""Pictures, players and tables as plain HTML for readers elsewhere."""

from stoppress.copy.blocks import Audio, Table, Video
from stoppress.copy.pictures import Picture
from stoppress.kit.xml_text import Markup, element, escaped, joined, optional
from stoppress.syndication.addresses import absolute_from
from stoppress.syndication.story_pictures import best_crop


def picture_figure(picture: Picture, base_url: str) -> Markup:
    """A picture in its own shape where there is one, with caption and credit."""
    crop = picture.crops.get("full") or best_crop(picture)
    source = absolute_from(base_url, crop.largest) if crop else ""
    if crop is None or not source:
        return Markup("")
    shown = element("img", src=source, alt=picture.alt, width=crop.width, height=crop.height)
    return element("figure", shown, caption_html(picture.caption, picture.credit))


def video_figure(video: Video, base_url: str) -> Markup:
    """A player of the reader's own, with nothing loaded before it is started."""
    source = absolute_from(base_url, video.address)
    if not source:
        return Markup("")
    crop = best_crop(video.poster) if video.poster else None
    player = element(
        "video",
        link_html(video.title, source, base_url),
        src=source,
        controls="controls",
        preload="none",
        poster=absolute_from(base_url, crop.largest) or None if crop else None,
        width=video.width or None,
        height=video.height or None,
    )
    return element("figure", player, caption_html(video.caption or video.title, video.credit))


def audio_figure(audio: Audio, base_url: str) -> Markup:
    """A player of the reader's own, with nothing loaded before it is started."""
    source = absolute_from(base_url, audio.address)
    if not source:
        return Markup("")
    fallback = link_html(audio.title, source, base_url)
    player = element("audio", fallback, src=source, controls="controls", preload="none")
    return element("figure", player, caption_html(audio.caption or audio.title, audio.credit))


def caption_html(caption: str, credit: str) -> Markup:
    """A caption with its credit line, or nothing."""
    gap = " " if caption.strip() and credit.strip() else ""
    return optional("figcaption", caption, gap, optional("small", credit))


def table_html(table: Table) -> Markup:
    """A data table with its heads marked as such, and where the data came from."""
    rows = list(table.rows)
    head = [rows.pop(0)] if table.has_head and rows else []
    side = 1 if table.has_side_head else 0
    shown = element(
        "table",
        optional("caption", table.caption),
        optional("thead", *(_row(row, heads=len(row)) for row in head)),
        optional("tbody", *(_row(row, heads=side, scope="row") for row in rows)),
    )
    return joined([shown, optional("p", optional("cite", table.source))])


def link_html(label: str, address: str, base_url: str) -> Markup:
    """A link, or its words alone when the address is none that a reader may follow."""
    target = absolute_from(base_url, address)
    return element("a", label or target, href=target) if target else escaped(label)


def _row(row: tuple[str, ...], *, heads: int, scope: str = "col") -> Markup:
    cells = [element("th", cell, scope=scope) if place < heads else element("td", cell) for place, cell in enumerate(row)]
    return optional("tr", *cells)
