"""What discussions hold of a reader, for the export of their data."""

from typing import Any

from stoppress.discussion.models import Appeal, Comment, Ignored, Like, Message, Report, Restriction
from stoppress.readers.models import Account

Rows = list[dict[str, Any]]


def _comments(account: Account) -> Rows:
    rows = Comment.objects.filter(account=account).select_related("thread").order_by("pk")
    return [{"number": row.pk, "story": row.thread.story, "headline": row.thread.headline, "address": row.thread.address,
             "text": row.text, "state": row.state, "reason": row.reason, "likes": row.like_count, "replies": row.reply_count,
             "written_at": row.created_at, "edited_at": row.edited_at} for row in rows]  # fmt: skip


def _likes(account: Account) -> Rows:
    return [dict(row) for row in Like.objects.filter(account=account).order_by("pk").values("comment_id", "liked_at")]


def _reports(account: Account) -> Rows:
    return [
        dict(row)
        for row in Report.objects.filter(account=account).order_by("pk").values("comment_id", "ground", "words", "reported_at")
    ]


def _ignored(account: Account) -> Rows:
    return [dict(row) for row in Ignored.objects.filter(account=account).order_by("pk").values("name", "ignored_at")]


def _restrictions(account: Account) -> Rows:
    fields = ("kind", "quoted", "facts", "ground", "is_automated", "began_at", "ends_at", "lifted_at")
    return [dict(row) for row in Restriction.objects.filter(account=account).order_by("pk").values(*fields)]


def _appeals(account: Account) -> Rows:
    rows = Appeal.objects.filter(restriction__account=account).order_by("pk")
    return [dict(row) for row in rows.values("words", "made_at", "decided_at", "is_granted", "answer")]


def _messages(account: Account) -> Rows:
    rows = Message.objects.filter(account=account).order_by("pk")
    return [dict(row) for row in rows.values("room__story", "room__headline", "text", "state", "said_at")]


PARTS = {
    "comments": _comments, "likes": _likes, "reports": _reports, "ignored": _ignored, "restrictions": _restrictions,
    "appeals": _appeals, "chat_messages": _messages,
}  # fmt: skip
