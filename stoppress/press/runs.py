"""Runs of prints: pages printed one after the other, each shelved while the next is printed, and tried again when they fail."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait

from stoppress.press import ahead, parked, plan, printing, troubles
from stoppress.press.gather.once import Stock, one_run
from stoppress.press.house import shelf
from stoppress.press.reporting import reporter
from stoppress.publog import bell

#: How often a page is printed before it is parked.
TRIES = 3
#: Compresses pages and waits for the disk while the next page is printed.
_shelver = ThreadPoolExecutor(1, thread_name_prefix="shelving")


def print_all(
    addresses: list[str], wanted_by: Mapping[str, int], stock: Stock | None = None, door: bell.Bell | None = None
) -> list[str]:
    """Print pages one after the other, what they share gathered once; those that fail again, each by itself.

    `wanted_by` says which entry wants each page; none for what the clock wants. `stock` is what earlier runs have gathered.
    Stops when it rings at the `door`; returns the pages that are left.
    """
    began = shelf().began()
    jobs: list[tuple[str, Future[bool]]] = []
    try:
        with one_run(stock):
            for address in addresses:
                if jobs and door and door.has_rung():
                    break
                jobs.append((address, begin(address, began)))
    finally:
        wait([job for _, job in jobs])
    again = [address for address, job in jobs if failure_of(address, job)]
    for address in again:
        for _ in range(TRIES - 1):
            failure = failure_of(address, begin(address, shelf().began()))
            if failure is None:
                break
        if failure and not isinstance(failure, TooLate):
            parked.park(address, wanted_by.get(address, 0), failure, tries=TRIES)
    return addresses[len(jobs) :]


def reprint(address: str) -> None:
    """Print an address and shelve it, or drop it when nothing is there any more. Raises TooLate."""
    if not shelve(address, shelf().began()).result():
        raise TooLate(address)


class TooLate(Exception):
    """What the page shows was purged while it was printed: it is superseded and will be printed again."""


def shelve(address: str, began: int) -> "Future[bool]":
    """Print an address and have it shelved, or drop it; what is returned will say whether all is well."""
    result = printing.print_address(address)
    if isinstance(result, printing.Printed):
        ahead.tell(result.body)
        return _shelver.submit(shelf().put, result, began=began, effort=plan.effort_of(result.kind))
    shelf().drop([address])
    done: Future[bool] = Future()
    done.set_result(True)
    return done


def begin(address: str, began: int) -> "Future[bool]":
    """The same; a failure of the page alone is left for whoever looks at what is returned."""
    try:
        return shelve(address, began)
    except Exception as error:
        error = troubles.while_printing(error)
        if not troubles.is_of_one_page(error):
            raise
        failed: Future[bool] = Future()
        failed.set_exception(error)
        return failed


def failure_of(address: str, job: "Future[bool]") -> Exception | None:
    """Why the page could not be shelved; None when it was."""
    try:
        if not job.result():
            return TooLate(address)
        parked.is_printed(address)
    except Exception as error:
        if troubles.is_of_one_page(error):
            return error
        raise
    reporter().well()
    return None
