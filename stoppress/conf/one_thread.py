"""Django under ASGI, each request answered in one thread from its first middleware to its last, and the thread kept.

All our middleware and views are synchronous. Django's own handler would go to the thread and back for every step of every
middleware, some fifteen times a request; and it would give each request a new thread, which has to open the database anew.
"""

from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver

#: Threads, with their connections to the database, that are kept for the requests to come.
MOST_IDLE = 8


class OneThread(ASGIHandler):
    """Django's handler with its synchronous chain behind it."""

    def __init__(self) -> None:
        super().__init__()
        self._idle: list[ThreadPoolExecutor] = []

    async def __call__(
        self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Mapping[str, Any]], Awaitable[None]]
    ) -> None:
        """Answer one request, in a thread that no other request has meanwhile."""
        thread = self._idle.pop() if self._idle else ThreadPoolExecutor(1, thread_name_prefix="request")
        try:
            async with ThreadSensitiveContext(executor=thread):
                await super().__call__(scope, receive, send)
        except BaseException:  # it may still be at work for a reader who is gone
            self._let_go(thread)
            raise
        if len(self._idle) < MOST_IDLE:
            self._idle.append(thread)
        else:
            self._let_go(thread)

    def _let_go(self, thread: ThreadPoolExecutor) -> None:
        thread.submit(connections.close_all)
        thread.shutdown(wait=False)

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
