"""All that is found out about one original, in the process where that is done."""

from typing import Any

import pyvips

from stoppress.pictures.errors import PictureRefused
from stoppress.pictures.ingest import blurhash, credentials, faces, kinds, masters, reading
from stoppress.pictures.metadata import words_of
from stoppress.pictures.rules import Box
from stoppress.pictures.taken_in import TakenIn

#: Pixels along the longer side of what colour and blurhash are taken from, and of what is searched for faces.
_SMALL, _SEARCHED = 32, 320


def examine(data: bytes, name: str = "", *, trust: str = "", faces_model: str = "") -> TakenIn:
    """Check a file, make its master, measure and read it. Raises `PictureRefused`."""
    opened = reading.open_original(data, name)
    width, height = masters.upright_size(opened)
    plain = masters.is_plain(opened, data)
    try:
        master = None if plain else masters.make(opened, data)
        searched = _searched(data if master is None else master, opened.kind.name if master is None else _ending(master))
        small = searched.thumbnail_image(_SMALL, height=_SMALL, size="both").copy_memory()
    except pyvips.Error as error:
        raise reading.damaged(error) from error
    pixels = bytes(small.write_to_memory())
    return TakenIn(
        kind=opened.kind.name, width=width, height=height, master=master, colour=_colour(small),
        blurhash=blurhash.encode(pixels, small.width, small.height), focal=_focal(searched, width, height, faces_model),
        words=words_of(exif_blob=opened.exif, xmp_blob=opened.xmp, iim_blob=opened.iim),
        credentials=credentials.read(data, opened.kind, trust),
    )  # fmt: skip


def _ending(master: bytes) -> str:
    return kinds.kind_of(master).name


def _searched(data: bytes, kind: str) -> Any:
    """The whole picture, small, on white; decoded to its end, so that what breaks off is noticed."""
    known = {"jpg": kinds.JPEG, "png": kinds.PNG, "gif": kinds.GIF}[kind]
    image = reading.load(known, data, **({"shrink": _shrink(data)} if known is kinds.JPEG else {}))
    small = image.thumbnail_image(_SEARCHED, height=_SEARCHED, size="down")
    if small.hasalpha():
        small = small.flatten(background=[255, 255, 255])
    return small.colourspace("srgb").cast("uchar").copy_memory()


def _shrink(data: bytes) -> int:
    header = reading.load(kinds.JPEG, data)
    longest = max(header.width, header.height)
    return next((by for by in (8, 4, 2) if longest / by >= 2 * _SEARCHED), 1)


def _colour(small: Any) -> str:
    return "#" + "".join(f"{round(small.extract_band(band).avg()):02x}" for band in range(3))


def _focal(searched: Any, width: int, height: int, model: str) -> Box | None:
    found = faces.find(searched, model)
    if found is None:
        return None
    across, down = width / searched.width, height / searched.height
    x0, y0, x1, y1 = found
    return (max(0, round(x0 * across)), max(0, round(y0 * down)), min(width, round(x1 * across)), min(height, round(y1 * down)))


def refusal(error: BaseException) -> str:
    """What to tell of a failure that is not a refusal."""
    return str(error) if isinstance(error, PictureRefused) else str(reading.damaged(RuntimeError()))
