"""The two compressed forms of a body, made once when it is printed."""

import gzip

import brotli

from stoppress.press.shelf.records import Bodies

#: Brotli's quality for pages that readers wait for; 11 is for what is printed once and read for years.
QUALITY = 5
#: Gzip's level, for the few who know no Brotli: 6 takes half as long again for a twentieth less.
LEVEL = 4
#: Bytes below which a packet is a packet, compressed or not.
SMALLEST = 600
_TEXT = ("text/", "application/json", "application/xml", "application/javascript", "application/manifest")
_TEXT_ENDINGS = ("+json", "+xml")


def is_text(content_type: str) -> bool:
    """Whether bodies of this content type compress at all."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith(_TEXT) or kind.endswith(_TEXT_ENDINGS)


def compress(body: bytes, content_type: str, *, quality: int = QUALITY) -> Bodies:
    """The body with its brotli (`quality` 0 to 11) and gzip forms, where they are smaller."""
    if len(body) < SMALLEST or not is_text(content_type):
        return Bodies(body)
    br = brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality)
    gz = gzip.compress(body, compresslevel=LEVEL, mtime=0)
    # The size is part of the entity tag, so no two forms may have the same.
    return Bodies(body, br if len(br) < len(body) else None, gz if len(gz) < len(body) and len(gz) != len(br) else None)
