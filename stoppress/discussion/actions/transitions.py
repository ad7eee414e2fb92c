"""A comment's way from one state to another, with every count that changes with it."""

from datetime import datetime

from django.db.models import BooleanField, Case, F, Q, Value, When
from django.utils.translation import gettext

from stoppress.discussion.errors import NotThere
from stoppress.discussion.models import Comment, Thread, Writer
from stoppress.discussion.models.comments import PUBLISHED, REJECTED, SPAM
from stoppress.discussion.rules import tree
from stoppress.readers.models import Account

SHOWN = Case(
    When(Q(state=PUBLISHED) | Q(reply_count__gt=0), then=Value(True)), default=Value(False), output_field=BooleanField()
)


def take(number: int) -> Comment:
    """A comment for a change: its discussion is locked until the transaction ends. Raises NotThere."""
    thread_id = Comment.objects.filter(pk=number).values_list("thread_id", flat=True).first()
    if thread_id is None:
        raise NotThere(gettext("There is no such comment."))
    thread = Thread.objects.select_for_update().get(pk=thread_id)
    comment = Comment.objects.select_related("account").get(pk=number)
    comment.thread = thread
    return comment


def move(comment: Comment, to: str, *, reason: str, at: datetime, by: Account | None = None) -> None:
    """Bring a comment, as `take` gave it, into a state; counts of its discussion, of those above it and of its writer follow."""
    before, is_public = comment.state, to == PUBLISHED
    change = is_public - (before == PUBLISHED)
    comment.state, comment.reason, comment.decided_at, comment.decided_by = to, reason, at, by
    comment.version += 1
    comment.is_shown = is_public or comment.reply_count > 0
    if not is_public:
        comment.is_pick = False
    comment.claimed_by = comment.claimed_until = None
    comment.save()
    _count_for_writer(comment.account_id, before, to)
    if change:
        comment.thread.comment_count += change
        Thread.objects.filter(pk=comment.thread_id).update(comment_count=F("comment_count") + change)
        above = Comment.objects.filter(pk__in=tree.numbers(comment.path or "")[:-1])
        above.update(reply_count=F("reply_count") + change)
        above.update(is_shown=SHOWN)


def _count_for_writer(account_id: int | None, before: str, to: str) -> None:
    approved = (to == PUBLISHED) - (before == PUBLISHED)
    rejected = (to in (REJECTED, SPAM)) - (before in (REJECTED, SPAM))
    if account_id is not None and (approved or rejected):
        row = Writer.objects.filter(pk=account_id)
        row.update(approved=F("approved") + approved, rejected=F("rejected") + rejected)
