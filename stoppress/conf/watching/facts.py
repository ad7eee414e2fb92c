"""How this installation is, as plain values: what `stoppress status` shows, in words and as JSON."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count

import stoppress
from stoppress.conf.watching import checks
from stoppress.edge.counts import hit_ratio, of_all_streams, of_all_workers
from stoppress.newsroom.models import Edition, Story
from stoppress.press import house, telling
from stoppress.press.shelf import ShelfError
from stoppress.press.shelf_size import bytes_below
from stoppress.publog import reports
from stoppress.publog.models import Entry, Parked
from stoppress.readers.outbox import queries as outbox
from stoppress.readers.push import queries as push
from stoppress.readers.tidings import queries as tidings

Facts = dict[str, Any]


def everything() -> Facts:
    """All there is to tell; a part that cannot be read is None, and `attention` says why."""
    wrong = {"database": checks.database(), "shelf": checks.shelf(), "disk": checks.disk()}
    database, refused = _read(_of_database, wrong["database"], "The database stopped answering.")
    shelf, torn = _read(_of_shelf, wrong["shelf"], "The shelf cannot be read.")
    newsfeed, untold = _read(_of_newsfeed, wrong["database"] or wrong["shelf"], "What live streams are told cannot be read.")
    attention = [sentence for sentence in (refused, torn, wrong["disk"], untold if database and shelf else "") if sentence]
    if newsfeed and newsfeed["lag_seconds"] > reports.LATE.total_seconds():
        attention.append(f"The newsfeed is {reports.spoken(newsfeed['lag_seconds'])} behind: open pages hear of new copy late.")
    if database:
        attention += database.pop("problems")
        if database["parked"]["pages"]:
            attention.append(_of_parked(database["parked"]))
    return {
        "version": stoppress.__version__, "node": settings.NODE, "environment": settings.ENVIRONMENT,
        "home": str(settings.HOME), "url": settings.SITE_URL, "database": _database_name(), **(database or _UNKNOWN),
        "shelf": shelf, "readers": _of_readers(), "streams": of_all_streams(settings.HOME),
        "newsfeed": newsfeed, "disk": _of_disk(), "attention": attention,
    }  # fmt: skip


_UNKNOWN: Facts = dict.fromkeys(("editions", "stories", "newest_entry", "followers", "parked", "letters", "push", "rounds"))


def _read(read: Callable[[], Facts], wrong: str, else_wrong: str) -> tuple[Facts | None, str]:
    """The facts, or None and the reason why there are none."""
    if wrong:
        return None, wrong
    try:
        return read(), ""
    except (DatabaseError, ShelfError, OSError, sqlite3.Error):
        return None, else_wrong


def _of_database() -> Facts:
    editions = Edition.objects.values("code", "name", "host", "prefix")
    states = Story.objects.order_by("state").values_list("state").annotate(Count("id"))
    newest = Entry.objects.order_by("-id").values("id", "kind", "recorded_at").first()
    found = reports.conditions()
    letters, pushes, rounds = outbox.outbox(), push.condition(), tidings.rounds()
    parked = Parked.objects.exclude(address="").aggregate(pages=Count("id"), entries=Count("entry", distinct=True))
    return {
        "editions": list(editions), "stories": dict(states), "newest_entry": newest,
        "followers": [{**asdict(one), "problem": one.problem} for one in found], "parked": parked,
        "letters": asdict(letters), "push": asdict(pushes), "rounds": asdict(rounds),
        "problems": [*reports.problems_of(found), *letters.problems, *pushes.problems, *rounds.problems, *_untold()],
    }  # fmt: skip


def _untold() -> list[str]:
    """What readers could not be told of."""
    count = Parked.objects.filter(address="").count()
    return [f"Readers could not be told of {count} entries; the desk's page “Press” says why."] if count else []


def _of_shelf() -> Facts:
    shelf = house.shelf()
    count = shelf.count()
    return {**asdict(count), "bytes": bytes_below(shelf.folder), "cursor": shelf.cursor}


def _of_readers() -> Facts:
    counts = of_all_workers(settings.HOME)
    return {**counts, "hit_ratio": hit_ratio(counts)}


def _of_newsfeed() -> Facts:
    entries, seconds = telling.behind()
    return {"lag_entries": entries, "lag_seconds": seconds}


def _of_disk() -> Facts:
    usage = shutil.disk_usage(settings.HOME)
    return {"free": usage.free, "total": usage.total}


def _of_parked(parked: Facts) -> str:
    pages = "1 page" if parked["pages"] == 1 else f"{parked['pages']} pages"
    return f"{pages} could not be printed; the desk's page “Press” says which and why."


def _database_name() -> str:
    told = settings.DATABASES["default"]
    if "sqlite" in told["ENGINE"]:
        return f"SQLite, {told['NAME']}"
    return f"PostgreSQL, {told['NAME']} on {told['HOST'] or 'this machine'}"
