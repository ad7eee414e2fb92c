"""Warnings, suspensions, bans and appeals; nobody is restricted without being told why."""

from django.db import transaction
from django.utils.translation import gettext

from stoppress.discussion import letters, telling
from stoppress.discussion.actions import audit, transitions
from stoppress.discussion.errors import NotAllowed, NotThere
from stoppress.discussion.models import Appeal, Comment, Restriction
from stoppress.discussion.models.comments import PUBLISHED
from stoppress.discussion.models.moderation import BAN, REMOVAL, SUSPENSION, WARNING
from stoppress.discussion.rules import grounds
from stoppress.kit import clock
from stoppress.publog import log
from stoppress.readers.models import Account

_SHORTEST_FACTS = 3


def sanction(
    *, by: Account, account: Account, kind: str, ground: str, facts: str, lasts: str = "", comment: Comment | None = None
) -> Restriction:
    """Warn, suspend (`lasts` is one of `grounds.SUSPENSIONS`) or ban a reader, with a statement of reasons. Raises NotAllowed."""
    facts = facts.strip()[:2000]
    if account.is_staff:
        raise NotAllowed(gettext("People who work in the newsroom are not sanctioned here; speak to their desk."))
    if (
        kind not in (WARNING, SUSPENSION, BAN)
        or ground not in grounds.GROUNDS
        or (kind == SUSPENSION) != (lasts in grounds.SUSPENSIONS)
    ):
        raise NotAllowed(gettext("Choose what is to be done, on what ground, and for a suspension how long."))
    if len(facts) < _SHORTEST_FACTS:
        raise NotAllowed(gettext("Say in a few words what the reader did; they are told."))
    with transaction.atomic():
        now = clock.now()
        made = Restriction.objects.create(
            account=account, kind=kind, comment=comment, quoted=comment.text if comment else "", facts=facts, ground=ground,
            by=by, began_at=now, ends_at=now + grounds.SUSPENSIONS[lasts] if lasts else None,
        )  # fmt: skip
        letters.of_restriction("restricted", made)
        telling.of_decision(made)
        audit.note(kind, by=by, account=account.pk, comment=comment, reason=ground, restriction=made.pk, lasts=lasts)
        if kind != WARNING:
            _end_streams(account)
    return made


def lift(*, by: Account, restriction: int) -> Restriction:
    """Take a restriction back; a removed comment comes back with it. Raises NotThere."""
    with transaction.atomic():
        row = _lasting(restriction)
        _lift(row, by)
    return row


def appeal(*, account: Account, restriction: int, words: str) -> Appeal:
    """Ask that another moderator look at a restriction. Raises NotThere and NotAllowed."""
    words = words.strip()[:2000]
    if len(words) < 10:
        raise NotAllowed(gettext("Say in a sentence or two why you think that this was wrong."))
    with transaction.atomic():
        row = Restriction.objects.select_for_update().filter(pk=restriction, account=account).first()
        if row is None or row.lifted_at:
            raise NotThere(gettext("There is nothing of yours to appeal against."))
        made, is_new = Appeal.objects.get_or_create(restriction=row, defaults={"words": words, "made_at": clock.now()})
        if not is_new:
            raise NotAllowed(gettext("You have appealed already; you are told what comes of it."))
        audit.note("appealed", by=account, account=account.pk, reason=row.ground, restriction=row.pk)
    return made


def decide_appeal(*, by: Account, appeal: int, is_granted: bool, answer: str) -> Appeal:
    """Grant an appeal, which lifts the restriction, or not; by another moderator than the first. Raises NotThere, NotAllowed."""
    with transaction.atomic():
        row = Appeal.objects.select_for_update().filter(pk=appeal, decided_at=None).first()
        if row is None:
            raise NotThere(gettext("This appeal has been decided already."))
        restriction = Restriction.objects.select_related("account", "by").get(pk=row.restriction_id)
        if restriction.by_id == by.pk:
            raise NotAllowed(gettext("You decided this yourself; another moderator has to look at the appeal."))
        if len(answer.strip()) < _SHORTEST_FACTS:
            raise NotAllowed(gettext("Answer the reader in a sentence or two."))
        row.decided_at, row.decided_by, row.is_granted, row.answer = clock.now(), by, is_granted, answer.strip()[:2000]
        row.save()
        verb = "appeal granted" if is_granted else "appeal refused"
        audit.note(
            verb, by=by, account=restriction.account_id, reason=restriction.ground, appeal=row.pk, restriction=restriction.pk
        )
        letters.of_restriction("appeal", restriction)
        telling.of_decision(restriction, "granted" if is_granted else "refused")
        if is_granted and not restriction.lifted_at:
            _lift(restriction, by)
    return row


def _lasting(number: int) -> Restriction:
    row = Restriction.objects.select_for_update().filter(pk=number, lifted_at=None).first()
    if row is None:
        raise NotThere(gettext("This has been taken back already."))
    return row


def _lift(row: Restriction, by: Account) -> None:
    row.lifted_at = clock.now()
    row.save(update_fields=["lifted_at"])
    audit.note("lifted", by=by, account=row.account_id, reason=row.ground, restriction=row.pk)
    letters.of_restriction("lifted", row)
    telling.of_decision(row, "lifted")
    if row.kind == REMOVAL and row.comment_id:
        comment = transitions.take(row.comment_id)
        if comment.state in ("rejected", "spam"):
            transitions.move(comment, PUBLISHED, reason="approved", at=clock.now(), by=by)
            audit.publish("comment.published", comment)
    elif row.kind in (SUSPENSION, BAN):
        _end_streams(row.account)


def _end_streams(account: Account) -> None:
    """Let every machine end the streams that only this reader may hear, so that they are asked for anew."""
    log.record("reader.restricted", tags=(), facts={"account": account.pk})
