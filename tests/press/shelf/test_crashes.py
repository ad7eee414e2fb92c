"""In whatever order, and wherever a process dies: the old page, the new or none; never torn, never stale."""

import gzip
import itertools
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import brotli
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from stoppress.kit.generation import Generation
from stoppress.press.shelf import Printed, Shelf, file_of, index, sweeping
from stoppress.press.shelf.names import TYPES

TAGS = ("a", "b", "c")
#: Which tags each page carries, and so what it shows.
PAGES = {"/": "abc", "/a/": "a", "/b/": "b", "/bc.xml": "bc", "/old": "c"}
DIED = 9
#: Before which step of writing a process dies; a put has 27, and -1 lets it live.
steps = st.just(-1) | st.integers(0, 28)


@dataclass
class Print:
    """A print that has begun: what it has read, and the number it took first."""

    page: Printed
    began: int


class CrashMachine(RuleBasedStateMachine):
    """A newsroom of three facts and five pages, whose processes die at any step of writing."""

    def __init__(self) -> None:
        super().__init__()
        memory = "/dev/shm" if os.path.isdir("/dev/shm") else None  # a crash of a process needs no disk
        self.folder = Path(tempfile.mkdtemp(prefix="shelf-", dir=memory))
        self.versions = dict.fromkeys(TAGS, 0)
        self.killed: set[str] = set()
        self.prints: list[Print] = []
        self.count = itertools.count()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def shows(self, address: str) -> bytes:
        """What a page shows if it is printed now."""
        facts = " ".join(f"{tag}{self.versions[tag]}" for tag in PAGES[address])
        return (facts + " " + "<p>word</p>" * 100).encode()

    def do(self, action: Callable[[Shelf], object], dies_at: int) -> bool:
        """Do it in a process of its own, which dies at a step; whether it got to the end."""
        child = os.fork()
        if child == 0:
            _act_and_die(self.folder, action, dies_at)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, DIED), "the action failed"
        return code == 0

    def ask(self, question: Callable[[Shelf], Any]) -> Any:
        shelf = Shelf(self.folder)
        try:
            return question(shelf)
        finally:
            shelf.close()

    @rule(address=st.sampled_from(sorted(PAGES)), is_notice=st.booleans())
    def begin(self, address: str, is_notice: bool) -> None:
        began = self.ask(lambda shelf: shelf.began())
        status = 410 if is_notice else 200
        tags = frozenset(PAGES[address])
        page = Printed(address, "page", status, TYPES.get(PurePosixPath(address).suffix, TYPES[".html"]), self.shows(address), tags)
        self.prints.append(Print(page, began))

    @initialize()
    def open(self) -> None:
        shelf = Shelf(self.folder)
        for address in PAGES:
            self.begin(address, is_notice=False)
            print_ = self.prints.pop()
            assert shelf.put(print_.page, began=print_.began)
        shelf.close()

    @rule(address=st.sampled_from(sorted(PAGES)), is_notice=st.booleans(), dies_at=steps)
    def reprint(self, address: str, is_notice: bool, dies_at: int) -> None:
        self.begin(address, is_notice)
        self.shelve(self.prints.pop(), dies_at)

    @precondition(lambda self: self.prints)
    @rule(data=st.data(), dies_at=steps)
    def put(self, data: st.DataObject, dies_at: int) -> None:
        self.shelve(self.prints.pop(data.draw(st.integers(0, len(self.prints) - 1))), dies_at)

    @precondition(lambda self: self.prints)
    @rule(dies_at=st.just(-1) | st.integers(0, 120))
    def put_together(self, dies_at: int) -> None:
        prints, self.prints = self.prints, []
        self.do(lambda shelf: shelf.put_all([shelf.ready(one.page, began=one.began) for one in prints]), dies_at)

    def shelve(self, print_: Print, dies_at: int) -> None:
        self.do(lambda shelf: shelf.put(print_.page, began=print_.began), dies_at)

    @rule(tag=st.sampled_from(TAGS), at_once=st.booleans(), dies_at=steps)
    def purge(self, tag: str, at_once: bool, dies_at: int) -> None:
        self.versions[tag] += 1
        entry = next(self.count)
        if at_once:
            self.killed.add(f"{tag}{self.versions[tag] - 1}")
        act = lambda shelf: shelf.purge({tag}, entry=entry, at_once=at_once)  # noqa: E731
        if not self.do(act, dies_at):
            self.do(act, -1)  # the press, started again, has not advanced its cursor

    @rule(address=st.sampled_from(sorted(PAGES)), dies_at=steps)
    def drop(self, address: str, dies_at: int) -> None:
        if self.do(lambda shelf: shelf.drop([address]), dies_at):
            assert self.ask(lambda shelf: shelf.get(address)) is None

    @rule(dies_at=steps)
    def sweep(self, dies_at: int) -> None:
        self.do(_sweep_everything, dies_at)

    @invariant()
    def readers_get_whole_pages_that_are_fresh_or_marked(self) -> None:
        shelf = Shelf(self.folder)
        try:
            for address in PAGES:
                self.check(shelf, address)
            for row in shelf.superseded(10):
                assert not row.is_withdrawn or not (shelf.places.pages / file_of(row.address)).exists()
        finally:
            shelf.close()

    def check(self, shelf: Shelf, address: str) -> None:
        found = shelf.get(address)
        if found is None:
            return
        body = found.bodies.identity
        assert body.endswith(b"<p>word</p>")
        assert brotli.decompress(found.bodies.br or b"") == gzip.decompress(found.bodies.gz or b"") == body
        assert found.tags == frozenset(PAGES[address])
        assert found.is_superseded or body == self.shows(address), "stale and not marked"
        facts = body.decode().split(" ")[:-1]
        assert not self.killed.intersection(facts), "killed and still served"
        for_web_servers = shelf.places.pages / file_of(found.key)
        is_for_them = found.status == 200 and address != "/old"  # whose name tells no type
        assert for_web_servers.read_bytes() == body if is_for_them else not for_web_servers.exists()


def _act_and_die(folder: Path, action: Callable[[Shelf], object], dies_at: int) -> None:
    """Run in the child: every write counts as a step, and the process ends before one of them."""
    left = itertools.count(dies_at, -1)

    def step(real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            if next(left) == 0:
                os._exit(DIED)
            return real(*args, **more)

        return counted

    class Counted(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            if sql.startswith(("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE")) and next(left) == 0:
                os._exit(DIED)
            return super().execute(sql, *values)

    try:
        shelf = Shelf(folder)
        shelf.close()
        for name in ("write", "fsync", "replace", "link", "unlink", "rmdir", "mkdir", "utime"):
            setattr(os, name, step(getattr(os, name)))
        Generation.show = step(Generation.show)  # type: ignore[method-assign]
        index.sqlite3.connect = partial(sqlite3.connect, factory=Counted)  # type: ignore[misc,assignment]
        action(Shelf(folder))
    except BaseException:  # noqa: BLE001 - a child of the test must not return into the test
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _sweep_everything(shelf: Shelf) -> None:
    sweeping._YOUNG = sweeping.MEMORY = -5.0  # type: ignore[misc]
    shelf.sweep()


TestCrashes = CrashMachine.TestCase
TestCrashes.settings = settings(
    max_examples=16,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking takes minutes, and the steps are told as they are
    suppress_health_check=list(HealthCheck),
)
