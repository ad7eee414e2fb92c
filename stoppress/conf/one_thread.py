"""Django under ASGI, each request answered in one thread from its first middleware to its last.

All our middleware and views are synchronous. Django's own handler would go to the thread and back for every step of every
middleware, some fifteen times a request.
"""

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver


class OneThread(ASGIHandler):
    """Django's handler with its synchronous chain behind it."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain for one thread, whatever is asked for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The response, from the thread that this request has for itself."""
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)


def django_application() -> OneThread:
    """Django with everything in it, the views too: otherwise each process would read them in while its first request waits."""
    django.setup(set_prefix=False)
    resolver = get_resolver()
    assert resolver.url_patterns and resolver.reverse_dict is not None, "both are made when they are asked for"
    return OneThread()
