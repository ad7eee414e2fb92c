"""Remembers what a pure function made of the very same objects, which need not be hashable."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, cast

_Make = TypeVar("_Make", bound=Callable[..., Any])


def remembered(most: int, *, alike: int = 1, has_tuples: bool = False) -> Callable[[_Make], _Make]:
    """Let a function be asked once for the same arguments and keep its last `most` answers, the oldest given up first.

    The first `alike` arguments must be the same objects, which must never change (frozen copy), or with `has_tuples` perhaps
    tuples of the same; all others must be equal.
    """
    identity = _identity if has_tuples else id

    def decorated(make: _Make) -> _Make:
        known: dict[tuple[Any, ...], tuple[tuple[Any, ...], Any]] = {}
        writing = Lock()

        @wraps(make)
        def asked(*args: Any) -> Any:
            key = (*map(identity, args[:alike]), *args[alike:])
            found = known.get(key)
            if found is None:
                # The objects are kept beside the answer, so that no other can get the number by which they are known.
                found = args[:alike], make(*args)
                with writing:
                    if len(known) >= most:
                        del known[next(iter(known))]
                    known[key] = found
            return found[1]

        return cast("_Make", asked)

    return decorated


def _identity(thing: object) -> object:
    return tuple(map(id, thing)) if isinstance(thing, tuple) else id(thing)
