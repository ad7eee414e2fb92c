"""What a WebM file says of itself (Matroska, RFC 9559, over EBML, RFC 8794): length, tracks with their codecs and sizes."""

from dataclasses import dataclass, field
from struct import unpack
from typing import BinaryIO

from stoppress.pictures.recordings.mp4 import Damaged

#: Bytes from the beginning in which everything that is asked lies, before the first cluster.
MOST_HEAD = 8 * 1024 * 1024
_EBML, _DOCTYPE, _SEGMENT, _INFO, _SCALE, _LENGTH = 0x1A45DFA3, 0x4282, 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
_TRACKS, _TRACK, _CODEC, _VIDEO, _WIDTH, _HEIGHT, _CLUSTER = 0x1654AE6B, 0xAE, 0x86, 0xE0, 0xB0, 0xBA, 0x1F43B675
_INSIDE = {_EBML, _SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO}


@dataclass(slots=True)
class Contents:
    """What the file holds; `seconds` is 0 when it does not say."""

    doctype: str = ""
    scale: int = 1_000_000
    length: float = 0.0
    codecs: list[str] = field(default_factory=list)
    width: int = 0
    height: int = 0

    @property
    def seconds(self) -> float:
        """The playing time."""
        return self.length * self.scale / 1e9


def read(file: BinaryIO) -> Contents:
    """The contents of a WebM file; raises `Damaged`."""
    file.seek(0)
    found = Contents()
    _walk(memoryview(file.read(MOST_HEAD)), found, 0)
    if not found.doctype or not found.codecs:
        raise Damaged("it has no list of tracks")
    return found


def _walk(data: memoryview, found: Contents, depth: int) -> bool:
    """Look into the elements of `data`; False once the first cluster, the media itself, has begun."""
    at = 0
    while at < len(data):
        number, at = _number(data, at, keeps_mark=True)
        size, at = _number(data, at)
        if number == _CLUSTER:
            return False
        is_endless = size < 0
        body = data[at:] if is_endless else data[at : at + size]
        if number in _INSIDE and depth < 6:
            if not _walk(body, found, depth + 1):
                return False
        else:
            _tell(found, number, bytes(body[:200]))
        at += len(body) if is_endless else size
    return True


def _tell(found: Contents, number: int, value: bytes) -> None:
    if number == _DOCTYPE:
        found.doctype = value.rstrip(b"\0").decode("latin-1")
    elif number == _SCALE:
        found.scale = int.from_bytes(value, "big")
    elif number == _LENGTH and len(value) in (4, 8):
        (found.length,) = unpack(">f" if len(value) == 4 else ">d", value)
    elif number == _CODEC:
        found.codecs.append(value.rstrip(b"\0").decode("latin-1"))
    elif number == _WIDTH:
        found.width = int.from_bytes(value, "big")
    elif number == _HEIGHT:
        found.height = int.from_bytes(value, "big")


def _number(data: memoryview, at: int, *, keeps_mark: bool = False) -> tuple[int, int]:
    """A number of EBML and where it ends; -1 for a size that is not known. The leading zeros say how long it is."""
    if at >= len(data):
        raise Damaged("it has been cut off")
    width = 9 - data[at].bit_length()
    if width > 8 or at + width > len(data):
        raise Damaged("it has been cut off")
    number = int.from_bytes(data[at : at + width], "big")
    if keeps_mark:
        return number, at + width
    number &= (1 << (7 * width)) - 1
    return (-1 if number == (1 << (7 * width)) - 1 else number), at + width
