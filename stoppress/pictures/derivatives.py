"""Making a derivative with libvips: shrink on load, cut, scale, and say in it whose it is."""

import gc
from typing import Any

import pyvips

from stoppress.pictures.addresses import Derivative
from stoppress.pictures.ingest import kinds, masters, reading
from stoppress.pictures.ingest.kinds import Kind
from stoppress.pictures.metadata import Blobs

#: By format, how hard the encoder tries: as readers wait, as many wait, and afterwards.
EFFORTS = {"jpg": (0, 0, 0), "webp": (4, 2, 4), "avif": (1, 1, 3)}
WAITED_FOR, MANY_WAIT, AFTERWARDS = 0, 1, 2
_WHITE = [255, 255, 255]


class NoSuchPart(ValueError):
    """The rectangle asked for lies outside the picture."""


def render(source: bytes, wanted: Derivative, blobs: Blobs, *, is_master: bool = True, haste: int = WAITED_FOR) -> bytes:
    """The bytes of a derivative. Raises `NoSuchPart`, `PictureRefused` and `pyvips.Error`.

    `source` is the master or a plain original; when it may be neither (`is_master` is false), it is made one first.
    `haste` is the place in `EFFORTS`.
    """
    if not is_master:
        opened = reading.open_original(source)
        source = source if masters.is_plain(opened, source) else masters.make(opened, source)
    kind = kinds.kind_of(source)
    try:
        if kind is kinds.GIF and wanted.format == "webp":
            return _moving(source, wanted, blobs)
        return _save(_scaled(source, kind, wanted), wanted, blobs, EFFORTS[wanted.format][haste])
    finally:
        del source
        gc.collect(0)  # images of libvips hang in circles, and are large


def settle_libvips() -> None:
    """One thread an image, no cache: as many images at once as there are processors keep all of them busy."""
    pyvips.cache_set_max(0)
    pyvips.concurrency_set(1)


def _scaled(source: bytes, kind: Kind, wanted: Derivative) -> Any:
    """The part asked for, in sRGB, scaled."""
    x0, y0, x1, y1 = wanted.box
    header = reading.load(kind, source)
    if not (x0 < x1 <= header.width and y0 < y1 <= header.height):
        raise NoSuchPart
    shrink = _shrink(kind, x1 - x0, wanted.width)
    image = reading.load(kind, source, shrink=shrink) if shrink > 1 else header
    across, down = image.width / header.width, image.height / header.height
    left, top = int(x0 * across), int(y0 * down)
    width = min(image.width - left, max(1, round((x1 - x0) * across)))
    height = min(image.height - top, max(1, round((y1 - y0) * down)))
    if (width, height) != (image.width, image.height):
        image = image.crop(left, top, width, height)
    return _resized(image.colourspace("srgb"), wanted.width / width)


def _shrink(kind: Kind, across: int, width: int) -> int:
    """How much a JPEG is shrunk as it is loaded; the rest, at least by two, is one good resize that keeps it sharp."""
    return next((by for by in (8, 4, 2) if across / by >= 2 * width), 1) if kind is kinds.JPEG else 1


def _resized(image: Any, scale: float) -> Any:
    if not image.hasalpha():
        return image.resize(scale)
    # Colours behind see-through parts must not bleed into what is seen.
    return image.premultiply().resize(scale).unpremultiply().cast("uchar")


def _save(image: Any, wanted: Derivative, blobs: Blobs, effort: int) -> bytes:
    if image.hasalpha() and wanted.format == "jpg":
        image = image.flatten(background=_WHITE)
    image = _said(image, blobs, wanted.format)
    keep = "xmp:iptc" if wanted.format == "jpg" else "xmp"
    if wanted.format == "jpg":
        return bytes(image.jpegsave_buffer(Q=wanted.quality, interlace=True, optimize_coding=True, keep=keep))
    if wanted.format == "webp":
        return bytes(image.webpsave_buffer(Q=wanted.quality, effort=effort, keep=keep))
    return bytes(image.heifsave_buffer(Q=wanted.quality, effort=effort, compression="av1", keep=keep))


def _said(image: Any, blobs: Blobs, format: str) -> Any:
    """The image with our words in place of those that it may have brought."""
    image = image.copy()
    for name, blob in (("xmp-data", blobs.xmp), ("iptc-data", blobs.iim if format == "jpg" else b"")):
        if blob:
            image.set_type(pyvips.GValue.blob_type, name, blob)
        elif image.get_typeof(name):
            image.remove(name)
    return image


def _moving(source: bytes, wanted: Derivative, blobs: Blobs) -> bytes:
    """A GIF as WebP that moves; with one frame it stands still."""
    film = reading.load(kinds.GIF, source, n=-1, access="random")
    tall = film.get("page-height") if film.get_typeof("page-height") else film.height
    x0, y0, x1, y1 = wanted.box
    if not (x0 < x1 <= film.width and y0 < y1 <= tall):
        raise NoSuchPart
    scale = wanted.width / (x1 - x0)
    frames = [
        _resized(film.crop(x0, top + y0, x1 - x0, y1 - y0).colourspace("srgb"), scale) for top in range(0, film.height, tall)
    ]
    joined = pyvips.Image.arrayjoin(frames, across=1).copy()
    joined.set_type(pyvips.GValue.gint_type, "page-height", frames[0].height)
    for name in ("delay", "loop"):
        if film.get_typeof(name):
            joined.set_type(film.get_typeof(name), name, film.get(name))
    return bytes(_said(joined, blobs, "webp").webpsave_buffer(Q=wanted.quality, effort=2, keep="xmp"))
