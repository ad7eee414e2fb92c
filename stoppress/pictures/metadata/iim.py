"""IPTC IIM: datasets as photo agencies have written them into JPEG and TIFF files since 1991 (IIM 4.2, Photoshop's 8BIM)."""

from collections.abc import Iterator

Datasets = dict[tuple[int, int], list[str]]

_PHOTOSHOP = b"Photoshop 3.0\0"
_OF_IPTC = 0x0404
_CHARSET = (1, 90)
_UTF8 = b"\x1b%G"
#: Datasets in one file; more are a flood.
_MOST = 2000


def read(blob: bytes) -> Datasets:
    """The texts of every dataset by (record, number); what is cut off or broken ends the reading.

    Without a mark of its character set a text is UTF-8 when it can be, else cp1252, as agencies have it.
    """
    found: dict[tuple[int, int], list[bytes]] = {}
    for number, (key, value) in enumerate(_datasets(_inside(blob))):
        if number >= _MOST:
            break
        found.setdefault(key, []).append(value)
    is_utf8 = any(value.startswith(_UTF8) for value in found.get(_CHARSET, ()))
    return {key: [_text(value, is_utf8=is_utf8) for value in values] for key, values in found.items()}


def write(datasets: list[tuple[int, str]]) -> bytes:
    """Photoshop's block for a JPEG with datasets of record 2, in UTF-8; their order is kept."""
    iim = _dataset(1, 90, _UTF8) + _dataset(2, 0, b"\0\4")
    iim += b"".join(_dataset(2, number, text.encode()[:32_000]) for number, text in datasets if text)
    padded = iim + b"\0" * (len(iim) % 2)
    return _PHOTOSHOP + b"8BIM" + _OF_IPTC.to_bytes(2) + b"\0\0" + len(iim).to_bytes(4) + padded


def _dataset(record: int, number: int, value: bytes) -> bytes:
    return bytes((0x1C, record, number)) + len(value).to_bytes(2) + value


def _inside(blob: bytes) -> bytes:
    """The datasets within Photoshop's resources, or the blob itself when it has none around them."""
    at = blob.find(_PHOTOSHOP)
    if at < 0 and not blob.startswith(b"8BIM"):
        return blob
    at = at + len(_PHOTOSHOP) if at >= 0 else 0
    while blob[at : at + 4] == b"8BIM" and at + 12 <= len(blob):
        kind, name = int.from_bytes(blob[at + 4 : at + 6]), blob[at + 6]
        at += 6 + name + 1 + (name + 1) % 2
        size = int.from_bytes(blob[at : at + 4])
        at += 4
        if kind == _OF_IPTC:
            return blob[at : at + size]
        at += size + size % 2
    return b""


def _datasets(iim: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = 0
    while at + 5 <= len(iim) and iim[at] == 0x1C:
        key, size = (iim[at + 1], iim[at + 2]), int.from_bytes(iim[at + 3 : at + 5])
        at += 5
        if size & 0x8000:  # an extended dataset, whose length has a length
            digits = size & 0x7FFF
            if digits > 4:
                return
            size, at = int.from_bytes(iim[at : at + digits]), at + digits
        if at + size > len(iim):
            return
        yield key, iim[at : at + size]
        at += size


def _text(value: bytes, *, is_utf8: bool) -> str:
    if is_utf8:
        return value.decode("utf-8", "replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")
