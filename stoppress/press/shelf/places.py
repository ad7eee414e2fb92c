"""Where in the shelf's folder the files of each page lie."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from stoppress.press.shelf import files
from stoppress.press.shelf.addresses import file_of
from stoppress.press.shelf.names import tells_all

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

    def of(self, facts: Facts) -> Path:
        """The identity file of a page; those of its other encodings lie beside it."""
        file = file_of(facts["key"])
        told = {name: facts[name] for name in ("status", "content_type", "headers")}
        return (self.pages if tells_all(file, **told) else self.notices) / file

    def files_of(self, rows: Iterable[sqlite3.Row]) -> Iterator[Path]:
        """Every file that these pages own."""
        for row in rows:
            yield from files.variants(self.of(row))

    def files_at(self, keys: Iterable[str]) -> Iterator[Path]:
        """Every file that may lie at these keys, also what a process that died has left there."""
        for key in keys:
            file = file_of(key)
            yield from files.variants(self.pages / file)
            yield from files.variants(self.notices / file)
