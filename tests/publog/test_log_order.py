"""Many processes that commit entries, and one that follows them all the while: none is lost, none comes late."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.on_postgresql import URL, database_of_its_own

pytestmark = pytest.mark.processes
WRITERS = 8
#: On SQLite the writers mostly wait for one another, a tenth of a second at a time.
EACH = 150 if URL else 30


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    with database_of_its_own() as url:
        yield {**os.environ, "STOPPRESS_HOME": str(tmp_path), "STOPPRESS_DATABASE_URL": url}


def test_a_follower_misses_no_entry_of_eight_writers(environment: dict[str, str]) -> None:
    def start(*words: str, out: int | None = None) -> "subprocess.Popen[str]":
        command = [sys.executable, str(Path(__file__).with_name("log_alone.py")), *words]
        return subprocess.Popen(command, env=environment, stdout=out, text=True)

    assert start("prepare").wait(60) == 0
    with start("follow", str(WRITERS * EACH), out=subprocess.PIPE) as follower:
        try:
            assert follower.stdout and follower.stdout.readline() == "ready\n"
            writers = [start("write", str(EACH)) for _ in range(WRITERS)]
            assert [writer.wait(120) for writer in writers] == [0] * WRITERS
            said, _ = follower.communicate(timeout=60)
        finally:
            follower.kill()
    lines = [line.split() for line in said.splitlines()]
    assert [int(number) for number, _ in lines] == list(range(1, WRITERS * EACH + 1))
    assert len({tag for _, tag in lines}) == WRITERS * EACH
    # It read while they wrote: the writers' entries come mixed.
    assert len({tag.partition("-")[0] for _, tag in lines[: 4 * EACH]}) > 1
