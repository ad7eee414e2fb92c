"""What followers could not do: parked, asked for again, cured, dismissed."""

from datetime import timedelta
from typing import Any

import pytest

from stoppress.kit import clock
from stoppress.publog import parking
from stoppress.publog.models import Parked

pytestmark = pytest.mark.django_db


def park(entry: int, address: str = "", *, node: str = "one", tries: int = 3) -> Any:
    told = {"follower": "press", "node": node, "reason": "No template.", "tries": tries}
    return parking.park(entry=entry, address=address, **told)  # type: ignore[arg-type]


def asked_for(node: str = "one") -> list[str]:
    return [row.address for row in parking.asked_for(follower="press", node=node, now=clock.now())]


def test_a_page_has_one_row_whichever_entry_wants_it_and_its_tries_add_up() -> None:
    park(1, "/a/")
    park(1, "/b/")
    park(2, "/a/")
    assert set(Parked.objects.values_list("entry", "address", "tries")) == {(1, "/b/", 3), (2, "/a/", 6)}


def test_nodes_and_entries_without_a_page_keep_their_own_rows() -> None:
    park(1, "/a/", node="one")
    park(1, "/a/", node="two")
    park(1)
    park(2)
    assert Parked.objects.count() == 4


def test_asking_again_is_by_entry_and_for_every_node() -> None:
    park(1, "/a/")
    park(1, "/b/", node="two")
    park(2, "/c/")
    assert asked_for() == []
    assert parking.ask_again(entry=1) == 2
    assert (asked_for("one"), asked_for("two")) == (["/a/"], ["/b/"])
    later = clock.now() + timedelta(minutes=1)
    Parked.objects.filter(address="/a/").update(retry_at=later)
    assert asked_for() == []


def test_failing_again_takes_the_wish_away() -> None:
    park(1, "/a/")
    parking.ask_again(entry=1)
    park(1, "/a/")
    assert asked_for() == []


def test_what_is_cured_or_dismissed_is_gone() -> None:
    park(1, "/a/")
    park(1, "/b/")
    park(2, "/c/")
    assert parking.cured(follower="press", node="two", addresses=["/a/"]) == 0
    assert parking.cured(follower="press", node="one", addresses=["/a/"]) == 1
    assert parking.dismiss(entry=1) == 1
    assert list(Parked.objects.values_list("address", flat=True)) == ["/c/"]
