"""The design's files: their weight, their direction, what they ask of other hosts."""

import re
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders

from stoppress.press.typeset import DESIGN, typeset
from tests import samples

STYLES = sorted((DESIGN / "styles").glob("*.css"))
SCRIPTS = sorted((DESIGN / "scripts").glob("*.js"))
_ASSET = re.compile(r'(?:href|src)="/static/([^"#]+\.(?:css|js|woff2))"')
#: Physical sides: an Arabic page is laid out from the other one.
_PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|left|right)\s*:|text-align\s*:\s*(?:left|right)|float\s*:"
)


def sent(data: bytes) -> int:
    return len(brotli.compress(data, quality=9))


@pytest.mark.parametrize("language", samples.LANGUAGES)
@pytest.mark.parametrize("name", ["story", "front", "section"])
def test_a_page_is_light(language: str, name: str) -> None:
    """At most 60 KB as sent, fonts included, at most 15 KB of it script."""
    html = typeset(samples.all_pages(language)[name])
    files = {path: (DESIGN / path).read_bytes() for path in _ASSET.findall(html)}
    weights = {path: len(data) if path.endswith("woff2") else sent(data) for path, data in files.items()}
    assert sum(weight for path, weight in weights.items() if path.endswith(".js")) <= 15_000
    assert sent(html.encode()) + sum(weights.values()) <= 60_000
    assert any(path.endswith("woff2") for path in weights) == (language != "ar")


def test_the_display_face_is_small_and_licensed() -> None:
    fonts = list((DESIGN / "fonts").glob("*.woff2"))
    assert len(fonts) == 1 and fonts[0].stat().st_size <= 20_000
    assert "SIL Open Font License" in (DESIGN / "fonts" / "LICENSE-newsreader.txt").read_text("utf-8")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_know_no_left_and_right(path: Any) -> None:
    assert _PHYSICAL.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=lambda path: path.name)
def test_styles_and_scripts_ask_nothing_of_other_hosts(path: Any) -> None:
    assert "//" not in re.sub(r"/\*.*?\*/|^\s*//.*$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", samples.all_pages("en"))
def test_every_file_a_page_names_exists(name: str) -> None:
    for path in _ASSET.findall(typeset(samples.all_pages("en")[name])):
        assert finders.find(path), path


def test_every_icon_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (DESIGN / "icons" / "sheet.svg").read_text("utf-8")))
    named = {
        icon
        for path in DESIGN.rglob("*.html")
        for icon in re.findall(r'{% icon "(\w+)" %}', path.read_text("utf-8"))
    }
    assert named == drawn


def test_files_are_short_enough_to_read() -> None:
    for path in (*STYLES, *SCRIPTS, *DESIGN.rglob("*.html"), *DESIGN.rglob("*.py")):
        assert len(path.read_text("utf-8").splitlines()) <= 300, path
