"""How counts become lists, without a database."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stoppress.reads import rules

numbers = st.integers(1, 12)
scores = st.dictionaries(numbers, st.floats(0, 1000), max_size=12)


@given(st.lists(numbers, max_size=12), scores)
def test_an_order_ranks_all_and_is_kept_while_nothing_changes(before: list[int], told: dict[int, float]) -> None:
    found = rules.order(before, told)
    assert sorted(found) == sorted(n for n, score in told.items() if score >= rules.LEAST_SCORE)
    assert rules.order(found, told) == found
    for above, below in itertools.pairwise(found):
        assert told[below] <= rules.MARGIN * told[above]


@given(st.permutations([1, 2, 3, 4]))
def test_who_is_read_clearly_more_stands_above(before: list[int]) -> None:
    assert rules.order(before, {1: 80.0, 2: 40.0, 3: 20.0, 4: 10.0}) == [1, 2, 3, 4]


@given(st.integers(0, 2_000_000_000))
def test_reads_fade_and_end(moment: int) -> None:
    now = datetime.fromtimestamp(moment, UTC)
    found = rules.weights(now)
    assert len(found) == 24 and found[rules.hour_of(now)] == 1.0
    assert found[rules.hour_of(now) - timedelta(hours=6)] == 0.5
    assert all(now - hour < rules.SPAN + timedelta(hours=1) for hour in found)


def test_short_lists_are_not_shown_and_only_what_is_shown_counts_as_changed() -> None:
    told = {n: 1000.0 / n for n in range(1, 20)}
    listed = [("edition:1", n) for n in told] + [("section:2", n) for n in range(1, 8)] + [("section:3", 1), ("section:3", 2)]
    made = rules.lists({}, told, listed, alone="edition:1")
    assert {name: len(found) for name, found in made.items()} == {"edition:1": 10, "section:2": 5}
    assert rules.changed(made, made) == set()
    below = {**made, "edition:1": [*made["edition:1"][:8], 10, 9]}
    assert rules.changed(made, below) == {"most-read-page:edition:1"}
    assert rules.changed(made, {}) == {f"most-read{page}:{name}" for page in ("", "-page") for name in made}
