"""What the hub does for readers who are slow, step by step and without a socket."""

import asyncio
import gc
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from stoppress.edge.counts import Counts, of_all_streams
from stoppress.edge.live import asking
from stoppress.edge.live.asking import Refused
from stoppress.edge.live.bounds import Bounds, reader_of
from stoppress.edge.live.hub import BATCH, MOST_WAITING, Hub, LiveSettings
from stoppress.edge.live.ring import place_of
from stoppress.edge.live.stream import DirectStream
from stoppress.newsfeed.spool import Event, Spool
from tests import aside


class Wire:
    """A transport that notes what is written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.is_closed = self.is_aborted = False

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def close(self) -> None:
        self.is_closed = True

    def abort(self) -> None:
        self.is_aborted = True


class Told:
    """A hub, its spool, and numbers to tell."""

    def __init__(self, home: Path, **said: Any) -> None:
        self.spool = Spool(home / "live")
        self.spool.begin(0)
        self.hub = Hub(home, LiveSettings(**said))
        self.number = 0

    def open(self, query: bytes = b"channels=feed:en") -> tuple[DirectStream, Wire]:
        wire, asked = Wire(), self.hub.asked(query, None, False)
        stream = DirectStream(asked, b"me", wire, set(), self.hub)  # type: ignore[arg-type]
        self.hub.open(stream, asked)
        wire.written.clear()
        return stream, wire

    async def tell(self, count: int = 1, channel: str = "feed:en") -> None:
        for _ in range(count):
            self.number += 1
            self.spool.put([Event(self.number, (channel,), "published", json.dumps({"n": self.number}))], up_to=self.number)
        await asyncio.sleep(0.1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


async def _in_time(steps: Any) -> None:
    await asyncio.wait_for(steps, 20)


def run(steps: Any) -> None:
    aside.run(_in_time(steps))


def test_nothing_waits_for_a_slow_reader_but_what_is_in_the_ring(home: Path) -> None:
    async def steps() -> None:
        told = Told(home)
        (slow, slow_wire), (_, quick_wire) = told.open(), told.open()
        slow.pause_writing()
        await told.tell(MOST_WAITING)
        assert slow_wire.written == [] and b'"n":1}' in quick_wire.written[0].replace(b" ", b"")
        slow.resume_writing()
        assert b"".join(slow_wire.written).count(b"published") == MOST_WAITING, "so many wait"
        slow_wire.written.clear()
        slow.pause_writing()
        await told.tell(MOST_WAITING + 1)
        slow.resume_writing()
        assert b"event: reset" in slow_wire.written[0] and b"published" not in slow_wire.written[0]
        await told.tell()
        assert slow_wire.written[1].count(b"published") == 1, "from there on as everybody"

    run(steps())


def test_an_event_is_the_same_bytes_for_all(home: Path) -> None:
    async def steps() -> None:
        told = Told(home)
        wires = [told.open()[1] for _ in range(3 * BATCH)]
        await told.tell()
        assert len({id(wire.written[0]) for wire in wires}) == 1

    run(steps())


def test_what_others_are_told_costs_a_stream_nothing(home: Path) -> None:
    async def steps() -> None:
        told = Told(home)
        _, wire = told.open(b"channels=story:1")
        await told.tell(5)
        assert wire.written == []

    run(steps())


def test_the_loop_turns_between_batches(home: Path) -> None:
    async def steps() -> None:
        told = Told(home)
        wires = [told.open()[1] for _ in range(5 * BATCH)]
        seen = set()
        told.spool.put([Event(1, ("feed:en",), "published", "{}")], up_to=1)
        while (done := sum(bool(wire.written) for wire in wires)) < len(wires):
            seen.add(done)
            await asyncio.sleep(0)
        assert {BATCH, 2 * BATCH, 3 * BATCH, 4 * BATCH} <= seen

    run(steps())


def test_who_leaves_leaves_nothing_behind(home: Path) -> None:
    async def steps() -> None:
        told = Told(home)
        streams = [told.open(f"channels=feed:en,story:{n}".encode())[0] for n in range(1, 50)]
        for stream in streams:
            stream.connection_lost(None)
            stream.connection_lost(None)
        assert told.hub.bounds.count == 0 and not told.hub._by_channel and not told.hub._known
        assert not any(told.hub._slots)
        before = len(gc.get_referrers(streams[0]))
        assert sys.getrefcount(streams[0]) <= 3 + before

    run(steps())


def test_a_spool_that_cannot_be_read_is_waited_for(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def steps() -> None:
        (home / "live").write_text("a file where the folder should be")
        hub = Hub(home, LiveSettings())
        asked = hub.asked(b"channels=feed:en", None, False)
        wire = Wire()
        hub.open(DirectStream(asked, b"me", wire, set(), hub), asked)  # type: ignore[arg-type]
        assert b"event: open" in wire.written[0]
        (home / "live").unlink()
        spool = Spool(home / "live")
        spool.begin(0)
        spool.put([Event(1, ("feed:en",), "published", "{}")], up_to=1)
        while b"published" not in b"".join(wire.written):
            await asyncio.sleep(0.02)
        spool.close()

    run(steps())
    assert "cannot be read" in caplog.text


def test_bounds_count_readers() -> None:
    bounds = Bounds(3, 2)
    one, other = reader_of("203.0.113.7"), reader_of("::ffff:203.0.113.8")
    assert reader_of("::ffff:203.0.113.7") == one and reader_of("2001:db8::1") == reader_of("2001:db8::2") != reader_of("2001:db8:1::1")
    assert reader_of(None) == reader_of("testclient") == b""
    bounds.add(one), bounds.add(one)
    assert not bounds.has_room(one) and bounds.has_room(other)
    bounds.add(other)
    assert not bounds.has_room(other)
    bounds.remove(one)
    assert bounds.has_room(one) and bounds.has_room(other)


@pytest.mark.parametrize(("text", "place"), [("12.3", (12, 3)), ("12", (12, 0)), ("", None), ("12.", None), ("x", None), (".3", None),
                                              ("-1", None), ("1" * 50, None), ("٣", None)])  # fmt: skip
def test_places(text: str, place: object) -> None:
    assert place_of(text) == place


def test_what_is_asked_is_read_and_no_more() -> None:
    asked = asking.read(b"channels=story:2,feed:en,story:2&new=story:2&since=5.1&x=y", None, False, b"")
    assert (asked.channels, asked.new, asked.since) == (("feed:en", "story:2"), ("story:2",), (5, 1))
    again = asking.read(b"channels=feed:en&new=story:2&since=5", b"9.9", False, b"")
    assert (again.since, again.new) == ((9, 9), ()), "a browser that comes back knows its place, and its page is no longer new"


def test_streams_are_counted_for_those_who_watch(home: Path) -> None:
    async def steps() -> None:
        told = Told(home, most=2)
        counts = Counts(home, SimpleNamespace(hits=0, unchanged=0, misses=0), told.hub)  # type: ignore[arg-type]
        first, _ = told.open()
        told.open(b"channels=story:7")
        with pytest.raises(Refused):
            told.hub.check_room(b"me")
        await told.tell(3)
        told.hub.forget(first)
        counts.carry_over()
        found = of_all_streams(home)
        assert (found["open"], found["opened"], found["refused"]) == (1, 2, 1) and found["told"] >= 1
        counts.carry_over()
        assert of_all_streams(home) == found
        await told.hub.stop()

    run(steps())
