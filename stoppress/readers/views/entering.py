"""The way in: allauth's views with what this house adds to them."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.views import ReauthenticateView, SignupView
from allauth.core.internal.httpkit import deserialize_request
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils.http import urlencode

from stoppress.readers import proof, rules


def index(request: HttpRequest) -> HttpResponse:
    """The account's first page: the profile, or the log-in that leads back to where the reader came from."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("account_profile"))
    back = rules.own_address(request.GET.get("next", "")) or _came_from(request)
    return HttpResponseRedirect(reverse("account_login") + (f"?{urlencode({'next': back})}" if back else ""))


class RegisterView(SignupView):
    """Registering, with the sum that the reader's browser does meanwhile."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "challenge": proof.challenge()}


class _GoesOn:
    """Goes on with what the reader had sent before they were asked once more; allauth would look for it without the prefix."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        kept = self.request.session.get(STATE_SESSION_KEY) or {}
        if "request" not in kept:
            return super().form_valid(form)  # type: ignore[misc, no-any-return]
        del self.request.session[STATE_SESSION_KEY]
        way_on: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        sent = deserialize_request(kept["request"], self.request)
        if way_on.get("Location") != sent.path:
            return way_on
        found = resolve(sent.path_info)
        answer: HttpResponse = found.func(sent, *found.args, **found.kwargs)
        return answer


class PasswordAgain(_GoesOn, ReauthenticateView):
    """Show by password that it is you."""


class CodeAgain(_GoesOn, CodeView):
    """Show by an app's or a recovery code that it is you."""


class PasskeyAgain(_GoesOn, ReauthenticateWebAuthnView):
    """Show by passkey that it is you."""


def _came_from(request: HttpRequest) -> str:
    """The path of the page of ours whose link was followed; nothing for account pages, from which one does not come back."""
    parts = urlsplit(request.META.get("HTTP_REFERER", ""))
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if parts.netloc != request.META.get("HTTP_HOST") or "/account/" in path or path.startswith("/desk/"):
        return ""
    return rules.own_address(path)
