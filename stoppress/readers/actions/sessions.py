"""Ending log-ins: one of them, or all at once; with each go its streams and its device's messages."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import F

from stoppress.publog import log
from stoppress.readers.models import Account
from stoppress.readers.push import actions as push

#: Under which a session remembers its own device, which goes with it.
DEVICE = "push_device"


def end(*, account: Account, number: int) -> bool:
    """End one of the account's own log-ins; whether there was one."""
    found = UserSession.objects.filter(user=account, pk=number).first()
    if found:
        device = import_module(settings.SESSION_ENGINE).SessionStore(found.session_key).get(DEVICE)
        found.end()
        left(account=account, device=device)
    return found is not None


def end_all(*, account: Account) -> None:
    """End every log-in of the account, also those on no list."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(session_round=F("session_round") + 1)
        for session in UserSession.objects.filter(user=account):
            session.end()
        push.forget_all(account=account)
        end_streams(account=account)
    account.refresh_from_db(fields=["session_round"])


def left(*, account: Account, device: int | None = None) -> None:
    """A log-in is over: what it alone may hear ends, and its device gets no more messages."""
    with transaction.atomic():
        if device:
            push.forget(account=account, number=device)
        end_streams(account=account)


def end_streams(*, account: Account) -> None:
    """Let every machine end the streams that only this reader may hear; who is still logged in asks for them anew."""
    with transaction.atomic():
        log.record("reader.left", tags=(), facts={"account": account.pk})
