"""What the clock does about readers: erases who asked for it, forgets what is over."""

import time
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from stoppress.kit import clock
from stoppress.readers.actions import leaving
from stoppress.readers.models import Account, Remembered, SpentProof

#: Seconds between looks for accounts to erase, and between times of tidying up.
ERASE_EVERY, TIDY_EVERY = 60.0, 3600.0
#: After so long an account whose address nobody confirmed makes room for the address's owner.
UNCONFIRMED = timedelta(hours=24)
_next = {"erase": 0.0, "tidy": 0.0}


def run_due() -> None:
    """Do what is due; called every second, it mostly does nothing at all."""
    now = time.monotonic()
    if now >= _next["erase"]:
        _next["erase"] = now + ERASE_EVERY
        leaving.erase_due()
    if now >= _next["tidy"]:
        _next["tidy"] = now + TIDY_EVERY
        tidy()


def tidy() -> None:
    """Forget sessions that ended, proofs and counts that are too old, and accounts that were never confirmed."""
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(living), last_seen_at__lt=now - timedelta(minutes=5)).delete()
    SpentProof.objects.filter(expires_at__lt=now).delete()
    Remembered.objects.filter(expires__lt=timezone.now()).delete()
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    Account.objects.filter(
        ~Exists(confirmed), is_staff=False, last_login=None, joined_at__lt=now - UNCONFIRMED, emailaddress__verified=False
    ).delete()
