"""Pictures in templates: the right shape, the widths a layout can need, and a colour that stands there until it loads."""

import re
from dataclasses import replace
from functools import lru_cache

from django import template

from stoppress.copy.pictures import Crop, Picture

register = template.Library()
#: http://cv.iptc.org/newscodes/digitalsourcetype/: made by a trained model, wholly or in part.
_OF_MACHINES = {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic"}
#: Windows, in CSS pixels, that pictures are made to fit.
_VIEWS = (320, 639, 1023, 1920)
_FROM = re.compile(r"min-width: *([\d.]+)em")
_LENGTH = re.compile(r"([\d.]+)(rem|vw|px)")
#: Shapes to fall back on when the page was not given the one that a template asks for.
_NEXT_BEST = ("full", "16:9", "4:3", "1:1")


@register.inclusion_tag("parts/picture.html")
def picture(
    image: Picture | None, shape: str, sizes: str, *, first: bool = False, decorative: bool = False, moves: bool = False
) -> dict[str, object]:
    """The `<picture>` of `image` in `shape`; `first` marks the largest paint of the page, loaded at once.

    What can move stands still unless `moves` says that there is a way to pause it (WCAG 2.2, 2.2.2).
    """
    crop = None if image is None else crop_of(image, shape)
    if crop is not None:
        least, most = widths_of(sizes)
        crop = replace(
            crop, jpeg_srcset=_within(crop.jpeg_srcset, least, most), webp_srcset=_within(crop.webp_srcset, least, most),
            avif_srcset=_within(crop.avif_srcset, least, most),
        )  # fmt: skip
        can_move = bool(crop.webp_srcset) and not crop.avif_srcset
        if can_move and not moves:
            crop = replace(crop, webp_srcset="")
        moves = moves and can_move
    alt = "" if decorative or image is None else image.alt
    return {"image": image, "crop": crop, "sizes": sizes, "first": first, "alt": alt, "moves": moves}


@lru_cache(maxsize=256)
def widths_of(sizes: str) -> tuple[int, int]:
    """The least and most pixels across that a picture of these `sizes` takes, on screens of 320 to 1920 at one or two
    pixels for each of CSS. `sizes` is as in HTML, of lengths in rem, vw and px and conditions on the least width."""
    found = [_length(sizes, view) for view in (*_VIEWS, *(round(float(em) * 16) for em in _FROM.findall(sizes)))]
    return int(min(found)), int(max(found) * 2)


def _length(sizes: str, view: int) -> float:
    """CSS pixels that `sizes` come to in a window `view` pixels wide."""
    for part in sizes.split(","):
        condition = _FROM.search(part)
        if condition is None or view >= float(condition[1]) * 16:
            number, unit = _LENGTH.findall(part)[-1]
            return float(number) * {"rem": 16, "px": 1, "vw": view / 100}[unit]
    return float(view)


@lru_cache(maxsize=8192)
def _within(srcset: str, least: int, most: int) -> str:
    """The candidates of `srcset` that a layout can need: from the one just enough at its narrowest to the one just enough
    at its widest. The others are addresses that every reader would load for nothing."""
    candidates = [(int(one.rpartition(" ")[2][:-1]), one) for one in srcset.split(", ") if one.endswith("w")]
    enough = [width for width, _ in candidates if width >= most]
    small = [width for width, _ in candidates if width <= least]
    lowest, highest = max(small, default=0), min(enough, default=most)
    return ", ".join(one for width, one in candidates if lowest <= width <= highest)


@register.filter
def crop_of(image: Picture, shape: str) -> Crop | None:
    """The crop of that shape, or the next best one; None when the picture came without any."""
    for name in (shape, *_NEXT_BEST):
        if name in image.crops:
            return image.crops[name]
    return None


@register.filter
def largest_crop(image: Picture, shape: str) -> Crop | None:
    """What a picture is enlarged to: its whole self when that came along."""
    return crop_of(image, "full") or crop_of(image, shape)


@register.filter
def shows(image: Picture | None) -> bool:
    """Whether there is anything to show."""
    return image is not None and bool(image.crops)


@register.filter
def is_machine_made(image: Picture) -> bool:
    """Whether the file says that a machine made it or parts of it (IPTC's digital source types)."""
    return image.digital_source_type.rpartition("/")[2] in _OF_MACHINES


@register.filter
def tone(colour: str) -> str:
    """The class of the nearest of 64 colours: the page's security policy allows no inline style."""
    digits = colour.removeprefix("#")
    try:
        levels = [round(int(digits[i : i + 2], 16) / 85) for i in (0, 2, 4)]
    except ValueError:
        levels = [2, 2, 2]
    return "tone-" + "".join("05af"[level] for level in levels)
