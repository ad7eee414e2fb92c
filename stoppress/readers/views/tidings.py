"""What a reader was told of, and switching off letters without logging in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stoppress.readers.actions import profile
from stoppress.readers.tidings import actions, letters, queries
from stoppress.readers.views.limits import at_most


@login_required
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """The list, the newest first; a post says that all of it was seen."""
    account: Any = request.user
    if request.method == "POST":
        actions.read_all(account=account)
        return HttpResponseRedirect(reverse("account_tidings"))
    before = request.GET.get("before", "")
    told, more = queries.told(account, int(before[:18]) if before.isascii() and before.isdecimal() else None)
    return render(request, "account/tidings.html", {"told": told, "more": more, "has_new": any(one.is_new for one in told)})


# Mail programs post without a session or a token (RFC 8058); the address itself says whose letters are meant.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@at_most("60/h/ip")
def letters_off(request: HttpRequest, word: str) -> HttpResponse:
    """Switch letters of a kind off: GET asks, for programs look at every address in a letter; POST does it."""
    found = letters.switch_of(word)
    if found is None:
        raise Http404
    if request.method == "GET":
        return render(request, "account/letters_off.html", {})
    number, kind = found
    profile.switch_off(account=number, switch=letters.SWITCHES[kind])
    return render(request, "account/letters_are_off.html", {})
