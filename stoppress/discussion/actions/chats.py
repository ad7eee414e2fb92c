"""What is done in chats: the desk opens, paces and closes rooms, readers speak, hosts keep order."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from stoppress.discussion import lent, queries, wording
from stoppress.discussion.actions import audit, drafting
from stoppress.discussion.errors import NotAllowed, NotThere, Refused, Wait
from stoppress.discussion.models import Barred, Message, Room
from stoppress.discussion.models.chats import BLOCKED, MUTED, REMOVED, SAID, WAITING
from stoppress.discussion.rules import limits, markup, pace, trust, words
from stoppress.discussion.rules.verdicts import Reason
from stoppress.kit import clock
from stoppress.publog import log
from stoppress.readers.models import Account


def open_room(*, by: Account, story: int) -> Room:
    """Open a story's chat, or open it again. Raises NotThere for a story that is not public."""
    facts = lent.story(story)
    if facts is None:
        raise NotThere(gettext("This story is not public."))
    with transaction.atomic():
        told = {
            "edition": facts.edition,
            "address": facts.address,
            "headline": facts.headline,
            "opened_at": clock.now(),
            "closed_at": None,
        }
        room, _ = Room.objects.update_or_create(story=story, defaults=told)
        audit.note("chat opened", by=by, story=story)
        _record("chat.opened", room)
    return room


def close_room(*, by: Account, story: int) -> Room:
    """Close a chat; what was said stays readable. Raises NotThere."""
    with transaction.atomic():
        room = _room(story)
        room.closed_at = clock.now()
        room.save(update_fields=["closed_at"])
        audit.note("chat closed", by=by, story=story)
        _record("chat.closed", room)
    return room


def say(*, account: Account, story: int, text: str) -> Message:
    """Say something in an open room. Raises NotThere, Refused and Wait."""
    try:
        for _ in range(5):
            try:
                with transaction.atomic():
                    return _say(account, story, text)
            except audit.ListsChanged:
                continue
    except Refused as refusal:
        if refusal.reason is Reason.BANNED_WORD:
            audit.note("refused", story=story, account=account.pk, reason=refusal.reason)
        raise
    raise Wait(timedelta(seconds=1), wording.wait(timedelta(seconds=1)))


def _say(account: Account, story: int, text: str) -> Message:
    lists = audit.lists_row().version
    room, facts = _room(story), lent.story(story)
    now = clock.now()  # once nobody else speaks here
    if room.closed_at or facts is None:
        raise Refused(Reason.CLOSED, wording.refused(Reason.CLOSED))
    audit.refuse_if_suspended(account)
    if barred := bar_of(room, account):
        raise Refused(Reason.SUSPENDED, wording.barred(barred.kind, barred.reason))
    text = " ".join(markup.tidy(text).split()) if len(text) <= 4 * pace.LONGEST else text
    if not text or len(text) > pace.LONGEST:
        reason = Reason.TOO_LONG if text else Reason.EMPTY
        raise Refused(reason, wording.refused_message(reason))
    writer = drafting.writer_of(account)
    mark = limits.fingerprint(text)
    own = list(Message.objects.filter(account=account, said_at__gt=now - limits.REPEAT).values_list("fingerprint", "said_at"))
    if mark in {known for known, _ in own} and len(text) > 12:
        raise Refused(Reason.REPEATED, wording.refused(Reason.REPEATED))
    badge = (
        "author" if account.pk in facts.hosts else "staff" if account.is_staff else "guest" if account.pk in room.guests else ""
    )
    if not badge:
        lately = Message.objects.filter(room=room, said_at__gt=now - pace.WINDOW).count()
        is_trusted = trust.trust(drafting.standing_of(account, writer), now) > trust.T0
        until = max((at for _, at in own), default=now - limits.DAY) + pace.pause(
            slow=room.slow, said_lately=lately, is_trusted=is_trusted
        )
        if until > now:
            raise Wait(until - now, wording.wait(until - now))
    state, why, spans = _held_against_lists(text, is_staff=account.is_staff)
    message = Message.objects.create(
        room=room, account=account, name=account.get_short_name(), writer_key=writer.key, badge=badge, text=text, state=state,
        reason=why, spans=spans, fingerprint=mark, said_at=now,
    )  # fmt: skip
    if state == SAID:
        Room.objects.filter(pk=room.pk).update(message_count=F("message_count") + 1)
        _record("chat.said", room, message=message.pk)
        if audit.lists_row().version != lists:
            raise audit.ListsChanged
        audit.refuse_if_suspended(account)  # who was banned meanwhile says nothing more
    return message


def _held_against_lists(text: str, *, is_staff: bool) -> tuple[str, str, list[list[Any]]]:
    if is_staff:
        return SAID, Reason.STAFF, []
    banned, suspect = queries.word_lists()
    if words.find(text, banned):
        raise Refused(Reason.BANNED_WORD, wording.refused(Reason.BANNED_WORD))
    spans = [[span.begin, span.end, span.word] for span in words.find(text, suspect)]
    return (WAITING, Reason.SUSPECT_WORD, spans) if spans else (SAID, Reason.FINE, [])


def let_through(*, by: Account, message: int) -> Message:
    """Let everybody read a message that waited. Raises NotThere."""
    with transaction.atomic():
        row = Message.objects.select_for_update().select_related("room").filter(pk=message, state=WAITING).first()
        if row is None:
            raise NotThere(gettext("This message waits no longer."))
        row.state, row.reason = SAID, "approved"
        row.save(update_fields=["state", "reason"])
        Room.objects.filter(pk=row.room_id).update(message_count=F("message_count") + 1)
        audit.note("approve", by=by, story=row.room.story, account=row.account_id or 0, message=row.pk)
        _record("chat.said", row.room, message=row.pk)
    return row


def remove(*, by: Account, message: int) -> Message:
    """Remove a message. Raises NotThere."""
    with transaction.atomic():
        row = Message.objects.select_for_update().select_related("room").filter(pk=message).exclude(state=REMOVED).first()
        if row is None:
            raise NotThere(gettext("This message is no longer there."))
        was_said = row.state == SAID
        row.state, row.reason = REMOVED, "removed"
        row.save(update_fields=["state", "reason"])
        Room.objects.filter(pinned=row).update(pinned=None)
        audit.note("reject", by=by, story=row.room.story, account=row.account_id or 0, message=row.pk)
        if was_said:
            Room.objects.filter(pk=row.room_id).update(message_count=F("message_count") - 1)
            _record("chat.removed", row.room, message=row.pk)
    return row


def pin(*, by: Account, story: int, message: int | None) -> Room:
    """Pin a message to the head of its room, or nothing. Raises NotThere."""
    with transaction.atomic():
        room = _room(story)
        found = Message.objects.filter(pk=message, room=room, state=SAID).first() if message else None
        if message and found is None:
            raise NotThere(gettext("This message is no longer there."))
        room.pinned = found
        room.save(update_fields=["pinned"])
        audit.note("pin", by=by, story=story, message=message or 0)
        _record("chat.changed", room)
    return room


def set_slow(*, by: Account, story: int, seconds: int) -> Room:
    """Set the seconds between two messages of one reader; 0 lets the room decide. Raises NotAllowed."""
    if not pace.is_slow(seconds):
        raise NotAllowed(f"Slow mode takes {pace.SLOWEST_LEAST} to {pace.SLOWEST} seconds; 0 turns it off.")
    with transaction.atomic():
        room = _room(story)
        room.slow = seconds
        room.save(update_fields=["slow"])
        audit.note("slow", by=by, story=story, seconds=seconds)
        _record("chat.changed", room)
    return room


def invite(*, by: Account, story: int, account: Account) -> Room:
    """Let somebody take part as a guest, without a pause and with a badge."""
    with transaction.atomic():
        room = _room(story)
        room.guests = sorted({*room.guests, account.pk})
        room.save(update_fields=["guests"])
        audit.note("guest", by=by, story=story, account=account.pk)
    return room


def bar(*, by: Account, story: int, account: Account, kind: str, reason: str, lasts: timedelta | None = None) -> Barred:
    """Mute a reader for a while, or block them from a room; they are told why. Raises NotAllowed."""
    reason = " ".join(reason.split())[:300]
    if kind not in (MUTED, BLOCKED) or (kind == MUTED) != (lasts is not None) or account.is_staff:
        raise NotAllowed(gettext("Readers can be muted for a while or blocked."))
    if len(reason) < 3:
        raise NotAllowed(gettext("Say why in a few words; the reader is told."))
    with transaction.atomic():
        room, now = _room(story), clock.now()
        told = {"kind": kind, "reason": reason, "until": now + lasts if lasts else None, "by": by, "barred_at": now}
        made, _ = Barred.objects.update_or_create(room=room, account=account, defaults=told)
        audit.note(kind, by=by, story=story, account=account.pk, why=reason)
        log.record("reader.restricted", tags=(), facts={"account": account.pk})
    return made


def unbar(*, by: Account, story: int, account: Account) -> None:
    """Let somebody take part again."""
    with transaction.atomic():
        Barred.objects.filter(room__story=story, account=account).delete()
        audit.note("unbarred", by=by, story=story, account=account.pk)


def bar_of(room: Room, account: Account) -> Barred | None:
    """What keeps an account from speaking in a room: one query."""
    row = Barred.objects.filter(room=room, account=account).first()
    return row if row and (row.until is None or row.until > clock.now()) else None


def _room(story: int) -> Room:
    room = Room.objects.select_for_update().filter(story=story).first()
    if room is None:
        raise NotThere(gettext("This story has no chat."))
    return room


def _record(kind: str, room: Room, **facts: Any) -> None:
    # Which rooms are open, and what their panel shows, changes with every one that opens or closes.
    of_panel = {f"chats:{room.edition}"} if kind in ("chat.opened", "chat.closed") else set()
    log.record(kind, tags={f"chat:{room.story}", *of_panel}, edition=room.edition, facts={"story": room.story, **facts})
