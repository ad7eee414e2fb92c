"""Addresses as they are compared: the same page is the same however it was linked."""

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from stoppress.discussion.imports.records import BadFile

#: What is added to addresses to see where readers come from.
_TRACKS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def address_key(address: str) -> str:
    """What is equal for addresses of one page: no scheme, `www.`, fragment, last slash, tracking; a bare name is itself."""
    try:
        parts = urlsplit(address.strip())
        if not parts.netloc:
            return address.strip()
        host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
        kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].lower().startswith(_TRACKS)]
    except ValueError:
        return address.strip()
    return f"{host}{unquote(parts.path).rstrip('/')}" + (f"?{urlencode(sorted(kept))}" if kept else "")


def pairs(path: Path) -> Iterator[tuple[str, int]]:
    """The lines of a map, `old-url,story-id`. Raises BadFile with the line that is none."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as source:
            for number, row in enumerate(csv.reader(source), 1):
                if not row or (number == 1 and len(row) > 1 and not row[-1].strip().isdigit()):
                    continue  # an empty line, or the heading
                story = row[-1].strip()
                if len(row) != 2 or not story.isascii() or not story.isdigit() or len(story) > 18:
                    raise BadFile(f"Line {number} of {path.name} is not OLD-ADDRESS,STORY-NUMBER.")
                yield row[0], int(story)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path.name} cannot be read: {error}") from error
