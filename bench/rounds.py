"""A story with 100,000 followers: how long until all are told, and what another story's print costs meanwhile.

python -m bench.rounds [--followers 100000] [--devices 20000]
"""

import argparse
import os
import statistics
import tempfile
import threading
import time


def main() -> None:
    """Measure and print."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--followers", type=int, default=100_000)
    told.add_argument("--devices", type=int, default=20_000)
    options = told.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"STOPPRESS_HOME": home, "STOPPRESS_ENV": "development"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "stoppress.conf.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("setup", "--demo", verbosity=0)
        _measure(options.followers, options.devices)


def _measure(followers: int, devices: int) -> None:
    from stoppress.newsroom.models import Story
    from stoppress.press import follower, rounds
    from stoppress.press.house import printed_up_to
    from stoppress.publog.log import newest
    from stoppress.readers.push.models import Push
    from stoppress.readers.tidings.models import Round, Tiding

    story, other = Story.objects.filter(live=True, edition__code="en").exclude(story_type="live").order_by("-pk")[:2]
    _follow(story, followers, devices)
    follower.start()
    follower.settle()
    rounds.take_up(newest())
    alone = [_print(other) for _ in range(10)]
    stopped = threading.Event()
    worker = threading.Thread(target=rounds.keep_told, args=(stopped.is_set, printed_up_to))
    _print(story)
    began, beside = time.monotonic(), []
    worker.start()
    while not Round.objects.filter(story=story.pk, finished_at__isnull=False).exists():
        beside.append(_print(other))
        time.sleep(0.2)
    seconds = time.monotonic() - began
    stopped.set()
    worker.join()
    print(f"{followers:,} followers, {devices:,} of them with a device: all told in {seconds:.1f} s "
          f"({Tiding.objects.filter(story=story.pk).count():,} tidings, {Push.objects.count():,} push messages)")  # fmt: skip
    for name, times in (("alone", alone), ("meanwhile", beside)):
        print(f"another story updated and all its pages printed, {name}: median {statistics.median(times):.0f} ms, "
              f"worst of {len(times)} {max(times):.0f} ms", flush=True)  # fmt: skip


def _print(story: object) -> float:
    """Update a story and do what the press does; milliseconds."""
    from stoppress.newsroom.actions import stories
    from stoppress.press import follower

    began = time.perf_counter()
    stories.publish(story=story, verb="update")  # type: ignore[arg-type]
    follower.catch_up()
    return 1000 * (time.perf_counter() - began)


def _follow(story: object, followers: int, devices: int) -> None:
    from stoppress.readers.models import Account, Follow, Notifications
    from stoppress.readers.push import keys
    from stoppress.readers.push.models import Device

    key = keys.newest()
    for at in range(0, followers, 5000):
        made = Account.objects.bulk_create(Account(email=f"r{n}@reader.example") for n in range(at, min(at + 5000, followers)))
        Follow.objects.bulk_create(Follow(account=one, kind="story", target=story.pk) for one in made)  # type: ignore[attr-defined]
        Notifications.objects.bulk_create(Notifications(account=one, followed_by_push=True) for one in made)
        own = [one for one in made if int(one.email[1:].partition("@")[0]) < devices]
        Device.objects.bulk_create(
            Device(account=one, edition="en", endpoint=f"https://push.example/{one.pk}", public="p", secret="s", key=key)
            for one in own
        )  # fmt: skip


if __name__ == "__main__":
    main()
