"""Sends what lies in the outbox: claims a batch, sends it over one connection, notes how each letter fared.

A letter is sent by whoever holds its claim, so no two processes send the same. When one stops between the server's answer and the
note of it, that one letter may be sent once more, with the same Message-ID; nothing is lost.
"""

import logging
import secrets
import smtplib
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import Q
from django.dispatch import Signal

from stoppress.kit import clock
from stoppress.readers.outbox import actions, rules
from stoppress.readers.outbox.models import PARKED, REFUSED, SENT, WAITING, Letter

logger = logging.getLogger(__name__)
#: Sent with `letter` and `reason` when a reader's server will not have one of many letters.
refused = Signal()
#: Letters over one connection; how long nobody else touches them; and after how long of that no further one is begun.
BATCH, CLAIMED, ENOUGH = 50, timedelta(minutes=10), 240.0
#: Seconds between looks for letters, and between times of forgetting old ones.
LOOK, TIDY_EVERY = 1.0, 3600.0
#: How often, and with how many seconds between, it is tried to note that a letter was sent.
NOTES, NOTE_PAUSE = 5, 1.0


def keep_sending(stop: Callable[[], bool]) -> None:
    """Send until `stop()` says so; a database that is away is waited for."""
    next_tidy = 0.0
    while not stop():
        done = 0
        try:
            done = send_batch(stop)
            if time.monotonic() >= next_tidy:
                actions.forget_old()
                next_tidy = time.monotonic() + TIDY_EVERY
        except DatabaseError:
            logger.exception("Letters wait: the database is away")
        close_old_connections()
        if not done:
            time.sleep(LOOK)


def send_batch(stop: Callable[[], bool] = lambda: False) -> int:
    """Send the letters that are due, single ones first, a batch at most; returns how many were tried."""
    claim = secrets.token_hex(8)
    letters = _claim(claim)
    begun: list[int] = []
    if letters:
        try:
            _send_all(letters, claim, stop, begun)
        finally:
            # What was not come to is anybody's again; what could not be noted is not tried again before the claim is over.
            _own(claim).exclude(pk__in=begun).update(claim="", next_try_at=clock.now())
    return len(letters)


def _claim(claim: str) -> list[Letter]:
    now = clock.now()
    is_free = Q(sheet=None) | Q(sheet__is_held=False)
    due = Letter.objects.filter(is_free, state=WAITING, next_try_at__lte=now).order_by("is_one_of_many", "next_try_at", "id")
    if not due.exists():  # the usual case costs no write
        return []
    with transaction.atomic():
        # SQLite has one writer and no locks of rows.
        rows = (
            due.select_for_update(skip_locked=True, of=("self",))
            if connection.features.has_select_for_update_skip_locked
            else due
        )
        numbers = list(rows.values_list("pk", flat=True)[:BATCH])
        Letter.objects.filter(pk__in=numbers).update(claim=claim, next_try_at=now + CLAIMED)
    return list(_own(claim).select_related("sheet").order_by("is_one_of_many", "id"))


def _own(claim: str) -> Any:
    return Letter.objects.filter(claim=claim, state=WAITING)


def _send_all(letters: list[Letter], claim: str, stop: Callable[[], bool], begun: list[int]) -> None:
    began, link = time.monotonic(), get_connection()
    try:
        link.open()
    except OSError as error:  # smtplib's are among them
        for letter in letters:
            _failed(letter, claim, error, is_final=False)
        return
    try:
        for letter in letters:
            if stop() or time.monotonic() - began > ENOUGH:
                return
            begun.append(letter.pk)
            if not _send(link, letter, claim):
                return
    finally:
        _close(link)


def _send(link: Any, letter: Letter, claim: str) -> bool:
    """Send one, as it is now; False when the connection is no good for the next."""
    found: Letter | None = _own(claim).select_related("sheet").filter(pk=letter.pk).first()
    if found is None:
        return True  # taken back meanwhile
    letter = found
    if letter.sheet and letter.sheet.is_held:
        _own(claim).filter(pk=letter.pk).update(claim="", next_try_at=clock.now())
        return True
    if letter.expires_at and letter.expires_at < clock.now():
        _done(letter, claim, PARKED, "It was too late to send it.")
        return True
    try:
        link.send_messages([message_of(letter)])
    except ValueError as error:  # an address or a header that Django refuses
        _failed(letter, claim, error, is_final=True)
        return True
    except OSError as error:
        is_of_the_server = rules.is_of_the_server(error)
        _failed(letter, claim, error, is_final=rules.is_final(error) and not is_of_the_server)
        return not is_of_the_server and _is_ready(link)
    _done(letter, claim, SENT, "")
    return True


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """The letter as a message: its headers, plain text and HTML, filled in."""
    of, fills = letter.sheet or letter, letter.fills
    headers = {name: rules.filled(value, fills) for name, value in letter.headers.items()}
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    message = EmailMultiAlternatives(
        of.subject, rules.filled(of.text, fills), return_address(letter.token), [letter.to],
        headers={**headers, "From": letter.sender, "Message-ID": f"<{letter.token}@{domain}>"},
    )  # fmt: skip
    if of.html:
        message.attach_alternative(rules.filled(of.html, fills), "text/html")
    return message


def return_address(token: str) -> str:
    """Where the letter comes back to when it cannot be delivered: of its own for each, when the house reads what comes back."""
    name, at, domain = settings.MAIL_BOUNCES.rpartition("@")
    return f"{name}+{token}@{domain}" if at else settings.DEFAULT_FROM_EMAIL


def _failed(letter: Letter, claim: str, error: Exception, *, is_final: bool) -> None:
    reason, tries = rules.reason_of(error) if isinstance(error, OSError) else str(error)[:300], letter.tries + 1
    if is_final and letter.is_one_of_many and isinstance(error, smtplib.SMTPRecipientsRefused):
        _done(letter, claim, REFUSED, reason)
        refused.send(sender=Letter, letter=letter, reason=reason)
        return
    if is_final or tries >= rules.TRIES:
        _done(letter, claim, PARKED, reason)
        return
    logger.warning("Letter %s (%s) was not taken (try %d): %s", letter.pk, letter.cause, tries, reason)
    _own(claim).filter(pk=letter.pk).update(
        tries=tries, reason=reason, claim="", next_try_at=clock.now() + rules.pause(tries)
    )  # fmt: skip


def _done(letter: Letter, claim: str, state: str, reason: str) -> None:
    told: dict[str, Any] = {"state": state, "reason": reason, "tries": letter.tries + 1, "claim": "", "done_at": clock.now()}
    if state in (SENT, REFUSED):
        told |= {"text": "", "html": ""}  # it is the reader's now
    else:
        logger.error("Parked letter %s (%s): %s", letter.pk, letter.cause, reason, extra={"letter": letter.pk})
    for n in range(1, NOTES + 1):
        try:
            _own(claim).filter(pk=letter.pk).update(**told)
            return
        except DatabaseError:
            if n == NOTES or connection.in_atomic_block:
                raise
            time.sleep(NOTE_PAUSE)


def _is_ready(link: Any) -> bool:
    """Whether the connection can take the next letter after it refused one."""
    server = getattr(link, "connection", None)
    if not isinstance(server, smtplib.SMTP):
        return True
    try:
        return server.rset()[0] == 250
    except OSError:
        return False


def _close(link: Any) -> None:
    try:
        link.close()
    except OSError as error:
        logger.debug("The mail server ended without a word: %s", error)
