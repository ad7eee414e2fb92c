"""Every kind of page in a real browser and before the HTML checker: accessible, valid, never wider than the screen."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stoppress.edge.headers import PUBLIC_POLICY
from stoppress.press.typeset import DESIGN, typeset
from tests import samples
from tests.nu_checker import errors_in

pytestmark = pytest.mark.journey
NAMES = [name for name in samples.all_pages("en") if name != "latest-part"]
#: What is tried: language, width, colours, size of the root's text.
MODES = {
    "left to right": ("en", 1280, "light", ""),
    "right to left": ("ar", 1280, "light", ""),
    "dark": ("es", 1280, "dark", ""),
    "320 px": ("en", 320, "light", ""),
    "320 px, right to left, dark": ("ar", 320, "dark", ""),
    "200 % text": ("en", 1280, "light", "200%"),
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"><rect width="16" height="9" fill="#789"/></svg>'
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class Paper(http.server.BaseHTTPRequestHandler):
    """Serves pages by `/LANGUAGE/NAME.html` and the design's files."""

    def __init__(self, pages: dict[str, str], *args: Any) -> None:
        self.pages = pages
        super().__init__(*args)

    def do_GET(self) -> None:
        path = self.path
        if path.startswith("/static/"):
            file = DESIGN / path.removeprefix("/static/")
            self.answer(file.read_bytes(), _TYPES[file.suffix])
        elif path.startswith("/img/"):
            self.answer(_DOT, "image/svg+xml")
        elif path in self.pages or "/parts/latest/" in path:
            language = path[1:3] if path[1:4] in ("es/", "ar/") else "en"
            self.answer(self.pages.get(path, self.pages[f"/{language}/latest-part.html"]).encode(), "text/html; charset=utf-8")
        else:
            self.send_error(404)

    def answer(self, body: bytes, content_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", PUBLIC_POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def documents() -> dict[str, str]:
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={"default": plain, "staticfiles": plain}):
        return {
            f"/{language}/{name}.html": typeset(page)
            for language in samples.LANGUAGES
            for name, page in samples.all_pages(language).items()
        }


@pytest.fixture(scope="module")
def address(documents: dict[str, str]) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Paper, documents))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("mode", MODES)
def test_no_page_has_an_accessibility_violation(mode: str, browser: Any, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    language, width, colours, text = MODES[mode]
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=colours, reduced_motion="reduce")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name in NAMES:
        page.goto(f"{address}/{language}/{name}.html")
        page.evaluate("size => document.documentElement.style.setProperty('font-size', size)", text)
        page.evaluate("document.querySelectorAll('article details, .display').forEach(d => d.open = true)")
        found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    # Only pages, pictures and their own files are served here.
    assert [text for text in complaints if "404" not in text] == []
    page.close()


def test_the_scripts_do_what_they_say(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/en/story.html")
    page.wait_for_selector("[data-room] li")
    assert page.locator("[data-room] [data-story='100']").count() == 0

    page.locator(".story-lead [data-enlarge]").focus()
    page.keyboard.press("Enter")
    assert page.locator("dialog[open] img").count() == 1
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.story-lead [data-enlarge]')")

    page.locator(".gallery [data-enlarge]").first.click()
    first = page.locator("dialog img").get_attribute("src")
    page.keyboard.press("ArrowRight")
    assert page.locator("dialog img").get_attribute("src") != first
    page.locator("dialog [data-close]").click()
    assert page.locator("dialog[open]").count() == 0

    page.locator("[data-display] summary").click()
    page.get_by_label("Dark").check()
    page.get_by_label("Larger").check()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.documentElement.dataset.text") == "larger"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.close()


def test_a_part_that_fails_says_so_and_tries_again(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.route("**/parts/latest/*", lambda route: route.abort())
    page.goto(f"{address}/en/story.html")
    page.wait_for_selector("[data-retry]")
    page.unroute("**/parts/latest/*")
    page.click("[data-retry]")
    page.wait_for_selector("[data-room] li")
    page.close()


def test_without_script_everything_can_be_read(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/hard.html")
    assert page.locator(".beside-latest [data-room] a").is_visible()
    assert not page.locator("[data-copy]").first.is_visible() and not page.locator("[data-display]").is_visible()
    page.locator(".sensitive > summary").click()
    assert page.locator(".body p").first.is_visible()
    page.locator(".all-sections summary").click()
    assert page.locator(".all-sections ul ul a").first.is_visible()
    context.close()


def test_every_page_is_valid_html(documents: dict[str, str], tmp_path: Path) -> None:
    files = []
    for path, html in documents.items():
        if "latest-part" not in path:
            files.append(tmp_path / path[1:].replace("/", "-"))
            files[-1].write_text(html, "utf-8")
    assert errors_in(files) == []
