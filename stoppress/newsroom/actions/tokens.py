"""Keys for machines: made, listed, known again and revoked; only their digests are kept."""

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.db import IntegrityError, transaction

from stoppress.kit import clock
from stoppress.newsroom.models import ApiToken

SCOPES = {
    "items:read": "Read items with their state.",
    "items:write": "Write drafts and pictures.",
    "items:publish": "Publish, refile, correct, kill and take down.",
    "places:create": "Create sections, topics and contributors that items name.",
}
_SHAPE = re.compile(r"stoppress_[A-Za-z0-9_-]{43}")
#: How exactly we know when a token was last used; noting every use would make every request a writer.
_USE_NOTED_EVERY = timedelta(minutes=5)


class TokenRefused(ValueError):
    """The token cannot be made or revoked; the message says why."""


def create(*, name: str, scopes: Collection[str]) -> str:
    """Make a token and return it; this is the only moment at which it can be seen."""
    name = name.strip()
    if not name or len(name) > 80:
        raise TokenRefused("Give the token a name of at most 80 characters, such as the program that will use it.")
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        said = f"There is no scope called {', '.join(unknown)}." if unknown else "Give the token at least one scope."
        raise TokenRefused(f"{said} Scopes are: {', '.join(SCOPES)}.")
    token = f"stoppress_{secrets.token_urlsafe(32)}"
    try:
        with transaction.atomic():
            ApiToken.objects.create(name=name, digest=_digest(token), scopes=sorted(set(scopes)))
    except IntegrityError as error:
        raise TokenRefused(f"There is a token called “{name}” already; choose another name.") from error
    return token


def revoke(*, name: str) -> ApiToken:
    """Make a token worthless at once."""
    found = ApiToken.objects.filter(name=name.strip()).first()
    if found is None:
        raise TokenRefused(f"There is no token called “{name}”; “stoppress token list” shows them all.")
    if found.revoked_at is None:
        found.revoked_at = clock.now()
        found.save(update_fields=["revoked_at"])
    return found


def is_well_formed(token: str) -> bool:
    """Whether `token` looks like one of ours at all."""
    return bool(_SHAPE.fullmatch(token))


def recognise(token: str) -> ApiToken | None:
    """The token's row, revoked or not; None for a token that was never made here."""
    found = ApiToken.objects.filter(digest=_digest(token)).first()
    if found and found.revoked_at is None:
        now = clock.now()
        if found.last_used_at is None or now - found.last_used_at > _USE_NOTED_EVERY:
            ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def _digest(token: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
