"""What the press says of itself to whoever looks: where it is, what troubles it, how large its shelf is."""

import logging
import time
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

import stoppress
from stoppress.kit import clock
from stoppress.press import troubles
from stoppress.press.house import shelf
from stoppress.press.shelf import ShelfError
from stoppress.press.shelf_size import Measure
from stoppress.publog import reports

logger = logging.getLogger(__name__)
FOLLOWER = "press"
#: Seconds between two reports when nothing has happened, and at least when the cursor has moved.
EVERY, AT_LEAST = 5.0, 1.0
#: Seconds after which a trouble that lasts is written to the log again.
REMIND = 60.0


class Reporter:
    """Says how this press is: every few seconds, and at once when trouble begins or ends."""

    def __init__(self) -> None:
        self._trouble = ""
        self._started_at = clock.now()
        self._measure = Measure(settings.SHELF_FOLDER)
        self._cursor = -1
        self._next = self._earliest = self._remind = 0.0

    def well(self) -> None:
        """Between two pieces of work: all is well; costs nothing when no report is due."""
        if self._trouble:
            logger.warning("The press works again")
            self._trouble, self._next = "", 0.0
        now = time.monotonic()
        if now >= self._next or (now >= self._earliest and shelf().cursor != self._cursor):
            self._report()

    def waits(self, error: Exception) -> None:
        """Something keeps the press from working; it will try again."""
        trouble, now = troubles.of_house(error), time.monotonic()
        if trouble != self._trouble:
            logger.error("The press waits: %s", trouble, exc_info=error)
            self._trouble, self._remind, self._next = trouble, now + REMIND, 0.0
        elif now >= self._remind:
            logger.error("The press still waits: %s (%r)", trouble, error)
            self._remind = now + REMIND
        if now >= self._next:
            self._report()

    def stopped(self) -> None:
        """The press stops in good order: a report that nobody will renew would only frighten."""
        try:
            reports.take_back(name=FOLLOWER, node=settings.NODE)
        except DatabaseError:
            logger.warning("The press stops and could not say so: the database does not answer")

    def _report(self) -> None:
        now = time.monotonic()
        self._next, self._earliest = now + EVERY, now + AT_LEAST
        try:
            facts, cursor = self._facts()
            with reports.in_a_hurry(), transaction.atomic():
                reports.report(name=FOLLOWER, node=settings.NODE, cursor=cursor, trouble=self._trouble, facts=facts)
            self._cursor = cursor
        except (DatabaseError, ShelfError, OSError) as error:
            # Whoever looks sees that the last report is old.
            logger.debug("The press could not report: %r", error)

    def _facts(self) -> tuple[dict[str, Any], int]:
        count, size = shelf().count(), self._measure.size()
        return {
            "version": stoppress.__version__, "started_at": self._started_at.isoformat(), "pages": count.pages,
            "superseded": count.superseded, "withdrawn": count.withdrawn, "bytes": size,
        }, shelf().cursor  # fmt: skip


@cache
def reporter() -> Reporter:
    """This process's reporter."""
    return Reporter()
