"""How long the picture desk takes to show and to find pictures, with few of them and with hundreds of thousands.

python -m bench.chooser --pictures 1000 200000
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

WORDS = (  # noqa: SIM905
    "harbour tram ferry council storm lighthouse orchestra regatta bakery tunnel quay market bridge school parliament snow "
    "rovers theatre museum hospital laboratory library meadow cliff dawn evening crowd window street garden"
).split()
_LAST = ("Holt", "Said", "Reed", "Vance")
NAMES = [f"{first} {last}" for first in ("Ana", "Jo", "Lena", "Omar", "Pierre", "Marta") for last in _LAST]
#: What an editor does: opens the chooser, goes back a hundred pages, looks for words common and rare, for people and credits.
ASKED = {
    "opened": "/desk/images/chooser/",
    "older": "/desk/images/chooser/results/?p={middle}",
    "a common word": "/desk/images/chooser/results/?q=harbour",
    "three words": "/desk/images/chooser/results/?q=harbour+dawn+tram",
    "a word begun": "/desk/images/chooser/results/?q=lightho",
    "a rare word": "/desk/images/chooser/results/?q=zeppelin",
    "no such word": "/desk/images/chooser/results/?q=xylophone",
    "people": "/desk/images/chooser/results/?person=lena+holt",
    "credit and word": "/desk/images/chooser/results/?credit=agency+7&q=quay",
    "a week": "/desk/images/chooser/results/?first=2026-03-01&last=2026-03-07",
    "the list": "/desk/images/",
    "the list, a word": "/desk/images/?q=harbour",
}


def main() -> None:
    """Print a table: milliseconds, the middle of the rounds, for each question and number of pictures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pictures", type=int, nargs="+", default=[1000, 200_000])
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as home:
        client = _newsroom(Path(home))
        results = {}
        for count in given.pictures:
            _fill(count)
            results[count] = {name: _time(client, address, given.rounds) for name, address in ASKED.items()}
    print("| asked | " + " | ".join(f"{count:,} pictures" for count in given.pictures) + " |")
    print("|---|" + "---|" * len(given.pictures))
    for name in ASKED:
        print(f"| {name} | " + " | ".join(f"{results[count][name]:.0f} ms" for count in given.pictures) + " |")


def _newsroom(home: Path):  # type: ignore[no-untyped-def]
    """An empty newsroom in `home`, and somebody logged in at its desk."""
    os.environ |= {"STOPPRESS_HOME": str(home), "STOPPRESS_ENV": "development"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "stoppress.conf.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from stoppress.readers.models import Account

    client = Client()
    client.force_login(Account.objects.create_superuser("bench@courier.example", "pw"))
    return client


def _fill(count: int) -> None:
    """Rows of pictures up to `count`; one in fifty thousand shows a zeppelin."""
    from datetime import UTC, datetime, timedelta

    from stoppress.pictures.models import Picture

    chance, begun = random.Random(7), datetime(2020, 1, 1, tzinfo=UTC)
    for start in range(Picture.objects.count(), count, 2000):
        Picture.objects.bulk_create(
            Picture(
                title=" ".join(chance.choices(WORDS, k=3)), caption=" ".join(chance.choices(WORDS, k=14)), width=1600, height=900,
                alt=" ".join(chance.choices(WORDS, k=6)) + (" zeppelin" if number % 50_000 == 777 else ""), file="none.jpg",
                credit=f"Agency {chance.randrange(20)} / {chance.choice(NAMES)}", persons=", ".join(chance.sample(NAMES, 2)),
                file_hash=f"{number:040x}", collection_id=1, taken_at=begun + timedelta(hours=number * 60_000 / count),
            )
            for number in range(start, min(start + 2000, count))
        )  # fmt: skip


def _time(client, address: str, rounds: int) -> float:  # type: ignore[no-untyped-def]
    from django.db.models import Max

    from stoppress.pictures.models import Picture

    middle = Picture.objects.aggregate(newest=Max("id"))["newest"] // 2
    address = address.format(middle=middle)
    assert client.get(address).status_code == 200
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
