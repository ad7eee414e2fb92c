"""The moderators' queues; the number on a queue's badge is counted by the very query that lists it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from stoppress.discussion.models import Appeal, Comment, LogLine, Message, Notice, Report, Restriction, Writer
from stoppress.discussion.models.chats import WAITING
from stoppress.discussion.models.comments import DELETED, HELD, PUBLISHED, REJECTED, SPAM
from stoppress.discussion.rules import tree
from stoppress.readers.models import Account

REPORTED, PENDING, IN_SPAM, NOTICES, APPEALS = "reported", "pending", "spam", "notices", "appeals"
DECIDED, CHAT, READERS = "decided", "chat", "readers"
#: Of a queue, so many are shown at once.
SHOWN = 25


def reported() -> QuerySet[Comment]:
    """Public comments that somebody reported."""
    return _comments().filter(report_count__gt=0, state=PUBLISHED).order_by("pk")


def pending() -> QuerySet[Comment]:
    """Comments that wait, the oldest first."""
    return _comments().filter(state=HELD).order_by("pk")


def in_spam() -> QuerySet[Comment]:
    """Comments that the program took for spam and nobody has looked at; what was spam elsewhere is none of its doing."""
    return _comments().filter(state=SPAM, decided_by=None).exclude(reason="imported").order_by("pk")


def notices() -> QuerySet[Notice]:
    """Notices of illegal content that are not decided."""
    return Notice.objects.filter(decided_at=None).select_related("comment__thread").order_by("pk")


def appeals() -> QuerySet[Appeal]:
    """Appeals that are not decided."""
    return Appeal.objects.filter(decided_at=None).select_related("restriction__account", "restriction__by").order_by("pk")


def decided() -> QuerySet[Comment]:
    """What moderators decided, the newest first."""
    return _comments().filter(state__in=(PUBLISHED, REJECTED, SPAM)).exclude(decided_by=None).order_by("-decided_at", "-pk")


def waiting_messages() -> QuerySet[Message]:
    """Chat messages that wait."""
    return Message.objects.filter(state=WAITING).select_related("room", "account").order_by("pk")


def readers() -> QuerySet[Restriction]:
    """Warnings, suspensions and bans, the newest first."""
    return Restriction.objects.exclude(kind="removal").select_related("account", "by").order_by("-pk")


QUEUES: dict[str, Callable[[], QuerySet[Any]]] = {
    REPORTED: reported, PENDING: pending, IN_SPAM: in_spam, NOTICES: notices, APPEALS: appeals, DECIDED: decided,
    CHAT: waiting_messages, READERS: readers,
}  # fmt: skip
#: Queues that hold work, and so have a badge.
WITH_BADGES = (REPORTED, PENDING, IN_SPAM, NOTICES, APPEALS, CHAT)


def counts() -> dict[str, int]:
    """What waits in each queue: a query each."""
    return {name: QUEUES[name]().count() for name in WITH_BADGES}


@dataclass(frozen=True, slots=True)
class Past:
    """What moderators should know of a writer."""

    approved: int
    rejected: int
    restrictions: int
    joined_at: datetime | None


def pasts(accounts: list[Account]) -> dict[int, Past]:
    """The past of several writers: two queries."""
    writers = Writer.objects.in_bulk([account.pk for account in accounts])
    restrictions: dict[int, int] = {}
    for number in Restriction.objects.filter(account__in=accounts, lifted_at=None).values_list("account_id", flat=True):
        restrictions[number] = restrictions.get(number, 0) + 1
    return {
        account.pk: Past(
            writers[account.pk].approved if account.pk in writers else 0,
            writers[account.pk].rejected if account.pk in writers else 0, restrictions.get(account.pk, 0), account.joined_at,
        ) for account in accounts
    }  # fmt: skip


def contexts(comments: list[Comment]) -> dict[int, list[Comment]]:
    """For each comment those above it, from the root down: one query."""
    above = {row.pk: tree.numbers(row.path or "")[:-1] for row in comments}
    rows = Comment.objects.in_bulk({number for numbers in above.values() for number in numbers})
    return {pk: [rows[number] for number in numbers if number in rows] for pk, numbers in above.items()}


def reports_of(comments: list[Comment]) -> list[Report]:
    """What readers reported of these comments and nobody has settled: one query."""
    return list(Report.objects.filter(comment__in=comments, settled_at=None).order_by("pk"))


def log_of(comment: Comment) -> list[LogLine]:
    """What was done with a comment, the newest first."""
    return list(LogLine.objects.filter(comment=comment.pk)[:20])


def history_of(account: int) -> QuerySet[Comment]:
    """All that an account wrote and did not take back."""
    return _comments().filter(Q(account=account)).exclude(state=DELETED).order_by("-pk")


def _comments() -> QuerySet[Comment]:
    return Comment.objects.select_related("thread", "account", "claimed_by", "decided_by")
