"""The pictures that came with an item: one for each association, in its largest rendition."""

import re

from stoppress.kit.plain_text import one_line
from stoppress.syndication.errors import UnreadableItem
from stoppress.syndication.incoming import IncomingPicture
from stoppress.syndication.ninjs.shape import Shaped, shaped, text_of
from stoppress.syndication.ninjs.texts import line_of

_PICTURE_TYPES = ("picture", "graphic")
_PICTURE_ENDING = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|tiff?|heic)(?:[?#].*)?$", re.IGNORECASE)
#: Absolute on the web, or a plain relative name; never another scheme, a root or a way upwards.
_FETCHABLE = re.compile(r"https?://\S+|(?![/\\])(?!.*\.\.)[^\s:?#\\]+(?:[?#]\S*)?")


def pictures(s: Shaped, notes: list[str]) -> tuple[IncomingPicture, ...]:
    """Every picture beside the text, and the one that is a rendition of the item itself."""
    found = []
    for association in s["associations"]:
        try:
            beside = shaped(association, [])
        except UnreadableItem:
            notes.append("A picture or other item beside the text could not be read and was left out.")
            continue
        if text_of(beside, "type").lower() not in (*_PICTURE_TYPES, ""):
            notes.append(f"An item of type “{text_of(beside, 'type')[:40]}” beside the text was left out.")
        elif picture := _picture(beside):
            found.append(picture)
        elif text_of(beside, "type"):
            notes.append("A picture beside the text has no address that can be fetched; it was left out.")
    own = _picture({**s, "descriptions": [d for d in s["descriptions"] if d["role"].lower() == "caption"]})
    return tuple(dict.fromkeys([*([own] if own else []), *found]))


def has_renditions(s: Shaped) -> bool:
    """Whether the item itself can be had as a picture."""
    return any(_is_picture(rendition) for rendition in s["renditions"])


def _picture(s: Shaped) -> IncomingPicture | None:
    renditions = [rendition for rendition in s["renditions"] if _is_picture(rendition)]
    if not renditions:
        return None
    largest = max(renditions, key=lambda r: (_pixels(r, "width") or 0) * (_pixels(r, "height") or 0))
    return IncomingPicture(
        href=text_of(largest, "href"),
        mime=text_of(largest, "contenttype").lower().replace("image/jpg", "image/jpeg"),
        width=_pixels(largest, "width"),
        height=_pixels(largest, "height"),
        caption=_described(s, "caption", "text", "", "main"),
        credit=_described(s, "creditline", "credit") or one_line(text_of(s, "by")),
        alt=_described(s, "alt", "alttext", "accessibility"),
        guid=one_line(text_of(s, "uri")),
        copyright_notice=one_line(text_of(s, "copyrightnotice")),
        usage_terms=one_line(text_of(s, "usageterms")),
    )


def _is_picture(rendition: Shaped) -> bool:
    href, mime = text_of(rendition, "href"), text_of(rendition, "contenttype").lower()
    if not _FETCHABLE.fullmatch(href):
        return False
    return mime.startswith("image/") or (not mime and bool(_PICTURE_ENDING.search(href)))


def _pixels(rendition: Shaped, name: str) -> int | None:
    value = rendition.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 < value < 1_000_000 else None


def _described(s: Shaped, *roles: str) -> str:
    for role in roles:
        for entry in s["descriptions"]:
            if entry["role"].lower() == role and (words := line_of(entry)):
                return words
    return ""
