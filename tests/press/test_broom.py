"""The shelf is swept bit by bit, so that a story never waits for a broom."""

import os
import time

import pytest

from stoppress.press import broom
from stoppress.press.house import shelf
from stoppress.press.shelf import Printed, sweeping


@pytest.fixture
def strays(monkeypatch):
    """Five hundred files that no page owns, old enough to be swept."""
    folder = shelf().places.pages / "_" / "old"
    folder.mkdir(parents=True)
    for number in range(500):
        (folder / f"{number}.html").write_text("old")
    monkeypatch.setattr(sweeping, "_YOUNG", -5.0)
    monkeypatch.setattr(broom, "FIRST", 0.0)
    return folder


def test_a_sweep_goes_on_where_it_stopped_and_lets_the_press_print_in_between(strays, monkeypatch):
    monkeypatch.setattr(broom, "AT_ONCE", -1.0)  # one step a time
    sweep, left = broom.Broom(), [500]
    while left[-1] == 500:
        sweep.sweep_a_little()
        left.append(len(os.listdir(strays)))
    page = Printed("/old/new.html", "story", 200, "text/html; charset=utf-8", b"new", frozenset({"story:1"}))
    assert shelf().put(page, began=shelf().began())
    while left[-1]:
        sweep.sweep_a_little()
        left.append(len([name for name in os.listdir(strays) if not name.startswith("new")]))
    assert left[-3:] == [300, 100, 0]
    for _ in range(20):
        sweep.sweep_a_little()
    assert shelf().get("/old/new.html").bodies.identity == b"new"


def test_a_sweep_is_over_until_the_next_is_due(strays):
    sweep = broom.Broom()
    end = time.monotonic() + 60
    while strays.exists() and time.monotonic() < end:
        sweep.sweep_a_little()
    assert not strays.exists()
    strays.mkdir(parents=True)
    (strays / "1.html").write_text("old")
    for _ in range(20):
        sweep.sweep_a_little()
    assert (strays / "1.html").exists()
