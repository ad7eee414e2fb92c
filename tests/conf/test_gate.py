"""What lies on the shelf is served before the database is ready and Django is loaded."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from stoppress.conf.listening import listen
from stoppress.press.shelf import Printed, Shelf

pytestmark = pytest.mark.processes


@pytest.fixture
def gated(tmp_path: Path) -> Iterator[tuple[str, int, "subprocess.Popen[bytes]"]]:
    """A web worker behind a closed gate: its address, what opens the gate when closed, and its process."""
    shelf = Shelf(tmp_path / "shelf")
    shelf.put(Printed("/", "front", 200, "text/html", b"<h1>The front</h1>", frozenset()), began=shelf.began())
    shelf.close()
    with listen("127.0.0.1", 0) as listening:
        read, held = os.pipe()
        env = {**os.environ, "STOPPRESS_HOME": str(tmp_path), "STOPPRESS_GATE": str(read), "STOPPRESS_ENV": "development"}
        command = [sys.executable, "-m", "stoppress.conf.server", "--fd", str(listening.fileno())]
        process = subprocess.Popen(command, env=env, pass_fds=(listening.fileno(), read), stderr=subprocess.PIPE)
        os.close(read)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", held, process
        process.kill()
        process.communicate()


def ask(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_shelf_is_served_before_the_gate_opens(gated: Any) -> None:
    url, held, _ = gated
    with ThreadPoolExecutor(1) as another:
        behind = another.submit(ask, f"{url}/api/openapi.json")
        assert ask(f"{url}/") == 200
        time.sleep(0.2)
        assert not behind.done()
        assert ask(f"{url}/") == 200
        os.close(held)
        assert behind.result() == 200


def test_a_newsroom_that_cannot_be_loaded_stops_the_worker() -> None:
    code = "import time; from stoppress.conf.later import Later; Later(lambda: 1 / 0); time.sleep(60)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50)
    assert ended.returncode == -signal.SIGTERM
    assert "The newsroom cannot be loaded" in ended.stderr and "ZeroDivisionError" in ended.stderr
