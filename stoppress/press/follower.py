"""The press at work: follows the log, purges and reprints; the clock beside it."""

import logging
import time
import traceback
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections

from stoppress.kit import clock
from stoppress.newsroom.actions import due
from stoppress.press import plan, printing
from stoppress.press.gather.once import one_run
from stoppress.press.house import follow_the_design, shelf, show_hosts
from stoppress.press.shelf import ShelfError
from stoppress.publog.log import entries_after, newest
from stoppress.publog.models import Entry, Parked

logger = logging.getLogger(__name__)
FOLLOWER = "press"
TRIES = 3
#: Seconds between looks at the log; one look is an index read of microseconds.
POLL = 0.02
CLOCK_EVERY = 1.0
#: Seconds between sweeps of the shelf (strays, spent rows, torn pages); the first comes a minute after the start.
SWEEP_EVERY = 3600.0
#: As many pages are printed again before the cursor moves on; what else an entry touches waits its turn on the shelf.
AT_ONCE = 60
#: Pages printed, and pages dropped, of those that wait, between two looks at the log.
SLICE = 8
DROPPED_SLICE = 500


def follow(stop: Callable[[], bool]) -> None:
    """Run until `stop()` says so; a database or disk that is away is waited for."""
    next_clock, next_sweep = 0.0, time.monotonic() + 60
    start()
    while not stop():
        try:
            worked = catch_up() or work_off()
            if time.monotonic() >= next_clock:
                run_clock()
                next_clock = time.monotonic() + CLOCK_EVERY
            if time.monotonic() >= next_sweep:
                shelf().sweep()
                next_sweep = time.monotonic() + SWEEP_EVERY
        except (DatabaseError, ShelfError, OSError):
            logger.exception("The press waits: database or disk is away")
            close_old_connections()
            time.sleep(1)
            continue
        if not worked:
            time.sleep(POLL)


def start() -> None:
    """A new shelf begins at the log's end: what is not printed yet cannot be stale."""
    if shelf().cursor == 0 and shelf().count().pages == 0:
        shelf().advance(newest())
    follow_the_design()
    show_hosts()
    shelf().bump()  # in case the last press was killed between a change and its sign


def catch_up(limit: int = 100) -> int:
    """Deal with the next entries after this node's cursor; returns how many there were."""
    entries = entries_after(shelf().cursor, limit)
    if entries:
        _deal_with(entries)
        shelf().advance(entries[-1].id)
    return len(entries)


def work_off() -> int:
    """Deal with a few of the pages that wait since a large change, a new design or a crash; returns how many.

    Those that nobody reads are dropped first: from then on whoever asks for one gets a fresh print.
    """
    waiting = shelf().superseded(DROPPED_SLICE, only_unread=True) or shelf().superseded(SLICE)
    hot, cold = plan.split(waiting)
    shelf().drop(cold)
    _reprint(hot[:SLICE], entry=0)
    return len(waiting)


def settle() -> None:
    """Deal with everything there is to deal with now."""
    while catch_up() or work_off():
        pass


def run_clock() -> None:
    """What the time of day brings: scheduled stories, expiries, pages whose time has come."""
    due.run_due()
    _reprint([row.address for row in shelf().due(clock.now())], entry=0)


def _deal_with(entries: list[Entry]) -> None:
    """Purge first, so that no print begun before it can be shelved after it; then print again."""
    rows = {}
    for entry in entries:
        for row in shelf().purge(entry.tags, entry=entry.id, at_once=entry.at_once):
            rows[row.address] = row
    if any(entry.kind == "edition.changed" for entry in entries):
        show_hosts()
    eager = plan.eager_addresses(entries)
    hot, cold = plan.split(rows.values(), eager)
    shelf().drop(cold)
    _reprint([*[a for a in eager if a not in rows], *hot][:AT_ONCE], entry=entries[-1].id)


def _reprint(addresses: list[str], *, entry: int) -> None:
    """Print pages one after the other, what they share gathered once; those that fail again, each by itself."""
    began = shelf().began()
    with one_run():
        again = [address for address in addresses if _failure(address, began)]
    for address in again:
        for _ in range(TRIES - 1):
            failure = _failure(address, shelf().began())
            if failure is None:
                break
        if failure and not isinstance(failure, TooLate):
            _park(address, entry, failure)


def reprint(address: str) -> None:
    """Print an address and shelve it, or drop it when nothing is there any more. Raises TooLate."""
    _shelve(address, shelf().began())


class TooLate(Exception):
    """What the page shows was purged while it was printed: it is superseded and will be printed again."""


def _shelve(address: str, began: int) -> None:
    result = printing.print_address(address)
    if not isinstance(result, printing.Printed):
        shelf().drop([address])
    elif not shelf().put(result, began=began):
        raise TooLate(address)


def _failure(address: str, began: int) -> Exception | None:
    """Why the page could not be shelved; None when it was."""
    try:
        _shelve(address, began)
    except (DatabaseError, ShelfError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - one page that cannot be printed must not stop the line
        return error
    return None


def _park(address: str, entry: int, error: Exception) -> None:
    """Take the page from the readers, keep the entry with its reason and go on."""
    shelf().drop([address])
    reason = f"{address}: {error!r}\n" + "".join(traceback.format_exception(error))[-4000:]
    logger.error("Parked entry %s: %s could not be printed: %r", entry, address, error)
    Parked.objects.update_or_create(
        follower=FOLLOWER, entry=entry, defaults={"reason": reason, "tries": TRIES, "parked_at": clock.now()}
    )
