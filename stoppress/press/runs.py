"""Runs of prints: pages printed one after another, what they share gathered once, and shelved a few at a time."""

from collections.abc import Mapping

from stoppress.press import ahead, parked, plan, printing, troubles
from stoppress.press.gather.once import Stock, one_run
from stoppress.press.house import shelf
from stoppress.press.reporting import reporter
from stoppress.press.shelf import Ready
from stoppress.publog import bell

#: How often a page is printed before it is parked.
TRIES = 3
#: Pages that are put on the shelf together: one step of the index for all of them, and one sign to the edge.
TOGETHER = 5


class TooLate(Exception):
    """What the page shows was purged while it was printed: it is superseded and will be printed again."""


def print_all(
    addresses: list[str], wanted_by: Mapping[str, int], stock: Stock | None = None, door: bell.Bell | None = None
) -> list[str]:
    """Print and shelve pages, what they share gathered once; those that fail are tried again, each by itself.

    `wanted_by` says which entry wants each page; none for what the clock wants. `stock` is what earlier runs have gathered.
    Stops when it rings at the `door`; returns the pages that are left.
    """
    tray, done = Tray(), 0
    with one_run(stock):
        for address in addresses:
            if done and door and door.has_rung():
                break
            tray.print(address)
            done += 1
    tray.shelve()
    for address, failure in tray.failures.items():
        _try_again(address, failure, wanted_by.get(address, 0))
    return addresses[done:]


def reprint(address: str) -> None:
    """Print an address and shelve it, or drop it when nothing is there any more. Raises TooLate, or why it cannot be printed."""
    if failure := failure_of(address):
        raise failure


def failure_of(address: str) -> Exception | None:
    """Print and shelve one address; returns why that failed when it is this page's fault alone, None when all is well."""
    tray = Tray()
    tray.print(address)
    tray.shelve()
    return tray.failures.get(address)


def _try_again(address: str, failure: Exception, entry: int) -> None:
    for _ in range(TRIES - 1):
        again = failure_of(address)
        if again is None:
            return
        failure = again
    if not isinstance(failure, TooLate):
        parked.park(address, entry, failure, tries=TRIES)


class Tray:
    """Pages that are printed and on their way to the shelf, and those that failed with the reason."""

    def __init__(self) -> None:
        self.failures: dict[str, Exception] = {}
        # Before the first query: of what is purged from now on no print gets onto the shelf.
        self._began = shelf().began()
        self._ready: dict[str, Ready] = {}

    def print(self, address: str) -> None:
        """Print an address and lay it on the tray, or drop it when nothing is there; full, it is emptied onto the shelf.

        Raises what is no fault of this page alone.
        """
        try:
            page = printed(address)
            if page:
                self._ready[address] = shelf().ready(page, began=self._began, effort=plan.effort_of(page.kind))
            else:
                shelf().drop([address])
                _well(address)
        except Exception as error:
            if not troubles.is_of_one_page(error):
                raise
            self.failures[address] = error
        if len(self._ready) >= TOGETHER:
            self.shelve()

    def shelve(self) -> None:
        """Put what lies on it on the shelf."""
        ready, self._ready = self._ready, {}
        for address, is_shelved in zip(ready, shelf().put_all([*ready.values()]), strict=True):
            if is_shelved:
                _well(address)
            else:
                self.failures[address] = TooLate(address)


def printed(address: str) -> printing.Printed | None:
    """The print of an address; None when no page is there."""
    try:
        result = printing.print_address(address)
    except OSError as error:
        if troubles.is_of_the_machine(error):
            raise
        raise troubles.Unreadable(str(error)) from error
    if not isinstance(result, printing.Printed):
        return None
    ahead.tell(result.body)
    return result


def _well(address: str) -> None:
    parked.is_printed(address)
    reporter().well()
