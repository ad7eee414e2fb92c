"""The power fails: a newsroom's disk forgets what was not written for good, everything on it dies, and both come back."""

import fcntl
import os
import random
import signal
import sqlite3
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from stoppress.press.shelf import Shelf, index, taking
from tests.crashes import rounds, sending
from tests.crashes.postgresql import PostgreSQL
from tests.crashes.rounds import SENDERS, Result
from tests.crashes.sending import Errand, Tally
from tests.crashes.served import Newsroom, wait_for

#: Seconds of sending before the power fails, at least and at most.
MOMENT = (0.5, 5.0)
#: ext4's request to stop at once, and to leave even its journal unwritten (fs/ext4/ext4.h: EXT4_IOC_SHUTDOWN).
_SHUTDOWN, _WITHOUT_JOURNAL = 0x8004587D, 2


class Disk:
    """An ext4 file system in a file, mounted at `place`, that can lose its power. Only root can have one."""

    def __init__(self, folder: Path, megabytes: int = 400) -> None:
        self.place, self._image = folder / "disk", folder / "disk.img"
        self.place.mkdir()
        with self._image.open("wb") as image:
            image.truncate(megabytes << 20)
        _run("mkfs.ext4", "-q", "-F", str(self._image))

    @contextmanager
    def mounted(self) -> Iterator["Disk"]:
        """The disk in its place, and out of it again however this ends."""
        self.mount()
        try:
            yield self
        finally:
            self.unmount()

    def mount(self) -> None:
        """Put it in its place; what the journal holds is made good first."""
        _run("mount", "-o", "loop", str(self._image), str(self.place))

    def unmount(self) -> None:
        """Take it out, once nobody has a file of it open."""
        wait_for(lambda: _succeeds("umount", str(self.place)), seconds=30, what="the disk was let go")

    def fail(self) -> None:
        """Stop at once: what lies in memory, the journal's newest part among it, is never written."""
        folder = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, _SHUTDOWN, struct.pack("I", _WITHOUT_JOURNAL))
        finally:
            os.close(folder)


def can_fail() -> bool:
    """Whether this machine lets us have such disks."""
    return os.geteuid() == 0 and Path("/dev/loop-control").exists() and _succeeds("mkfs.ext4", "-V")


def play(
    newsroom: Newsroom, disk: Disk, seed: int, *, verbs: int = 200, server: PostgreSQL | None = None
) -> tuple[Result, int]:
    """One round: send, let the power fail, start again, wait for the press, compare, send the rest again.

    Also how many pages a web server that knows files alone would have given torn before the press came. The `server`
    of the database, if there is one, has its data on the disk, too.
    """
    chance, result = random.Random(seed), Result(seed)
    told = sending.errands(chance, f"p{seed}", verbs)
    newsroom.start()
    newsroom.api("GET", "items/urn:nobody")  # answered once the newsroom's processes are loaded
    _storm(newsroom, disk, told, chance, result.tally, server)
    disk.unmount()
    disk.mount()
    if server:
        server.start_after_kill()
    torn = _torn(newsroom)
    with newsroom.served():
        result.caught_up = wait_for(lambda: rounds.has_caught_up(newsroom), seconds=rounds.PATIENCE, what="the press caught up")
        rounds.finish(newsroom, told, result)
    return result, torn


def _storm(
    newsroom: Newsroom, disk: Disk, told: list[Errand], chance: random.Random, tally: Tally, server: PostgreSQL | None
) -> None:
    """Send from several threads until the power fails."""
    over = threading.Event()
    with ThreadPoolExecutor(SENDERS) as senders:
        work = [(told[n::SENDERS], random.Random(chance.random())) for n in range(SENDERS)]
        at_work = [senders.submit(_send, newsroom, mine, own, tally, over) for mine, own in work]
        time.sleep(chance.uniform(*MOMENT))
        disk.fail()
        if server:
            server.kill()
        _kill_all(newsroom)
        over.set()
        for done in at_work:
            done.result()


def _send(newsroom: Newsroom, mine: list[Errand], chance: random.Random, tally: Tally, over: threading.Event) -> None:
    while not over.is_set() and (open_ones := [e for e in mine if not (e.is_done or e.perhaps or e.refusals)]):
        sending.step(newsroom, chance.choice(open_ones[:6]), tally)


def _kill_all(newsroom: Newsroom) -> None:
    """Kill the processes of a newsroom, the one that starts the others first."""
    assert newsroom.process
    children = _family(newsroom.process.pid)
    newsroom.process.kill()
    newsroom.process.wait()
    newsroom.process = None
    for pid in children:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _family(pid: int) -> list[int]:
    listed = [int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()]
    return [*listed, *(grandchild for child in listed for grandchild in _family(child))]


def _torn(newsroom: Newsroom) -> int:
    """How many pages the disk has brought back torn; and let the shelf see that the machine was started anew."""
    with closing(Shelf(newsroom.home / "shelf")) as shelf, closing(index.connect(shelf.folder / "index.sqlite3")) as db:
        db.row_factory = sqlite3.Row
        torn = sum(not taking.is_whole(shelf.places, row) for row in db.execute("SELECT * FROM page WHERE withdrawn = 0"))
        with index.writing(db, for_good=True):
            db.execute("UPDATE place SET value='the start before' WHERE name='boot'")
    return torn


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
