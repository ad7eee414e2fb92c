"""A node as an operator runs it: a home, a port, the command `stoppress`, and readers who ask it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

KEY = "one-key-for-all-nodes-of-the-tests"


class Node:
    """`settings` are environment variables; the database is SQLite in the home unless they name another."""

    def __init__(self, home: Path, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = home
        # One address for all nodes, as readers know it: pages name it.
        plain = {name: value for name, value in os.environ.items() if name != "STOPPRESS_DATABASE_URL"}
        self.env = {**plain, "STOPPRESS_ENV": "development", "STOPPRESS_URL": "http://news.example", "STOPPRESS_SECRET_KEY": KEY,
                    "STOPPRESS_HOME": str(home), "STOPPRESS_NODE": home.name, "PORT": str(self.port), **settings}  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "stoppress.conf.command", *words]

    def stoppress(self, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(self.command(*words), env=self.env, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self) -> "Node":
        self.process = subprocess.Popen(self.command("run", "--workers", "1"), env=self.env, stdout=subprocess.DEVNULL)
        try:
            self.until("/robots.txt", "User-agent", 240)
        except AssertionError:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            finally:
                self.process.kill()
                self.process = None

    def get(self, path: str, timeout: float = 30) -> tuple[int, str]:
        """Status and text; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=timeout) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return 0, ""

    def until(self, path: str, shown: str, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while shown not in self.get(path)[1]:
            assert time.monotonic() < end, f"{path} on port {self.port} does not show {shown!r}"
            time.sleep(0.05)

    def token(self) -> str:
        scopes = [word for scope in ("items:write", "items:publish", "items:read") for word in ("--scope", scope)]
        return self.stoppress("token", "create", f"tests-{time.time_ns()}", *scopes).stdout.strip()

    def publish(self, token: str, headline: str, name: str = "") -> dict[str, Any]:
        """Publish a story through this node's API; `name` makes it a new version of an earlier one."""
        uri = f"urn:tests:{name or time.time_ns()}"
        item = {"uri": uri, "version": str(time.time_ns()), "type": "text", "language": "en", "headlines": [{"value": headline}],
                "section": "city", "bodies": [{"contentType": "text/html", "value": "<p>The harbour gives notice.</p>"}]}  # fmt: skip
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/newsroom/v1/items/{uri}?action=publish&edition=en", json.dumps(item).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}, method="PUT",
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def proofread(self) -> str:
        """What `stoppress proofread` says; an assertion fails when a page differs."""
        return self.stoppress("proofread").stdout
