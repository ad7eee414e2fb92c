"""What readers think of others' comments: like, report, ignore."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from stoppress.discussion import wording
from stoppress.discussion.actions import audit, drafting, transitions
from stoppress.discussion.errors import NotAllowed, NotThere, Wait
from stoppress.discussion.models import Comment, Ignored, Like, Report, Writer
from stoppress.discussion.models.comments import PUBLISHED
from stoppress.discussion.rules import grounds, limits, trust
from stoppress.discussion.rules.limits import Limit
from stoppress.kit import clock, plain_text
from stoppress.readers.models import Account

#: As many writers can be ignored by one account.
MOST_IGNORED = 500


def like(*, account: Account, comment: int) -> Comment:
    """Find a comment good; saying it twice changes nothing. Raises NotThere, NotAllowed for one's own, Refused and Wait."""
    with transaction.atomic():
        row = _public(comment)
        if row.account_id == account.pk:
            raise NotAllowed(gettext("You wrote this comment yourself."))
        if Like.objects.filter(comment=row, account=account).exists():
            return row
        drafting.writer_of(account)  # nobody counts for this account but us
        now = clock.now()
        done = Like.objects.filter(account=account, liked_at__gt=now - limits.DAY).values_list("liked_at", flat=True)
        _check(account, limits.LIKES, list(done), now)
        Like.objects.create(comment=row, account=account, liked_at=now)
        _count(row, 1, account)
    return row


def unlike(*, account: Account, comment: int) -> Comment:
    """Take a like back. Raises NotThere."""
    with transaction.atomic():
        row = _public(comment)
        deleted, _ = Like.objects.filter(comment=row, account=account).delete()
        if deleted:
            _count(row, -1, None)
    return row


def report(*, account: Account, comment: int, ground: str, words: str = "") -> Report:
    """Ask moderators to look at a comment. Raises NotThere, NotAllowed, Wait."""
    if ground not in grounds.GROUNDS:
        raise NotAllowed(gettext("Choose what is wrong with the comment."))
    with transaction.atomic():
        row = _public(comment)
        drafting.writer_of(account)
        now = clock.now()
        done = list(
            Report.objects.filter(account=account, reported_at__gt=now - limits.DAY).values_list("reported_at", flat=True)
        )
        known = Report.objects.filter(comment=row, account=account).first()
        if known:
            return known
        _check(account, limits.REPORTS, done, now)
        made = Report.objects.create(
            comment=row, account=account, ground=ground, words=plain_text.one_line(words[:2000])[:500], reported_at=now
        )
        Comment.objects.filter(pk=row.pk).update(report_count=F("report_count") + 1)
        audit.note("reported", by=account, comment=row, reason=ground)
    return made


def ignore(*, account: Account, key: str) -> None:
    """See nothing more of what the writer of this key writes. Raises NotThere and NotAllowed."""
    writer = Writer.objects.filter(key=key).select_related("account").first()
    if writer is None or writer.account_id == account.pk:
        raise NotThere(gettext("There is no such reader."))
    if Ignored.objects.filter(account=account).count() >= MOST_IGNORED:
        raise NotAllowed(f"You ignore {MOST_IGNORED} readers already; let some of them speak again first.")
    told = {"name": writer.account.get_short_name()[:120], "ignored_at": clock.now()}
    Ignored.objects.get_or_create(account=account, writer=writer, defaults=told)


def stop_ignoring(*, account: Account, key: str) -> None:
    """See again what this writer writes."""
    Ignored.objects.filter(account=account, writer__key=key).delete()


def _public(number: int) -> Comment:
    row = transitions.take(number)
    if row.state != PUBLISHED:
        raise NotThere(gettext("This comment is no longer there."))
    return row


def _check(account: Account, both: dict[bool, Limit], done: list[datetime], now: datetime) -> None:
    audit.refuse_if_suspended(account)
    writer = Writer.objects.filter(pk=account.pk).first()
    is_trusted = trust.trust(drafting.standing_of(account, writer), now) > trust.T0
    if pause := limits.wait(both[is_trusted], done, now):
        raise Wait(pause, wording.wait(pause))


def _count(row: Comment, change: int, by: Account | None) -> None:
    row.like_count += change
    row.version += 1
    Comment.objects.filter(pk=row.pk).update(like_count=F("like_count") + change, version=F("version") + 1)
    audit.publish("comment.changed", row, by=by)
