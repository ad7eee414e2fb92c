"""Which bytes of a file a request asks for (RFC 9110, 14)."""

import re

_ONE = re.compile(r"bytes=(?P<first>\d{0,18})-(?P<last>\d{0,18})", re.IGNORECASE)


class NotSatisfiable(ValueError):
    """The bytes asked for lie beyond the end of the file: 416."""


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last that `header` (of `Range`) asks for in a file of `size` bytes.

    None when the whole file is to be given: without a header, or with one that is no single range of bytes, which a
    server may overlook. Raises `NotSatisfiable`.
    """
    match = _ONE.fullmatch(header.replace(" ", ""))
    if match is None or not (match["first"] or match["last"]):
        return None
    if not match["first"]:  # the last so many bytes
        length = int(match["last"])
        if length == 0 or size == 0:
            raise NotSatisfiable
        return max(0, size - length), size
    first = int(match["first"])
    if match["last"] and int(match["last"]) < first:
        return None
    if first >= size:
        raise NotSatisfiable
    return first, min(int(match["last"]) + 1, size) if match["last"] else size
