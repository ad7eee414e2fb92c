"""Gathers what several pages show once for a run of prints."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar, cast

_Gather = TypeVar("_Gather", bound=Callable[..., Any])
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("gathered_in_this_run", default=None)


@contextmanager
def one_run() -> Iterator[None]:
    """Within this, what was gathered for one page serves the next.

    Whoever shelves a page of the run must have taken the shelf's number before the run began: then a
    page that shows what changed in the meantime is refused like any other late print.
    """
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def kept(*key: object) -> dict[Any, Any]:
    """What this run keeps under `key`; outside a run a dict that nobody else sees."""
    run = _kept.get()
    return {} if run is None else cast("dict[Any, Any]", run.setdefault(key, {}))


def once_a_run(gather: _Gather) -> _Gather:
    """Let a function whose last argument is the set of tags seen be asked once a run for the same arguments."""

    @wraps(gather)
    def gathered(*args: Any) -> Any:
        *asked, seen = args
        known = kept(gather.__qualname__)
        if tuple(asked) not in known:
            tags: set[str] = set()
            known[tuple(asked)] = gather(*asked, tags), tags
        found, tags = known[tuple(asked)]
        seen |= tags
        return found

    return cast("_Gather", gathered)
