"""The darkroom's queue: as many at work as there are processors, readers first, each picture once however many ask."""

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from heapq import heappop, heappush

#: How urgent: a reader waits; readers will soon ask; only to have it better.
NOW, AHEAD, BETTER = 0, 1, 2
Work = Callable[[], None]
logger = logging.getLogger(__name__)


class Full(Exception):
    """As much is waiting as is allowed for its urgency."""


class _Job:
    def __init__(self, name: str, urgency: int, work: Work) -> None:
        self.name, self.urgency, self.work = name, urgency, work
        self.is_begun = False
        self.done: Future[None] = Future()
        # Whoever waits must not be able to call it off for the others.
        self.done.set_running_or_notify_cancel()


class Queue:
    """Work by name, done by a few threads of its own."""

    def __init__(self, *, threads: int, most: dict[int, int]) -> None:
        """`most` says how many jobs of each urgency may wait."""
        self._most = most
        self._threads = threads
        self._jobs: dict[str, _Job] = {}
        self._heap: list[tuple[int, int, _Job]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition(threading.RLock())
        self._is_started = False

    def ask(self, name: str, work: Work, urgency: int) -> "Future[None]":
        """Have `work` done, or wait for the same that is under way. Raises `Full`."""
        with self._changed:
            job = self._jobs.get(name)
            if job is None:
                if self.waiting(urgency) >= self._most[urgency]:
                    raise Full
                job = self._jobs[name] = _Job(name, urgency, work)
                self._push(job)
            elif urgency < job.urgency and not job.is_begun:
                job.urgency, job.work = urgency, work
                self._push(job)  # where it stood before it is passed over
            self._start()
        return job.done

    def waiting(self, urgency: int = NOW) -> int:
        """How many jobs of an urgency have not begun."""
        with self._changed:
            return sum(job.urgency == urgency and not job.is_begun for job in self._jobs.values())

    def _push(self, job: _Job) -> None:
        heappush(self._heap, (job.urgency, next(self._numbers), job))
        self._changed.notify()

    def _start(self) -> None:
        if not self._is_started:
            self._is_started = True
            for number in range(self._threads):
                threading.Thread(target=self._work, name=f"darkroom-{number}", daemon=True).start()

    def _work(self) -> None:
        while True:
            job = self._next()
            try:
                job.work()
            except Exception as error:  # noqa: BLE001 - the outermost loop; whoever waits is told
                self._end(job, error)
            else:
                self._end(job, None)

    def _next(self) -> _Job:
        with self._changed:
            while True:
                while self._heap:
                    urgency, _, job = heappop(self._heap)
                    if not job.is_begun and urgency == job.urgency:
                        job.is_begun = True
                        return job
                self._changed.wait()

    def _end(self, job: _Job, error: Exception | None) -> None:
        with self._changed:
            del self._jobs[job.name]
        if error is None:
            job.done.set_result(None)
        else:
            job.done.set_exception(error)
