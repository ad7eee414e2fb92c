"""A few warm child processes that examine originals; one that takes too long or dies is replaced by a fresh one."""

import atexit
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Lock, Timer

import stoppress
from stoppress.pictures.errors import PictureRefused
from stoppress.pictures.ingest import kinds, messages
from stoppress.pictures.taken_in import TakenIn

#: Files examined at the same time, and seconds that a further one waits for its turn.
AT_ONCE, PATIENCE = 2, 60.0
#: Seconds that one file may take.
SECONDS = 25.0
_TOO_SLOW = "This picture takes too long to read. Save it smaller, or as an ordinary JPEG, and send that."
_BUSY = "Many pictures are coming in at this moment. Send this one again in a minute."

_turn = BoundedSemaphore(AT_ONCE)
_lock = Lock()
_idle: list["Child"] = []


def take_in(data: bytes, name: str = "") -> TakenIn:
    """What an original is and says, and the master when one is needed.

    `name` is what the sender calls the file; it decides nothing but whether it is a camera's raw file. Raises
    `PictureRefused`, whose message says what is wrong and what to do. Takes from 50 milliseconds to some seconds, so
    it has no place inside a transaction.
    """
    # What can be told without a decoder needs no child.
    kinds.kind_of(data, name)
    if not _turn.acquire(timeout=PATIENCE):
        raise PictureRefused(_BUSY)
    try:
        return _examined(data, name)
    finally:
        _turn.release()


def close() -> None:
    """End the children that wait for work."""
    with _lock:
        while _idle:
            _idle.pop().end()


def _examined(data: bytes, name: str) -> TakenIn:
    for child in (_waiting(), None):
        child = child or Child()
        try:
            taken = child.examine(data, name)
        except _Gone:  # it was on its way home, or something else had ended it
            child.end()
            continue
        except PictureRefused:
            _keep(child)
            raise
        _keep(child)
        return taken
    raise PictureRefused(messages.TOO_LARGE)


class _Gone(Exception):
    """A child that had served before ended without a word: another should be asked, as it may not be the file's fault."""


class Child:
    """One process that examines originals, one at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "stoppress.pictures.ingest.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment(), bufsize=-1,
        )  # fmt: skip
        self._is_late = False
        self._is_fresh = True
        #: Bytes of memory that it had at most, as it last said.
        self.peak = 0

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def examine(self, data: bytes, name: str) -> TakenIn:
        """Have one file examined. Raises `PictureRefused`, also when the file kills the process or takes too long."""
        assert self._process.stdin and self._process.stdout
        limit = Timer(SECONDS, self._stop)
        limit.start()
        try:
            asked = {"name": name[:300], "trust": _trust(), "faces_model": os.environ.get("STOPPRESS_FACES_MODEL", "")}
            messages.send(self._process.stdin, asked, data)  # type: ignore[arg-type]
            told, master = messages.receive(self._process.stdout)  # type: ignore[arg-type]
            self.peak = int(told.get("peak", 0))
            self._is_fresh = False
            if "refused" in told:
                raise PictureRefused(str(told["refused"])[:1000])
            return messages.taken_in_from_json(told["taken"], master)
        except (messages.Broken, OSError, KeyError) as error:
            self._process.kill()
            is_slow = self._process.wait() == -signal.SIGXCPU or self._is_late
            if not self._is_fresh and not is_slow:
                raise _Gone from error
            raise PictureRefused(_TOO_SLOW if is_slow else messages.TOO_LARGE) from error
        finally:
            limit.cancel()

    def end(self) -> None:
        """Let it go."""
        for pipe in filter(None, (self._process.stdin, self._process.stdout)):
            with suppress(OSError):  # it had not read all it was sent
                pipe.close()
        self._process.kill()
        self._process.wait()

    def _stop(self) -> None:
        self._is_late = True
        self._process.kill()


def _waiting() -> Child | None:
    with _lock:
        while _idle:
            child = _idle.pop()
            if child.is_alive:
                return child
            child.end()
    return None


def _keep(child: Child) -> None:
    if child.is_alive:
        with _lock:
            _idle.append(child)
    else:
        child.end()


def _environment() -> dict[str, str]:
    """As little as a child needs; it gets no secret."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LANG") if name in os.environ}
    folder = str(Path(stoppress.__file__).parents[1])
    extra = os.environ.get("PYTHONPATH", "")
    return {
        **kept, "PYTHONPATH": os.pathsep.join(filter(None, (folder, extra))), "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144",
        "VIPS_CONCURRENCY": "1", "VIPS_WARNING": "0", "OMP_NUM_THREADS": "1",
    }  # fmt: skip


def _trust() -> str:
    """Certificates of signers whose content credentials are trusted, from the file that the setting names."""
    path = os.environ.get("STOPPRESS_C2PA_TRUST", "")
    try:
        return Path(path).read_text() if path else ""
    except OSError:
        return ""


atexit.register(close)
