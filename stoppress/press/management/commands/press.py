"""`stoppress press`: the press and its clock, until told to stop."""

import signal
from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand

from stoppress.press import follower, hubs, telling
from stoppress.press.house import shelf


class Command(BaseCommand):
    help = "Follow the log and keep the shelf right (started by `stoppress run`)."

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = False

        def stop(*_: object) -> None:
            nonlocal stopped
            stopped = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        # Hubs are slow and far away; telling them must not hold up the press.
        Thread(target=hubs.keep_told, args=(lambda: stopped, lambda: shelf().cursor), name="hubs", daemon=True).start()
        Thread(target=telling.keep_told, args=(lambda: stopped,), name="newsfeed", daemon=True).start()
        follower.follow(lambda: stopped)
