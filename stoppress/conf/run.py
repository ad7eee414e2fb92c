"""Running the whole of Stoppress: workers on one socket and the press, started again when one dies."""

import contextlib
import ctypes
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType

from stoppress.conf.server import BAD_CONFIGURATION, GRACE

#: Seconds before a child that died is started again: the first time, and at most.
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 30.0
#: Seconds that a child must live for its next death to count as the first.
HEALTHY = 60.0
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep running: its name in messages, its command, and the sockets it inherits."""

    name: str
    argv: tuple[str, ...]
    fds: tuple[int, ...] = ()


def web_workers(
    listening: socket.socket,
    count: int,
    *,
    name: str = "web",
    app: str = "stoppress.conf.web:application",
    trust_proxy: str = "",
    gate: int | None = None,
) -> list[Child]:
    """The children that serve `app` on a listening socket; `trust_proxy` as in `server.serve`, `gate` as in `Gate`."""
    descriptor = listening.fileno()
    command: tuple[str, ...] = (
        sys.executable,
        "-m",
        "stoppress.conf.server",
        "--fd",
        str(descriptor),
        "--app",
        app,
    )
    if trust_proxy:
        command += ("--trust-proxy", trust_proxy)
    inherited = (descriptor,) if gate is None else (descriptor, gate)
    return [Child(f"{name} {number}", command, inherited) for number in range(1, count + 1)]


def supervise(children: Sequence[Child], *, grace: float = GRACE + 5, say: Say | None = None) -> int:
    """Keep the children running until SIGTERM or SIGINT; must be called in the main thread.

    A child that dies is started again, after longer pauses the more often it does. Stopping, each
    gets `grace` seconds before it is killed. Returns 0, or the exit code of a child that said that
    its configuration is wrong. On Linux the children die with this process, even when it is killed.
    """
    running = [_Running(child, say or _say) for child in children]
    with _Bell() as bell:
        code = _keep(running, bell)
        _stop(running, bell, grace)
    return code


class _Running:
    """A child with its process, when it has one."""

    def __init__(self, child: Child, say: Say) -> None:
        self.name = child.name
        self.say = say
        self._child = child
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause = FIRST_PAUSE
        #: When it is to be started, by the monotonic clock; None while it runs.
        self.start_at: float | None = 0.0

    def start(self) -> None:
        parent = os.getpid()
        self._process = subprocess.Popen(
            self._child.argv,
            pass_fds=self._child.fds,
            stdin=subprocess.DEVNULL,
            preexec_fn=lambda: _die_with(parent),
        )
        self._started_at, self.start_at = time.monotonic(), None

    def ended(self) -> int | None:
        """The exit code, or minus the signal; None while it runs or when it was never started."""
        return self._process.poll() if self._process else None

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start_again_later(self, code: int) -> None:
        now = time.monotonic()
        if now - self._started_at > HEALTHY:
            self._pause = FIRST_PAUSE
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        self.say(f"{self.name} {how}; starting it again in {self._pause:g} s.")
        self._process, self.start_at = None, now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def terminate(self) -> None:
        if self._process:
            self._process.terminate()

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()


class _Bell:
    """Rings when a signal arrives: a child has died, or all is to stop."""

    def __enter__(self) -> "_Bell":
        self.is_stop = False
        self._ear, self._mouth = socket.socketpair()
        self._ear.setblocking(False)
        self._mouth.setblocking(False)
        self._before_fd = signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        self._before = {
            signal.SIGTERM: signal.signal(signal.SIGTERM, self._stop),
            signal.SIGINT: signal.signal(signal.SIGINT, self._stop),
            signal.SIGCHLD: signal.signal(signal.SIGCHLD, lambda number, frame: None),
        }
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._before_fd)
        self._ear.close()
        self._mouth.close()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stop = True

    def wait(self, seconds: float | None) -> None:
        """Sleep until a signal arrives, or for so long."""
        select.select([self._ear], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            self._ear.recv(4096)


def _keep(running: list[_Running], bell: _Bell) -> int:
    while not bell.is_stop:
        for one in running:
            if one.start_at is not None and one.start_at <= time.monotonic():
                one.start()
            code = one.ended()
            if code == BAD_CONFIGURATION:
                one.say(f"{one.name} cannot run as it is configured; stopping.")
                return code
            if code is not None:
                one.start_again_later(code)
        starts = [one.start_at for one in running if one.start_at is not None]
        bell.wait(max(0.0, min(starts) - time.monotonic()) if starts else None)
    return 0


def _stop(running: list[_Running], bell: _Bell, grace: float) -> None:
    for one in running:
        one.terminate()
    for _ in _until(time.monotonic() + grace):
        if not any(one.is_alive() for one in running):
            return
        bell.wait(0.5)
    for one in running:
        if one.is_alive():
            one.say(f"{one.name} did not stop within {grace:g} s and is killed.")
            one.kill()


def _until(end: float) -> Iterator[None]:
    while time.monotonic() < end:
        yield


def _die_with(parent: int) -> None:
    """In a child that is about to be started: let the kernel kill it when its parent is gone."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
        if os.getppid() != parent:  # gone before the kernel knew
            os._exit(1)


def _say(sentence: str) -> None:
    # As JSON when all the other lines are; otherwise in plain words, whatever level is wanted.
    if os.environ.get("STOPPRESS_LOG") == "json":
        logging.getLogger(__name__).warning(sentence)
    else:
        print(f"stoppress: {sentence}", file=sys.stderr, flush=True)
