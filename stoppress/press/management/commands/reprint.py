"""`stoppress reprint`: everything on the shelf anew, what readers ask for first at once."""

from typing import Any

from django.core.management.base import BaseCommand

from stoppress.press import follower, runs
from stoppress.press.house import shelf
from stoppress.press.reprinting import most_wanted


class Command(BaseCommand):
    help = "Print the fronts, sections, feeds and newest stories anew; all other pages on the shelf wait for the press."

    def handle(self, *args: Any, **options: Any) -> None:
        follower.start()
        waiting = shelf().supersede_all()
        addresses = most_wanted()
        for address in addresses:
            runs.reprint(address)
        self.stdout.write(f"{len(addresses)} pages printed; {waiting} that were on the shelf are marked for the press.")
