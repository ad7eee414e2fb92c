"""`stoppress cdn`: tells the CDN in front what to forget, until told to stop."""

import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from stoppress.press.cdn.teller import Teller
from stoppress.press.house import shelf


class Command(BaseCommand):
    help = "Tell the CDN which pages to forget once they were printed anew (started by `stoppress run`)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CDN.kind:
            raise CommandError("There is no CDN to tell: set STOPPRESS_CDN and STOPPRESS_CDN_PURGE_URL.")
        stopped = False

        def stop(*_: object) -> None:
            nonlocal stopped
            stopped = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        Teller(shelf(), settings.CDN).follow(lambda: stopped)
