"""How the followers of the log are: what they report, and what that means for whoever looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from stoppress.kit import clock
from stoppress.publog.log import newest
from stoppress.publog.models import Entry, Follower

#: A follower that has said nothing for so long is taken to be away.
SILENT = timedelta(seconds=30)
#: New copy that waits longer than this is worth a note.
LATE = timedelta(seconds=10)
NOT_RUNNING = "The press is not running: readers keep reading what is printed, but new copy does not reach them."


@dataclass(frozen=True, slots=True)
class Condition:
    """How one follower is: what it said, and how far it is behind the log."""

    name: str
    node: str
    cursor: int
    #: Entries it has not dealt with (below zero: the log has become shorter), and seconds that the oldest has been waiting.
    behind: int
    behind_seconds: float
    reported_at: datetime
    silent_seconds: float
    trouble: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_silent(self) -> bool:
        """Whether its last report is too old to be believed."""
        return self.silent_seconds > SILENT.total_seconds()

    @property
    def is_late(self) -> bool:
        """Whether new copy has been waiting for too long."""
        return self.behind_seconds > LATE.total_seconds()

    @property
    def problem(self) -> str:
        """What somebody should know or do, in one sentence; empty when all is well."""
        if self.is_silent:
            said = f"The press on {self.node} has not reported for {spoken(self.silent_seconds)}"
            before = f" Before that it said: {self.trouble}" if self.trouble else ""
            return f"{said}: readers keep reading what is printed, but new copy may not reach them.{before}"
        if self.trouble:
            return self.trouble
        if self.behind < 0:
            return (f"The press on {self.node} is ahead of the log, as after a database was restored, and prints nothing new. "
                    "Whoever runs the server should stop it, delete the folder of its shelf and start it.")  # fmt: skip
        if self.is_late:
            return f"The press on {self.node} is {spoken(self.behind_seconds)} behind: new copy reaches readers late."
        return ""


@contextmanager
def in_a_hurry(milliseconds: int = 20) -> Iterator[None]:
    """Within this, SQLite's one writer is waited for so long at most; then OperationalError is raised.

    A report can come later, and while a newsroom publishes one story after the other a queue has no order.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={milliseconds}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout={before}")


def report(*, name: str, node: str, cursor: int, trouble: str = "", facts: dict[str, Any] | None = None) -> None:
    """Say how a follower is, over what it said before."""
    told = {"cursor": cursor, "trouble": trouble, "facts": facts or {}, "reported_at": clock.now()}
    Follower.objects.update_or_create(name=name, node=node, defaults=told)


def take_back(*, name: str, node: str) -> None:
    """Forget what a follower said: it has stopped in good order, or its machine is no more."""
    Follower.objects.filter(name=name, node=node).delete()


def conditions(name: str = "press") -> list[Condition]:
    """How each follower of that name is now."""
    rows = list(Follower.objects.filter(name=name))
    if not rows:
        return []
    now, last = clock.now(), newest()
    return [_condition(row, now, last) for row in rows]


def problems(name: str = "press") -> list[str]:
    """What keeps new copy from the readers, a sentence each; nothing when all is well."""
    return problems_of(conditions(name))


def problems_of(found: list[Condition]) -> list[str]:
    """What is wrong with these followers, a sentence each."""
    return [one.problem for one in found if one.problem] if found else [NOT_RUNNING]


def spoken(seconds: float) -> str:
    """A length of time as one would say it."""
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return _counted(int(seconds // size), unit)
    return _counted(int(seconds), "second")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _condition(row: Follower, now: datetime, last: int) -> Condition:
    waiting = Entry.objects.filter(id__gt=row.cursor).order_by("id") if last > row.cursor else Entry.objects.none()
    oldest = waiting.values_list("recorded_at", flat=True).first()
    return Condition(
        name=row.name, node=row.node, cursor=row.cursor, behind=last - row.cursor,
        behind_seconds=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0, reported_at=row.reported_at,
        silent_seconds=max(0.0, (now - row.reported_at).total_seconds()), trouble=row.trouble, facts=row.facts,
    )  # fmt: skip
