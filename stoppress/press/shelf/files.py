"""The files of the pages: written beside, then swapped with what lies there, and undone when the index refuses."""

import hashlib
import itertools
import os
import shutil
import threading
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from functools import lru_cache
from pathlib import Path

from stoppress.kit.lasting import flush
from stoppress.kit.swapping import swap
from stoppress.press.shelf.records import Bodies

ENDINGS = ("", ".br", ".gz")
#: Lets a file be read without leaving a trace, where the system can: see `reads`.
UNNOTICED = getattr(os, "O_NOATIME", 0)
_count = itertools.count()


def digest(body: bytes) -> str:
    """What names a body: half of its SHA-256, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()[:32]


def digests(bodies: Bodies) -> tuple[str, str, str]:
    """The digest of each variant, `` where there is none, in the order of ENDINGS."""
    return tuple(digest(b) if b is not None else "" for b in (bodies.identity, bodies.br, bodies.gz))  # type: ignore[return-value]


@lru_cache(1000)
def variants(place: Path) -> tuple[Path, Path, Path]:
    """The three files of a page, in the order of ENDINGS."""
    return tuple(Path(f"{place}{ending}") for ending in ENDINGS)  # type: ignore[return-value]


def beside(folder: Path, body: bytes, spare: tuple[int, Path] | None) -> Path:
    """Write a body to a new file in `folder`, or to the `spare` one, which is open, and return its name."""
    descriptor, path = spare or _made(folder)
    try:
        rest = memoryview(body)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if spare:
            os.ftruncate(descriptor, len(body))
    except BaseException:
        remove([path])
        raise
    finally:
        os.close(descriptor)
    return path


def _made(folder: Path) -> tuple[int, Path]:
    path = folder / f"{os.getpid()}-{threading.get_ident()}-{next(_count)}"
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), path


def exchange(moves: dict[Path, Path | None], folder: Path, undo: ExitStack, spent: list[Path]) -> None:
    """Put each new file in its place (None: remove what is there), noting in `undo` how to go back.

    The old files are kept, under the new ones' names or in `folder`; of these the names are added to `spent`, to be removed
    when all is done.
    """
    for place, new in moves.items():
        if new is None:
            if kept := _taken_away(place, folder):
                spent.append(kept)
                undo.callback(os.replace, kept, place)
        elif swap(new, place):
            undo.callback(os.replace, new, place)  # `new` is the name of the old one now
        elif kept := _keep(place, folder):
            spent.append(kept)
            undo.callback(os.replace, kept, place)
            os.replace(new, place)
        else:
            undo.callback(remove, [place])
            _rename(new, place)


def read(place: Path, expected: tuple[str, str, str]) -> Bodies | None:
    """The bodies of a page; None unless every file is what the index says it is."""
    found: list[bytes | None] = []
    for path, name in zip(variants(place), expected, strict=True):
        body = _content(path) if name else None
        if name and (body is None or digest(body) != name):
            return None
        found.append(body)
    identity, br, gz = found
    return Bodies(identity, br, gz) if identity is not None else None


def remove(paths: Iterable[Path]) -> None:
    """Remove files; those already gone are no matter."""
    for path in paths:
        with suppress(FileNotFoundError):
            path.unlink()


def remove_for_good(paths: Iterable[Path]) -> None:
    """Remove files so that not even a power failure brings them back."""
    folders = set()
    for path in paths:
        with suppress(FileNotFoundError):
            path.unlink()
            folders.add(path.parent)
    for folder in folders:
        with suppress(FileNotFoundError):  # a sweep found it empty
            flush(folder)


def is_older(path: Path, before: float) -> bool:
    """Whether a file is there and was put there before a time in seconds."""
    try:
        return path.lstat().st_ctime < before
    except FileNotFoundError:
        return False


def _content(path: Path) -> bytes | None:
    try:
        with open(path, "rb", opener=_unnoticed) as file:
            return file.read()
    except FileNotFoundError:
        return None


def _unnoticed(path: str, flags: int) -> int:
    try:
        return os.open(path, flags | UNNOTICED)
    except PermissionError:  # another user's file
        return os.open(path, flags)


def _taken_away(place: Path, folder: Path) -> Path | None:
    """The new name of the file that was at `place`; None when there was none."""
    kept = _spare(folder)
    try:
        os.rename(place, kept)
    except FileNotFoundError:
        return None
    return kept


def _keep(place: Path, folder: Path) -> Path | None:
    """A second name for the file at `place`, where the system cannot swap files; None when there is no file."""
    kept = _spare(folder)
    try:
        os.link(place, kept)
    except FileNotFoundError:
        return None
    except PermissionError:  # a file system without hard links
        shutil.copy2(place, kept)
    return kept


def _spare(folder: Path) -> Path:
    return folder / f"{os.getpid()}-{threading.get_ident()}-{next(_count)}-kept"


def _rename(new: Path, place: Path) -> None:
    for _ in range(3):  # a sweep may remove a folder that has just been made
        with suppress(FileNotFoundError):
            os.replace(new, place)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(new, place)
