"""Counters that several processes keep together."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stoppress.kit.tally import Tally, totals, totals_of_living

NAMES = ("hits", "misses")


@pytest.fixture
def open_tally(tmp_path: Path) -> Iterator[Callable[..., Tally]]:
    opened = []

    def open_one(names: tuple[str, ...] = NAMES) -> Tally:
        opened.append(Tally(tmp_path, names))
        return opened[-1]

    yield open_one
    for tally in opened:
        tally.close()


def test_processes_at_once_have_files_of_their_own_and_are_summed(tmp_path: Path, open_tally: Callable[..., Tally]) -> None:
    first, second = open_tally(), open_tally()
    first.add("hits")
    second.add("hits", 4)
    second.add("misses")
    assert totals(tmp_path, NAMES) == {"hits": 5, "misses": 1}
    assert len(list(tmp_path.iterdir())) == 2


def test_a_killed_process_loses_nothing_and_the_next_goes_on_with_its_file(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from stoppress.kit.tally import Tally;"
        f"Tally(Path(sys.argv[1]), {NAMES!r}).add('hits', 7); os.kill(os.getpid(), signal.SIGKILL)"
    )
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, cwd=Path(__file__).parents[2])
        assert done.returncode == -9
    assert totals(tmp_path, NAMES)["hits"] == 14
    assert len(list(tmp_path.iterdir())) == 1


def test_threads_lose_no_count(tmp_path: Path, open_tally: Callable[..., Tally]) -> None:
    tally = open_tally()
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=lambda: [tally.add("hits") for _ in range(2000)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert totals(tmp_path, NAMES)["hits"] == 8000


def test_another_version_s_counters_are_not_taken_for_ours(tmp_path: Path, open_tally: Callable[..., Tally]) -> None:
    open_tally(("misses", "hits")).add("misses", 9)
    assert totals(tmp_path, NAMES) == {"hits": 0, "misses": 0}
    assert totals(tmp_path / "nowhere", NAMES) == {"hits": 0, "misses": 0}


def test_what_there_is_now_leaves_out_who_has_ended(tmp_path: Path, open_tally: Callable[..., Tally]) -> None:
    living, ended = open_tally(), Tally(tmp_path, NAMES)
    living.show("hits", 3)
    ended.show("hits", 40)
    assert totals_of_living(tmp_path, NAMES)["hits"] == 43
    ended.close()
    living.show("hits", 2)
    assert totals_of_living(tmp_path, NAMES)["hits"] == 2
    assert totals(tmp_path, NAMES)["hits"] == 42
