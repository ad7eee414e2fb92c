"""Who is asking: bearer tokens and what they may do."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from stoppress.newsroom.actions import tokens
from stoppress.newsroom.models import ApiToken
from stoppress.wire.errors import NotKnown, ScopeMissing


class Bearer(HttpBearer):
    """`Authorization: Bearer stoppress_…`; every failure says what is wrong with the header."""

    def __call__(self, request: HttpRequest) -> ApiToken:
        header = request.headers.get("Authorization", "").strip()
        if not header:
            raise NotKnown("Send a token: Authorization: Bearer stoppress_… (see “stoppress token create”).")
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise NotKnown("The Authorization header must begin with the word Bearer.")
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        if not tokens.is_well_formed(token):
            raise NotKnown("This is not a token: one begins with stoppress_ and has 53 characters.")
        found = tokens.recognise(token)
        if found is None:
            raise NotKnown("This token is not known here; it may belong to another newsroom.")
        if found.revoked_at is not None:
            raise NotKnown("This token has been revoked; ask for a new one.")
        return found


def need(token: Any, *scopes: str) -> None:
    """Raise `ScopeMissing` for the first scope that the token lacks."""
    for scope in scopes:
        if scope not in token.scopes:
            raise ScopeMissing(scope)
