"""What derivatives are made from: the original when it is a plain JPEG, else an upright sRGB copy of it."""

from typing import Any

import pyvips

from stoppress.pictures.ingest import kinds, reading
from stoppress.pictures.ingest.reading import Opened
from stoppress.pictures.metadata import orientation_of

#: PNGs up to here stay as they are: drawings and screenshots, whose edges a JPEG would blur.
_MOST_KEPT_PIXELS = 4 * kinds.MEGA
_QUALITY = 95


def orientation(opened: Opened) -> int:
    """Which way is up. HEIC and AVIF are turned by their decoder, whatever EXIF says."""
    return 1 if opened.kind.name in ("heic", "avif") else _orientation(opened)


def upright_size(opened: Opened) -> tuple[int, int]:
    """Width and height as a reader sees them."""
    width, height = opened.image.width, opened.image.height
    return (height, width) if orientation(opened) >= 5 else (width, height)


def is_plain(opened: Opened, data: bytes) -> bool:
    """Whether derivatives can be made from the original itself."""
    image = opened.image
    if opened.frames > 1:
        return True
    if orientation(opened) != 1 or opened.is_progressive or image.format != "uchar" or _has_other_profile(image):
        return False
    if opened.kind is kinds.PNG:
        return image.width * image.height <= _MOST_KEPT_PIXELS and image.interpretation in ("srgb", "b-w")
    is_known = image.interpretation in ("srgb", "b-w") and image.bands in (1, 3)
    return opened.kind is kinds.JPEG and is_known and not _has_gain_map(data)


def make(opened: Opened, data: bytes) -> bytes:
    """An upright, 8-bit sRGB copy without any metadata: a baseline JPEG, or a PNG when parts are see-through."""
    turn = orientation(opened)
    image = opened.image
    if turn != 1 and opened.kind is not kinds.HEIC:
        image = reading.load(opened.kind, data, access="random" if turn >= 3 else "sequential")
    image = _turned(to_srgb(image), turn)
    if image.hasalpha():
        return bytes(image.write_to_buffer(".png", compression=4, keep="none"))
    return bytes(image.write_to_buffer(".jpg", Q=_QUALITY, subsample_mode="off", keep="none"))


def to_srgb(image: Any) -> Any:
    """8-bit sRGB, with or without an alpha band, through the profile that the file brings."""
    if image.interpretation == "cmyk" or image.get_typeof("icc-profile-data"):
        how: dict[str, Any] = {"intent": "relative", "black_point_compensation": True, "depth": 8}
        if image.interpretation == "cmyk":
            how["input_profile"] = "cmyk"
        try:
            return image.icc_transform("srgb", embedded=True, **how)
        except pyvips.Error:  # a profile that is no profile
            if image.interpretation == "cmyk":
                return image.icc_transform("srgb", **how)
    return image.colourspace("srgb").cast("uchar")


def _turned(image: Any, orientation: int) -> Any:
    """Upright, by EXIF's number (mirrored ones included)."""
    if orientation in (2, 4, 5, 7):
        image = image.fliphor()
    angle = {3: "d180", 4: "d180", 5: "d270", 6: "d90", 7: "d90", 8: "d270"}.get(orientation)
    return image.rot(angle) if angle else image


def _orientation(opened: Opened) -> int:
    if opened.exif:
        return orientation_of(opened.exif)
    image = opened.image  # TIFF says it in a field of its own
    told = image.get("orientation") if image.get_typeof("orientation") else 1
    return told if 1 <= told <= 8 else 1


def _has_other_profile(image: Any) -> bool:
    """Whether colours are told in another space than sRGB."""
    if image.interpretation in ("cmyk", "lab", "xyz", "scrgb"):
        return True
    if not image.get_typeof("icc-profile-data"):
        return False
    profile = bytes(image.get("icc-profile-data"))
    return b"sRGB" not in profile and "sRGB".encode("utf-16-be") not in profile


def _has_gain_map(data: bytes) -> bool:
    """Whether a second picture follows the first, which brightens it on some screens (CIPA DC-007; ISO 21496-1)."""
    return b"MPF\0" in data[:131072] or b"hdrgm:" in data[:131072] or b"urn:iso:std:iso:ts:21496" in data[:131072]
