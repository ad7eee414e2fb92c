"""Places in a discussion: a comment's path names all above it, so that a branch is one walk along an index."""

#: A reply to a comment this deep becomes its neighbour.
DEEPEST = 8
#: Deeper replies are shown no further in.
INDENTED = 4
_WIDTH = 10
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
#: Comes after every path below a given one.
END = "~"


def step(number: int) -> str:
    """A comment's number as one step of a path; steps compare as their numbers do."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits.rjust(_WIDTH, "0")


def path(parent: str, number: int) -> str:
    """The path of a comment below another's, or of a root below nothing."""
    above = parent if depth(parent) < DEEPEST else parent[:-_WIDTH]
    return above + step(number)


def depth(path: str) -> int:
    """1 for a root."""
    return len(path) // _WIDTH


def numbers(path: str) -> list[int]:
    """The comments on the way, from the root to the comment itself."""
    return [int(path[at : at + _WIDTH], 36) for at in range(0, len(path), _WIDTH)]
