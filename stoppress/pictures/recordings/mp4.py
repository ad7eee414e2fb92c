"""What an MP4 file says of itself (ISO/IEC 14496-12): brands, length, tracks with their codecs and sizes."""

from dataclasses import dataclass
from typing import BinaryIO

#: Bytes of the table of contents that are read; that of a film of ten hours is a few megabytes.
MOST_CONTENTS = 64 * 1024 * 1024
#: Boxes that may lie in one box; nobody writes more.
MOST_BOXES = 2_000
_CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}


class Damaged(ValueError):
    """The file breaks the rules of its format; the message says where."""


@dataclass(slots=True)
class Track:
    """One track: `vide` or `soun`, its codec as four letters, its size in pixels for a picture."""

    handler: str = ""
    codec: str = ""
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Contents:
    """What the file holds; `seconds` is 0 when it does not say, and `is_ready` when it can play before it has all come."""

    brands: tuple[str, ...]
    seconds: float
    tracks: list[Track]
    is_ready: bool


def read(file: BinaryIO) -> Contents:
    """The contents of an MP4 file; raises `Damaged`."""
    brands: tuple[str, ...] = ()
    found, seen_media, is_ready = None, False, True
    for name, body, size in _top_boxes(file):
        if name == b"ftyp":
            head = file.read(min(size, 512))
            brands = tuple(head[n : n + 4].decode("latin-1") for n in range(0, len(head), 4) if n != 4)
        elif name == b"mdat":
            seen_media = True
        elif name == b"moov":
            if size > MOST_CONTENTS:
                raise Damaged("its table of contents is too large")
            found, is_ready = file.read(size), not seen_media
        file.seek(body + size)
    if found is None:
        raise Damaged("it has no table of contents; it may have been cut off")
    tracks: list[Track] = []
    seconds = _walk(memoryview(found), tracks, 0)
    return Contents(brands, seconds, tracks, is_ready)


def _top_boxes(file: BinaryIO):  # type: ignore[no-untyped-def]
    file.seek(0, 2)
    end = file.tell()
    at = 0
    for _ in range(MOST_BOXES):
        if at + 8 > end:
            return
        file.seek(at)
        head = file.read(16)
        size, name, body = int.from_bytes(head[:4], "big"), head[4:8], at + 8
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            raise Damaged("it has been cut off")
        file.seek(body)
        yield name, body, at + size - body
        at += size


def _walk(data: memoryview, tracks: list[Track], depth: int) -> float:
    """Look into the boxes of `data`; returns the length in seconds when it is told there."""
    at, seconds = 0, 0.0
    for _ in range(MOST_BOXES):
        if at + 8 > len(data):
            break
        size, name = int.from_bytes(data[at : at + 4], "big"), bytes(data[at + 4 : at + 8])
        size = size or len(data) - at
        if size < 8 or at + size > len(data):
            raise Damaged("a part of its table of contents is cut off")
        body = data[at + 8 : at + size]
        if name == b"trak":
            tracks.append(Track())
        if name in _CONTAINERS and depth < 8:
            seconds = _walk(body, tracks, depth + 1) or seconds
        elif name == b"mvhd":
            seconds = _length(body)
        elif tracks:
            _tell(tracks[-1], name, body)
        at += size
    return seconds


def _length(body: memoryview) -> float:
    at, width = (20, 8) if body[:1] == b"\x01" else (12, 4)
    scale, length = int.from_bytes(body[at : at + 4], "big"), int.from_bytes(body[at + 4 : at + 4 + width], "big")
    return length / scale if scale and length != 2 ** (8 * width) - 1 else 0.0


def _tell(track: Track, name: bytes, body: memoryview) -> None:
    if name == b"hdlr" and len(body) >= 12:
        track.handler = bytes(body[8:12]).decode("latin-1")
    elif name == b"tkhd" and len(body) >= 8:
        # 16.16 numbers at the end; turned by a quarter when the matrix says so.
        width, height = (int.from_bytes(body[-n : len(body) - n + 4], "big") >> 16 for n in (8, 4))
        matrix = body[-44:-8]
        is_turned = len(matrix) == 36 and not any(matrix[0:4]) and any(matrix[4:8])
        track.width, track.height = (height, width) if is_turned else (width, height)
    elif name == b"stsd" and len(body) >= 16:
        track.codec = bytes(body[12:16]).decode("latin-1")
