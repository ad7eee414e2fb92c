"""Children are started again when they die, stop when asked, and never outlive their supervisor."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stoppress.conf.listening import CannotListen, listen, listen_for_the_edge, newsroom_socket
from stoppress.conf.run import web_workers

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[2]
SUPERVISOR = """
import sys
from stoppress.conf.run import Child, supervise
python = (sys.executable, "-c")
sys.exit(supervise([Child(f"child {n}", (*python, code)) for n, code in enumerate(sys.argv[2:], 1)],
                   grace=float(sys.argv[1])))
"""
#: Notes its process and stays until it is told to stop.
STAYS = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
open("pids", "a").write(f"{os.getpid()}\\n")
while True: time.sleep(60)
"""
STUBBORN = STAYS.replace("lambda *_: sys.exit(0)", "signal.SIG_IGN")
ADVICE = "import sys; sys.exit(78)"


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    started = []

    def start(*children: str, grace: float = 20) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", SUPERVISOR, str(grace), *children]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def pids(folder: Path, count: int) -> list[int]:
    """The processes that have started, once there are so many."""
    noted = folder / "pids"
    wait_for(lambda: noted.exists() and noted.read_text().count("\n") >= count)
    return [int(line) for line in noted.read_text().split()]


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_killed_child_is_started_again_and_all_stop(supervise: Callable[..., "subprocess.Popen[str]"], tmp_path: Path) -> None:
    process = supervise(STAYS, STAYS)
    first, second = pids(tmp_path, 2)
    os.kill(first, signal.SIGKILL)
    _, _, third = pids(tmp_path, 3)
    assert not is_gone(second) and not is_gone(third)
    process.terminate()
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "was ended by signal 9; starting it again in 0.1 s" in said
    assert is_gone(second) and is_gone(third)


def test_a_child_that_does_not_stop_is_killed(supervise: Callable[..., "subprocess.Popen[str]"], tmp_path: Path) -> None:
    process = supervise(STUBBORN, grace=0.2)
    (child,) = pids(tmp_path, 1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0 and is_gone(child)
    assert "did not stop within 0.2 s and is killed" in said


def test_children_do_not_outlive_a_killed_supervisor(supervise: Callable[..., "subprocess.Popen[str]"], tmp_path: Path) -> None:
    process = supervise(STAYS, STUBBORN)
    children = pids(tmp_path, 2)
    process.kill()
    process.wait()
    wait_for(lambda: all(is_gone(child) for child in children))


def test_a_child_that_is_configured_wrongly_ends_everything(
    supervise: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    process = supervise(STAYS, ADVICE)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 78
    assert "child 2 cannot run as it is configured" in said


def test_a_child_that_keeps_dying_is_started_ever_later(
    supervise: Callable[..., "subprocess.Popen[str]"],
) -> None:
    process = supervise("raise SystemExit(3)")
    assert process.stderr is not None
    said = [process.stderr.readline() for _ in range(3)]
    assert [line.split(" in ")[1] for line in said] == ["0.1 s.\n", "0.2 s.\n", "0.4 s.\n"]
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_a_port_in_use_is_told_plainly() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen) as refused:
            listen("127.0.0.1", port)
    assert str(refused.value) == f"Port {port} is in use; set PORT to another."


def test_the_newsroom_listens_for_the_edge_alone(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 40)
    home.mkdir()
    for folder in (tmp_path, home):
        with listen_for_the_edge(folder):
            place = newsroom_socket(folder)
            assert place.stat().st_mode & 0o777 == 0o600 and len(str(place)) < 108
            with pytest.raises(CannotListen, match="Another `stoppress run` works in"):
                listen_for_the_edge(folder)
        with listen_for_the_edge(folder):  # what a run that was killed has left behind is in nobody's way
            place.unlink()


def test_an_address_of_another_machine_is_told_plainly() -> None:
    with pytest.raises(CannotListen, match="Set HOST to an address of this machine"):
        listen("192.0.2.1", 8000)


def test_workers_share_a_socket_and_survive_each_others_death(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        children = web_workers(listening, 2, app="tests.edge.served:application")
        code = (
            "import sys; from stoppress.conf.run import Child, supervise;"
            f"sys.exit(supervise([Child(name, tuple(argv), tuple(fds)) for name, argv, fds in"
            f" {[(child.name, child.argv, child.fds) for child in children]!r}]))"
        )
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "EDGE_TEST_HOME": str(tmp_path)}
        process = subprocess.Popen(
            [sys.executable, "-c", code], pass_fds=[listening.fileno()], env=environment, stderr=subprocess.PIPE
        )
    try:
        assert b"200 OK" in ask(port)
        (first, *_) = children_of(process.pid)
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: first not in children_of(process.pid) and len(children_of(process.pid)) == 2)
        for _ in range(10):
            assert b"200 OK" in ask(port)
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.communicate()


def test_a_worker_whose_application_cannot_be_found_says_so(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as listening:
        (child,) = web_workers(listening, 1, app="tests.edge.served:nothing")
        done = subprocess.run(
            child.argv, pass_fds=child.fds, cwd=ROOT, capture_output=True, text=True, timeout=30,
            env={**os.environ, "EDGE_TEST_HOME": str(tmp_path)}, check=False,
        )  # fmt: skip
    assert done.returncode == 78
    assert 'Attribute "nothing" not found' in done.stderr


def ask(port: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(b"GET /here/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        answer = b""
        while part := wire.recv(65536):
            answer += part
    return answer


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed if not is_gone(int(child))]
