"""The shelf: finished pages in a folder, found by address and by tag, whole or not at all.

Pages lie as files under names that follow their addresses: `pages/` holds those that any web server
may serve as they are, `notices/` the others. `index.sqlite3` says what the files must
contain, which tags each page carries and what was purged; a page whose files say something else is
not there. `generation` shows every process when readers get something different.
"""

from stoppress.press.shelf.addresses import file_of, key_of
from stoppress.press.shelf.compression import LASTING, PASSING, REPETITIVE, Effort
from stoppress.press.shelf.errors import BadAddress, ShelfBusy, ShelfDamaged, ShelfError, ShelfFull
from stoppress.press.shelf.putting import Ready
from stoppress.press.shelf.records import Bodies, Changes, Count, Forgettable, PageRow, Printed, Purged, Shelved, Swept, etag
from stoppress.press.shelf.shelf import Shelf

__all__ = [
    "LASTING",
    "PASSING",
    "REPETITIVE",
    "BadAddress",
    "Bodies",
    "Changes",
    "Count",
    "Effort",
    "Forgettable",
    "PageRow",
    "Printed",
    "Purged",
    "Ready",
    "Shelf",
    "ShelfBusy",
    "ShelfDamaged",
    "ShelfError",
    "ShelfFull",
    "Shelved",
    "Swept",
    "etag",
    "file_of",
    "key_of",
]
