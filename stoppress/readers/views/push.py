"""Devices that take push messages: the page for readers without an account, and what its script posts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stoppress.readers import rules
from stoppress.readers.actions import sessions
from stoppress.readers.adapter import where_of
from stoppress.readers.push import actions, keys
from stoppress.readers.push.rules import BadDevice
from stoppress.readers.views.limits import at_most
from stoppress.readers.views.proving import proven


@require_GET
def this_device(request: HttpRequest) -> HttpResponse:
    """Breaking news on this device; who is logged in has more to choose from."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("account_notifications"))
    return render(request, "account/push.html", {"key": keys.newest()})


@proven
@require_POST
@at_most("30/h/ip")
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in the browser that asks, with the subscription that its push service gave it."""
    where = where_of(request)
    if not request.is_proven or where is None:  # type: ignore[attr-defined]
        return HttpResponseForbidden(_("That was refused"))
    account: Any = request.user if request.user.is_authenticated else None
    said = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth", "key")}
    if said["key"] and not keys.known(said["key"]):
        return JsonResponse({"said": _("Reload the page and try again.")}, status=409)
    try:
        device = actions.take_in(
            account=account, edition=where.code, endpoint=said["endpoint"], public=said["p256dh"], secret=said["auth"],
            key=said["key"] or keys.newest(), name=rules.browser(request.META.get("HTTP_USER_AGENT", "")),
        )  # fmt: skip
    except BadDevice:
        return JsonResponse({"said": _("This browser's push service cannot be used.")}, status=422)
    if account is not None:
        request.session[sessions.DEVICE] = device.pk
    return JsonResponse({"taken": True})


@proven
@require_POST
@at_most("60/h/ip")
def let_go(request: HttpRequest) -> HttpResponse:
    """Send a device nothing more: the browser itself says so with its secret, or its owner presses its button in the account."""
    if not request.is_proven:  # type: ignore[attr-defined]
        return HttpResponseForbidden(_("That was refused"))
    account: Any = request.user
    number = request.POST.get("device", "")
    if number.isascii() and number.isdecimal() and account.is_authenticated:
        if actions.forget(account=account, number=int(number[:18])):
            messages.success(request, _("That device gets no more messages."))
        return HttpResponseRedirect(reverse("account_notifications"))
    actions.let_go(endpoint=request.POST.get("endpoint", ""), secret=request.POST.get("auth", ""))
    return JsonResponse({"taken": False})
