"""A real server with the demo newsroom and a real browser."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.made_once import demo_home

SCREENSHOTS = Path(__file__).parent / "screenshots"


class Site:
    """The served demo: its url and a way to run commands in its home."""

    def __init__(self, url: str, env: dict[str, str]) -> None:
        self.url, self.env = url, env

    def stoppress(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "stoppress.conf.command", *words]
        return subprocess.run(command, env=self.env, check=check, capture_output=True, text=True)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def until(self, path: str, shown: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while shown not in self.get(path)[1]:
            assert time.monotonic() < end, f"{path} does not show {shown!r}"
            time.sleep(0.05)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        url = f"http://localhost:{port}"
        env = {**os.environ, "STOPPRESS_HOME": home, "PORT": str(port), "STOPPRESS_ENV": "development", "STOPPRESS_URL": url}
        env.pop("STOPPRESS_DATABASE_URL", None)
        served = Site(url, env)
        demo_home(Path(home))
        process = subprocess.Popen([sys.executable, "-m", "stoppress.conf.command", "run", "--workers", "1"], env=env)
        try:
            end = time.monotonic() + 60
            while True:
                try:
                    served.get("/")
                    break
                except (urllib.error.URLError, ConnectionError, TimeoutError):
                    assert process.poll() is None and time.monotonic() < end, "the server did not start"
                    time.sleep(0.1)
            yield served
        finally:
            process.terminate()
            assert process.wait(40) == 0


@pytest.fixture
def page(browser: Any, request: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{request.node.name[:80].replace('/', '_')}.png", full_page=True)
    context.close()
