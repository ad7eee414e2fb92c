"""The demo newsroom, made once: on SQLite in a home, and moved to a database that tests get copies of."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.made_once import demo_home
from tests.on_postgresql import TEMPLATE, at, database_of_its_own
from tests.processes.nodes import Node


@pytest.fixture
def own_home(tmp_path: Path) -> Callable[[str], Path]:
    """Copies the demo's home under a name."""
    return lambda name: demo_home(tmp_path / name)


@pytest.fixture(scope="session")
def empty_database() -> Iterator[Callable[[], str]]:
    """Gives databases with tables and nothing in them; making the tables takes longest, so they are made once."""
    with ExitStack() as until_the_end:
        url = at(TEMPLATE)
        if not TEMPLATE:
            url = until_the_end.enter_context(database_of_its_own())
            with tempfile.TemporaryDirectory() as folder:
                Node(Path(folder), STOPPRESS_DATABASE_URL=url).stoppress("migrate", "--verbosity", "0")
        yield lambda: until_the_end.enter_context(database_of_its_own(like=url))


@pytest.fixture(scope="session")
def moved_demo(tmp_path_factory: pytest.TempPathFactory, empty_database: Callable[[], str]) -> str:
    """The url of a database with the demo in it, moved from SQLite."""
    url = empty_database()
    Node(demo_home(tmp_path_factory.mktemp("moved"))).stoppress("move-to", url)
    return url
