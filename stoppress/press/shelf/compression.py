"""The two compressed forms of a body, made once when it is printed."""

from dataclasses import dataclass

import brotli
from isal import igzip

from stoppress.press.shelf.records import Bodies


@dataclass(frozen=True, slots=True)
class Effort:
    """Brotli's quality (0 to 11) and ISA-L's level of gzip (0 to 3)."""

    brotli: int
    gzip: int


#: For pages that stay for a while.
LASTING = Effort(5, 3)
#: For pages that another replaces soon: a quarter of the time, an eighth more bytes.
PASSING = Effort(2, 2)
#: For what machines read, over and over the same few elements: half of that time again, and news sitemaps come out smaller.
REPETITIVE = Effort(1, 1)
#: Bytes below which a packet is a packet, compressed or not.
SMALLEST = 600
_TEXT = ("text/", "application/json", "application/xml", "application/javascript", "application/manifest")
_TEXT_ENDINGS = ("+json", "+xml")


def is_text(content_type: str) -> bool:
    """Whether bodies of this content type compress at all."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith(_TEXT) or kind.endswith(_TEXT_ENDINGS)


def compress(body: bytes, content_type: str, effort: Effort = LASTING) -> Bodies:
    """The body with its brotli and gzip forms, where they are smaller."""
    if len(body) < SMALLEST or not is_text(content_type):
        return Bodies(body)
    br = brotli.compress(body, mode=brotli.MODE_TEXT, quality=effort.brotli)
    gz = igzip.compress(body, compresslevel=effort.gzip, mtime=0)
    # The size is part of the entity tag, so no two forms may have the same.
    return Bodies(body, br if len(br) < len(body) else None, gz if len(gz) < len(body) and len(gz) != len(br) else None)
