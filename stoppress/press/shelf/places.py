"""Where in the shelf's folder the files of each page lie."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from stoppress.press.shelf import files
from stoppress.press.shelf.addresses import file_of


class Places:
    """The folders below the shelf's own: finished pages, notices, and files on their way there."""

    def __init__(self, folder: Path) -> None:
        #: Pages of status 200, which any web server may serve as they are.
        self.pages = folder / "pages"
        #: Pages of every other status.
        self.notices = folder / "notices"
        self.incoming = folder / "incoming"

    def of(self, key: str, status: int) -> Path:
        """The identity file of a page; those of its other encodings lie beside it."""
        return (self.pages if status == 200 else self.notices) / file_of(key)

    def files_of(self, rows: Iterable[sqlite3.Row]) -> Iterator[Path]:
        """Every file that these pages own."""
        for row in rows:
            yield from files.variants(self.of(row["key"], row["status"]))

    def files_at(self, keys: Iterable[str]) -> Iterator[Path]:
        """Every file that may lie at these keys, also what a process that died has left there."""
        for key in keys:
            yield from files.variants(self.pages / file_of(key))
            yield from files.variants(self.notices / file_of(key))
