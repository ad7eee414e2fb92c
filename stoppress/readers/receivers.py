"""What follows when an account is saved, whoever saves it."""

from typing import Any

from stoppress.readers.actions import profile
from stoppress.readers.models import Account


def account_saved(sender: type[Account], instance: Account, raw: bool = False, **told: Any) -> None:
    """The addresses one can log in with follow the account's own."""
    changed = told.get("update_fields")
    if not raw and (changed is None or "email" in changed or "is_staff" in changed):
        profile.keep_address_in_step(instance)
