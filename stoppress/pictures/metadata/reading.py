"""One set of words from a file's IPTC IIM, XMP and EXIF, in the order in which the Metadata Working Group trusts them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from stoppress.kit.plain_text import clean, one_line, shorten
from stoppress.pictures.metadata import exif, iim, xmp
from stoppress.pictures.taken_in import Words

#: Characters that a picture's columns hold.
_LINE, _RIGHTS, _ALT, _TEXT = 200, 300, 500, 5000
_DATE = re.compile(
    r"(?P<year>\d{4})[-:]?(?P<month>\d{2})[-:]?(?P<day>\d{2})"
    r"(?:[T ]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?(?:\.\d+)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)


def words_of(*, exif_blob: bytes = b"", xmp_blob: bytes = b"", iim_blob: bytes = b"") -> Words:
    """What the file says of itself. XMP counts before IIM, IIM before EXIF; all of it is made safe to keep, none is trusted."""
    x, i, e = xmp.read(xmp_blob), iim.read(iim_blob), exif.read(exif_blob)

    def old(*numbers: int) -> str:
        return next((text for n in numbers for text in i.get((2, n), ()) if text.strip()), "")

    creators = x.all("dc:creator") or i.get((2, 80), []) or [str(e.get(exif.ARTIST, ""))]
    places = [
        x.first("Iptc4xmpCore:Location") or old(92), x.first("photoshop:City") or old(90),
        x.first("photoshop:State") or old(95), x.first("photoshop:Country") or old(101),
    ]  # fmt: skip
    return Words(
        title=_line(x.first("photoshop:Headline") or old(105) or x.first("dc:title") or old(5)),
        caption=_text(x.first("dc:description") or old(120) or str(e.get(exif.DESCRIPTION, ""))),
        alt=_line(x.first("Iptc4xmpCore:AltTextAccessibility"), _ALT),
        creator=_list(creators),
        credit=_line(x.first("photoshop:Credit") or old(110)),
        source=_line(x.first("photoshop:Source") or old(115)),
        copyright=_line(x.first("dc:rights") or old(116) or _before_editor(e.get(exif.COPYRIGHT, "")), _RIGHTS),
        usage_terms=_text(x.first("xmpRights:UsageTerms")),
        terms_url=_address(x.first("xmpRights:WebStatement")),
        licensor=_line(x.within("plus:Licensor", "plus:LicensorName")),
        licensor_url=_address(x.within("plus:Licensor", "plus:LicensorURL")),
        instructions=_text(x.first("photoshop:Instructions") or old(40)),
        keywords=_several(x.all("dc:subject") or i.get((2, 25), [])),
        persons=_several(x.all("Iptc4xmpExt:PersonInImage")),
        taken_at=_moment(x.first("photoshop:DateCreated", "exif:DateTimeOriginal"))
        or _moment(old(55) + old(60)) or _moment(_exif_moment(e)),
        place=_list(places),
        digital_source_type=_line(x.first("Iptc4xmpExt:DigitalSourceType")),
        data_mining=_line(x.first("plus:DataMining")),
    )  # fmt: skip


def orientation_of(exif_blob: bytes) -> int:
    """Which way is up, 1 to 8 as EXIF counts; 1 when nothing sensible is said."""
    told = exif.read(exif_blob).get(exif.ORIENTATION, 1)
    return told if isinstance(told, int) and 1 <= told <= 8 else 1


def _line(text: str, limit: int = _LINE) -> str:
    return shorten(one_line(text), limit)


def _text(text: str) -> str:
    return shorten(clean(text).strip(), _TEXT)


def _several(texts: Iterable[str]) -> tuple[str, ...]:
    lines = (shorten(one_line(text), 100) for text in texts)
    return tuple(dict.fromkeys(line for line in lines if line))[:100]


def _list(texts: Iterable[str]) -> str:
    return _line(", ".join(_several(texts)))


def _address(text: str) -> str:
    """A web address, or nothing: what else stands there (`javascript:…`) must not become a link."""
    text = one_line(text)
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text and len(text) <= 200
    except ValueError:
        return ""
    return text if is_address else ""


def _before_editor(told: str | int) -> str:
    """EXIF's copyright of the photographer, without the editor's behind it."""
    return str(told).split("\0")[0]


def _exif_moment(fields: exif.Fields) -> str:
    return f"{fields.get(exif.TAKEN, '')}{fields.get(exif.TAKEN_OFFSET, '')}"


def _moment(text: str) -> datetime | None:
    """A moment as XMP, IIM or EXIF writes it; without a zone it is taken to be UTC."""
    found = _DATE.match(text.strip())
    if not found:
        return None
    zone = (found["zone"] or "Z").replace("Z", "+00:00").replace(":", "")
    clock = f"{found['hour'] or '00'}{found['minute'] or '00'}{found['second'] or '00'}"
    try:
        told = datetime.strptime(f"{found['year']}{found['month']}{found['day']}{clock}{zone}", "%Y%m%d%H%M%S%z")
        return told.astimezone(UTC) if told.year > 1800 else None
    except (ValueError, OverflowError):
        return None
