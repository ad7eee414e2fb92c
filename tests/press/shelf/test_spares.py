"""Files written anew: only those that nobody reads any more, and none that has a use elsewhere."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stoppress.press.shelf import Printed, Shelf, spares

Print = Callable[..., Printed]


def put(shelf: Shelf, page: Printed) -> tuple[int, ...]:
    """Put a page; returns the numbers of the three files that it lies in now."""
    assert shelf.put(page, began=shelf.began())
    return tuple(path.stat().st_ino for path in shelf.places.files_at([page.address]) if path.exists())


def body_of(shelf: Shelf) -> bytes:
    found = shelf.get("/news/")
    assert found is not None
    return found.bodies.identity


def test_a_page_comes_back_to_the_file_it_had_before(shelf: Shelf, page: Print) -> None:
    first, second = put(shelf, page(body="first " * 500)), put(shelf, page(body="second"))
    assert len({*first, *second}) == 6
    last = page(body="third " * 20)
    assert put(shelf, last) == first and body_of(shelf) == last.body  # and not a byte of the longer one before
    assert len(list(shelf.places.incoming.iterdir())) == 3


def test_a_file_serves_its_own_place_alone(shelf: Shelf, page: Print) -> None:
    first = put(shelf, page(body="first"))
    put(shelf, page(body="second"))
    other = put(shelf, page("/other/"))
    assert not set(first) & set(other)


def test_whoever_still_reads_a_page_gets_all_of_it(shelf: Shelf, page: Print) -> None:
    old = page(body="old " * 5000)
    place = next(iter(shelf.places.files_at(["/news/"])))
    first = put(shelf, old)
    reader = [sys.executable, "-c", f"f = open({str(place)!r}, 'rb'); print(); input(); print(len(f.read()), flush=True)"]
    with subprocess.Popen(reader, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as slow:
        assert slow.stdin and slow.stdout
        slow.stdout.readline()
        put(shelf, page(body="new"))
        assert put(shelf, page(body="newest")) != first
        slow.stdin.write("\n")
        slow.stdin.flush()
        assert int(slow.stdout.readline()) == len(old.body)


def test_a_file_that_somebody_linked_to_stays_as_it_is(shelf: Shelf, page: Print, tmp_path: Path) -> None:
    old = page(body="old")
    put(shelf, old)
    copy = tmp_path / "copy"
    os.link(next(iter(shelf.places.files_at(["/news/"]))), copy)
    put(shelf, page(body="new"))
    put(shelf, page(body="newest"))
    assert copy.read_bytes() == old.body and body_of(shelf).startswith(b"newest")


def test_a_file_that_is_gone_too_old_or_on_a_disk_without_leases_is_made_anew(
    shelf: Shelf, page: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shelf, page(body="first"))
    put(shelf, page(body="second"))
    for path in shelf.places.incoming.iterdir():
        path.unlink()
    put(shelf, page(body="third"))
    monkeypatch.setattr(spares, "LASTS", -1.0)
    put(shelf, page(body="fourth"))
    monkeypatch.undo()

    def refuses(*_: object) -> int:
        raise OSError("no leases here")

    monkeypatch.setattr(spares.fcntl, "fcntl", refuses)
    put(shelf, page(body="fifth"))
    assert body_of(shelf).startswith(b"fifth") and len(list(shelf.places.incoming.iterdir())) == 3


def test_no_more_are_kept_than_are_of_use(shelf: Shelf, page: Print, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spares, "MOST", 6)
    for number in range(4):
        put(shelf, page(f"/{number}/", body="old"))
        put(shelf, page(f"/{number}/", body="new"))
    assert len(list(shelf.places.incoming.iterdir())) == 6
    shelf.close()
    assert not list(shelf.places.incoming.iterdir())


def test_a_fork_leaves_them_to_the_one_that_kept_them(shelf: Shelf, page: Print) -> None:
    put(shelf, page(body="first"))
    put(shelf, page(body="second"))
    place = next(iter(shelf.places.files_at(["/news/"])))
    child = os.fork()
    if child == 0:
        shelf.places.spares.clear()
        os._exit(shelf.places.spares.take(place) is not None)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    taken = shelf.places.spares.take(place)
    assert taken is not None
    os.close(taken[0])


def test_somebody_who_opens_the_file_just_then_ends_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel tells the holder of a lease by a signal, which by itself would end it."""
    file, heard = tmp_path / "file", []
    file.write_bytes(b"spent")
    real, before = spares.fcntl.fcntl, signal.signal(signal.SIGURG, lambda *_: heard.append(True))

    def opened_meanwhile(descriptor: int, command: int, told: int) -> int:
        if (command, told) == (spares.fcntl.F_SETLEASE, spares.fcntl.F_UNLCK):
            with pytest.raises(BlockingIOError):
                os.open(file, os.O_RDONLY | os.O_NONBLOCK)
        return real(descriptor, command, told)

    monkeypatch.setattr(spares.fcntl, "fcntl", opened_meanwhile)
    try:
        descriptor = spares._opened(file)
    finally:
        signal.signal(signal.SIGURG, before)
    assert descriptor is not None and heard
    os.close(descriptor)
