"""`stoppress setup`: database, static files and, when asked, the demo newsroom; quick when all is there."""

import hashlib
import os
from pathlib import Path
from typing import Any

import wagtail
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from stoppress.newsroom.models import Edition


class Command(BaseCommand):
    help = "Bring database and static files up to date; with --demo, load the demo into an empty newsroom."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo newsroom when there is no edition")
        parser.add_argument("--reprint", action="store_true", help="then print the pages that readers ask for first")

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the database up to date …")
            call_command("migrate", verbosity=0, interactive=False)
        self._static_files()
        if options["demo"] and not settings.PRODUCTION and not Edition.objects.exists():
            self.stdout.write("Loading the demo newsroom …")
            call_command("seed", stdout=self.stdout)
        if options["reprint"]:
            call_command("reprint", stdout=self.stdout)

    def _static_files(self) -> None:
        """Collect and compress static files when one of ours is newer than the last collection.

        The mark is there only while all of them lie on the disk for good: without it, what is there may be torn.
        """
        mark = settings.STATIC_ROOT / ".collected"
        state = _state(settings.PACKAGE_DIR / "design", settings.PACKAGE_DIR / "newsroom" / "static")
        is_whole = mark.exists()
        if is_whole and mark.read_text() == state:
            return
        self.stdout.write("Collecting static files …")
        mark.unlink(missing_ok=True)
        os.sync()
        call_command("collectstatic", verbosity=0, interactive=False, clear=not is_whole)
        os.sync()
        mark.write_text(state)


def _state(*folders: Path) -> str:
    """A digest of names, sizes and times of every file in the folders, and of what is installed."""
    seen = [wagtail.__version__]
    for folder, path in sorted((root, path) for root in folders for path in root.rglob("*")):
        if path.is_file():
            stat = path.stat()
            seen.append(f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()
