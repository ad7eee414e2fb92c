"""`stoppress status`: how everything is, on one screen."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from stoppress.conf.watching import screen
from stoppress.conf.watching.facts import everything


class Command(BaseCommand):
    help = "Show how everything is, also while the database is away; exit code 1 when something needs attention."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="the same facts for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        facts = everything()
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2, default=str))
        else:
            self.stdout.write("\n".join(screen.lines(facts)))
        if facts["attention"]:
            raise SystemExit(1)
