"""An original opened by the one loader of its kind; nothing else of libvips can be reached from here."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pyvips

from stoppress.pictures.errors import PictureRefused
from stoppress.pictures.ingest import headers, kinds
from stoppress.pictures.ingest.kinds import Kind

_LOADERS = ("Jpeg", "Png", "Webp", "Heif", "Tiff", "Nsgif")


def allow_loaders() -> None:
    """Block every loader of libvips in this process but those of the kinds that are taken in."""
    pyvips.operation_block_set("VipsForeignLoad", True)
    for name in _LOADERS:
        pyvips.operation_block_set(f"VipsForeignLoad{name}", False)


@dataclass(frozen=True, slots=True)
class Opened:
    """An original whose header is in order. `image` is not decoded yet and may be gone through once, unless it is `held`."""

    kind: Kind
    image: Any
    exif: bytes
    xmp: bytes
    iim: bytes
    #: Frames; more than one only for a moving GIF, whose `image` is its first.
    frames: int = 1
    is_progressive: bool = False


def open_original(data: bytes, name: str = "") -> Opened:
    """Open a file. Raises `PictureRefused` for what is no picture or one that says it is too large."""
    kind = kinds.kind_of(data, name)
    if kind is kinds.PNG:
        headers.check_png(data)
    try:
        return _open_heic(data) if kind is kinds.HEIC else _open(kind, data)
    except pyvips.Error as error:
        raise damaged(error) from error


def load(kind: Kind, data: bytes, **options: Any) -> Any:
    """An image of libvips by the loader of a kind; what is cut off is an error once it is reached."""
    return getattr(pyvips.Image, f"{kind.loader}load_buffer")(data, fail_on="truncated", **{"access": "sequential", **options})


def damaged(error: Exception) -> PictureRefused:
    """The refusal of a file that breaks off or cannot be decoded."""
    said = str(error).lower()
    if "premature" in said or "truncated" in said or "end of" in said or "eof" in said:
        return PictureRefused("The picture breaks off before its end. Send it again; if that does not help, save it anew.")
    return PictureRefused("The picture is damaged and cannot be read to its end. Save it anew and send that.")


def _open(kind: Kind, data: bytes) -> Opened:
    image = load(kind, data)
    is_progressive = kind is kinds.JPEG and image.get_typeof("interlaced") != 0
    headers.check_size(kind, image.width, image.height, is_progressive=is_progressive)
    frames = image.get("n-pages") if image.get_typeof("n-pages") else 1
    headers.check_frames(kind, frames, image.width, image.height)
    exif, xmp, iim = (_blob(image, name) for name in ("exif-data", "xmp-data", "iptc-data"))
    return Opened(kind, image, exif, xmp, iim, frames=frames, is_progressive=is_progressive)


def _blob(image: Any, name: str) -> bytes:
    return bytes(image.get(name)) if image.get_typeof(name) else b""


def _open_heic(data: bytes) -> Opened:
    """HEIC through libheif with its HEVC decoder, which libvips' own wheel leaves out."""
    import pi_heif

    try:
        file = pi_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=True, bgr_mode=False)
        headers.check_size(kinds.HEIC, *file.size)
        raw, (width, height), bands = bytes(file.data), file.size, len(file.mode)
        told = file.info
    except PictureRefused:
        raise
    except (ValueError, RuntimeError, OSError, EOFError, SyntaxError) as error:
        raise damaged(error) from error
    image = pyvips.Image.new_from_memory(raw, file.stride // bands, height, bands, "uchar")
    image = image.crop(0, 0, width, height).copy(interpretation="b-w" if bands < 3 else "srgb")
    if told.get("icc_profile"):
        image = image.copy()
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", told["icc_profile"])
    return Opened(kinds.HEIC, image, told.get("exif") or b"", told.get("xmp") or b"", b"")
