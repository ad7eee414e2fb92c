"""Writing to and reading from the log."""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save

from stoppress.kit import clock
from stoppress.publog import bell
from stoppress.publog.kinds import KINDS
from stoppress.publog.models import Entry
from stoppress.publog.rows import enter
from stoppress.publog.worded import worded

#: Any fixed number: it names the one lock that puts log entries into commit order on PostgreSQL.
LOCK = 5_707_737


class OutsideTransaction(RuntimeError):
    """`record` was called outside a transaction, so the entry could part from its change."""


def record(
    kind: str,
    *,
    tags: Collection[str],
    edition: str = "",
    at_once: bool = False,
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Append an entry in the caller's transaction; call it last, for others wait from here to commit.

    Raises `OutsideTransaction` without a transaction, and `ValueError` for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a kind of log entry; see stoppress.publog.kinds")
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"record({kind!r}) needs the transaction of the change it records")
    take_turn()
    entry = Entry(
        id=newest() + 1, kind=kind, edition=edition, recorded_at=clock.now(),
        tags=sorted(set(tags)), at_once=at_once, facts=dict(facts or {}),
    )  # fmt: skip
    enter([entry])
    # As `save` would: other rooms listen for entries.
    post_save.send(Entry, instance=entry, created=True, raw=False, using=connection.alias, update_fields=None)
    bell.ring_after_commit()
    return entry


def entries_after(cursor: int, limit: int = 500) -> list[Entry]:
    """The next entries after number `cursor`, in order."""
    return _reader(limit)(cursor)


def newest() -> int:
    """The number of the newest entry; 0 when the log is empty."""
    return next(iter(_newest()), 0)


@worded
def _newest() -> "QuerySet[Entry, int]":
    return Entry.objects.order_by("-id").values_list("id", flat=True)[:1]


@cache
def _reader(limit: int) -> Callable[[int], list[Entry]]:
    return worded(lambda cursor: Entry.objects.filter(id__gt=cursor).order_by("id")[:limit])


def take_turn() -> None:
    """On PostgreSQL, wait for writers before us to commit, so that numbers given from here on rise in the order of commits.

    SQLite has one writer anyway. Within a transaction, which holds the turn until its end.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
