"""A shelf with pages, for the edge to serve."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stoppress.edge.settings import EdgeSettings
from stoppress.press.shelf import Printed, Shelf

WORDS = "<p>word</p>" * 200


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "edge-home"
    home.mkdir()
    return home


@pytest.fixture
def settings_of_edge(home: Path) -> EdgeSettings:
    static = home / "static"
    (static / "styles").mkdir(parents=True)
    (static / "styles" / "page.0123456789ab.css").write_text("body{}" * 200)
    (static / "styles" / "page.0123456789ab.css.br").write_bytes(b"brotli")
    (static / "styles" / "page.css").write_text("body{}")
    return EdgeSettings(home=home, site_url="https://news.example", static_folder=static)


@pytest.fixture
def shelf(home: Path) -> Iterator[Shelf]:
    shelf = Shelf(home / "shelf")
    yield shelf
    shelf.close()


@pytest.fixture
def put(shelf: Shelf) -> Callable[..., None]:
    """Puts a page that says something."""

    def put(address: str, body: str = "News", **said: object) -> None:
        told = {
            "kind": "story",
            "status": 200,
            "content_type": "text/html; charset=utf-8",
            "tags": frozenset({"story:1"}),
        }
        page = Printed(address=address, body=f"{body} {WORDS}".encode(), **{**told, **said})  # type: ignore[arg-type]
        assert shelf.put(page, began=shelf.began())

    return put
