"""`stoppress move-to`: the newsroom from SQLite to PostgreSQL."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections

from stoppress.conf.environment import SettingError, postgresql
from stoppress.conf.moving.errors import MoveRefused
from stoppress.conf.moving.move import move

_WIDTH = 30


class Command(BaseCommand):
    help = "Move the newsroom from SQLite to an empty PostgreSQL database; stop Stoppress first. Broken off, run it again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="postgres://user:password@host:5432/name")
        parser.add_argument("--batch", type=int, default=2_000, help="rows written at a time")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("STOPPRESS_DATABASE_URL names a database already; unset it to move the newsroom on SQLite.")
        try:
            postgresql(options["url"], "The address")
            connections.close_all()
            self._table = ""
            rows = move(settings.HOME, options["url"], batch=max(1, options["batch"]), say=self._say, show=self._show)
        except (SettingError, MoveRefused) as refusal:
            self._say("")
            raise CommandError(str(refusal)) from refusal
        self._say(f"{rows:,} rows were moved and compared. Set STOPPRESS_DATABASE_URL to that address and start Stoppress again. "
                  "Pictures and the shelf stay where they are; newsroom.sqlite3 is left as it was.")  # fmt: skip

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"\n{sentence}" if self._shows_bar() else sentence)
        self.stdout.flush()

    def _show(self, table: str, done: int, total: int) -> None:
        """A bar where someone is watching, else a line for each table."""
        share = done / total if total else 1
        if self._shows_bar():
            bar = "█" * int(share * _WIDTH)
            self.stdout.write(f"\r{bar:░<{_WIDTH}} {share:4.0%} {done:,} of {total:,} rows  {table:<50.50}", ending="")
        elif table != self._table:
            self.stdout.write(f"{share:4.0%} {table}")
        self._table = table
        self.stdout.flush()

    def _shows_bar(self) -> bool:
        return bool(getattr(self.stdout, "isatty", sys.stdout.isatty)())
