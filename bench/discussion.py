"""A discussion of 10,000 comments beside one of ten, and how soon what one reader posts is there for another.

python -m bench.discussion [--comments 10000] [--posts 60]
"""

import argparse
import os
import statistics
import tempfile
import threading
import time
from typing import Any

import brotli


def main() -> None:
    """Measure and print."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--comments", type=int, default=10_000)
    told.add_argument("--posts", type=int, default=60)
    options = told.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"STOPPRESS_HOME": home, "STOPPRESS_ENV": "development"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "stoppress.conf.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("setup", "--demo", verbosity=0)
        _first_pages(options.comments)
        _post_to_visible(options.posts)


def _first_pages(count: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from stoppress.newsroom.models import Story
    from stoppress.press import printing

    small, large = Story.objects.filter(live=True, edition__code="en").order_by("-pk")[:2]
    for story, number in ((small, 10), (large, count)):
        _fill(story, number)
        address, times = f"/parts/discussion/{story.pk}.html", []
        for _ in range(15):
            began = time.perf_counter()
            printed: Any = printing.print_address(address)
            times.append(1000 * (time.perf_counter() - began))
        with CaptureQueriesContext(connection) as queries:
            printing.print_address(address)
        packed = brotli.compress(printed.body, quality=11)
        sizes = f"{len(printed.body) / 1024:.1f} KB ({len(packed) / 1024:.1f} KB brotli)"
        print(f"{number:>6} comments: first page {len(queries)} queries, {sizes}, "
              f"printed in {statistics.median(times):.1f} ms (worst of 15: {max(times):.1f})", flush=True)  # fmt: skip


def _fill(story: Any, count: int) -> None:
    """Comments as imports would bring them: a third answers another."""
    from stoppress.discussion.models import Comment, Thread
    from stoppress.discussion.rules import tree
    from stoppress.kit import clock

    now = clock.now()
    thread, _ = Thread.objects.get_or_create(story=story.pk, defaults={
        "edition": "en", "address": story.address, "headline": story.headline, "begun_at": now})  # fmt: skip
    first = (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows: list[Comment] = []
    for number in range(first, first + count):
        above = rows[-1] if number % 3 == 0 and rows else None
        rows.append(Comment(
            pk=number, thread=thread, name=f"Reader {number % 50}", writer_key=f"{number % 50:012}", parent=above,
            is_root=above is None, path=tree.path(above.path if above and above.path else "", number),
            state="published", reason="fine", is_shown=True,
            text=f"The *night line* was overdue, says number {number}, and nobody on the quay was surprised. " * 3,
            fingerprint=str(number), created_at=now, like_count=number % 7, reply_count=int((number + 1) % 3 == 0)))  # fmt: skip
    Comment.objects.bulk_create(rows, batch_size=500)
    Thread.objects.filter(pk=thread.pk).update(comment_count=count)


def _post_to_visible(posts: int) -> None:
    """From the moment a form is sent to the moment another reader's stream tells of it, the press following as in production."""
    import json

    from stoppress.discussion.actions import writing
    from stoppress.discussion.models import Writer
    from stoppress.newsroom.models import Story
    from stoppress.press import follower, printing, telling
    from stoppress.press.house import shelf
    from stoppress.press.shelf import key_of
    from stoppress.readers.actions import profile
    from stoppress.readers.models import Account

    story = Story.objects.filter(live=True, edition__code="en").order_by("-pk")[1]
    told = {"password": "gulls-over-the-quay-7"}
    people = [profile.register(email=f"bench{n}@reader.example", name=f"Bench {n}", **told) for n in range(posts)]
    Account.objects.filter(pk__in=[one.pk for one in people]).update(joined_at="2026-01-01T00:00:00Z")
    Writer.objects.bulk_create([Writer(account=one, approved=10) for one in people])
    done = threading.Event()
    workers = [threading.Thread(target=work, args=(done.is_set,), daemon=True) for work in (follower.follow, telling.keep_told)]
    for worker in workers:
        worker.start()
    time.sleep(3)
    printed = printing.print_address(f"/parts/discussion/{story.pk}.html")
    shelf().put(printed, began=shelf().began())
    spool, times = telling.spool(), []
    place = max((event.place for event in spool.after(0)[0]), default=0)
    for one in people:
        one.refresh_from_db()
        shelf().add_hits([(key_of(f"/parts/discussion/{story.pk}.html"), 1)])  # somebody reads it
        began = time.perf_counter()
        number = writing.write(account=one, story=story.pk, text=f"Posted by {one.name} at {began}").pk
        while True:
            events = spool.after(place)[0]
            place = events[-1].place if events else place
            if any(row["id"] == number for event in events for row in json.loads(event.data).get("rows", ())):
                break
            time.sleep(0.02)  # as often as the edge looks
        times.append(1000 * (time.perf_counter() - began))
    done.set()
    times.sort()
    p95 = times[int(0.95 * len(times)) - 1]
    print(f"posting to told to another reader's stream, {posts} posts in the large discussion: "
          f"p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, worst {times[-1]:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
