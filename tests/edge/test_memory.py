"""What a worker keeps in memory is as fresh as the shelf, and never too much."""

import dataclasses
from collections.abc import Callable

from stoppress.edge.answers import Answer
from stoppress.edge.memory import Memory
from stoppress.edge.settings import EdgeSettings
from stoppress.kit.generation import Generation
from stoppress.press.shelf import Shelf

Put = Callable[..., None]


def says(memory: Memory, key: str) -> str | None:
    found = memory.page(key)
    return found.variants[""].body.decode().split(" ")[0] if found else None


def test_every_publication_is_seen_by_the_next_reader(shelf: Shelf, put: Put, settings_of_edge: EdgeSettings) -> None:
    memory = Memory(shelf, settings_of_edge)
    for version in range(60):
        put("/", body=f"v{version}")
        assert says(memory, "/") == f"v{version}"
        assert memory.page("/") is memory.page("/")


def test_a_killed_page_is_never_served_again(shelf: Shelf, put: Put, settings_of_edge: EdgeSettings) -> None:
    put("/killed/")
    put("/other/", tags=frozenset())
    memory = Memory(shelf, settings_of_edge)
    assert says(memory, "/killed/") and says(memory, "/other/")
    shelf.purge({"story:1"}, entry=1, at_once=True)
    assert memory.is_stale()
    assert memory.page("/killed/") is None
    assert b"/killed/" not in memory.targets and b"/other/" in memory.targets


def test_a_superseded_page_is_served_until_it_is_reprinted(shelf: Shelf, put: Put, settings_of_edge: EdgeSettings) -> None:
    put("/", body="old")
    memory = Memory(shelf, settings_of_edge)
    assert says(memory, "/") == "old"
    shelf.purge({"story:1"}, entry=1, at_once=False)
    assert says(memory, "/") == "old"
    put("/", body="new")
    assert says(memory, "/") == "new"


def test_a_change_that_was_never_shown_is_found_by_looking(
    shelf: Shelf, put: Put, settings_of_edge: EdgeSettings, monkeypatch: object
) -> None:
    put("/", body="old")
    memory = Memory(shelf, settings_of_edge)
    assert says(memory, "/") == "old"
    show = Generation.show
    Generation.show = lambda self, number: None  # type: ignore[method-assign]
    try:
        put("/", body="new")  # as by a process that dies between its commit and showing it
    finally:
        Generation.show = show  # type: ignore[method-assign]
    assert says(memory, "/") == "old"
    memory.refresh()
    assert says(memory, "/") == "new"


def test_a_starting_press_has_everyone_look(shelf: Shelf, put: Put, settings_of_edge: EdgeSettings) -> None:
    memory = Memory(shelf, settings_of_edge)
    shelf.bump()
    assert memory.is_stale()
    memory.refresh()
    assert not memory.is_stale()


def test_memory_is_bounded_and_keeps_what_is_read(shelf: Shelf, put: Put, settings_of_edge: EdgeSettings) -> None:
    put("/hot/")
    one = Memory(shelf, settings_of_edge).page("/hot/")
    assert one is not None
    memory = Memory(shelf, dataclasses.replace(settings_of_edge, memory=one.size * 5))
    for number in range(30):
        hot = memory.page("/hot/")
        assert hot is not None
        hot.hits += 1
        put(f"/{number}/")
        memory.page(f"/{number}/")
        assert len(memory.targets) <= 5
        assert b"/hot/" in memory.targets
    assert sum(kept.size for kept in memory.targets.values()) == memory._size


def test_hits_are_counted_once(shelf: Shelf, put: Put, settings_of_edge: EdgeSettings) -> None:
    put("/a/")
    memory = Memory(shelf, settings_of_edge)
    memory.page("/a/").hits += 3  # type: ignore[union-attr]
    put("/a/", body="new")
    memory.page("/a/").hits += 2  # type: ignore[union-attr]
    assert memory.take_hits() == {"/a/": 5}
    assert memory.take_hits() == {}


def test_what_does_not_exist_is_bounded_and_forgotten_when_something_changes(
    shelf: Shelf, put: Put, settings_of_edge: EdgeSettings
) -> None:
    memory = Memory(shelf, dataclasses.replace(settings_of_edge, max_absent=10))
    for number in range(50):
        memory.note_absent(f"/{number}/", Answer(404, [], b"no" * 10), asked_at=memory.mark())
    assert memory.absent("/0/") is None
    assert memory.absent("/49/") is memory.absent("/48/")  # the same bytes are kept once
    asked_at = memory.mark()
    put("/49/")
    assert memory.absent("/49/") is None
    memory.note_absent("/48/", Answer(404, [], b"no"), asked_at=asked_at)
    assert memory.absent("/48/") is None


def test_other_spellings_of_an_address_are_the_same_page(shelf: Shelf, put: Put, settings_of_edge: EdgeSettings) -> None:
    put("/caf%C3%A9/")
    memory = Memory(shelf, settings_of_edge)
    keys = {memory.key(b"", path) for path in (b"/caf%C3%A9/", b"/caf%c3%a9/", b"/%63afe%CC%81/")}
    assert keys == {"/café/"}
    assert memory.page("/café/").target == b"/caf%C3%A9/"  # type: ignore[union-attr]
    assert memory.key(b"", b"//evil.example/") is None
    assert memory.key(b"", b"/../x") is None


def test_changes_too_many_to_tell_clear_everything(
    shelf: Shelf, put: Put, settings_of_edge: EdgeSettings, monkeypatch: object
) -> None:
    put("/a/")
    memory = Memory(shelf, settings_of_edge)
    memory.page("/a/")
    memory._number = -1  # as after a sweep that has forgotten what this worker has not read
    memory.refresh()
    assert not memory.targets


def test_a_new_design_changes_nothing_for_readers_until_each_page_is_reprinted_but_a_kill_does(
    shelf: Shelf, put: Put, settings_of_edge: EdgeSettings
) -> None:
    for key in ("/a/", "/b/", "/c/"):
        put(key, body="old", tags=frozenset({f"story:{key}"}))
    memory = Memory(shelf, settings_of_edge)
    assert says(memory, "/a/") == "old"
    assert shelf.supersede_all() == 3
    assert [says(memory, key) for key in ("/a/", "/b/", "/c/")] == ["old"] * 3
    assert says(Memory(shelf, settings_of_edge), "/a/") == "old"  # also for a worker that starts now
    put("/a/", body="new", tags=frozenset({"story:/a/"}))
    shelf.purge({"story:/b/"}, entry=1, at_once=True)
    assert [says(memory, key) for key in ("/a/", "/b/", "/c/")] == ["new", None, "old"]
    assert [row.address for row in shelf.superseded(9) if not row.is_withdrawn] == ["/c/"]
