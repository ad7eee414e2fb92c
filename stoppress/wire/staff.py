"""The interface's own documentation, which only the newsroom's people may browse."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import resolve_url

View = Callable[..., Any]


def for_staff(view: View) -> View:
    """Send strangers to the login and refuse readers; the schema itself is for every program to read."""

    @wraps(getattr(view, "func", view))
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        match = request.resolver_match
        if match is None or match.url_name != "openapi-json":
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
            if not request.user.is_staff:  # type: ignore[union-attr]
                raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
