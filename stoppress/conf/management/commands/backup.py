"""`stoppress backup FILE`: the whole newsroom in one file, while it works."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from stoppress.conf.backups.errors import BackupError
from stoppress.conf.backups.making import back_up


class Command(BaseCommand):
    help = "Write database, originals and settings into one file; the newsroom may go on working."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="such as /backups/courier-monday.zip; must not be there yet")
        parser.add_argument("--with-secrets", action="store_true",
                            help="also the secret key: whoever has the file can then sign as the newsroom")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"].absolute()
        try:
            told = back_up(path, with_secrets=options["with_secrets"])
        except (BackupError, OSError, DatabaseError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        held = ", ".join(f"{count:,} {what}" for what, count in told.facts.counts.items())
        self.stdout.write(f"{path}: {held}; {path.stat().st_size:,} bytes.")
