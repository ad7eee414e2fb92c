"""What moderators do with comments, and how that is undone."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from stoppress.discussion import letters, telling
from stoppress.discussion.actions import audit, transitions
from stoppress.discussion.errors import Changed, NotAllowed, NotThere
from stoppress.discussion.models import Comment, Lists, LogLine, Report, Restriction, SpamWord
from stoppress.discussion.models.comments import DELETED, PUBLISHED, REJECTED, SPAM
from stoppress.discussion.models.moderation import REMOVAL
from stoppress.discussion.rules import grounds, spam
from stoppress.kit import clock
from stoppress.readers.models import Account

CLAIM = timedelta(minutes=2)
#: As many can be decided in one go.
MOST = 200
_VERBS = {"approve": PUBLISHED, "reject": REJECTED, "spam": SPAM}


def decide(
    *, by: Account, comment: int, verb: str, ground: str = "abuse", facts: str = "", version: int | None = None, batch: str = ""
) -> str:
    """Approve a comment, reject it on a ground, or call it spam; returns the batch, by which it can be undone.

    `version` is the one that the moderator saw. Raises Changed when it is another by now or somebody else has claimed
    it, NotThere, and NotAllowed for unknown verbs and grounds.
    """
    if verb not in _VERBS or ground not in grounds.GROUNDS:
        raise NotAllowed("That button is not known; reload the page.")
    batch = batch or audit.new_batch()
    with transaction.atomic():
        row = _taken(by, comment, version)
        to, now = _VERBS[verb], clock.now()
        before = {
            "state": row.state,
            "reason": row.reason,
            "reports": row.report_count,
            "pick": row.is_pick,
            "learned": row.learned,
        }
        settled = list(Report.objects.filter(comment=row, settled_at=None).values_list("pk", flat=True))
        Report.objects.filter(pk__in=settled).update(settled_at=now)
        row.report_count = 0
        _learn(row, "spam" if verb == "spam" else "ham" if verb == "approve" else "")
        was_public, restriction = row.state == PUBLISHED, 0
        transitions.move(
            row, to, reason="approved" if verb == "approve" else ground if verb == "reject" else "spam", at=now, by=by
        )
        if verb != "approve":
            restriction = _restrict(row, by, "spam" if verb == "spam" else ground, facts)
        audit.note(
            verb, by=by, comment=row, reason=row.reason, batch=batch, before=before, settled=settled, restriction=restriction
        )
        if to == PUBLISHED and not was_public:
            telling.of_approval(row)
        if kind := _seen_as(was_public, to == PUBLISHED):
            audit.publish(kind, row)
    return batch


def decide_all(*, by: Account, comments: Sequence[int], verb: str, ground: str = "abuse", facts: str = "") -> tuple[str, int]:
    """Decide several in one batch; those that cannot be are passed over. Returns the batch and how many were decided."""
    batch, done = audit.new_batch(), 0
    for number in list(dict.fromkeys(comments))[:MOST]:
        try:
            decide(by=by, comment=number, verb=verb, ground=ground, facts=facts, batch=batch)
            done += 1
        except (Changed, NotThere):
            continue
    return batch, done


def feature(*, by: Account, comment: int, is_pick: bool) -> str:
    """Choose a public comment as one that the newsroom recommends, or no longer. Raises NotThere."""
    batch = audit.new_batch()
    with transaction.atomic():
        row = transitions.take(comment)
        if row.state != PUBLISHED:
            raise NotThere("Only a public comment can be featured.")
        if row.is_pick != is_pick:
            row.is_pick, row.version = is_pick, row.version + 1
            row.save(update_fields=["is_pick", "version"])
            audit.note("feature" if is_pick else "unfeature", by=by, comment=row, batch=batch)
            audit.publish("comment.changed", row)
    return batch


def undo(*, by: Account, batch: str) -> int:
    """Undo a batch of decisions on comments, each that nobody has changed since; returns how many."""
    lines = list(LogLine.objects.filter(batch=batch, verb__in=(*_VERBS, "feature", "unfeature")).exclude(batch=""))
    return sum(_undo(by, line) for line in lines)


def claim(*, by: Account, comment: int) -> bool:
    """Tell other moderators that this one is being looked at; False when somebody else has it."""
    now = clock.now()
    free = Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_until__lt=now)
    return bool(Comment.objects.filter(free, pk=comment).update(claimed_by=by, claimed_until=now + CLAIM))


def _undo(by: Account, line: LogLine) -> bool:
    with transaction.atomic():
        row = transitions.take(line.comment)
        last = LogLine.objects.filter(
            comment=row.pk, verb__in=(*_VERBS, "feature", "unfeature", "undo", "edited", "deleted")
        ).first()
        if last is None or last.pk != line.pk:
            return False  # undone already, or somebody has done something else since
        if line.verb in ("feature", "unfeature"):
            row.is_pick, row.version = line.verb == "unfeature", row.version + 1
            row.save(update_fields=["is_pick", "version"])
            kind = "comment.changed"
        else:
            kind = _bring_back(row, line)
        audit.note("undo", by=by, comment=row, batch="", undone=line.pk)
        if kind:
            audit.publish(kind, row)
    return True


def _bring_back(row: Comment, line: LogLine) -> str:
    before = line.facts["before"]
    was_public, is_public = row.state == PUBLISHED, before["state"] == PUBLISHED
    Report.objects.filter(pk__in=line.facts["settled"]).update(settled_at=None)
    row.report_count = before["reports"]
    _learn(row, before["learned"])
    transitions.move(row, before["state"], reason=before["reason"], at=clock.now())
    row.is_pick = before["pick"]
    Comment.objects.filter(pk=row.pk).update(is_pick=row.is_pick)
    for restriction in Restriction.objects.filter(pk=line.facts["restriction"], lifted_at=None):
        restriction.lifted_at = clock.now()
        restriction.save(update_fields=["lifted_at"])
        letters.of_restriction("lifted", restriction)
        telling.of_decision(restriction, "lifted")
    return _seen_as(was_public, is_public)


def _seen_as(was_public: bool, is_public: bool) -> str:
    """What readers are told of a move; nothing when they saw nothing before and after. A page shows its comments' versions."""
    if was_public == is_public:
        return "comment.changed" if is_public else ""
    return "comment.published" if is_public else "comment.removed"


def _taken(by: Account, number: int, version: int | None) -> Comment:
    row = transitions.take(number)
    if row.state == DELETED:
        raise NotThere("Its writer has deleted this comment.")
    if version is not None and row.version != version:
        raise Changed("This comment has changed since you saw it; look at it again.")
    if row.claimed_by_id not in (None, by.pk) and row.claimed_until and row.claimed_until > clock.now():
        raise Changed("Another moderator is looking at this comment.")
    return row


def _restrict(row: Comment, by: Account, ground: str, facts: str) -> int:
    if row.account is None:
        return 0
    made = Restriction.objects.create(
        account=row.account, kind=REMOVAL, comment=row, quoted=row.text, facts=facts.strip()[:2000], ground=ground, by=by,
        began_at=clock.now(),
    )  # fmt: skip
    letters.of_restriction("restricted", made)
    telling.of_decision(made)
    return made.pk


def _learn(row: Comment, what: str) -> None:
    """Let the filter take a decision into account, and no longer the one before."""
    if row.learned == what:
        return
    words = [word[:120] for word in spam.words_of(row.text)]
    for sort, change in ((row.learned, -1), (what, 1)):
        if not sort:
            continue
        SpamWord.objects.bulk_create([SpamWord(word=word) for word in dict.fromkeys(words)], ignore_conflicts=True)
        SpamWord.objects.filter(pk__in=words).update(**{sort: F(sort) + change})
        audit.lists_row()
        Lists.objects.filter(pk=1).update(**{sort: F(sort) + change})
    row.learned = what
