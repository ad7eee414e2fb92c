"""What readers do with their own comments: write, edit, delete."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from stoppress.discussion import lent, queries, wording
from stoppress.discussion.actions import audit, drafting, transitions
from stoppress.discussion.errors import DiscussionError, NotAllowed, NotThere, Refused, Wait
from stoppress.discussion.lent import StoryFacts
from stoppress.discussion.models import Comment, Revision, Thread
from stoppress.discussion.models.comments import DELETED, HELD, PUBLISHED, SPAM
from stoppress.discussion.rules import limits, markup, pipeline, tree, trust
from stoppress.discussion.rules.verdicts import Decision, Reason, Verdict
from stoppress.kit import clock
from stoppress.readers.models import Account

EDITABLE = timedelta(minutes=5)
_STATES = {Decision.PUBLISH: PUBLISHED, Decision.HOLD: HELD, Decision.SPAM: SPAM}
_TRIES = 5


def write(*, account: Account, story: int, text: str, parent: int | None = None) -> Comment:
    """Take a comment on a story, below another or on its own; its state says what the pipeline made of it.

    Raises NotThere, Refused (the text is not kept; whoever sent it must hand it back), and Wait.
    """
    try:
        return _again_if_lists_change(lambda: _write(account, story, text, parent))
    except Refused as refusal:
        if refusal.reason is Reason.BANNED_WORD:
            audit.note("refused", story=story, account=account.pk, reason=refusal.reason)
        raise


def edit(*, account: Account, comment: int, text: str) -> Comment:
    """Change one's own comment within five minutes; it goes through the pipeline again. Raises as `write`, and NotAllowed."""
    try:
        return _again_if_lists_change(lambda: _edit(account, comment, text))
    except Refused as refusal:
        if refusal.reason is Reason.BANNED_WORD:
            audit.note("refused", account=account.pk, reason=refusal.reason, edited=comment)
        raise


def delete(*, account: Account, comment: int) -> Comment:
    """Take back one's own comment; replies to it stay, below a stone that marks its place. Raises NotThere."""
    with transaction.atomic():
        row = transitions.take(comment)
        if row.account_id != account.pk or row.state == DELETED:
            raise NotThere(gettext("There is no such comment of yours."))
        was_public = row.state == PUBLISHED
        transitions.move(row, DELETED, reason="deleted", at=clock.now())
        audit.note("deleted", by=account, comment=row)
        if was_public:
            audit.publish("comment.removed", row)
    return row


def may_edit(comment: Comment, account: Account, now: datetime) -> bool:
    """Whether it is still this account's to change."""
    return comment.account_id == account.pk and comment.state in (PUBLISHED, HELD) and now - comment.created_at < EDITABLE


def _again_if_lists_change(do: Callable[[], Comment]) -> Comment:
    for _ in range(_TRIES):
        try:
            with transaction.atomic():
                return do()
        except audit.ListsChanged:
            continue
    raise DiscussionError(gettext("Too much is going on here at the moment; please try again."))


def _write(account: Account, story: int, text: str, parent: int | None) -> Comment:
    lists, facts = audit.lists_row(), _facts(story)
    thread = thread_of(facts, clock.now())
    writer = drafting.writer_of(account)
    now = clock.now()  # once nobody else writes for this account: what came before must not seem to come after
    above = _above(thread, parent)
    text = _tidy(text)
    opening = queries.opening_of(facts, now)
    draft = drafting.draft(
        text, account=account, writer=writer, facts=facts, opening=opening, lists=lists, now=now, is_reply=above is not None,
        suspended=queries.suspended(account, now),
    )  # fmt: skip
    verdict = _verdict(draft)
    if not account.is_staff:
        limit = limits.COMMENTS[trust.trust(draft.standing, now) > trust.T0]
        if pause := limits.wait(limit, [at for _, at in draft.recent], now):
            raise Wait(pause, wording.wait(pause))
    comment = Comment(
        thread=thread, account=account, name=account.get_short_name(), writer_key=writer.key, badge=_badge(account, facts),
        parent=above, is_root=above is None, text=text, state=HELD, reason=verdict.reason, score=verdict.score,
        spans=_spans(verdict), fingerprint=limits.fingerprint(text), created_at=now,
    )  # fmt: skip
    comment.save()
    comment.path = tree.path((above.path or "") if above else "", comment.pk)
    state = _STATES[verdict.decision]
    transitions.move(comment, state, reason=verdict.reason, at=now)
    audit.note("written", by=account, comment=comment, reason=verdict.reason, state=state, score=round(verdict.score, 3))
    if state == PUBLISHED:
        audit.publish("comment.published", comment, lists=lists.version, by=account)
    return comment


def _edit(account: Account, number: int, text: str) -> Comment:
    now, lists = clock.now(), audit.lists_row()
    comment = transitions.take(number)
    if comment.account_id != account.pk:
        raise NotThere(gettext("There is no such comment of yours."))
    if not may_edit(comment, account, now):
        raise NotAllowed(gettext("A comment can be changed for five minutes after it was written."))
    text = _tidy(text)
    if text == comment.text:
        return comment
    facts, writer = _facts(comment.thread.story), drafting.writer_of(account)
    verdict = _verdict(drafting.draft(
        text, account=account, writer=writer, facts=facts, opening=queries.opening_of(facts, now), lists=lists, now=now,
        is_reply=not comment.is_root, suspended=queries.suspended(account, now), edited=comment,
    ))  # fmt: skip
    Revision.objects.create(comment=comment, text=comment.text, replaced_at=now)
    was_public, state = comment.state == PUBLISHED, _STATES[verdict.decision]
    comment.text, comment.fingerprint, comment.edited_at = text, limits.fingerprint(text), now
    comment.score, comment.spans = verdict.score, _spans(verdict)
    transitions.move(comment, state, reason=verdict.reason, at=now)
    audit.note("edited", by=account, comment=comment, reason=verdict.reason, state=state)
    if state == PUBLISHED:
        kind = "comment.changed" if was_public else "comment.published"
        audit.publish(kind, comment, lists=lists.version, by=account)
    elif was_public:
        audit.publish("comment.removed", comment)
    return comment


def _facts(story: int) -> StoryFacts:
    facts = lent.story(story)
    if facts is None:
        raise NotThere(gettext("This story is not public."))
    return facts


def thread_of(facts: StoryFacts, now: datetime) -> Thread:
    """The story's discussion, locked, its facts as they are now."""
    told = {"edition": facts.edition, "section": facts.section, "address": facts.address, "headline": facts.headline}
    thread, is_new = Thread.objects.get_or_create(story=facts.number, defaults={**told, "begun_at": now})
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if not is_new and any(getattr(thread, name) != value for name, value in told.items()):
        Thread.objects.filter(pk=thread.pk).update(**told)
        thread.refresh_from_db()
    return thread


def _above(thread: Thread, parent: int | None) -> Comment | None:
    if parent is None:
        return None
    above = Comment.objects.filter(pk=parent, thread=thread, state=PUBLISHED).first()
    if above is None:
        raise NotThere(gettext("The comment that you answer is no longer there."))
    return above


def _tidy(text: str) -> str:
    # Far too long a text is not even tidied.
    return text if len(text) > 4 * pipeline.LONGEST else markup.tidy(text)


def _verdict(draft: pipeline.Draft) -> Verdict:
    verdict = pipeline.judge(draft)
    if verdict.decision is Decision.REJECT:
        raise Refused(verdict.reason, wording.refused(verdict.reason))
    return verdict


def _spans(verdict: Verdict) -> list[list[object]]:
    return [[span.begin, span.end, span.word] for span in verdict.spans]


def _badge(account: Account, facts: StoryFacts) -> str:
    if account.pk in facts.hosts:
        return "author"
    return "staff" if account.is_staff else ""
