"""The press at work: follows the log, purges and reprints; the clock beside it."""

import logging
import time
from collections.abc import Callable
from contextlib import closing
from threading import Event

from django.conf import settings
from django.db import close_old_connections

from stoppress.kit import clock
from stoppress.newsroom.actions import due
from stoppress.pictures.darkroom.sweeping import forget
from stoppress.press import parked, plan, runs, troubles
from stoppress.press.broom import Broom
from stoppress.press.gather.once import stock
from stoppress.press.house import follow_the_design, shelf, show_hosts
from stoppress.press.reporting import FOLLOWER, reporter
from stoppress.press.shelf import PageRow
from stoppress.publog import bell
from stoppress.publog.log import entries_after, newest
from stoppress.publog.models import Entry
from stoppress.readers.actions import due as readers_due
from stoppress.reads.actions import due as reads_due

#: Set whenever the press is done with entries: what they brought about may be told.
advanced = Event()
logger = logging.getLogger(__name__)
#: Seconds between looks at the log when the bell does not ring.
POLL = 0.25
CLOCK_EVERY = 1.0
#: Seconds from one print of fronts, lists and feeds to the next in a burst: what comes meanwhile is on the next together.
PAUSE = 0.18
#: As many pages are printed again before the cursor moves on; what else an entry touches waits its turn on the shelf.
AT_ONCE = 60
#: Pages printed, and pages dropped, of those that wait, between two looks at the log.
SLICE = 8
DROPPED_SLICE = 500


def follow(stop: Callable[[], bool]) -> None:
    """Run until `stop()` says so; a database or disk that is away is waited for."""
    with closing(bell.hang(FOLLOWER)) as door:
        _follow(stop, door)
    reporter().stopped()


def _follow(stop: Callable[[], bool], door: bell.Bell) -> None:
    next_clock, paused_until, is_started, broom = 0.0, 0.0, False, Broom()
    while not stop():
        try:
            if not is_started:
                start()
                is_started = True
            worked = catch_up(door=door, not_before=paused_until) or work_off()
            if worked:
                paused_until = time.monotonic() + PAUSE
            if time.monotonic() >= next_clock:
                run_clock()
                next_clock = time.monotonic() + CLOCK_EVERY
            if not worked:
                broom.sweep_a_little()
            reporter().well()
        except troubles.OF_THE_HOUSE as error:
            stock().clear()
            reporter().waits(error)
            close_old_connections()
            time.sleep(1)
            continue
        if not worked:
            door.wait(POLL)


def start() -> None:
    """A new shelf begins at the log's end: what is not printed yet cannot be stale."""
    if shelf().cursor == 0:
        # In this order: what was printed before the end was read is printed again, what is printed from now on is as new as it.
        end = newest()
        shelf().supersede_all()
        shelf().advance(end)
    if shelf().has_rebooted():
        shelf().mend()  # before anything is served for long by a web server that knows files alone
    if follow_the_design():
        parked.try_all_again()  # what was wrong may have been mended with it
    show_hosts()
    shelf().bump()  # in case the last press was killed between a change and its sign


def catch_up(limit: int = 100, *, door: bell.Bell | None = None, not_before: float = 0.0) -> int:
    """Deal with the next entries after this node's cursor; returns how many there were.

    Stories are printed at once. What leads to them is printed when the monotonic clock shows `not_before`, for all entries
    together that ring at the `door` until then; but at once when something must go. Who rings later is let in as well.
    """
    until, count, turn = time.monotonic() + CLOCK_EVERY, 0, Turn.next_after(shelf().cursor, limit)
    while turn:
        while door and not turn.is_urgent and len(turn.entries) < limit and (rest := not_before - time.monotonic()) > 0:
            door.wait(rest)
            turn.take(entries_after(turn.entries[-1].id, limit))
        following = turn.finish(door if time.monotonic() < until else None)
        shelf().advance(turn.entries[-1].id)
        advanced.set()
        count, turn, not_before = count + len(turn.entries), following, time.monotonic() + PAUSE
    return count


def work_off() -> int:
    """Deal with a few of the pages that wait since a large change, a new design or a crash; returns how many.

    Those that nobody reads are dropped first: from then on whoever asks for one gets a fresh print.
    """
    waiting = shelf().superseded(DROPPED_SLICE, only_unread=True) or shelf().superseded(SLICE)
    hot, cold = plan.split(waiting)
    shelf().drop(cold)
    if hot:  # perhaps because somebody had them printed anew after a change that no log knows
        stock().clear()
    runs.print_all(hot[:SLICE], {})
    return len(waiting)


def settle() -> None:
    """Deal with everything there is to deal with now."""
    while catch_up() or work_off():
        pass


def run_clock() -> None:
    """What the time of day brings: scheduled stories, expiries, pages whose time has come."""
    due.run_due()
    readers_due.run_due()
    reads_due.run_due(settings.SHELF_FOLDER.parent / "reads")
    due_now = [row.address for row in shelf().due(clock.now())]
    if due_now:
        shelf().supersede(due_now)
        runs.print_all(due_now, {})
    runs.print_all(*parked.asked_for(clock.now()))


class Turn:
    """Entries that are dealt with together, and the pages that they leave to be printed."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._began = time.monotonic()
        self._rows: dict[str, PageRow] = {}
        self._wanted_by: dict[str, int] = {}
        self._printed: list[str] = []

    @classmethod
    def next_after(cls, entry: int, limit: int) -> "Turn | None":
        """What comes after an entry; None when there is nothing."""
        entries = entries_after(entry, limit)
        if not entries:
            return None
        turn = cls()
        turn.take(entries)
        return turn

    @property
    def is_urgent(self) -> bool:
        """Whether readers have lost a page that they get back only when it is printed."""
        return any(entry.at_once for entry in self.entries)

    def take(self, entries: list[Entry]) -> None:
        """Purge first, so that no print begun before it can be shelved after it; then print the stories themselves."""
        self.entries += entries
        _forget_pictures(entries)
        if any(entry.kind == "archive.imported" for entry in entries):  # which names an edition, not each list
            stock().clear()
        for entry in entries:
            stock().forget(entry.tags)
            for row in shelf().purge(entry.tags, entry=entry.id, at_once=entry.at_once):
                self._rows[row.address], self._wanted_by[row.address] = row, entry.id
            self._wanted_by |= dict.fromkeys(plan.eager_addresses([entry]), entry.id)
        if any(entry.kind == "edition.changed" for entry in entries):
            show_hosts()
        self._print(plan.eager_addresses(entries))

    def finish(self, door: bell.Bell | None = None) -> "Turn | None":
        """Print what else readers want and drop what nobody reads; returns the turn that was begun when it rang meanwhile."""
        hot, cold = plan.split(self._rows.values())
        shelf().drop(cold)
        following: Turn | None = None
        rest = self._print(hot, door)
        while rest:
            assert door is not None, "only a bell interrupts"
            door.wait(0)
            if following:
                following.take(entries_after(following.entries[-1].id))
            else:
                following = Turn.next_after(self.entries[-1].id, 100)
            begun, rest = rest, self._print(rest, door)
            if following:  # printed since its entries were purged
                for address in set(begun).difference(rest):
                    following._rows.pop(address, None)
        _tell([entry.id for entry in self.entries], self._printed, milliseconds=round(1000 * (time.monotonic() - self._began)))
        return following

    def _print(self, addresses: list[str], door: bell.Bell | None = None) -> list[str]:
        """Print pages as far as this turn may, at least one; returns those that are left when it rings."""
        allowed = addresses[: max(0, AT_ONCE - len(self._printed))]
        rest = runs.print_all(allowed, self._wanted_by, stock(), door)
        now = allowed[: len(allowed) - len(rest)]
        for address in now:
            self._rows.pop(address, None)
        self._printed += now
        return rest


def _forget_pictures(entries: list[Entry]) -> None:
    """Take the files of pictures that are withdrawn or deleted away, before the edge is told to look again."""
    gone = {entry.facts["picture"] for entry in entries if entry.kind == "picture.changed" and entry.at_once}
    if gone:
        forget(settings.DERIVATIVES_FOLDER, gone)


def _tell(entries: list[int], addresses: list[str], *, milliseconds: int) -> None:
    """One line of the program's log for each turn."""
    numbers = f"entry {entries[0]}" if len(entries) == 1 else f"entries {entries[0]} to {entries[-1]}"
    told = {"entries": entries, "addresses": addresses, "milliseconds": milliseconds}
    logger.info("Printed %d pages for %s in %d ms: %s", len(addresses), numbers, milliseconds, " ".join(addresses), extra=told)
