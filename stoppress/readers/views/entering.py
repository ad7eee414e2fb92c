"""The way in: allauth's views with what this house adds to them."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.views import SignupView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
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


def _came_from(request: HttpRequest) -> str:
    """The path of the page of ours whose link was followed; nothing for account pages, from which one does not come back."""
    parts = urlsplit(request.META.get("HTTP_REFERER", ""))
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if parts.netloc != request.META.get("HTTP_HOST") or "/account/" in path or path.startswith("/desk/"):
        return ""
    return rules.own_address(path)
