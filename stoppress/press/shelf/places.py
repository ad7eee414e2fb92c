"""Where in the shelf's folder the files of each page lie."""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from stoppress.press.shelf import files
from stoppress.press.shelf.addresses import file_of
from stoppress.press.shelf.names import tells_all
from stoppress.press.shelf.spares import Spares

#: Pages of which it is kept where they lie: to put paths together takes a tenth of the time of putting a page.
KEPT = 500
#: What the index says of a page: its row, or what is about to become one.
Facts = sqlite3.Row | dict[str, Any]


class Places:
    """The folders below the shelf's own: finished pages, notices, and files on their way there."""

    def __init__(self, folder: Path) -> None:
        #: Pages that any web server may serve as they are.
        self.pages = folder / "pages"
        #: Pages with another status than 200, headers of their own, or a type that their name does not tell.
        self.notices = folder / "notices"
        self.incoming = folder / "incoming"
        #: Files that pages have left, to be written anew for their next prints.
        self.spares = Spares()
        self._at = lru_cache(KEPT)(self._found_at)

    def of(self, facts: Facts) -> Path:
        """The identity file of a page; those of its other encodings lie beside it."""
        page, notice = self._at(facts["key"])
        told = {name: facts[name] for name in ("status", "content_type", "headers")}
        return page if tells_all(page, **told) else notice

    def files_of(self, rows: Iterable[sqlite3.Row]) -> Iterator[Path]:
        """Every file that these pages own."""
        for row in rows:
            yield from files.variants(self.of(row))

    def files_at(self, keys: Iterable[str]) -> Iterator[Path]:
        """Every file that may lie at these keys, also what a process that died has left there."""
        for key in keys:
            for place in self._at(key):
                yield from files.variants(place)

    def _found_at(self, key: str) -> tuple[Path, Path]:
        """Where the page of a key lies, and where its notice would."""
        file = file_of(key)
        return self.pages / file, self.notices / file
