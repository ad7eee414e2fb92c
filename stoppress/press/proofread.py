"""Proofreading: every shelved page held against a fresh print."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from stoppress.press import printing
from stoppress.press.house import shelf
from stoppress.press.shelf import Shelved


@dataclass(frozen=True, slots=True)
class Difference:
    """A page that a fresh print does not equal, with the first lines that differ."""

    address: str
    reason: str
    #: The press knows and has not come to it yet.
    is_waiting: bool = False


def differences() -> Iterator[Difference | None]:
    """For every page on the shelf, in turn: None when it is right, else what is wrong with it."""
    for row in shelf().rows():
        yield _check(row.address)


def _check(address: str) -> Difference | None:
    shelved = shelf().get(address)
    fresh = printing.print_address(address)
    if shelved is None:
        return None  # taken off since the list was read, or torn: readers get a fresh print
    reason = _difference(shelved, fresh)
    return Difference(address, reason, is_waiting=shelved.is_superseded) if reason else None


def _difference(shelved: Shelved, fresh: printing.Printed | printing.Moved | printing.Missing) -> str:
    """What is wrong with the shelved page; empty when nothing is."""
    if not isinstance(fresh, printing.Printed):
        return "nothing should lie here"
    if shelved.status != fresh.status:
        return f"status {shelved.status} instead of {fresh.status}"
    if shelved.tags != fresh.tags:
        return f"tags differ: {sorted(shelved.tags ^ fresh.tags)}"
    if shelved.bodies.identity != fresh.body:
        return _first_lines(shelved.bodies.identity, fresh.body)
    return ""


def _first_lines(old: bytes, new: bytes) -> str:
    lines = difflib.unified_diff(
        old.decode(errors="replace").splitlines(), new.decode(errors="replace").splitlines(), "shelf", "fresh", n=0, lineterm=""
    )
    return "\n".join(list(lines)[:12])
