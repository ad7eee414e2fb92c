"""Following and saving: what shared pages ask for, and the lists of what is kept."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stoppress.newsfeed import tickets
from stoppress.readers import lent, queries, rules
from stoppress.readers.actions import keeping
from stoppress.readers.errors import ReaderError
from stoppress.readers.tidings import queries as tidings
from stoppress.readers.views.limits import at_most


@require_GET
def me(request: HttpRequest) -> JsonResponse:
    """Who is logged in, what they keep and what is new, for the script of shared pages; with what lets it post and listen."""
    if not request.user.is_authenticated:
        return JsonResponse({})
    account: Any = request.user
    channel = f"reader:{account.pk}"
    return JsonResponse({
        "name": account.get_short_name(), "kept": queries.kept_names(account), "token": get_token(request),
        "unread": tidings.unread(account),
        # What opens the reader's own stream; it ends before this session could, and is asked for again.
        "channel": channel, "ticket": tickets.issue(_tickets_key(), channel, [channel], seconds=tickets.LONGEST),
    })  # fmt: skip


@cache
def _tickets_key() -> bytes:
    return tickets.key_from(settings.SECRET_KEY)


@require_http_methods(["GET", "POST"])
@at_most("120/m/ip")
def keep(request: HttpRequest) -> HttpResponse:
    """Follow or save something: GET asks first, for it must change nothing; POST does it."""
    asked = request.POST if request.method == "POST" else request.GET
    found = rules.keeping(asked.get("what", ""))
    if found is None:
        raise Http404
    back = rules.own_address(asked.get("next", "")) or reverse("account_follows")
    wants_json = "application/json" in request.headers.get("Accept", "")
    if not request.user.is_authenticated:
        if wants_json:
            return JsonResponse({"said": _("Log in first.")}, status=401)
        here = f"{request.path}?{urlencode({'what': asked['what'], 'next': back})}"
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': here})}")
    if request.method == "GET":
        return _ask(request, found, back)
    return _keep(request, found, back, wants_json)


def _ask(request: HttpRequest, found: tuple[str, int], back: str) -> HttpResponse:
    account: Any = request.user
    place = lent.places_of([found]).get(found)
    if place is None:
        raise Http404
    told = {"place": place, "what": f"{found[0]}:{found[1]}", "next": back, "is_saved_story": found[0] == rules.SAVED,
            "is_kept": queries.keeps(account, *found)}  # fmt: skip
    return render(request, "account/keep.html", told)


def _keep(request: HttpRequest, found: tuple[str, int], back: str, wants_json: bool) -> HttpResponse:
    account: Any = request.user
    is_wanted = request.POST.get("keep") == "1"
    try:
        (keeping.keep if is_wanted else keeping.let_go)(account=account, kind=found[0], number=found[1])
    except ReaderError as refusal:
        if wants_json:
            return JsonResponse({"said": str(refusal)}, status=409)
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("account_follows"))
    return JsonResponse({"kept": is_wanted}) if wants_json else HttpResponseRedirect(back)


@login_required
@require_GET
def follows(request: HttpRequest) -> HttpResponse:
    """What the reader follows."""
    account: Any = request.user
    return render(request, "account/follows.html", {"kept": queries.followed(account)})


@login_required
@require_GET
def saved(request: HttpRequest) -> HttpResponse:
    """What the reader saved for later."""
    account: Any = request.user
    return render(request, "account/saved.html", {"kept": queries.saved(account)})
