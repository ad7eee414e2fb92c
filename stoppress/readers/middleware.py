"""What lies before account pages: their edition, no caching, no posts from elsewhere; and the second factor of staff."""

import logging
import re
from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from stoppress.readers import lent
from stoppress.readers.errors import LetterNotSent
from stoppress.readers.lent import Where

#: Says to shared pages that somebody is logged in here, and nothing else; scripts may read it.
MARKER = "stoppress_reader"
_ACCOUNT = re.compile(r"(/[a-z0-9-]+)?(/account/.*)", re.DOTALL)
_NEEDED = _("Working at the desk needs a second factor. Add a passkey or an authenticator app first.")
logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]


class AccountPages:
    """Account pages lie under the prefix of each edition, which is taken away from the path as a script's name would be.

    Addresses that are made while the page is answered get it back, so that allauth's views know nothing of editions.
    """

    def __init__(self, get_response: Answer) -> None:
        self._inner = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = _ACCOUNT.fullmatch(request.path_info)
        if match is None:
            response = self._inner(request)
            return _marked(request, response) if request.path_info.startswith("/desk/") else response
        where = lent.edition_at(_host(request), match[1] or "")
        return self._answer(request, where, match[2]) if where else self._lead_on(request, match[1])

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """Say so when a letter could not be sent, which the reader would wait for in vain."""
        if not isinstance(failure, LetterNotSent) or not hasattr(request, "where"):
            return None
        logger.error("%s", failure)
        return HttpResponse(render_to_string("account/no_letter.html", {}, request), status=503)

    def _lead_on(self, request: HttpRequest, prefix: str | None) -> HttpResponse:
        """From `/account/` to that of the first edition, where every edition has a prefix."""
        if prefix:
            return self._inner(request)  # a topic may be called “account”
        first = lent.first_edition()
        if first and first.prefix and request.method == "GET":
            return HttpResponseRedirect(f"{first.prefix}{request.get_full_path()}", headers={"Cache-Control": "no-store"})
        # An account page of no edition is a page that is not there.
        request.path_info = "/no-such-page/"
        return self._inner(request)

    def _answer(self, request: HttpRequest, where: Where, path: str) -> HttpResponse:
        before = get_script_prefix()
        request.where = where  # type: ignore[attr-defined]
        request.path_info = path
        request.META["SCRIPT_NAME"], request.META["PATH_INFO"] = where.prefix, path
        set_script_prefix(f"{where.prefix}/")
        try:
            with translation.override(where.language):
                response = _refused(request) if _is_from_elsewhere(request) else self._inner(request)
        finally:
            set_script_prefix(before)
        # Nobody but this reader may get any of it, not even this reader's own browser's memory.
        response["Cache-Control"] = "private, no-store"
        return _marked(request, response)


class SecondFactorForStaff:
    """When the house wants it, nobody works at the desk who has not shown a second factor in this session."""

    def __init__(self, get_response: Answer) -> None:
        self._inner = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.STAFF_SECOND_FACTOR or not request.path_info.startswith(("/desk/", "/documents/")):
            return self._inner(request)
        if request.path_info in ("/desk/login/", "/desk/logout/") or not request.user.is_authenticated:
            return self._inner(request)
        return self._ask(request) or self._inner(request)

    def _ask(self, request: HttpRequest) -> HttpResponse | None:
        where = lent.first_edition()
        if where is None or any(told.get("method") == "mfa" for told in get_authentication_records(request, request.user)):
            return None  # before there is an edition there is no page that could ask
        has_one = is_mfa_enabled(request.user, ["totp", "webauthn"])
        if not has_one:
            messages.warning(request, _NEEDED)
        way_back = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{where.prefix}{reverse('mfa_reauthenticate' if has_one else 'mfa_index')}?{way_back}")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that carries no token of ours."""
    if getattr(request, "where", None) is None:
        from django.views.csrf import csrf_failure as plain

        answer: HttpResponse = plain(request, reason)
        return answer
    return _refused(request)


def _refused(request: HttpRequest) -> HttpResponse:
    return HttpResponseForbidden(render_to_string("account/refused.html", {}, request))


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site, or another host of this one, makes it send this."""
    from_where = request.headers.get("Sec-Fetch-Site", "")
    is_private_answer = request.method not in ("GET", "HEAD", "OPTIONS") or request.path_info.endswith(".json")
    return is_private_answer and from_where not in ("", "same-origin", "none")


def _marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the marker say what is so."""
    if not hasattr(request, "user"):
        return response  # refused before anybody asked who it is
    is_in = request.user.is_authenticated
    if is_in and MARKER not in request.COOKIES:
        response.set_cookie(
            MARKER, "1", max_age=settings.SESSION_COOKIE_AGE, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    elif not is_in and MARKER in request.COOKIES:
        response.delete_cookie(MARKER, samesite="Lax")
    return response


def _host(request: HttpRequest) -> str:
    host: str = request.META.get("HTTP_HOST", "")
    return host.partition(":")[0].lower()
