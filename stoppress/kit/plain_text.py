"""Text from outside made safe to keep: no control characters, no lone surrogates, NFC, bounded floods of marks."""

import re
import unicodedata

#: C0/C1 controls but tab and line feed, and the noncharacters that XML and JSON readers stumble over.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
#: Signs that stand on the one before them, in any script.
_MARKS = "".join(map(chr, filter(lambda code: unicodedata.combining(chr(code)), range(0x300, 0x1F000))))
#: More than eight of them in a row serve only to break layouts, and take ever longer to put into order.
_MARK_FLOOD = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")
#: Where a flood could be: found in a twentieth of the time, for beyond U+FFFF any sign is taken for a mark.
_PERHAPS_A_FLOOD = re.compile(f"[{''.join(mark for mark in _MARKS if mark <= chr(0xFFFF))}\U00010000-\U0010ffff]{{9}}")
_OPENERS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"


def clean(text: str) -> str:
    """`text` in NFC without control characters, with direction marks closed within it."""
    is_printable = text.isprintable()  # as most texts are: without controls and direction marks
    if not is_printable:
        text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isascii():  # neither marks nor directions
        return text
    if _PERHAPS_A_FLOOD.search(text):
        text = _MARK_FLOOD.sub(r"\1", text)
    text = unicodedata.normalize("NFC", text)
    return text if is_printable else _close_directions(text)


def one_line(text: str) -> str:
    """`clean` text on a single line with single spaces."""
    return " ".join(clean(text).split())


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word and ended with an ellipsis when anything was cut."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head
    return cut.rstrip(" ,;:.-–—") + "…"


def _close_directions(text: str) -> str:
    """Close every direction override and isolate, so that it cannot turn the text that follows it."""
    overrides = sum(text.count(mark) for mark in _OPENERS) - text.count("\u202c")
    isolates = sum(text.count(mark) for mark in _ISOLATES) - text.count("\u2069")
    return text + "\u202c" * max(0, overrides) + "\u2069" * max(0, isolates)
