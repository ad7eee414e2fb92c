"""`stoppress restore FILE`: a backup put in the newsroom's place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from stoppress.conf.backups.errors import BackupError
from stoppress.conf.backups.restoring import check, restore


class Command(BaseCommand):
    help = "Put a backup in the place of this newsroom, which must be stopped; nothing is touched unless the backup is whole."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="even when this newsroom has stories")
        parser.add_argument("--check", action="store_true", help="only hold every file against its checksum")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"].absolute()
        notes: list[str] = []
        try:
            if options["check"]:
                told = check(path)
            else:
                told, notes = restore(path, replace=options["replace"])
        except (BackupError, OSError, DatabaseError) as error:
            raise CommandError(str(error)) from error
        held = ", ".join(f"{count:,} {what}" for what, count in told.facts.counts.items())
        done = "is whole" if options["check"] else "is restored"
        self.stdout.write(f"The backup of {told.made_at} (Stoppress {told.version}) {done}: {held}.")
        for note in notes:
            self.stdout.write(note)
