"""The press at work: follows the log, purges and reprints; the clock beside it."""

import logging
import time
import traceback
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections

from stoppress.kit import clock
from stoppress.newsroom.actions import due
from stoppress.press import plan, printing
from stoppress.press.house import design_has_changed, shelf
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


def follow(stop: Callable[[], bool]) -> None:
    """Run until `stop()` says so; a database or disk that is away is waited for."""
    next_clock, next_sweep = 0.0, time.monotonic() + 60
    start()
    recover()
    while not stop():
        try:
            worked = catch_up()
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
    if design_has_changed():
        shelf().supersede_all()
    shelf().bump()  # in case the last press was killed between a change and its sign


def catch_up(limit: int = 100) -> int:
    """Deal with the next entries after this node's cursor; returns how many there were."""
    entries = entries_after(shelf().cursor, limit)
    if entries:
        _deal_with(entries)
        shelf().advance(entries[-1].id)
    return len(entries)


def run_clock() -> None:
    """What the time of day brings: scheduled stories, expiries, pages whose time has come."""
    due.run_due()
    rows = shelf().due(clock.now())
    _reprint([row.address for row in rows], entry=0)
    recover()


def recover() -> None:
    """Reprint or drop what a crash or a new design left marked as superseded, a thousand pages at a time."""
    rows = shelf().superseded(1000)
    hot, cold = plan.split(rows, ())
    shelf().drop(cold)
    _reprint(hot, entry=0)


def _deal_with(entries: list[Entry]) -> None:
    """Purge first, so that no print begun before it can be shelved after it; then print again."""
    rows = {}
    for entry in entries:
        for row in shelf().purge(entry.tags, entry=entry.id, at_once=entry.at_once):
            rows[row.address] = row
    eager = plan.eager_addresses(entries)
    hot, cold = plan.split(rows.values(), eager)
    shelf().drop(cold)
    _reprint([*[a for a in eager if a not in rows], *hot], entry=entries[-1].id)


def _reprint(addresses: list[str], *, entry: int) -> None:
    for address in addresses:
        for attempt in range(1, TRIES + 1):
            try:
                reprint(address)
                break
            except (DatabaseError, ShelfError, OSError):
                raise
            except Exception as error:  # noqa: BLE001 - one page that cannot be printed must not stop the line
                if attempt == TRIES:
                    _park(address, entry, error)


def reprint(address: str) -> None:
    """Print an address and shelve it, or drop it when nothing is there any more."""
    for _ in range(TRIES):
        began = shelf().began()
        result = printing.print_address(address)
        if not isinstance(result, printing.Printed):
            shelf().drop([address])
            return
        if shelf().put(result, began=began):
            return


def _park(address: str, entry: int, error: Exception) -> None:
    """Take the page from the readers, keep the entry with its reason and go on."""
    shelf().drop([address])
    reason = f"{address}: {error!r}\n" + "".join(traceback.format_exception(error))[-4000:]
    logger.error("Parked entry %s: %s could not be printed: %r", entry, address, error)
    Parked.objects.update_or_create(
        follower=FOLLOWER, entry=entry, defaults={"reason": reason, "tries": TRIES, "parked_at": clock.now()}
    )
