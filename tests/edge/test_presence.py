"""How many read along: approximate, seldom told, never of few, and nothing of anybody is kept."""

import asyncio
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.edge.live import presence
from stoppress.edge.live.presence import Presence
from tests.edge.test_hub import Told, run


@given(st.integers(0, 200_000))
def test_a_number_is_near_and_has_two_figures(count: int) -> None:
    told = presence.approximate(count)
    assert abs(told - count) <= count * 0.05 and (told == count if count < 20 else len(str(told).rstrip("0")) <= 2)


def test_workers_add_up_and_a_dead_one_is_forgotten(tmp_path: Path) -> None:
    one, other = Presence(tmp_path), Presence(tmp_path)
    assert one.share({"chat:7": 3, "talk:1": 4}) == {}, "of few nothing is told"
    assert other.share({"chat:7": 4}) == {"chat:7": 7} and one.share({"chat:7": 3}) == {"chat:7": 7}
    assert one.share({"chat:7": 3}) == {}, "what is the same is not told again"
    for path in tmp_path.iterdir():
        assert set(json.loads(path.read_text())) <= {"chat:7", "talk:1"}
        os.utime(path, (1, 1))
    assert one.share({"chat:7": 3}) == {"chat:7": 0}, "the other tells no more, and three are few"
    other.leave()
    (tmp_path / "spoilt").write_text("[")
    assert one.share({"chat:7": 6}) == {"chat:7": 6}


def test_one_address_is_no_crowd() -> None:
    assert presence.counted([b"a"] * 200) == presence.MOST_OF_ONE
    assert presence.counted([b"a", b"b", b"c"]) == 3


def test_a_disk_that_is_full_leaves_the_own_numbers(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Presence(tmp_path / "file").share({"talk:1": 30}) == {"talk:1": 30}


@pytest.mark.parametrize("channel, is_told", [("chat:7", True), ("story:7", True), ("feed:en", False)])
def test_streams_are_told_and_who_comes_later_too(tmp_path: Path, channel: str, is_told: bool) -> None:
    async def steps() -> None:
        told = Told(tmp_path)
        wires = [told.open(f"channels={channel}".encode())[1] for _ in range(6)]
        while not (told.hub.presence.told or not is_told):
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.05)
        said = b"".join(wires[0].written)
        assert (f'{{"channel":"{channel}","number":6}}'.encode() in said) is is_told
        assert b"id:" not in said, "it has no place to come back to"
        assert said.count(b"present") == is_told
        asked = told.hub.asked(f"channels={channel}".encode(), None, False)
        assert {one: told.hub.presence.told[one] for one in asked.channels if one in told.hub.presence.told} == (
            {channel: 6} if is_told else {}
        )

    run(steps())
