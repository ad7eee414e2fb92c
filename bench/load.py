"""Load by wrk on one server process: requests per second, latencies, processor time and memory."""

import os
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 64


@dataclass(frozen=True)
class Server:
    """A running server: its name in the table, its ports, and the process that does the work.

    `base` is the server that it is held against, itself for those.
    """

    name: str
    port: int
    #: Where it serves brotli: another place for nginx, which has no such module everywhere.
    brotli_port: int
    pid: int
    base: str = ""


@dataclass(frozen=True)
class Result:
    """One run of wrk."""

    per_second: float
    p50: str
    p99: str
    cpu: float


def measure(
    pid: int, url: str, said: dict[str, str], seconds: int, *, script: str = "", connections: int = CONNECTIONS
) -> Result:
    """One run of wrk against the server whose process is `pid`; `script` is Lua for it."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--latency"]
    for name, value in said.items():
        command += ["-H", f"{name}: {value}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        before = cpu_seconds(pid)
        told = subprocess.run([*command, "-s", file.name, url], capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(pid) - before
    assert "Non-2xx" not in told or "If-None-Match" in said, told
    total = max(1, int(re.search(r"(\d+) requests in", told)[1]))  # type: ignore[index]
    latency = dict(re.findall(r"(50|99)%\s+(\S+)", told))
    per_second = float(re.search(r"Requests/sec:\s+(\S+)", told)[1])  # type: ignore[index]
    return Result(per_second, latency["50"], latency["99"], used / total * 1e6)


def middle(runs: list[Result]) -> Result:
    """The run in the middle, by requests per second."""
    return sorted(runs, key=lambda run: run.per_second)[len(runs) // 2]


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Megabytes of a process, what it shares with others divided among them."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)[1]) / 1024  # type: ignore[index]


def wait_for(server: Server, path: str) -> Server:
    """Return when the server answers."""
    for _ in range(400):
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
                wire.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
                if wire.recv(100).startswith(b"HTTP/1.1 200"):
                    return server
        except OSError:
            pass
        time.sleep(0.05)
    raise SystemExit(f"{server.name} does not answer.")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """End a process afterwards."""
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)
