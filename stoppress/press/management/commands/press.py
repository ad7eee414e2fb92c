"""`stoppress press`: the press and its clock, until told to stop."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from stoppress.press import follower


class Command(BaseCommand):
    help = "Follow the log and keep the shelf right (started by `stoppress run`)."

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = False

        def stop(*_: object) -> None:
            nonlocal stopped
            stopped = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        follower.follow(lambda: stopped)
