"""`stoppress pictures-sweep`: takes away derivatives that no page uses any more."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from stoppress.pictures.darkroom.sweeping import sweep
from stoppress.pictures.storage.media import Folder


class Command(BaseCommand):
    help = "Take away derivatives of deleted pictures, replaced files and former keys, and those nobody asked for in 90 days."

    def handle(self, *args: Any, **options: Any) -> None:
        places = [place for place in (Folder(settings.DERIVATIVES_FOLDER), settings.MEDIA.derivatives) if place is not None]
        try:
            swept = sweep(places, settings.PICTURE_KEYS)
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{swept.gone} derivatives taken away ({swept.bytes_gone / 1_000_000:.1f} MB), {swept.kept} stay.")
