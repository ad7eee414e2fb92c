"""Runs a coroutine in a thread of its own: a browser test of the same process may keep a loop running in the main one."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What the coroutine returns or raises."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """The same for a function, such as one that has a browser of its own for a while."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function, *arguments).result()
