"""What the views of discussion share: who asks, and how they want to be answered."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from stoppress.discussion.errors import DiscussionError, NotThere, Wait
from stoppress.readers.models import Account

#: Where the text lies that somebody typed before they logged in.
KEPT = "discussion_text"


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks."""
    return "application/json" in request.headers.get("Accept", "")


def account_of(request: HttpRequest) -> Account:
    """Who is logged in."""
    account: Any = request.user
    found: Account = account
    return found


def number_in(asked: Mapping[str, str], name: str) -> int | None:
    """A number that was sent under a name; None when there is none."""
    text = asked.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def log_in_first(request: HttpRequest, back: str) -> HttpResponse:
    """Lead to the log-in, and from there back to `back`; a script is told where that is."""
    address = f"{reverse('account_login')}?{urlencode({'next': back})}"
    if wants_json(request):
        return JsonResponse({"said": _("Log in or register to take part."), "log_in": address}, status=401)
    messages.info(request, _("Log in or register to take part. What you have typed is kept."))
    return HttpResponseRedirect(address)


def refuse(request: HttpRequest, refusal: DiscussionError, template: str, facts: Mapping[str, Any]) -> HttpResponse:
    """Say why not, and hand back what was typed."""
    status = 404 if isinstance(refusal, NotThere) else 429 if isinstance(refusal, Wait) else 422
    if wants_json(request):
        return JsonResponse({"said": str(refusal)}, status=status)
    return render(request, template, {**facts, "wrong": str(refusal)}, status=status)
