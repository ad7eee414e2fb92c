"""What whoever runs Stoppress can see of it: checks for the edge, metrics, and the screen of `stoppress status`.

The edge serves before the newsroom is loaded, so what needs the newsroom is imported when it is asked for.
"""

import json
from collections.abc import Callable
from pathlib import Path

import httpcore
from django.conf import settings

from stoppress.edge.forward import CLIENT
from stoppress.edge.watch import PATIENCE, Watching

LOADING = "The newsroom is still being loaded."


def watching(is_loaded: Callable[[], bool]) -> Watching:
    """What this installation lets its edge say of itself; `is_loaded` tells whether the newsroom is there."""

    def database() -> str:
        if not is_loaded():
            return LOADING
        from stoppress.conf.watching import checks

        return checks.database()

    def shelf() -> str:
        if not is_loaded():
            return LOADING
        from stoppress.conf.watching import checks

        return checks.shelf()

    def metrics(wrong: dict[str, str]) -> tuple[bytes, str]:
        if not is_loaded():
            return f"# {LOADING}\n".encode(), "text/plain; version=0.0.4; charset=utf-8"
        from stoppress.conf.watching.metrics import text_and_leave

        return text_and_leave(wrong)

    return Watching(checks={"database": database, "shelf": shelf}, metrics=metrics, metrics_token=settings.METRICS_TOKEN)


def from_the_edge(socket: Path) -> Watching:
    """The same for an edge without a newsroom of its own: it asks the one that listens on a Unix socket."""
    silent = "The newsroom does not answer."

    def ask(path: str) -> bytes | None:
        headers: list[tuple[bytes | str, bytes | str]] = [("Host", "localhost"), (CLIENT, "127.0.0.1")]
        headers.append(("Authorization", f"Bearer {settings.METRICS_TOKEN}"))
        timeout = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE / 2)}
        try:
            with httpcore.ConnectionPool(uds=str(socket)) as lines:
                return lines.request("GET", f"http://newsroom{path}", headers=headers, extensions=timeout).content
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
            return None

    def check(name: str) -> Callable[[], str]:
        def asked() -> str:
            told = ask("/readyz")
            return silent if told is None else str(json.loads(told)["wrong"].get(name, ""))

        return asked

    def metrics(wrong: dict[str, str]) -> tuple[bytes, str]:
        told = ask("/metrics")
        return f"# {silent}\n".encode() if told is None else told, "text/plain; version=0.0.4; charset=utf-8"

    checks = {name: check(name) for name in ("database", "shelf")}
    return Watching(checks=checks, metrics=metrics, metrics_token=settings.METRICS_TOKEN)
