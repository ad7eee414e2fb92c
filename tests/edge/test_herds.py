"""Many readers of one cold page, spread over several processes, are one print."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from stoppress.conf.listening import listen
from stoppress.edge.leases import Leases
from tests.aside import run
from tests.edge.test_protocol import start
from tests.edge.wire import Wire, request

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from stoppress.edge.leases import Leases
leases = Leases(Path(sys.argv[1]))
print(leases.take("/a/"), flush=True)
time.sleep(60)
"""
StartWorker = Callable[[socket.socket], "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(home: Path) -> Iterator[StartWorker]:
    workers = []
    (home / "static").mkdir()

    def start_worker(listening: socket.socket) -> "subprocess.Popen[bytes]":
        workers.append(start(listening, "tests.edge.served:application", home))
        return workers[-1]

    yield start_worker
    for worker in workers:
        worker.kill()
        worker.wait(10)


def one_of_each(workers: int, port: int, open_until_the_end: ExitStack) -> list[Wire]:
    """A wire to each of the workers that share a port."""
    found: dict[bytes, Wire] = {}
    while len(found) < workers:
        wire = open_until_the_end.enter_context(Wire(port))
        if found.setdefault(wire.ask("/api/who/").body, wire) is not wire:
            wire.socket.close()
            time.sleep(0.01)
    return list(found.values())


def prints(home: Path) -> list[str]:
    return (home / "prints").read_text().splitlines()


def test_500_readers_of_a_cold_page_over_three_workers_are_one_print(home: Path, start_worker: StartWorker) -> None:
    with listen("127.0.0.1", 0) as listening:
        for _ in range(3):
            start_worker(listening)
        port = listening.getsockname()[1]
        with ExitStack() as open_until_the_end:
            # Which worker takes a connection is the system's to say, and a busy machine may leave one out for long.
            wires = one_of_each(3, port, open_until_the_end)
            wires += [open_until_the_end.enter_context(Wire(port)) for _ in range(500 - len(wires))]
            for wire in wires:
                wire.send(request("/cold/1/"))
            answers = [wire.answer() for wire in wires]
    assert {answer.body for answer in answers} == {b"printed " * 200}
    assert {answer.status for answer in answers} == {200}
    assert [line.split()[0] for line in prints(home)] == ["/cold/1/"]


def test_when_the_printing_process_dies_another_takes_over_at_once(home: Path, start_worker: StartWorker) -> None:
    with listen("127.0.0.1", 0) as first, listen("127.0.0.1", 0) as second:
        dying = start_worker(first)
        start_worker(second)
        with Wire(first.getsockname()[1]) as one, Wire(second.getsockname()[1]) as other:
            assert other.ask("/early/").status == 200
            one.send(request("/cold/long/"))
            while not (home / "prints").exists():
                time.sleep(0.01)
            other.send(request("/cold/long/"))
            with Wire(second.getsockname()[1]) as third:  # waiting blocks nobody
                assert third.ask("/early/").status == 200
            assert len(prints(home)) == 1
            dying.kill()
            died_at = time.monotonic()
            assert other.answer().body == b"printed " * 200
            assert time.monotonic() - died_at < 5
    assert len(prints(home)) == 2


def test_a_lease_is_one_process_s_until_it_dies(tmp_path: Path) -> None:
    file = tmp_path / "leases"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(file)], stdout=subprocess.PIPE, env=environment)
    assert holder.stdout
    with holder:
        assert holder.stdout.readline() == b"True\n"
        leases = Leases(file)
        assert leases.take("/b/") and not leases.take("/a/")
        holder.send_signal(signal.SIGKILL)
        holder.wait(10)
        assert leases.take("/a/")
    assert file.stat().st_size == 0


def test_one_who_waits_too_long_goes_on_without_the_lease(tmp_path: Path) -> None:
    class Taken(Leases):
        def take(self, key: str) -> bool:
            return False

    async def wait(*, is_there: bool, seconds: float) -> bool:
        marks = iter(range(1000))
        return await Taken(tmp_path / "leases").wait_for(
            "/a/", is_there=lambda: is_there, mark=lambda: next(marks), seconds=seconds
        )

    assert run(asyncio.wait_for(wait(is_there=False, seconds=0.05), 5)) is False
    assert run(asyncio.wait_for(wait(is_there=True, seconds=60), 5)) is False
