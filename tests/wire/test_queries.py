"""How many queries an item takes, whatever it names."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

#: On PostgreSQL the log's turn is one more.
TURN = int(connection.vendor == "postgresql")


@pytest.mark.parametrize("count", [1, 3])
def test_an_item_takes_the_same_queries_whatever_it_names(
    count: int, sender: Any, item: Callable[..., Any], django_assert_num_queries: Any
) -> None:
    names = {"subjects": [{"name": f"Topic {n}"} for n in range(count)], "by": ", ".join(f"Writer {n}" for n in range(count))}

    def put(version: int, action: str, guid: str = "urn:agency:1") -> None:
        sent = item(version, f"Trams {version}", **names, correction="Four, not five.")
        assert sender.put(guid, sent, action=action).status_code in (200, 201)

    for version, action in ((1, "publish"), (2, "correct")):  # makes topics and contributors; kinds of things are remembered
        put(version, action, "urn:agency:0")
    related = count - 1  # each topic's newest stories are asked for
    for version, action, queries in ((1, "publish", 28), (2, "publish", 38), (3, "refile", 37), (4, "correct", 44)):
        with django_assert_num_queries(queries + related + TURN):
            put(version, action)
    with django_assert_num_queries(24 + TURN):
        put(5, "kill")
    with django_assert_num_queries(20):
        put(1, "draft", "urn:agency:2")
