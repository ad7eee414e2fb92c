"""Writing letters into the outbox, in the transaction of what causes them; trying parked ones again; forgetting old ones."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from stoppress.kit import clock
from stoppress.readers.outbox import rules
from stoppress.readers.outbox.errors import BadLetter, OutsideTransaction
from stoppress.readers.outbox.models import PARKED, REFUSED, SENT, WAITING, Letter, Sheet
from stoppress.readers.rules import one_line

#: For so long a letter that was sent is known, by its cause and by the address it may come back to.
KEPT = timedelta(days=30)
_AT_ONCE = 500


def write(
    *, cause: str, kind: str, to: str, sender: str, subject: str, text: str, html: str = "",
    headers: Mapping[str, str] | None = None, expires_at: datetime | None = None,
) -> bool:  # fmt: skip
    """Write a letter in the caller's transaction; False when its cause has written it before.

    `sender` is the From header, such as `"The Courier" <no-reply@courier.example>`. Raises `BadLetter` for an address or
    a header that would become something else, and `OutsideTransaction` without a transaction.
    """
    letter = _letter(cause, kind, to, sender, headers or {}, expires_at)
    letter.subject, letter.text, letter.html = one_line(subject)[:300], text, html
    return bool(_insert([letter]))


def write_sheet(*, subject: str, text: str, html: str = "") -> Sheet:
    """Words that many letters share; `{{marks}}` in them are filled in for each letter (`html` with escaped values)."""
    return Sheet.objects.create(subject=one_line(subject)[:300], text=text, html=html, made_at=clock.now())


def write_many(
    *, sheet: Sheet, kind: str, sender: str, letters: Iterable[Mapping[str, Any]], expires_at: datetime | None = None
) -> int:
    """Write letters of shared words, each given by `cause`, `to`, `fills` and `headers`; returns how many are new."""
    made = []
    for told in letters:
        letter = _letter(told["cause"], kind, told["to"], sender, told.get("headers") or {}, expires_at)
        letter.subject, letter.sheet, letter.fills, letter.is_one_of_many = sheet.subject, sheet, dict(told["fills"]), True
        made.append(letter)
    return sum(_insert(made[at : at + _AT_ONCE]) for at in range(0, len(made), _AT_ONCE))


def try_again(*, number: int) -> bool:
    """Have a parked letter tried again, with all its tries before it."""
    return bool(_parked(number).update(state=WAITING, tries=0, claim="", next_try_at=clock.now(), expires_at=None, done_at=None))


def try_all_again() -> int:
    """Have every parked letter tried again; returns how many."""
    parked = Letter.objects.filter(state=PARKED)
    return parked.update(state=WAITING, tries=0, claim="", next_try_at=clock.now(), expires_at=None, done_at=None)


def let_go(*, number: int) -> bool:
    """Forget a parked letter."""
    return bool(_parked(number).delete()[0])


def take_back(*, kind: str, to: str = "") -> int:
    """Do not send what waits of a kind, for one address or for all; returns how many letters."""
    waiting = Letter.objects.filter(kind=kind, state=WAITING)
    return (waiting.filter(to__iexact=to) if to else waiting).delete()[0]


def hold_sheets(*, numbers: Iterable[int]) -> int:
    """Let the letters of these shared words wait until they are said anew; returns how many."""
    return Sheet.objects.filter(pk__in=list(numbers)).update(is_held=True)


def say_anew(*, sheet: Sheet, subject: str, text: str, html: str) -> None:
    """Let the letters of a sheet that are not sent yet say this instead, and go on."""
    sheet.subject, sheet.text, sheet.html, sheet.is_held = one_line(subject)[:300], text, html, False
    sheet.save()


def drop_sheet(*, sheet: Sheet) -> None:
    """There is nothing left to say: the letters that wait are not sent."""
    Letter.objects.filter(sheet=sheet, state=WAITING).delete()
    Sheet.objects.filter(pk=sheet.pk).update(is_held=False, text="", html="")


def forget_old() -> int:
    """Forget letters that were sent long ago, and shared words that no letter needs any more; returns how many letters."""
    before = clock.now() - KEPT
    gone = Letter.objects.filter(state__in=(SENT, REFUSED), done_at__lt=before).delete()[0]
    Sheet.objects.filter(letters=None, made_at__lt=before).delete()
    return gone


def forget_reader(*, account: Any, **_: Any) -> None:
    """Part with what was written to an account that is erased."""
    Letter.objects.filter(to__iexact=account.email).delete()


def _parked(number: int) -> Any:
    return Letter.objects.filter(pk=number, state=PARKED)


def _letter(
    cause: str, kind: str, to: str, sender: str, headers: Mapping[str, str], expires_at: datetime | None
) -> Letter:  # fmt: skip
    if not rules.is_address(to):
        raise BadLetter(f"{to!r} is not an e-mail address.")
    for name, value in {"From": sender, **headers}.items():
        if not rules.is_header(name, value):
            raise BadLetter(f"The header {name!r} would become something else.")
    now = clock.now()
    return Letter(
        cause=cause, kind=kind, to=to, sender=sender, headers=dict(headers), expires_at=expires_at, next_try_at=now,
        written_at=now,
    )  # fmt: skip


def _insert(letters: list[Letter]) -> int:
    """Insert those whose cause has written nothing yet; returns how many those were."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("A letter needs the transaction of what it tells of")
    known = Letter.objects.filter(cause__in=[letter.cause for letter in letters]).values_list("cause", flat=True)
    new = {letter.cause: letter for letter in letters if letter.cause not in set(known)}
    # Another process may write the same at the same time: the cause is unique.
    Letter.objects.bulk_create(new.values(), ignore_conflicts=True)
    return len(new)
