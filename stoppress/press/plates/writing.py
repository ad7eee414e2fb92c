"""A function of Python while it is written: lines, and what comes next on the page until a statement comes between."""

import linecache
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

_INDENT = "    "


class Writing:
    """The body of a function that adds piece after piece to a page."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth, self._variables = 1, 0
        self._next: list[str] = []

    def text(self, text: str) -> None:
        """Add text as it is."""
        if text:
            self._next.append(repr(str(text)))

    def expression(self, worded: str) -> None:
        """Add what an expression gives, which must be text."""
        self._next.append(worded)

    def statement(self, line: str) -> None:
        """A statement on a line of its own."""
        self._flush()
        self._lines.append(_INDENT * self._depth + line)

    @contextmanager
    def within(self, head: str) -> Iterator[None]:
        """What is written meanwhile is the body of a compound statement."""
        self.statement(head)
        self._depth += 1
        before = len(self._lines)
        yield
        self._flush()
        if len(self._lines) == before:
            self._lines.append(_INDENT * self._depth + "pass")
        self._depth -= 1

    def variable(self) -> str:
        """A name that nothing else has."""
        self._variables += 1
        return f"v{self._variables}"

    def function(
        self, name: str, *, before: Iterable[str], given: Mapping[str, str], known: dict[str, object]
    ) -> Callable[[Mapping[str, Any]], str]:
        """The finished function of a dictionary; `before` are lines that it needs above it, `given` the names it looks up
        in the dictionary with its own variables for them, and `known` what else its lines refer to."""
        self._flush()
        looked_up = [f"{_INDENT}{variable} = values.get({one!r}, MISSING)" for one, variable in given.items()]
        head = ["def plate(values):", *looked_up, f"{_INDENT}pieces = []", f"{_INDENT}add = pieces.extend"]
        source = "\n".join([*before, *head, *self._lines, f"{_INDENT}return ''.join(pieces)"]) + "\n"
        # So that a traceback shows the line.
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        exec(compile(source, name, "exec"), known)  # our own templates, in words of this package
        return cast("Callable[[Mapping[str, Any]], str]", known["plate"])

    def _flush(self) -> None:
        if self._next:
            worded, self._next = ", ".join(self._next), []
            self._lines.append(_INDENT * self._depth + f"add(({worded},))")
