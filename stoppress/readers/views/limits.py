"""How often a logged-in reader may do what costs something."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse


def at_most(rate: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Answer 429 to posts beyond a rate such as `5/h/user`."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        limit = {view.__name__: rate}

        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not ratelimit.consume(request, app="stoppress.readers", action=view.__name__, config=limit):
                answer: HttpResponse = ratelimit.respond_429(request)
                return answer
            return view(request, *args, **kwargs)

        return limited

    return decorate
