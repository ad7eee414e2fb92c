"""An ASGI application that loads while the edge already gives readers what lies on the shelf."""

import asyncio
import gc
import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread

from stoppress.edge.flights import App, Receive, Scope, Send

logger = logging.getLogger(__name__)


class Later:
    """Stands for the application that `load` returns; requests wait until it has.

    When it cannot be loaded the process is told to stop: whoever started it starts it again.
    """

    def __init__(self, load: Callable[[], App]) -> None:
        self._loaded: Future[App] = Future()
        # From here on a reader who leaves cannot cancel it for all the others.
        self._loaded.set_running_or_notify_cancel()
        Thread(target=self._load, args=(load,), name="loading", daemon=True).start()

    @property
    def is_loaded(self) -> bool:
        """Whether the application is there."""
        return self._loaded.done() and self._loaded.exception() is None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._loaded.result() if self._loaded.done() else await asyncio.wrap_future(self._loaded)
        await app(scope, receive, send)

    def _load(self, load: Callable[[], App]) -> None:
        try:
            app = load()
        except BaseException as error:
            logger.critical("The newsroom cannot be loaded", exc_info=True)
            self._loaded.set_exception(error)
            os.kill(os.getpid(), signal.SIGTERM)
            return
        # What is loaded now stays, so the collector need not look at it again.
        gc.collect()
        gc.freeze()
        self._loaded.set_result(app)
