"""Choosing among newsletters and leaving them: by the link in each letter, without logging in, or on the account pages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stoppress.newsletters import queries
from stoppress.newsletters.actions import subscribing
from stoppress.newsletters.models import Newsletter, Subscriber
from stoppress.newsletters.views.signing_up import edition_of
from stoppress.readers.models import Account
from stoppress.readers.views.limits import at_most


@csrf_exempt  # the key, which only the letter holds, is the proof; a mail program posts without having seen any page
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, key: str, newsletter: int) -> HttpResponse:
    """Leave one newsletter: GET shows a button, POST does it at once, as RFC 8058 wants.

    There is no limit: large providers post for all their readers from a few addresses, and nobody guesses a key.
    """
    subscriber = queries.subscriber_by(key)
    row = Newsletter.objects.filter(pk=newsletter).select_related("edition").first()
    if request.method == "POST":
        if subscriber and row:
            subscribing.leave(email=subscriber.email, newsletter=row)
        return render(request, "newsletters/left.html", {"row": row})
    if subscriber is None or row is None:
        return render(request, "newsletters/left.html", {"row": row})
    return render(request, "newsletters/leave.html", {"row": row, "email": subscriber.email, "key": key})


@csrf_exempt  # as above
@require_http_methods(["GET", "POST"])
@at_most("60/m/ip")
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Choose among an edition's newsletters, or leave all of the house."""
    subscriber = queries.subscriber_by(key)
    if subscriber is None:
        return render(request, "newsletters/too_old.html", {}, status=404)
    if request.method == "POST":
        _choose(request, subscriber.email)
        if not Subscriber.objects.filter(pk=subscriber.pk).exists():
            return render(request, "newsletters/left.html", {"row": None})
        messages.success(request, _("Your choice is saved."))
        return HttpResponseRedirect(reverse("newsletters_choose", args=[key]))
    if "confirmed" in request.GET:
        messages.success(request, _("Thank you. Your address is confirmed."))
    return render(request, "newsletters/choose.html", {"rows": _rows(request, subscriber.email), "email": subscriber.email})


@login_required
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """The newsletters of a reader who is logged in; their address was confirmed with the account."""
    account: Any = request.user
    reader: Account = account
    if request.method == "POST":
        _choose(request, reader.email)
        messages.success(request, _("Your choice is saved."))
        return HttpResponseRedirect(reverse("newsletters_own"))
    return render(request, "newsletters/own.html", {"rows": _rows(request, reader.email), "email": reader.email})


def _choose(request: HttpRequest, email: str) -> None:
    if "none" in request.POST:
        subscribing.leave_all(email=email)
        return
    among = [row.pk for row in queries.offered(edition_of(request))]
    chosen = [
        int(number)
        for number in request.POST.getlist("newsletters")
        if number.isascii() and number.isdigit() and len(number) < 19
    ]
    if not among:
        raise Http404
    subscribing.choose(email=email, newsletters=chosen, among=among)


def _rows(request: HttpRequest, email: str) -> list[dict[str, Any]]:
    chosen = queries.chosen_by(email)
    return [{"row": row, "is_chosen": row.pk in chosen} for row in queries.offered(edition_of(request))]
