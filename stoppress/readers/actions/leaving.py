"""Erasing accounts: asked for, taken back within a day, carried out by the clock."""

import logging
from datetime import timedelta

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from stoppress.kit import clock
from stoppress.readers import letters
from stoppress.readers.actions import sessions
from stoppress.readers.errors import ReaderError
from stoppress.readers.models import Account

#: How long one may change one's mind.
PATIENCE = timedelta(hours=24)
#: Sent with `account` in the transaction that erases it, so that rooms above part with what they hold of a reader.
erasing = Signal()
logger = logging.getLogger(__name__)


def ask_to_erase(*, account: Account) -> None:
    """Have the account erased a day from now. Raises ReaderError for people who work in the newsroom."""
    if account.is_staff:
        raise ReaderError(_("This account works in the newsroom; a chief editor has to take it out of there first."))
    if account.erase_at is None:
        account.erase_at = clock.now() + PATIENCE
        account.save(update_fields=["erase_at"])
        letters.send_to(account, "erase_asked", until=account.erase_at)


def change_mind(*, account: Account) -> None:
    """Keep the account after all."""
    account.erase_at = None
    account.save(update_fields=["erase_at"])


def erase_due() -> int:
    """Erase every account whose time has come; returns how many. Each is a transaction of its own."""
    due = Account.objects.filter(erase_at__lte=clock.now()).values_list("pk", flat=True)
    return sum(_erase(pk) for pk in list(due))


def _erase(pk: int) -> bool:
    with transaction.atomic():
        account = Account.objects.select_for_update(skip_locked=True).filter(pk=pk, erase_at__lte=clock.now()).first()
        if account is None or account.is_staff:
            return False
        sessions.end_all(account=account)
        erasing.send(sender=Account, account=account)
        account.delete()
    logger.info("Account %s was erased as its owner had asked.", pk)
    letters.send_to(account, "erased")
    return True
