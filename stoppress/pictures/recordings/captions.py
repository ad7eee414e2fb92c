"""Captions of a recording as WebVTT (W3C), checked line by line."""

import re

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+\S+)*[ \t]*")
#: Characters of captions that are taken; the words of a day of talk are fewer.
MOST = 2_000_000


class BadCaptions(ValueError):
    """The file is not WebVTT; the message says what is wrong in which line."""


def checked(data: bytes) -> str:
    """Captions as text with plain line ends; raises `BadCaptions` with a sentence that names the line."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    except UnicodeDecodeError as wrong:
        raise BadCaptions("Captions must be UTF-8 text; save the file again in that encoding.") from wrong
    if len(text) > MOST:
        raise BadCaptions("This is too much text for captions.")
    lines = text.split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise BadCaptions("Line 1: a WebVTT file begins with the word WEBVTT. SubRip files (.srt) must be converted first.")
    cues, last = 0, -1.0
    for number, line in enumerate(lines[1:], start=2):
        if "-->" not in line:
            continue
        told = _CUE.fullmatch(line)
        if told is None:
            raise BadCaptions(f"Line {number}: times look like 00:01.000 --> 00:04.200.")
        begin, end = _seconds(told.groups()[:4]), _seconds(told.groups()[4:])
        if end <= begin:
            raise BadCaptions(f"Line {number}: the caption ends before it begins.")
        if begin < last:
            raise BadCaptions(f"Line {number}: the caption begins before the one above it.")
        cues, last = cues + 1, begin
    if not cues:
        raise BadCaptions("There is no caption in this file.")
    return text.strip() + "\n"


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
