"""A shelf in a folder of its own, and pages to put on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stoppress.press.shelf import Printed, Shelf

Print = Callable[..., Printed]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "own" / "shelf")
    yield shelf
    shelf.close()


@pytest.fixture
def page() -> Print:
    def make(address: str = "/news/", body: str = "News", **said: object) -> Printed:
        told = {"kind": "story", "status": 200, "content_type": "text/html; charset=utf-8", "tags": frozenset({"story:1"})}
        return Printed(address=address, body=(body + " " + "<p>word</p>" * 200).encode(), **{**told, **said})  # type: ignore[arg-type]

    return make
