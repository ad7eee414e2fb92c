"""The house's own keys for push: derived from secrets, the newest first."""

from email.utils import parseaddr
from functools import cache

from django.conf import settings

from stoppress.kit.vapid import SigningKey, keys_from


@cache
def _keys(secrets: tuple[str, ...]) -> dict[str, SigningKey]:
    return keys_from(secrets)


def newest() -> str:
    """The public half that browsers are told when somebody subscribes."""
    return next(iter(_keys(tuple(settings.PUSH_SECRETS))))


def known(public: str) -> SigningKey | None:
    """The key whose public half a browser was told; None when the house has given it up."""
    return _keys(tuple(settings.PUSH_SECRETS)).get(public)


def contact() -> str:
    """Whom a push service may write to when something is wrong with our messages (RFC 8292, 2.1)."""
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
