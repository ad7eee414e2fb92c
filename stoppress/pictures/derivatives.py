"""Making a derivative with libvips: shrink on load, cut, scale, strip, write beside and rename."""

import os
import threading
from pathlib import Path
from typing import Any

import pyvips

from stoppress.pictures.addresses import Derivative

pyvips.cache_set_max(0)
#: Pixels that a header may claim; anything above is refused before a pixel is decoded.
MAX_PIXELS = 60_000_000
_turn = threading.Semaphore(max(1, os.cpu_count() or 1))

OPTIONS: dict[str, dict[str, Any]] = {
    "jpg": {"interlace": True, "optimize_coding": True},
    "webp": {"effort": 4},
    "avif": {"effort": 1, "compression": "av1"},
}


class PictureRefused(ValueError):
    """The file is not a picture that can be shown; the message says why."""


def make(original: bytes, derivative: Derivative, target: Path) -> bytes:
    """Render `derivative` from the original's bytes into `target`; returns the bytes written."""
    with _turn:
        image = _load(original, derivative)
        data = _save(image, derivative)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}-{os.getpid()}-{threading.get_ident()}")
    beside.write_bytes(data)
    beside.replace(target)
    return data


def measure(original: bytes) -> tuple[int, int, str]:
    """Upright width and height and the mean colour (`#rrggbb`) of a picture.

    Raises `PictureRefused` for what libvips cannot read or what claims too many pixels.
    """
    try:
        header = pyvips.Image.new_from_buffer(original, "", access="sequential")
        if header.width * header.height > MAX_PIXELS:
            raise PictureRefused(f"The picture claims {header.width} × {header.height} pixels; 60 million is the most.")
        small = pyvips.Image.thumbnail_buffer(original, 16, size="down").colourspace("srgb").copy_memory()
        upright = header.autorot()
        red, green, blue = (round(small.extract_band(min(b, small.bands - 1)).avg()) for b in range(3))
    except pyvips.Error as error:
        raise PictureRefused("This file cannot be read as a picture.") from error
    return upright.width, upright.height, f"#{red:02x}{green:02x}{blue:02x}"


def _load(original: bytes, d: Derivative) -> pyvips.Image:
    x0, y0, x1, y1 = d.box
    scale = d.width / (x1 - x0)
    header = pyvips.Image.new_from_buffer(original, "", access="sequential").autorot()
    # Shrinking on load to twice the size wanted keeps the sharpness of one good resize.
    rough = min(1.0, scale * 2)
    image = pyvips.Image.thumbnail_buffer(original, max(1, round(header.width * rough)), size="down")
    ratio_x, ratio_y = image.width / header.width, image.height / header.height
    left, top = int(x0 * ratio_x), int(y0 * ratio_y)
    across = min(image.width - left, max(1, round((x1 - x0) * ratio_x)))
    down = min(image.height - top, max(1, round((y1 - y0) * ratio_y)))
    image = image.crop(left, top, across, down).resize(d.width / across)
    return image.colourspace("srgb")


def _save(image: pyvips.Image, d: Derivative) -> bytes:
    if image.hasalpha() and d.format == "jpg":
        image = image.flatten(background=[255, 255, 255])
    suffix = {"jpg": ".jpg", "webp": ".webp", "avif": ".avif"}[d.format]
    return bytes(image.write_to_buffer(suffix, Q=d.quality, keep="none", **OPTIONS[d.format]))
