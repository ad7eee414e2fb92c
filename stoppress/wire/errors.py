"""What the machines' door refuses, each with a status, a word for programs and a sentence for people.

WireError
├── NotKnown        401  no token, or none that counts
├── ScopeMissing    403  the token may not do this; `scope` names what it lacks
├── NotReadable     400  the body is not what it should be
├── NotHere         404  there is nothing by that name
├── Conflict        409  what is here does not allow it
├── TooMuch         413  the body is larger than is taken
└── NotUsable       422  `problems` maps a field's name to a sentence
"""

from collections.abc import Mapping


class WireError(Exception):
    """The base of all refusals; `word` is for programs, `str()` for people."""

    status, word = 500, "error"

    def __init__(self, message: str, *, problems: Mapping[str, str] | None = None) -> None:
        self.problems = dict(problems or {})
        super().__init__(message)


class NotKnown(WireError):
    """There is no token, or none that counts."""

    status, word = 401, "not_known"


class ScopeMissing(WireError):
    """The token lacks a scope."""

    status, word = 403, "scope_missing"

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(f"This token lacks the scope “{scope}”; ask for a token that has it.")


class NotReadable(WireError):
    """The body is not what it should be."""

    status, word = 400, "not_readable"


class NotHere(WireError):
    """There is nothing by that name."""

    status, word = 404, "not_here"


class Conflict(WireError):
    """What is here does not allow it."""

    status, word = 409, "conflict"


class TooMuch(WireError):
    """The body is larger than is taken."""

    status, word = 413, "too_much"


class NotUsable(WireError):
    """What came can be read but not used; `problems` says why, field by field."""

    status, word = 422, "not_usable"

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()), problems=problems)
