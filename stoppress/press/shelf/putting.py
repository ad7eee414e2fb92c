"""Putting pages: their files and their rows change together or not at all."""

import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stoppress.press.shelf import files, index
from stoppress.press.shelf.addresses import key_of
from stoppress.press.shelf.compression import Effort, compress
from stoppress.press.shelf.places import Places
from stoppress.press.shelf.records import Bodies, Printed


@dataclass(frozen=True, slots=True)
class Ready:
    """A page ready to be put: its bodies, what the index will say, and the print's first number."""

    page: Printed
    key: str
    bodies: Bodies
    facts: dict[str, Any]
    began: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the page lies there, and the number of the change when readers get something different."""

    is_shelved: bool
    change: int = 0


_REFUSED = Outcome(False)


def ready(places: Places, page: Printed, *, began: int, effort: Effort) -> Ready:
    """Compress a page and describe it for the index. Raises BadAddress."""
    key = key_of(page.address)
    bodies = compress(page.body, page.content_type, effort)
    facts = index.facts(key, page, files.digests(bodies))
    places.of(facts)  # where no file can lie, its page fails by itself and not together with others
    return Ready(page, key, bodies, facts, began)


def put_all(db: sqlite3.Connection, places: Places, pages: Sequence[Ready]) -> list[Outcome]:
    """Shelve pages in one step for all; only its row of one whose bytes lie there already."""
    outcomes: list[Outcome | None] = []
    others: list[Ready] = []
    for new in pages:
        old = index.page(db, new.key)
        renewed = _renew(db, new, old) if old is not None and _lies_there(places, new, old) else None
        outcomes.append(renewed)
        if renewed is None:
            others.append(new)
    replaced = iter(_replace_all(db, places, others)) if others else iter(())
    return [outcome or next(replaced) for outcome in outcomes]


def _lies_there(places: Places, new: Ready, old: sqlite3.Row) -> bool:
    if old["withdrawn"] or any(old[name] != value for name, value in new.facts.items()):
        return False
    return files.read(places.of(old), expected(old)) is not None


def _renew(db: sqlite3.Connection, new: Ready, old: sqlite3.Row) -> Outcome | None:
    """Renew the row of a page whose bytes lie there; None when they have just been replaced."""
    change = 0
    with index.writing(db):
        now = index.page(db, new.key)
        if now is None or now["withdrawn"] or now["printed_at"] != old["printed_at"]:
            return None
        if _is_refused(db, new, now):
            return _REFUSED
        _enter(db, new, printed_at=now["printed_at"])
        if index.set_tags(db, now["id"], new.page.tags):
            change = index.record_changes(db, [new.key], withdrawn=False, now=time.time())
    return Outcome(True, change)


def _replace_all(db: sqlite3.Connection, places: Places, pages: list[Ready]) -> list[Outcome]:
    """Put other bytes than lie there. Nothing waits until they are on the disk for good: after a power failure a page is the
    one before, or none, or the new one, and what is none of these is mended."""
    spent: list[Path] = []
    written: list[tuple[Ready, dict[Path, Path]]] = [(new, {}) for new in pages]
    try:
        for new, fresh in written:
            _write(places, new, fresh)
        with ExitStack() as undo:
            with index.writing(db):
                outcomes = [_exchange(db, places, new, fresh, undo, spent) for new, fresh in written]
            undo.pop_all()
    except BaseException:
        spent.extend(path for _, fresh in written for path in fresh.values())
        raise
    finally:
        files.remove(spent)
    for _, fresh in written:  # by now the names of what was there before
        for place, path in fresh.items():
            places.spares.keep(place, path)
    return outcomes


def _write(places: Places, new: Ready, fresh: dict[Path, Path]) -> None:
    """Write a page's bodies to files beside, and note in `fresh` for which place each is."""
    variants = files.variants(places.of(new.facts))
    for place, body in zip(variants, (new.bodies.identity, new.bodies.br, new.bodies.gz), strict=True):
        if body is not None:
            fresh[place] = files.beside(places.incoming, body, places.spares.take(place))


def _exchange(
    db: sqlite3.Connection, places: Places, new: Ready, fresh: dict[Path, Path], undo: ExitStack, spent: list[Path]
) -> Outcome:
    """Within the transaction: put a page's row and its files where those of the page before are."""
    now, old = time.time(), index.page(db, new.key)
    if _is_refused(db, new, old):
        return _REFUSED
    # Whoever compares only whole seconds must still see each change.
    printed_at = max(int(now), old["printed_at"] + 1 if old else index.next_printed_at(db, new.key))
    page_id = _enter(db, new, printed_at=printed_at)
    index.set_tags(db, page_id, new.page.tags)
    change = index.record_changes(db, [new.key], withdrawn=False, now=now)
    for path in fresh.values():
        os.utime(path, (printed_at, printed_at))
    # Nothing stays at the places that the new page leaves empty.
    moves: dict[Path, Path | None] = {**dict.fromkeys(places.files_at([new.key])), **fresh}
    files.exchange(moves, places.incoming, undo, spent)
    return Outcome(True, change)


def _is_refused(db: sqlite3.Connection, new: Ready, old: sqlite3.Row | None) -> bool:
    if old is not None and old["began"] > new.began:
        return True
    return index.purged_since(db, new.key, new.page.tags, new.began)


def _enter(db: sqlite3.Connection, new: Ready, *, printed_at: int) -> int:
    due_at = new.page.due_at.timestamp() if new.page.due_at else None
    return index.keep(db, new.facts | {"due_at": due_at, "began": new.began, "printed_at": printed_at})


def expected(row: sqlite3.Row) -> tuple[str, str, str]:
    """What the digests of a page's files must be."""
    return row["digest"], row["digest_br"], row["digest_gz"]
