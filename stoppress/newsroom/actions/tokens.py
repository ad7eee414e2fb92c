"""Keys for machines: made, listed, known again and revoked; only their digests are kept."""

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from wagtail.log_actions import log as audit

from stoppress.kit import clock
from stoppress.newsroom.errors import NotAllowed
from stoppress.newsroom.models import ApiToken
from stoppress.publog.worded import worded

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


def create(*, name: str, scopes: Collection[str], by: Any = None) -> str:
    """Make a token and return it; this is the only moment at which it can be seen."""
    _check_allowed(by, "add", "make")
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
            made = ApiToken.objects.create(name=name, digest=_digest(token), scopes=sorted(set(scopes)))
            audit(instance=made, action="stoppress.make_token", user=by, data={"scopes": made.scopes})
    except IntegrityError as error:
        raise TokenRefused(f"There is a token called “{name}” already; choose another name.") from error
    return token


def revoke(*, name: str, by: Any = None) -> ApiToken:
    """Make a token worthless at once."""
    _check_allowed(by, "change", "revoke")
    with transaction.atomic():
        return _revoke(name.strip(), by)


def _revoke(name: str, by: Any) -> ApiToken:
    found = ApiToken.objects.select_for_update().filter(name=name).first()
    if found is None:
        raise TokenRefused(f"There is no token called “{name}”; “stoppress token list” shows them all.")
    if found.revoked_at is None:
        found.revoked_at = clock.now()
        found.save(update_fields=["revoked_at"])
        audit(instance=found, action="stoppress.revoke_token", user=by)
    return found


def _check_allowed(by: Any, permission: str, verb: str) -> None:
    if by is not None and not by.has_perm(f"newsroom.{permission}_apitoken"):
        raise NotAllowed(f"You may not {verb} tokens; ask a chief editor.")


def is_well_formed(token: str) -> bool:
    """Whether `token` looks like one of ours at all."""
    return bool(_SHAPE.fullmatch(token))


def recognise(token: str) -> ApiToken | None:
    """The token's row, revoked or not; None for a token that was never made here."""
    found = next(iter(_tokens_with(_digest(token))), None)
    if found and found.revoked_at is None:
        now = clock.now()
        if found.last_used_at is None or now - found.last_used_at > _USE_NOTED_EVERY:
            ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


@worded
def _tokens_with(digest: str) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(digest=digest)


def _digest(token: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
