"""Whether a post comes from a page of ours, for pages that are the same for all and cannot carry a token."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def is_ours(request: HttpRequest) -> bool:
    """Whether a post comes from a page of ours, by the browser's word or by the form's token.

    Pages that are the same for all cannot carry a token; a browser that says that the post comes from this very origin
    is believed, for no page elsewhere can make it say so (Fetch Metadata, https://www.w3.org/TR/fetch-metadata/).
    """
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    return CsrfViewMiddleware(_answer).process_view(request, _answer, (), {}) is None


def _answer(request: HttpRequest) -> HttpResponse:
    """What there would be to answer; the check alone is wanted."""
    return HttpResponse()


def proven(view: View) -> View:
    """Let a post through when it is ours; what the view does with others' it is told by `is_proven`."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.is_proven = request.method != "POST" or is_ours(request)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return checked
