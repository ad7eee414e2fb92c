"""The SQLite newsroom that is moved: read in one transaction that also keeps everyone else from writing."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from stoppress.conf.moving.errors import MoveRefused

#: Kept by each database for itself: what was migrated, and an index that is made from the rows.
LEFT_OUT = {"django_migrations", "wagtailsearch_indexentry"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns in order, the one that is its key, and how many rows it has."""

    name: str
    columns: tuple[str, ...]
    key: str
    count: int


class Source:
    """The database as it is at one moment; `close` lets others write again."""

    def __init__(self, path: Path) -> None:
        """Raises MoveRefused while someone else is writing, or when there is no newsroom."""
        if not path.exists():
            raise MoveRefused(f"There is no newsroom at {path}; STOPPRESS_HOME names the folder it is in.")
        self._db = sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, isolation_level=None, timeout=3)
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            self._db.close()
            raise MoveRefused("Someone is writing to the newsroom; stop Stoppress and try again.") from error

    def close(self) -> None:
        self._db.rollback()
        self._db.close()

    def migrations(self) -> set[tuple[str, str]]:
        """What was migrated, as (application, migration)."""
        return set(self._db.execute("SELECT app, name FROM django_migrations"))

    def tables(self) -> list[Table]:
        """What is moved: every table but indexes that SQLite keeps as tables, and those left out."""
        kinds = self._db.execute("SELECT name FROM pragma_table_list WHERE schema='main' AND type='table' ORDER BY name")
        names = [name for (name,) in kinds if not name.startswith("sqlite_") and name not in LEFT_OUT]
        return [self._table(name) for name in names]

    def rows(self, table: Table, after: Any = None) -> Iterator[tuple[Any, ...]]:
        """The rows in the order of their keys, from the one after the key `after`; read one by one."""
        columns = ", ".join(f'"{column}"' for column in table.columns)
        where, values = ("", ()) if after is None else (f'WHERE "{table.key}" > ?', (after,))
        return self._db.execute(f'SELECT {columns} FROM "{table.name}" {where} ORDER BY "{table.key}"', values)

    def count_after(self, table: Table, key: Any) -> int:
        """How many rows have a greater key."""
        (count,) = self._db.execute(f'SELECT count(*) FROM "{table.name}" WHERE "{table.key}" > ?', (key,)).fetchone()
        return int(count)

    def last_number(self, table: Table) -> int:
        """The greatest number that was ever given out as a key, also to rows that are gone."""
        (given,) = self._db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name=?", (table.name,)).fetchone()
        (there,) = self._db.execute(f'SELECT max("{table.key}") FROM "{table.name}"').fetchone()
        return max(given or 0, there if isinstance(there, int) else 0)

    def _table(self, name: str) -> Table:
        found = self._db.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
        keys = [column for column, place in found if place]
        if len(keys) != 1:
            raise MoveRefused(f"The table {name} has no single key and cannot be moved.")
        (count,) = self._db.execute(f'SELECT count(*) FROM "{name}"').fetchone()
        return Table(name, tuple(column for column, _ in found), keys[0], count)
