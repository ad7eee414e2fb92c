"""What readers change about themselves, and the newsroom's word for its own people's addresses."""

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from stoppress.readers import rules
from stoppress.readers.models import Account, Notifications


def change(*, account: Account, name: str, bio: str, language: str, time_zone: str) -> None:
    """Change how an account is shown and in which language and zone it is written to."""
    account.name = rules.clean_name(name)
    account.bio = bio.strip()
    account.language, account.time_zone = language, time_zone
    account.save(update_fields=["name", "bio", "language", "time_zone"])


def choose_notifications(*, account: Account, chosen: Mapping[str, bool]) -> None:
    """Set every switch of an account's notifications; those that are not named are off."""
    names = [field.name for field in Notifications._meta.fields if not field.primary_key]
    Notifications.objects.update_or_create(account=account, defaults={name: bool(chosen.get(name)) for name in names})


def switch_off(*, account: int, switch: str) -> None:
    """Turn one switch off, as a letter's own address asks for; nothing happens when the account is no more."""
    Notifications.objects.filter(account=account).update(**{switch: False})


def register(*, email: str, password: str, name: str, language: str = "") -> Account:
    """An account whose address is known to be its owner's, as those of the demo."""
    with transaction.atomic():
        account = Account.objects.create_user(email, password, name=rules.clean_name(name), language=language)
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def bring_along(*, email: str, name: str) -> Account | None:
    """An account for somebody who wrote elsewhere, without password: only who gets mail at the address can ever enter it.

    None when the address is none, or an account has it already: an address that somebody typed elsewhere proves nothing.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        return None
    if Account.objects.filter(email=email).exists() or EmailAddress.objects.filter(email__iexact=email).exists():
        return None
    with transaction.atomic():
        account = Account.objects.create_user(email, None, name=rules.clean_name(name))
        EmailAddress.objects.create(user=account, email=email, verified=False, primary=True)
    return account


def keep_address_in_step(account: Account) -> None:
    """Let the addresses that one can log in with follow the account's own.

    The desk may give an account another one. Of people who work in the newsroom it is taken to be theirs; a reader has
    to confirm it at the next log-in.
    """
    others = EmailAddress.objects.filter(user=account).exclude(email=account.email)
    others.filter(verified=True).delete()
    if account.is_staff:
        others.delete()
        EmailAddress.objects.update_or_create(user=account, email=account.email, defaults={"verified": True, "primary": True})
