"""A reader's own pages: profile, notifications, sessions, data, and in the demo the letters."""

import hashlib
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stoppress.readers import demo, exporting, queries
from stoppress.readers.actions import leaving, profile, sessions
from stoppress.readers.errors import ReaderError
from stoppress.readers.forms import NotificationsForm, ProfileForm
from stoppress.readers.models import Account, Notifications
from stoppress.readers.push import keys
from stoppress.readers.push import queries as push
from stoppress.readers.views.limits import at_most


@login_required
@require_http_methods(["GET", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """Name, a few words, language, time zone."""
    account = _account(request)
    form = ProfileForm(request.POST or None, instance=Account.objects.get(pk=account.pk))
    if request.method == "POST" and form.is_valid():
        profile.change(account=account, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return HttpResponseRedirect(reverse("account_profile"))
    return render(request, "account/profile.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def choose_notifications(request: HttpRequest) -> HttpResponse:
    """What the reader wants to be told."""
    account = _account(request)
    chosen = Notifications.objects.filter(account=account).first() or Notifications(account=account)
    form = NotificationsForm(request.POST if request.method == "POST" else None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        profile.choose_notifications(account=account, chosen=form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return HttpResponseRedirect(reverse("account_notifications"))
    devices = push.devices(account)
    shown = [{"row": row, "digest": hashlib.sha256(row.endpoint.encode()).hexdigest()} for row in devices]
    return render(request, "account/notifications.html", {"form": form, "devices": shown, "key": keys.newest()})


@login_required
@require_http_methods(["GET", "POST"])
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Where the reader is logged in; one of them, or all, can be ended."""
    account = _account(request)
    if request.method == "GET":
        return render(request, "account/sessions.html", {"sessions": queries.sessions(account, request.session.session_key)})
    if "all" in request.POST:
        sessions.end_all(account=account)
        logout(request)
        return HttpResponseRedirect(reverse("account_login"))
    number = request.POST.get("session", "")
    if number.isdecimal() and sessions.end(account=account, number=int(number[:18])):
        messages.success(request, _("That session is over."))
    return HttpResponseRedirect(reverse("account_sessions"))


@login_required
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Taking one's data along, and having the account erased."""
    return render(request, "account/data.html", {"account": _account(request)})


@require_POST
@reauthentication_required
@at_most("10/h/user")
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is held of the reader, as a zip."""
    packed = exporting.export(_account(request))
    named = {"Content-Disposition": 'attachment; filename="account.zip"'}
    return HttpResponse(packed, content_type="application/zip", headers=named)


@require_POST
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """Have the account erased in a day, or take that back."""
    account = _account(request)
    try:
        if "keep" in request.POST:
            leaving.change_mind(account=account)
            messages.success(request, _("Your account stays."))
        else:
            leaving.ask_to_erase(account=account)
    except ReaderError as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("account_data"))


@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """The demo's letters, so that whoever tries it can finish registering."""
    if not demo.shows_mail():
        raise Http404
    return render(request, "account/mail.html", {"letters": demo.letters()})


def missing(request: HttpRequest, path: str = "") -> HttpResponse:
    """The page for what there is not."""
    return render(request, "account/missing.html", {}, status=404)


def _account(request: HttpRequest) -> Account:
    account: Any = request.user
    found: Account = account
    return found
