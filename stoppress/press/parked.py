"""Pages that this press could not print: taken from the readers, noted with the reason, tried again when asked."""

import logging
import traceback
from contextlib import suppress
from datetime import datetime
from functools import cache

from django.conf import settings

from stoppress.press import troubles
from stoppress.press.house import shelf
from stoppress.press.reporting import FOLLOWER
from stoppress.press.shelf import BadAddress
from stoppress.publog import parking
from stoppress.publog.models import Parked

logger = logging.getLogger(__name__)
#: Characters of a traceback that are kept, from its end.
LONGEST_DETAIL = 6000


@cache
def addresses() -> set[str]:
    """What this press has parked, remembered so that a page that prints well costs no query."""
    rows = Parked.objects.filter(follower=FOLLOWER, node=settings.NODE)
    return set(rows.values_list("address", flat=True))


def park(address: str, entry: int, error: Exception, *, tries: int) -> None:
    """Take the page from the readers, keep why, and let the line move on. `entry` is 0 for what the clock wanted."""
    with suppress(BadAddress):
        shelf().drop([address])
    reason = troubles.of_page(error)
    told = {"entry": entry, "addresses": [address], "reason": reason}
    logger.error("Parked %s of entry %d: %s (%r)", address, entry, reason, error, extra=told)
    detail = f"{error!r}\n\n{''.join(traceback.format_exception(error))[-LONGEST_DETAIL:]}"
    parking.park(
        follower=FOLLOWER, node=settings.NODE, entry=entry, address=address, reason=reason,
        # PostgreSQL keeps no zero characters in text.
        detail=detail.replace("\0", "�"), tries=tries,
    )  # fmt: skip
    addresses().add(address)


def is_printed(address: str) -> None:
    """A page was printed: if it was parked, it no longer is."""
    if address in addresses():
        parking.cured(follower=FOLLOWER, node=settings.NODE, addresses=[address])
        addresses().discard(address)
        logger.info("%s, which was parked, is printed", address, extra={"addresses": [address]})


def asked_for(now: datetime) -> tuple[list[str], dict[str, int]]:
    """The addresses that somebody wants to be tried again, and the entry that wanted each."""
    rows = parking.asked_for(follower=FOLLOWER, node=settings.NODE, now=now)
    return [row.address for row in rows], {row.address: row.entry for row in rows}


def try_all_again() -> None:
    """Have everything that is parked here tried again by the clock."""
    parking.ask_all_again(follower=FOLLOWER, node=settings.NODE)
