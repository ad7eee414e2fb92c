"""What follows when an account is saved or left, whoever does it."""

from typing import Any

from django.http import HttpRequest

from stoppress.readers.actions import profile, sessions
from stoppress.readers.models import Account


def account_saved(sender: type[Account], instance: Account, raw: bool = False, **told: Any) -> None:
    """The addresses one can log in with follow the account's own; who may not log in any more hears nothing either."""
    changed = told.get("update_fields")
    if not raw and (changed is None or "email" in changed or "is_staff" in changed):
        profile.keep_address_in_step(instance)
    if not raw and not instance.is_active and not told.get("created") and (changed is None or "is_active" in changed):
        sessions.end_streams(account=instance)


def logged_out(sender: Any, request: HttpRequest | None, user: Account | None, **told: Any) -> None:
    """The reader's streams end, and the device at hand shows nothing more of theirs."""
    if user is not None and request is not None:
        sessions.left(account=user, device=request.session.get(sessions.DEVICE))


def locks_changed(sender: Any, user: Account, **told: Any) -> None:
    """Another password has ended all other log-ins; their streams end with them."""
    sessions.end_streams(account=user)
