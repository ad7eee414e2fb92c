"""Several processes at one shelf: readers never miss a page that is being replaced, nor see half of one."""

import multiprocessing
import threading
from contextlib import closing
from pathlib import Path

import pytest

from stoppress.press.shelf import Printed, Shelf, index, taking

pytestmark = pytest.mark.processes
ROUNDS = 60
fork = multiprocessing.get_context("fork")


def _page(author: str, version: int) -> Printed:
    body = f"{author} {version} ".encode() + b"<p>word</p>" * 500
    return Printed("/news/", "story", 200, "text/html; charset=utf-8", body, frozenset({"story:1"}))


def put_many(folder: Path, author: str) -> None:
    shelf = Shelf(folder)
    for version in range(ROUNDS):
        shelf.put(_page(author, version), began=shelf.began())
        shelf.purge({f"story:{author}"}, entry=version, at_once=False)
    shelf.close()


def open_at_once(folder: Path, barrier: object) -> None:
    barrier.wait()  # type: ignore[attr-defined]
    shelf = Shelf(folder)
    shelf.advance(1)
    shelf.close()


def run(*processes: multiprocessing.process.BaseProcess) -> None:
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0


def test_readers_always_get_a_whole_page(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "LOOKS", 5000)  # whoever writes may be kept from it by a busy machine
    assert shelf.put(_page("first", 0), began=shelf.began())
    authors = [fork.Process(target=put_many, args=(shelf.folder, name)) for name in ("one", "two", "three", "four")]
    for author in authors:
        author.start()
    seen, number = 0, shelf.generation.number
    while any(author.is_alive() for author in authors) or seen == 0:
        found = shelf.get("/news/")
        assert found is not None
        assert found.bodies.identity.endswith(b"<p>word</p>")
        seen += 1
    for author in authors:
        author.join()
        assert author.exitcode == 0
    assert shelf.generation.number != number
    told = shelf.changes_after(number, limit=10_000)
    assert told.keys == ("/news/",) and told.number == shelf.last_change()


def test_a_reader_does_not_wait_behind_everything_that_is_put(shelf: Shelf) -> None:
    assert shelf.put(_page("first", 0), began=shelf.began())
    place = next(shelf.places.files_at(["/news/"]))
    whole = place.read_bytes()
    place.write_bytes(b"half")
    with closing(index.connect(shelf.folder / "index.sqlite3")) as other, index.writing(other):
        soon = threading.Timer(0.05, place.write_bytes, [whole])
        soon.start()
        found = shelf.get("/news/")  # while the other keeps the lock
        soon.join()
    assert found is not None and found.bodies.identity == whole


def test_processes_that_open_a_new_shelf_at_once_all_succeed(tmp_path: Path) -> None:
    barrier = fork.Barrier(4)
    run(*(fork.Process(target=open_at_once, args=(tmp_path / "shelf", barrier)) for _ in range(4)))


def test_a_forked_child_uses_connections_of_its_own(shelf: Shelf) -> None:
    assert shelf.put(_page("parent", 0), began=shelf.began())
    run(fork.Process(target=lambda: shelf.put(_page("child", 0), began=shelf.began())))
    found = shelf.get("/news/")
    assert found is not None and found.bodies.identity.startswith(b"child")
