"""What an original says of itself, read safely."""

from stoppress.pictures.derivatives import PictureRefused, measure
from stoppress.pictures.taken_in import TakenIn

_KINDS = (
    (b"\xff\xd8\xff", 0, "jpg"), (b"\x89PNG\r\n\x1a\n", 0, "png"), (b"GIF8", 0, "gif"), (b"WEBP", 8, "webp"),
    (b"ftypavif", 4, "avif"), (b"II*\0", 0, "tiff"), (b"MM\0*", 0, "tiff"),
)  # fmt: skip


def read(data: bytes, name: str) -> TakenIn:
    """Read an original; raises `PictureRefused` with a sentence for what cannot be shown."""
    try:
        from stoppress.pictures import ingest
    except ImportError:
        return _measured(data)
    taken: TakenIn = ingest.take_in(data, name)
    return taken


def _measured(data: bytes) -> TakenIn:
    kind = next((kind for beginning, at, kind in _KINDS if data[at : at + len(beginning)] == beginning), "")
    if not kind:
        raise PictureRefused("This is not a JPEG, PNG, WebP, AVIF, GIF or TIFF file.")
    width, height, colour = measure(data)
    return TakenIn(kind=kind, width=width, height=height, master=None, colour=colour, blurhash="", focal=None)
