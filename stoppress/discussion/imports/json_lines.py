"""Lines of JSON, packed or not, one after the other, however large the file."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from stoppress.discussion.imports.records import BadFile, Strange

#: Bytes of one line that anything real has.
LONGEST = 8_000_000


def objects(path: Path) -> Iterator[dict[str, Any] | Strange]:
    """The object of each line; of a line that is none, what is strange about it. Raises BadFile for a spoilt archive."""
    try:
        with _opened(path) as source:
            number = 0
            while line := source.readline(LONGEST + 1):
                number += 1
                if len(line) > LONGEST:
                    while line and not line.endswith(b"\n"):
                        line = source.readline(LONGEST)
                    yield Strange(f"line {number} is too long")
                elif line.strip():
                    yield _object(line, number)
    except (OSError, EOFError, zlib.error) as error:
        raise BadFile(f"{path.name} cannot be read: {error}") from error


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as source:
        is_packed = source.read(2) == b"\x1f\x8b"
    return gzip.open(path) if is_packed else path.open("rb")  # type: ignore[return-value]


def _object(line: bytes, number: int) -> dict[str, Any] | Strange:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return Strange(f"line {number} is no JSON")
    return found if isinstance(found, dict) else Strange(f"line {number} is no object")


def text(found: Any, name: str) -> str:
    """A text, or a number as one, under a name; nothing for anything else."""
    value = found.get(name) if isinstance(found, dict) else None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return value if isinstance(value, str) else str(value) if abs(value) < 10**18 else ""


def below(found: Any, *names: str) -> Any:
    """What lies below these names, one in the other; an empty object when there is nothing."""
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if found is not None else {}


def number(found: Any) -> int:
    """A whole number that counts something, also as MongoDB writes it; 0 for anything else."""
    if isinstance(found, dict):
        found = next((found[name] for name in ("$numberInt", "$numberLong", "$numberDouble") if name in found), 0)
    try:
        return max(0, min(int(found), 1_000_000_000)) if isinstance(found, (str, int, float)) else 0
    except (ValueError, OverflowError):
        return 0
