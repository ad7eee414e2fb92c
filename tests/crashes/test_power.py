"""The power fails while stories come out: nothing is lost, stale or half published once it is back."""

from pathlib import Path

import pytest

from tests.crashes import power
from tests.crashes.served import Newsroom

pytestmark = pytest.mark.processes


@pytest.mark.skipif(not power.can_fail(), reason="a disk that can fail takes root, loop devices and mkfs.ext4")
def test_on_sqlite(tmp_path: Path) -> None:
    with power.Disk(tmp_path).mounted() as disk:
        newsroom = Newsroom(disk.place / "home")
        newsroom.log = tmp_path / "said.log"
        newsroom.set_up()
        result, _ = power.play(newsroom, disk, 9, verbs=200)
    assert not result.failures, result
    assert result.tally.accepted and result.tally.unanswered
