"""EXIF: the few fields that are words, and which way is up (Exif 2.32, TIFF 6.0). Positions are never read."""

import struct

Fields = dict[int, str | int]

DESCRIPTION, ORIENTATION, ARTIST, COPYRIGHT = 0x010E, 0x0112, 0x013B, 0x8298
TAKEN, TAKEN_OFFSET = 0x9003, 0x9011
_EXIF_PART = 0x8769
_WANTED = {DESCRIPTION, ORIENTATION, ARTIST, COPYRIGHT, TAKEN, TAKEN_OFFSET, _EXIF_PART}
_ASCII, _SHORT, _LONG, _UTF8 = 2, 3, 4, 129
_LONGEST = 16_000


def read(blob: bytes) -> Fields:
    """The wanted fields by tag; what is cut off or points nowhere is left out."""
    tiff = blob.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return {}
    fields = _part(tiff, order, struct.unpack_from(f"{order}I", tiff, 4)[0])
    deeper = fields.pop(_EXIF_PART, None)
    if isinstance(deeper, int):
        fields = {**_part(tiff, order, deeper), **fields}
        fields.pop(_EXIF_PART, None)
    return fields


def _part(tiff: bytes, order: str, at: int) -> Fields:
    if at + 2 > len(tiff):
        return {}
    count = struct.unpack_from(f"{order}H", tiff, at)[0]
    fields: Fields = {}
    for start in range(at + 2, min(at + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, length = struct.unpack_from(f"{order}HHI", tiff, start)
        value = _value(tiff, order, start + 8, kind, length) if tag in _WANTED else None
        if value is not None:
            fields[tag] = value
    return fields


def _value(tiff: bytes, order: str, at: int, kind: int, length: int) -> str | int | None:
    if kind == _SHORT:
        return int(struct.unpack_from(f"{order}H", tiff, at)[0])
    if kind == _LONG:
        return int(struct.unpack_from(f"{order}I", tiff, at)[0])
    if kind not in (_ASCII, _UTF8):
        return None
    start = at if length <= 4 else struct.unpack_from(f"{order}I", tiff, at)[0]
    raw = tiff[start : start + min(length, _LONGEST)].split(b"\0")[0]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
