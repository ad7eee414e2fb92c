"""`stoppress seed`: the demo newsroom, or an archive of any size."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from stoppress.discussion import seeding
from stoppress.newsletters import demo as newsletters
from stoppress.newsroom.models import Edition, Listing, Section, Story, Topic
from stoppress.newsroom.seeding.archive import grow
from stoppress.newsroom.seeding.demo import Demo
from stoppress.readers import demo
from stoppress.readers.models import Account
from stoppress.reads import seeding as reads_seeding

DEMO_EMAIL, DEMO_PASSWORD = "editor@courier.example", "harbour-lights-1871"


class Command(BaseCommand):
    help = "Load the demo newsroom; with --stories N, grow an archive of N more stories by the bulk path."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stories", type=int, default=0, metavar="N", help="stories of archive to add")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo has a public password; it is refused when STOPPRESS_ENV=production.")
        if not Account.objects.filter(email=DEMO_EMAIL).exists():
            Account.objects.create_superuser(DEMO_EMAIL, DEMO_PASSWORD, name="Demo Editor")
        count = Demo(settings.DEMO_FOLDER).load()
        demo.load_readers(_to_be_kept())
        seeding.load(settings.DEMO_FOLDER / "discussion.toml", _by_headline())
        reads_seeding.load()
        newsletters.load(reader=demo.READERS[0][1])
        self.stdout.write(f"The demo newsroom has {count} stories. Desk: {DEMO_EMAIL} / {DEMO_PASSWORD}")
        if options["stories"]:
            added = grow(options["stories"], progress=self._progress)
            self.stdout.write(f"\nAdded {added} stories to the archive.")

    def _progress(self, done: int, wanted: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done:,} of {wanted:,}", ending="")


def _by_headline() -> dict[str, dict[str, int]]:
    """The public stories of each edition, for the demo's readers to talk about."""
    found: dict[str, dict[str, int]] = {}
    for number, headline, code in Story.objects.filter(live=True).values_list("pk", "headline", "edition__code"):
        found.setdefault(code, {})[headline] = number
    return found


def _to_be_kept() -> list[tuple[str, int]]:
    """A few things of the first edition for the demo's readers to follow and save."""
    edition = Edition.objects.all()[0]
    stories = Listing.objects.filter(list=f"edition:{edition.pk}").values_list("story_id", flat=True)[:2]
    topics = Topic.objects.filter(edition=edition).values_list("pk", flat=True)[:2]
    sections = Section.objects.filter(edition=edition).values_list("pk", flat=True)[:2]
    kinds = {"section": sections, "topic": topics, "saved": stories}
    return [(kind, number) for kind, numbers in kinds.items() for number in numbers]
