"""What only one reader may know of a discussion: their waiting comments, their likes, whether they may write."""

from dataclasses import dataclass
from datetime import datetime

from stoppress.discussion.lent import StoryFacts
from stoppress.discussion.models import Comment, Ignored, Like
from stoppress.discussion.models.comments import HELD, REJECTED, SPAM
from stoppress.discussion.queries.house import opening_of, restriction_of
from stoppress.discussion.rules.opening import QUESTIONS, Opening
from stoppress.discussion.rules.verdicts import Reason
from stoppress.readers.models import Account

#: The newest of each that pages are told of.
TOLD = 100


@dataclass(frozen=True, slots=True)
class Own:
    """A reader's own side of a discussion; `why_not` says why they may not write."""

    opening: Opening
    why_not: Reason | None
    may_answer: bool
    #: Own comments that wait or were removed, newest first.
    waiting: tuple[Comment, ...] = ()
    #: Numbers of comments of theirs that everybody sees, and when each was written.
    written: tuple[tuple[int, datetime], ...] = ()
    liked: tuple[int, ...] = ()
    ignored: tuple[str, ...] = ()


def own_state(account: Account, facts: StoryFacts, now: datetime) -> Own:
    """All of it in five queries."""
    opening = opening_of(facts, now)
    bar = restriction_of(account, now)
    rows = list(Comment.objects.filter(account=account, thread__story=facts.number).order_by("-pk")[:TOLD])
    liked = Like.objects.filter(account=account, comment__thread__story=facts.number).order_by("-pk")
    ignored = Ignored.objects.filter(account=account).values_list("writer__key", flat=True)[:500]
    why_not = (Reason.BANNED if bar.kind == "ban" else Reason.SUSPENDED) if bar else opening.why_not
    is_host = account.is_staff or account.pk in facts.hosts
    return Own(
        opening, None if account.is_staff and not bar else why_not, opening.mode != QUESTIONS or is_host,
        tuple(row for row in rows if row.state in (HELD, SPAM, REJECTED)),
        tuple((row.pk, row.created_at) for row in rows if row.state == "published"),
        tuple(liked.values_list("comment_id", flat=True)[:TOLD]), tuple(ignored),
    )  # fmt: skip
