"""News in JSON (IPTC ninjs): stories written in 3.1, items read from 1.x, 2.x and 3.x."""

from stoppress.syndication.ninjs.reading import from_ninjs
from stoppress.syndication.ninjs.writing import to_ninjs

__all__ = ["from_ninjs", "to_ninjs"]
