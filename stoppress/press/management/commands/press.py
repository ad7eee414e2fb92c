"""`stoppress press`: the press and its clock, until told to stop."""

import gc
import signal
from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand

from stoppress.press import follower, hubs, mailing, rounds, telling
from stoppress.press.house import shelf
from stoppress.readers.outbox import sending
from stoppress.readers.push import sending as pushing


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
        Thread(
            target=mailing.keep_mailing, args=(lambda: stopped, lambda: shelf().cursor), name="newsletters", daemon=True
        ).start()
        Thread(target=sending.keep_sending, args=(lambda: stopped,), name="letters", daemon=True).start()
        Thread(target=rounds.keep_told, args=(lambda: stopped, lambda: shelf().cursor), name="rounds", daemon=True).start()
        Thread(target=pushing.keep_sending, args=(lambda: stopped,), name="push", daemon=True).start()
        _collect_seldom()
        follower.follow(lambda: stopped)


def _collect_seldom() -> None:
    """Look for garbage in cycles once in many pages, and never among what the program itself consists of: a tenth of a
    publish went into walking over it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
