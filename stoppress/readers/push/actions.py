"""Taking browsers in and letting them go; writing messages in the transaction of what they tell."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from stoppress.kit import clock
from stoppress.readers.models import Account
from stoppress.readers.push import rules
from stoppress.readers.push.models import Device, Push
from stoppress.readers.push.rules import BadDevice

#: Browsers of one account; the one that was taken in first makes room.
MOST_DEVICES = 20
#: For so long it can be seen what could not be delivered.
KEPT = timedelta(days=7)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Message:
    """What a device is told: for its service worker `words` (title, body, url, …), and how it is to be sent."""

    topic: str
    words: Mapping[str, Any]
    is_urgent: bool = False
    story: int = 0
    lasts: timedelta = timedelta(days=1)


def take_in(
    *, account: Account | None, edition: str, endpoint: str, public: str, secret: str, key: str, name: str = ""
) -> Device:
    """Send messages to a browser from now on. Without an account it gets the edition's breaking news alone.

    Raises BadDevice, also for a browser that is known with another secret: nobody but the browser itself knows it.
    """
    rules.check(endpoint, public, secret)
    with transaction.atomic():
        known = Device.objects.select_for_update().filter(endpoint=endpoint).first()
        if known and known.secret != secret:
            raise BadDevice("This browser is known with other keys.")
        told = {"account": account, "edition": edition, "public": public, "secret": secret, "key": key,
                "name": name[:120] if account else "", "since_at": clock.now() if account else None}  # fmt: skip
        if known and known.account_id != (account.pk if account else None):
            known.pushes.all().delete()  # what was on its way was somebody else's
        device, _ = Device.objects.update_or_create(endpoint=endpoint, defaults=told)
        if account:
            kept = Device.objects.filter(account=account).order_by("-id").values_list("pk", flat=True)[:MOST_DEVICES]
            Device.objects.filter(account=account).exclude(pk__in=list(kept)).delete()
    return device


def let_go(*, endpoint: str, secret: str) -> bool:
    """Send a browser nothing more, as it says itself; whether it was known."""
    return bool(Device.objects.filter(endpoint=endpoint, secret=secret).delete()[0])


def forget(*, account: Account, number: int) -> bool:
    """Send one of an account's devices nothing more; whether it was one of theirs."""
    return bool(Device.objects.filter(account=account, pk=number).delete()[0])


def forget_all(*, account: Account) -> None:
    """Send none of an account's devices anything more."""
    Device.objects.filter(account=account).delete()


def write(*, devices: Iterable[Device], message: Message) -> int:
    """Write a message to each device, in the caller's transaction, over one about the same that waits. Returns how many."""
    now = clock.now()
    words = json.dumps(message.words, ensure_ascii=False, separators=(",", ":"))
    rows = [
        Push(device=device, topic=message.topic, words=words, is_urgent=message.is_urgent, story=message.story,
             written_at=now, expires_at=now + message.lasts, next_try_at=now) for device in devices
    ]  # fmt: skip
    fresh = ["words", "is_urgent", "story", "written_at", "expires_at", "next_try_at", "tries", "parked_at", "reason"]
    for at in range(0, len(rows), _AT_ONCE):
        Push.objects.bulk_create(
            rows[at : at + _AT_ONCE], update_conflicts=True, unique_fields=["device", "topic"], update_fields=fresh
        )
    return len(rows)


def withdraw(*, story: int) -> None:
    """Send nothing of a story any more."""
    Push.objects.filter(story=story).delete()


def forget_old() -> None:
    """Forget what could not be delivered days ago."""
    Push.objects.filter(parked_at__lt=clock.now() - KEPT).delete()
