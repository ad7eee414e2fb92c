"""A newsroom of its own on SQLite, made once and copied, and one on a PostgreSQL server of its own."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crashes import postgresql
from tests.crashes.served import Newsroom


@pytest.fixture(scope="session")
def empty_newsroom() -> Iterator[Newsroom]:
    """An installation with one edition and one section, to be copied."""
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Path(folder) / "home")
        newsroom.set_up()
        yield newsroom


@pytest.fixture
def newsroom(empty_newsroom: Newsroom, tmp_path: Path) -> Callable[..., Newsroom]:
    """Makes a copy with other settings."""

    def copy(**more: str) -> Newsroom:
        shutil.copytree(empty_newsroom.home, tmp_path / "home", dirs_exist_ok=True)
        made = Newsroom(tmp_path / "home", **more)
        made.token = empty_newsroom.token
        return made

    return copy


@pytest.fixture(scope="session")
def on_postgresql() -> Iterator[tuple[Newsroom, postgresql.PostgreSQL]]:
    """An installation on a PostgreSQL server that may be stopped and started."""
    if not postgresql.is_installed():
        pytest.skip("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory() as folder, postgresql.own_server() as server:
        newsroom = Newsroom(Path(folder) / "home", server.url)
        newsroom.set_up()
        yield newsroom, server
