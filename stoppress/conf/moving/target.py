"""The PostgreSQL database that a newsroom is moved to, and what it remembers of the move until that is done."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from stoppress.conf.moving.checksums import Sum, of_rows
from stoppress.conf.moving.errors import MoveRefused
from stoppress.conf.moving.source import LEFT_OUT, Table

#: Bytes, roughly, that are written in one transaction.
MOST_BYTES = 8_000_000
_MEMORY = """
CREATE SCHEMA stoppress_move;
CREATE TABLE stoppress_move.newsroom (mark text NOT NULL, is_prepared boolean NOT NULL DEFAULT false);
CREATE TABLE stoppress_move.bond (place text NOT NULL, name text NOT NULL, definition text NOT NULL);
CREATE TABLE stoppress_move.copied (name text PRIMARY KEY, last_key text NOT NULL);
"""
#: Tables of which a single row shows that a newsroom lives here.
_TELLING = ("newsroom_edition", "newsroom_story", "readers_account", "publog_entry")


class Target:
    """Speaks to the database; each method is a transaction. The schema `stoppress_move` is the move's memory."""

    def __init__(self, url: str) -> None:
        try:
            self._db = psycopg.connect(url, autocommit=True, options="-c timezone=UTC -c datestyle=ISO", connect_timeout=10)
        except psycopg.OperationalError as error:
            raise MoveRefused(f"The database cannot be reached: {error}") from error
        if self._value("SHOW server_encoding") != "UTF8":
            raise MoveRefused("The database must have the encoding UTF8: createdb --encoding=UTF8 --template=template0 NAME.")

    def close(self) -> None:
        self._db.close()

    def claim(self, mark: str, tables: Sequence[Table]) -> bool:
        """Take the database for the newsroom with this mark; True when its move had begun before."""
        if self._value("SELECT to_regnamespace('stoppress_move') IS NOT NULL"):
            if self._value("SELECT mark FROM stoppress_move.newsroom") != mark:
                raise MoveRefused("Another newsroom is on its way into this database; choose an empty one.")
            return True
        there = set(self._column("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        foreign = there - {table.name for table in tables} - LEFT_OUT
        if foreign:
            some = ", ".join(sorted(foreign)[:5])
            raise MoveRefused(f"This database holds tables of something else ({some}); choose an empty one.")
        for name in _TELLING:
            if name in there and self._value(SQL("SELECT EXISTS (SELECT 1 FROM {})").format(Identifier(name))):
                raise MoveRefused("This database holds a newsroom already; choose an empty one.")
        with self._db.transaction():
            self._db.execute(_MEMORY)
            self._db.execute("INSERT INTO stoppress_move.newsroom VALUES (%s)", (mark,))
        return False

    def migrations(self) -> set[tuple[str, str]]:
        """What was migrated, as (application, migration)."""
        return set(self._db.execute("SELECT app, name FROM django_migrations").fetchall())

    def types(self, table: Table) -> list[str]:
        """The type of each of the table's columns. Raises MoveRefused when the database has others."""
        asked = "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        found: dict[str, str] = dict(self._db.execute(asked, (table.name,)).fetchall())
        if set(found) != set(table.columns):
            differ = ", ".join(sorted(set(found) ^ set(table.columns)))
            raise MoveRefused(f"The table {table.name} looks different in the two databases ({differ}).")
        return [found[column] for column in table.columns]

    def prepare(self, tables: Sequence[Table]) -> None:
        """Once: empty the tables of what migrating put there and loosen the bonds between them, remembering these."""
        if self._value("SELECT is_prepared FROM stoppress_move.newsroom"):
            return
        bonds = (
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
        )
        with self._db.transaction():
            for place, name, definition in self._db.execute(bonds).fetchall():
                self._db.execute("INSERT INTO stoppress_move.bond VALUES (%s, %s, %s)", (place, name, definition))
                self._db.execute(SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(SQL(place), Identifier(name)))
            self._db.execute(SQL("TRUNCATE {}").format(SQL(", ").join(Identifier(table.name) for table in tables)))
            self._db.execute("UPDATE stoppress_move.newsroom SET is_prepared = true")

    def last_key(self, table: Table) -> Any:
        """The key up to which the table was copied; None at its beginning."""
        kept = self._value("SELECT last_key FROM stoppress_move.copied WHERE name = %s", (table.name,))
        return None if kept is None else json.loads(kept)

    def copy(self, table: Table, rows: Iterator[Sequence[Any]], most: int) -> int:
        """Write the next rows, at most `most` of them, and note how far it is; returns how many were written."""
        keys: list[Any] = []
        place = table.columns.index(table.key)
        head = SQL("COPY {} ({}) FROM STDIN").format(
            Identifier(table.name), SQL(", ").join(Identifier(column) for column in table.columns)
        )
        try:
            with self._db.transaction():
                with self._db.cursor() as cursor, cursor.copy(head) as copy:
                    for row in _some(rows, most):
                        keys.append(row[place])
                        copy.write_row(row)
                if keys:
                    note = (
                        "INSERT INTO stoppress_move.copied VALUES (%s, %s)"
                        " ON CONFLICT (name) DO UPDATE SET last_key = excluded.last_key"
                    )
                    self._db.execute(note, (table.name, json.dumps(keys[-1])))
        except psycopg.DataError as error:
            raise MoveRefused(_refusal(table, keys, error)) from error
        return len(keys)

    def empty(self, table: Table) -> None:
        """Take the table's rows out again, to copy them anew."""
        with self._db.transaction():
            self._db.execute(SQL("TRUNCATE {}").format(Identifier(table.name)))
            self._db.execute("DELETE FROM stoppress_move.copied WHERE name = %s", (table.name,))

    def sum(self, table: Table, types: Sequence[str]) -> Sum:
        """The sum of the table's rows."""
        tail = SQL("COPY {} ({}) TO STDOUT").format(
            Identifier(table.name), SQL(", ").join(Identifier(column) for column in table.columns)
        )
        with self._db.cursor() as cursor, cursor.copy(tail) as copy:
            return of_rows(copy.rows(), types)

    def finish(self, last_numbers: dict[Table, int]) -> None:
        """Count on from the last keys, tie the bonds again and forget the move."""
        with self._db.transaction():
            for table, last in last_numbers.items():
                counter = self._value("SELECT pg_get_serial_sequence(%s, %s)", (f'"{table.name}"', table.key))
                if counter and last:
                    self._db.execute("SELECT setval(%s, %s)", (counter, last))
            try:
                for place, name, definition in self._db.execute("SELECT * FROM stoppress_move.bond").fetchall():
                    tie = SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(SQL(place), Identifier(name), SQL(definition))
                    self._db.execute(tie)
            except psycopg.IntegrityError as error:
                raise MoveRefused(f"A row names another that is not there: {error}") from error
            self._db.execute("DROP SCHEMA stoppress_move CASCADE")
        self._db.execute("ANALYZE")

    def _value(self, asked: Any, values: Sequence[Any] = ()) -> Any:
        row = self._db.execute(asked, values).fetchone()
        return row[0] if row else None

    def _column(self, asked: str) -> Iterable[Any]:
        return [row[0] for row in self._db.execute(asked)]


def _some(rows: Iterator[Sequence[Any]], most: int) -> Iterator[Sequence[Any]]:
    """The next rows, until there are `most` of them or they weigh enough."""
    weight = 0
    for count, row in enumerate(rows, 1):
        yield row
        weight += sum(len(value) for value in row if isinstance(value, str | bytes))
        if count == most or weight > MOST_BYTES:
            return


def _refusal(table: Table, keys: Sequence[Any], error: psycopg.DataError) -> str:
    """Which row PostgreSQL did not take, and why."""
    said = error.diag.context or ""
    line = re.search(r"line (\d+)(?:, column (\w+))?", said)
    which = f"the row whose {table.key} is {keys[int(line[1]) - 1]}" if line and int(line[1]) <= len(keys) else "a row"
    column = f", column {line[2]}" if line and line[2] else ""
    return (
        f"PostgreSQL does not take {which} of the table {table.name}{column}: {error.diag.message_primary}. "
        "Mend it in the newsroom on SQLite and move again; what was copied so far is kept."
    )
