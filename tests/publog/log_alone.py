"""A process with nothing but the log: `prepare`, `write N` entries, or `follow N` of them and print their numbers."""

import os
import random
import sys
from pathlib import Path

import django
from django.conf import settings

from stoppress.conf import environment

home = Path(os.environ["STOPPRESS_HOME"])
settings.configure(
    HOME=home, USE_TZ=True, INSTALLED_APPS=["stoppress.publog.apps.PublogConfig"], DATABASES={"default": environment.database(home)},
)  # fmt: skip
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from stoppress.publog import bell, log  # noqa: E402


def write(count: int) -> None:
    """Transactions that take their time between the change and the commit, every sixth of which is rolled back."""
    for number in range(count):
        while True:
            try:
                with transaction.atomic():
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT 1")
                    log.record("story.published", tags=[f"story:{os.getpid()}-{number}"])
                    if random.random() < 1 / 6:
                        raise ConnectionAbortedError
            except ConnectionAbortedError:
                continue
            break


def follow(count: int) -> None:
    """What a follower does: entries after its cursor, again and again, never one before it."""
    door, cursor = bell.hang("order"), 0
    print("ready", flush=True)
    seen = 0
    while seen < count:
        entries = log.entries_after(cursor, 7)
        for entry in entries:
            print(entry.id, *entry.tags, flush=True)
        if entries:
            cursor, seen = entries[-1].id, seen + len(entries)
        else:
            door.wait(1)


if sys.argv[1] == "prepare":
    call_command("migrate", verbosity=0)
else:
    {"write": write, "follow": follow}[sys.argv[1]](int(sys.argv[2]))
