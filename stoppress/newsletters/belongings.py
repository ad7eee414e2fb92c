"""What newsletters hold of a reader, for the export of their data."""

from typing import Any

from stoppress.newsletters import rules
from stoppress.newsletters.models import Bounce, SignUp, Subscription
from stoppress.readers.models import Account

Rows = list[dict[str, Any]]


def _subscriptions(account: Account) -> Rows:
    of = Subscription.objects.filter(subscriber__email=rules.address_of(account.email)).order_by("pk")
    named = ("newsletter__name", "newsletter__edition__code", "confirmed_at", "subscriber__suspended_at")
    return [dict(row) for row in of.values(*named)]


def _sign_ups(account: Account) -> Rows:
    of = SignUp.objects.filter(email=rules.address_of(account.email)).order_by("pk")
    return [dict(row) for row in of.values("edition__code", "asked_at")]


def _bounces(account: Account) -> Rows:
    of = Bounce.objects.filter(subscriber__email=rules.address_of(account.email)).order_by("pk")
    return [dict(row) for row in of.values("is_hard", "words", "at")]


PARTS = {"newsletters": _subscriptions, "newsletter_sign_ups": _sign_ups, "letters_that_came_back": _bounces}
