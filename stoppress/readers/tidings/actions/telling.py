"""Telling one reader of one thing, in the transaction that brings it about; taking it back; noting that it was read."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from stoppress.kit import clock
from stoppress.publog import log
from stoppress.readers.models import Account, Notifications
from stoppress.readers.push import actions as push
from stoppress.readers.push.models import Device
from stoppress.readers.tidings import letters, messages
from stoppress.readers.tidings.models import Tiding

#: Read ones are forgotten after the first, all after the second.
KEPT_READ, KEPT = timedelta(days=60), timedelta(days=180)
#: Tidings of this kind also go to the reader's devices and by mail, when they want that.
_REPLY = "reply"


def tell(*, account: Account, kind: str, subject: str, facts: Mapping[str, Any], story: int = 0) -> Tiding | None:
    """Tell a reader of something, in the caller's transaction; None when they were told of it before.

    On PostgreSQL it takes the log's turn, so that numbers rise in the order of commits; call it late.
    """
    log.take_turn()
    made, is_new = Tiding.objects.get_or_create(
        account=account, subject=subject,
        defaults={"kind": kind, "story": story, "facts": dict(facts), "told_at": clock.now()},
    )  # fmt: skip
    if not is_new:
        return None
    if kind == _REPLY:
        _also(account, made)
    return made


def take_back(*, subjects: Collection[str]) -> None:
    """Let nobody read any more of what is no longer so."""
    Tiding.objects.filter(subject__in=subjects).delete()


def read_all(*, account: Account) -> None:
    """Note that the reader has seen all there is."""
    Tiding.objects.filter(account=account, read_at=None).update(read_at=clock.now(), mail_at=None)


def forget_old() -> None:
    """Forget what is long past."""
    now = clock.now()
    Tiding.objects.filter(read_at__lt=now - KEPT_READ).delete()
    Tiding.objects.filter(told_at__lt=now - KEPT).delete()


def _also(account: Account, tiding: Tiding) -> None:
    """A reply by push and by mail, when its reader has switched that on."""
    chosen = Notifications.objects.filter(account=account).first()
    if chosen is None:
        return
    if chosen.replies_by_push:
        devices = list(Device.objects.filter(account=account))
        language = account.language or tiding.facts.get("language", "")
        push.write(devices=devices, message=messages.of(tiding.kind, tiding.subject, tiding.facts, language, tiding.story))
    if chosen.replies_by_mail:
        letters.of_reply(tiding, account)
