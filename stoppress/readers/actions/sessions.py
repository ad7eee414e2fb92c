"""Ending log-ins: one of them, or all at once."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from stoppress.readers.models import Account


def end(*, account: Account, number: int) -> bool:
    """End one of the account's own log-ins; whether there was one."""
    found = UserSession.objects.filter(user=account, pk=number).first()
    if found:
        found.end()
    return found is not None


def end_all(*, account: Account) -> None:
    """End every log-in of the account, also those on no list."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(session_round=F("session_round") + 1)
        for session in UserSession.objects.filter(user=account):
            session.end()
    account.refresh_from_db(fields=["session_round"])
