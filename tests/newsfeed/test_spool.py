"""The spool: the same whoever puts on it and however often, whole up to its floor, and rid of what was withdrawn."""

import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stoppress.newsfeed import spool as spools
from stoppress.newsfeed.spool import CLOSE, GONE, ORDERS, TALK, Event, Spool


def event(number: int, kind: str = "published", about: str = "story:1") -> Event:
    return Event(number, ("feed:en", about), kind, f'{{"number":{number}}}', about=about)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "live")


def test_what_is_put_twice_is_there_once(spool: Spool) -> None:
    spool.begin(10)
    for _ in range(2):
        spool.put([event(11), event(13)], up_to=14)
    spool.put([event(12)], up_to=13)  # somebody who was late
    found, lines = spool.after(0)
    assert [(e.number, e.channels, e.data) for e in found] == [
        (11, ("feed:en", "story:1"), '{"number":11}'), (13, ("feed:en", "story:1"), '{"number":13}')
    ]  # fmt: skip
    assert (lines.cursors, lines.floors) == ({0: 14}, {0: 10})
    assert spool.after(found[0].place)[0] == found[1:]


def test_lines_have_numbers_of_their_own(spool: Spool) -> None:
    spool.begin(5)
    spool.put([Event(1, ("chat:7",), "said", "{}")], up_to=1, line=TALK)
    spool.put([event(6)], up_to=6)
    spool.order(CLOSE, "reader:12")
    spool.order(CLOSE, "reader:13")
    found, lines = spool.after(0)
    assert [(e.line, e.number) for e in found] == [(TALK, 1), (0, 6), (ORDERS, 1), (ORDERS, 2)]
    assert lines.cursors == {0: 6, TALK: 1, ORDERS: 2}


def test_the_oldest_go_and_the_floor_says_so(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(spools.KEPT, 0, 5)
    monkeypatch.setattr(spools, "SLACK", 2)
    spool.begin(0)
    for number in range(1, 21):
        spool.put([event(number)], up_to=number)
    found, lines = spool.after(0)
    assert 5 <= len(found) <= 7 and found[-1].number == 20
    assert lines.floors[0] == found[0].number - 1


def test_what_is_gone_leaves_nothing_of_what_was_told_of_it(spool: Spool) -> None:
    spool.put([event(1), event(2, about="story:2"), event(3, "updated")], up_to=3)
    spool.put([event(4, GONE)], up_to=4)
    found, _ = spool.after(0)
    assert [(e.number, e.kind, e.data) for e in found] == [
        (1, GONE, '{"number":4}'), (2, "published", '{"number":2}'), (3, GONE, '{"number":4}'), (4, GONE, '{"number":4}')
    ]  # fmt: skip


def test_a_change_shows_in_every_process(spool: Spool, tmp_path: Path) -> None:
    other = Spool(tmp_path / "live")
    before = other.generation.number
    spool.put([event(1)], up_to=1)
    assert other.generation.number != before
    shown = other.generation.number
    spool.put([], up_to=2)
    assert other.generation.number != shown


def _put_many(folder: Path) -> None:
    mine = Spool(folder)
    for first in range(1, 101, 5):
        mine.put([event(number) for number in range(first, first + 5)], up_to=first + 4)
        mine.order(CLOSE, "reader:1")


def test_several_processes_put_at_once(spool: Spool, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_put_many, args=(tmp_path / "live",)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    found, _ = spool.after(0)
    assert [e.number for e in found if e.line == 0] == list(range(1, 101))
    assert [e.number for e in found if e.line == ORDERS] == list(range(1, 61))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 6)), max_size=12))
def test_numbers_rise_with_places_whoever_puts(batches: list[tuple[int, int]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        spool = Spool(Path(folder))
        for first, count in batches:
            spool.put([event(n) for n in range(first, first + count)], up_to=first + count - 1)
        numbers = [e.number for e in spool.after(0)[0]]
        assert numbers == sorted(set(numbers))
        spool.close()
