"""Whatever dies while stories come out: nothing is lost, stale or half published."""

from collections.abc import Callable

import pytest

from tests.crashes import rounds
from tests.crashes.postgresql import PostgreSQL
from tests.crashes.served import Newsroom

pytestmark = pytest.mark.processes


def test_on_sqlite(newsroom: Callable[..., Newsroom]) -> None:
    with newsroom().served() as served:
        result = rounds.play(served, seed=7, verbs=60, kills=4)
    assert not result.failures, result
    assert result.kills.total() >= 2 and result.tally.accepted >= 30 and result.reads and not result.read_errors


def test_on_postgresql(on_postgresql: tuple[Newsroom, PostgreSQL]) -> None:
    newsroom, _ = on_postgresql
    with newsroom.served():
        result = rounds.play(newsroom, seed=8, verbs=60, kills=4)
    assert not result.failures, result
    assert result.kills.total() >= 2 and result.tally.accepted >= 30 and result.reads
