"""What kind of file it is, by its first bytes and never by its name; what each kind may hold."""

from dataclasses import dataclass
from pathlib import PurePath

from stoppress.pictures.errors import PictureRefused

MEGA = 1_000_000
MOST_BYTES = 50 * 1024 * 1024
#: Pixels of a picture that can be read line by line, and of one that must be held as a whole.
MOST_PIXELS, MOST_HELD_PIXELS = 60 * MEGA, 25 * MEGA
#: Pixels of all frames of a moving picture, and how many there may be.
MOST_MOVING_PIXELS, MOST_FRAMES = 40 * MEGA, 300
#: Pixels along the longer side that a derivative's address can name.
LONGEST_SIDE = 30_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken in: its name, which is its ending too, libvips' loader of it, and its most pixels."""

    name: str
    loader: str
    most_pixels: int = MOST_PIXELS


JPEG, PNG, WEBP, GIF = Kind("jpg", "jpeg"), Kind("png", "png", MOST_HELD_PIXELS), Kind("webp", "webp"), Kind("gif", "gif")
TIFF, AVIF, HEIC = Kind("tiff", "tiff"), Kind("avif", "heif", MOST_HELD_PIXELS), Kind("heic", "", MOST_HELD_PIXELS)
#: The endings of originals.
NAMES = tuple(kind.name for kind in (JPEG, PNG, WEBP, GIF, TIFF, AVIF, HEIC))

_BEGINNINGS = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"GIF87a", GIF), (b"GIF89a", GIF),
               (b"II*\0", TIFF), (b"MM\0*", TIFF))  # fmt: skip
_AVIF_BRANDS, _HEIC_BRANDS = {b"avif", b"avis"}, {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_OF_CAMERAS = {".3fr", ".arw", ".cr2", ".cr3", ".dng", ".nef", ".orf", ".pef", ".raf", ".rw2", ".srw"}
_OTHERS = (
    (b"%PDF", "This is a PDF file, not a picture. Export the page as JPEG or PNG and send that."),
    (b"8BPS", "This is a Photoshop file. Save a copy as JPEG, PNG or TIFF and send that."),
    (b"II+\0", "This is a BigTIFF file. Save it as JPEG or ordinary TIFF and send that."),
    (b"MM\0+", "This is a BigTIFF file. Save it as JPEG or ordinary TIFF and send that."),
    (b"BM", "This is a BMP file. Save it as PNG and send that."),
    (b"\xff\x0a", "This is a JPEG XL file, which is not read here yet. Save it as JPEG and send that."),
    (b"\0\0\0\x0cJXL ", "This is a JPEG XL file, which is not read here yet. Save it as JPEG and send that."),
)
_USUAL = "Send a JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF file."


def kind_of(data: bytes, name: str = "") -> Kind:
    """The kind of a file. Raises `PictureRefused` for what is none of ours, whatever it is called."""
    if not data:
        raise PictureRefused("The file is empty. Send it again.")
    if len(data) > MOST_BYTES:
        raise PictureRefused(f"The file has {len(data) / MEGA:.0f} MB; {MOST_BYTES // 1024**2} MB is the most. Save it smaller.")
    if PurePath(name).suffix.lower() in _OF_CAMERAS or data[8:10] == b"CR":
        raise PictureRefused("This is a camera's raw file. Develop it, save it as JPEG or TIFF and send that.")
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        return _of_boxes(data)
    for beginning, sentence in _OTHERS:
        if data.startswith(beginning):
            raise PictureRefused(sentence)
    if _is_svg(data):
        raise PictureRefused("This is an SVG drawing. Export it as PNG and send that; a logo belongs under “Look and links”.")
    raise PictureRefused(f"This is no picture that can be read. {_USUAL}")


def _of_boxes(data: bytes) -> Kind:
    """AVIF, HEIC or something else, by the brands in the box `ftyp` (ISO/IEC 14496-12)."""
    size = min(int.from_bytes(data[:4]), 4096)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, size, 4))}
    if brands & _AVIF_BRANDS:
        return AVIF
    if brands & _HEIC_BRANDS:
        return HEIC
    raise PictureRefused(f"This is a film or another file that holds no still picture. {_USUAL}")


def _is_svg(data: bytes) -> bool:
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return (head.startswith(b"<") and b"<svg" in head) or data.startswith(b"\x1f\x8b")
