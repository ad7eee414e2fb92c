"""A newsroom served by `stoppress run` in a home of its own, whose processes can be found and killed."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.made_once import empty_home

SCOPES = ("items:read", "items:write", "items:publish", "places:create")
#: Makes one edition with one section; what the tests send goes there.
FIRST_EDITION = """
from stoppress.newsroom.models import Edition, Section
edition = Edition.objects.create(code="en", name="The Courier", language="en", time_zone="Europe/Lisbon", tagline="News")
Section.objects.create(edition=edition, name="City", slug="city")
"""


@dataclass(frozen=True)
class Answer:
    """A response over HTTP."""

    status: int
    body: bytes
    headers: dict[str, str]


class Newsroom:
    """An installation in `home`; empty `database_url` means SQLite in the home."""

    def __init__(self, home: Path, database_url: str = "", **more: str) -> None:
        self.home, self.database_url = home, database_url
        self.port = _free_port()
        self.token = ""
        self.log = home.parent / f"{home.name}.log"
        told = {"STOPPRESS_HOME": str(home), "PORT": str(self.port), "STOPPRESS_ENV": "development",
                "STOPPRESS_DATABASE_URL": database_url, "STOPPRESS_URL": f"http://localhost:{self.port}"}  # fmt: skip
        self.env = {**os.environ, **told, **more}
        self.process: subprocess.Popen[bytes] | None = None

    def stoppress(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command of this installation to its end."""
        command = [sys.executable, "-m", "stoppress.conf.command", *words]
        return subprocess.run(command, env=self.env, check=check, capture_output=True, text=True, timeout=300)

    def set_up(self) -> None:
        """Make the database, an edition with a section, and a token that may do everything."""
        empty_home(self.home)
        if self.database_url:
            self.stoppress("setup")
        self.stoppress("shell", "--no-imports", "-c", FIRST_EDITION)
        asked = [word for scope in SCOPES for word in ("--scope", scope)]
        self.token = self.stoppress("token", "create", "tests", *asked).stdout.strip()

    def start(self, workers: int = 2) -> None:
        """Serve with so many web workers and as many for the newsroom, and return when the front is there."""
        command = [sys.executable, "-m", "stoppress.conf.command", "run", "--workers", str(workers)]
        env = {**self.env, "STOPPRESS_NEWSROOM_WORKERS": str(workers)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        wait_for(lambda: self._is_up(), seconds=180, what="the front")

    def stop(self) -> int:
        """Stop in good order; returns the exit code."""
        assert self.process
        self.process.terminate()
        try:
            return self.process.wait(40)
        finally:
            self.process.kill()
            self.process.wait()
            self.process = None

    @contextmanager
    def served(self, workers: int = 2) -> Iterator["Newsroom"]:
        """`start`, and `stop` however it ends."""
        try:
            self.start(workers)
            yield self
        finally:
            if self.process:
                self.stop()

    def children(self, word: str) -> list[int]:
        """The living children whose command holds `word`: `command press`, `conf.web` or `conf.newsroom`."""
        assert self.process
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in listed if word in _command(int(pid))]

    def kill(self, pid: int) -> None:
        """End one of the children as a crash would."""
        os.kill(pid, signal.SIGKILL)

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, timeout: float = 40) -> Answer:
        """One request over a connection of its own. Raises OSError or HTTPException when there is no whole answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            said = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, answer.read(), said)
        finally:
            connection.close()

    def get(self, path: str, **more: Any) -> Answer:
        """What a reader gets."""
        return self.ask("GET", path, **more)

    def api(self, method: str, path: str, body: Any = None) -> Answer:
        """What a sender with the token gets."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return self.ask(method, f"/api/newsroom/v1/{path}", body, headers)

    def said(self) -> str:
        """What the processes have written so far."""
        return self.log.read_text(errors="replace")

    def _is_up(self) -> bool:
        assert self.process and self.process.poll() is None, self.said()
        try:
            return self.get("/").status == 200
        except (OSError, http.client.HTTPException):
            return False


def wait_for(condition: Callable[[], object], *, seconds: float, what: str) -> float:
    """Wait until something is true; returns the seconds it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"{what}: not within {seconds:g} s"
        time.sleep(0.02)
    return time.monotonic() - began


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
