"""A picture model turned into frozen copy."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.dateparse import parse_datetime

from stoppress.copy.pictures import Credentials, Crop, Picture
from stoppress.pictures import addresses, models, rules

#: The columns that a picture's copy is made of.
picture_fields = (
    "alt", "caption", "credit", "creator", "copyright", "terms_url", "colour", "title", "width", "height", "created_at",
    "file_hash", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height", "crops", "words_by_language",
    "credentials", "digital_source_type", "withdrawn_at", "stand_in", "usage_terms", "licensor", "licensor_url", "data_mining",
    "kind",
)  # fmt: skip


def shown(picture: models.Picture, seen: set[str]) -> models.Picture | None:
    """What readers get in the place of `picture`: itself, its stand-in once it is withdrawn, or nothing; notes the tags."""
    seen.add(f"picture:{picture.pk}")
    if picture.withdrawn_at is None:
        return picture
    if picture.stand_in_id is None:
        return None
    seen.add(f"picture:{picture.stand_in_id}")
    stand_in = picture.stand_in
    return stand_in if stand_in is not None and stand_in.withdrawn_at is None else None


def shown_copy(
    picture: models.Picture | None, seen: set[str], *, shapes: Collection[str], language: str, alt: str = "", caption: str = ""
) -> Picture | None:
    """The copy of what readers get in the place of `picture`.

    `alt` and `caption` override the picture's own; they are not of its stand-in, which has words of its own.
    """
    if picture is None:
        return None
    row = shown(picture, seen)
    if row is None:
        return None
    if row.pk != picture.pk:
        alt = caption = ""
    return picture_copy(row, shapes=shapes, language=language, alt=alt, caption=caption)


def picture_copy(
    picture: models.Picture, *, shapes: Collection[str], language: str = "", alt: str = "", caption: str = ""
) -> Picture:
    """The copy of `picture` with the crops asked for, in the words of a language where it has them.

    `alt` and `caption` override the picture's own.
    """
    box, words = picture.crop_box, rules.words_in(picture.words_by_language, language)
    taken_in, version, may_move = picture.created_at.date(), picture.version, picture.kind == "gif"
    return Picture(
        id=picture.pk, alt=alt or words.get("alt") or picture.alt,
        caption=caption or words.get("caption") or picture.caption, credit=picture.credit,
        width=picture.width, height=picture.height, title=picture.title, creator=picture.creator,
        copyright=picture.copyright, terms_url=picture.terms_url, colour=picture.colour or "#8a8f94",
        crops={shape: _crop(picture.pk, taken_in, version, box(shape), may_move) for shape in shapes},
        credentials=_credentials(picture.credentials), digital_source_type=picture.digital_source_type,
    )  # fmt: skip


def _credentials(told: Any) -> Credentials | None:
    if not isinstance(told, dict) or not told.get("state"):
        return None
    at = parse_datetime(str(told.get("signed_at") or ""))
    return Credentials(told["state"], told.get("issuer") or "", at, told.get("program") or "")


# A front signs a thousand addresses, the same ones at each print; a crop is some 2 KB of text.
@lru_cache(maxsize=4096)
def _crop(id: int, taken_in: date, version: str, box: rules.Box, may_move: bool) -> Crop:
    widths = rules.widths_within(box)
    widest = widths[-1]

    def address(across: int, format: str) -> str:
        quality = addresses.QUALITY[format]
        return addresses.address(addresses.Derivative(id, taken_in, box, across, quality, version, format), models.SIGNING_KEYS)

    def srcset(format: str) -> str:
        return ", ".join(f"{address(w, format)} {w}w" for w in widths)

    x0, y0, x1, y1 = box
    return Crop(
        width=widest, height=max(1, round(widest * (y1 - y0) / (x1 - x0))),
        src=address(widths[len(widths) // 2], "jpg"), largest=address(widest, "jpg"),
        jpeg_srcset=srcset("jpg"), webp_srcset=srcset("webp"),
        # As AVIF it would stand still.
        avif_srcset="" if may_move else srcset("avif"),
    )  # fmt: skip
