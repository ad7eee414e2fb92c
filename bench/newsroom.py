"""A whole newsroom for a benchmark: its own home, server and token, gone afterwards."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A served newsroom: its url, a token that may do everything, its process, and the seconds until the front was there."""

    url: str
    token: str
    home: Path
    process: int
    started_in: float

    def child(self, word: str) -> int:
        """The process whose command holds `word`: `command press`, `conf.web` or `conf.newsroom`."""
        listed = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return next(int(pid) for pid in listed if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" "))


@contextmanager
def served(*, archive: int, workers: int = 1, homes: Path | None = None) -> Iterator[Newsroom]:
    """The demo newsroom with `archive` more stories, served on a free loopback port; kept when `homes` is given."""
    home = homes / str(archive) if homes else Path(tempfile.mkdtemp(prefix="stoppress-bench-"))
    is_new = not (home / "newsroom.sqlite3").exists()
    port = free_port()
    env = {**os.environ, "STOPPRESS_HOME": str(home), "PORT": str(port), "STOPPRESS_ENV": "development"}
    env.pop("STOPPRESS_URL", None)

    def stoppress(*words: str) -> str:
        command = [sys.executable, "-m", "stoppress.conf.command", *words]
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout

    try:
        stoppress("setup", "--demo")
        if archive and is_new:
            stoppress("seed", "--stories", str(archive))
        scopes = [w for s in ("items:write", "items:publish", "items:read", "places:create") for w in ("--scope", s)]
        token = stoppress("token", "create", f"bench {time.time_ns()}", *scopes).strip()
        command = [sys.executable, "-m", "stoppress.conf.command", "run", "--workers", str(workers)]
        began = time.monotonic()
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/")
            yield Newsroom(url, token, home, process.pid, time.monotonic() - began)
        finally:
            process.terminate()
            process.wait(30)
    finally:
        if homes is None:
            shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    """A port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=20):
                return
        except OSError:  # not listening yet, or the first print takes its time
            time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer within {seconds:g} s")
