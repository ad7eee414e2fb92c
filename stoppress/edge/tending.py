"""What a worker does beside answering: looking for changes it was not shown, and reporting hits."""

import asyncio
import logging

from stoppress.edge.counts import Counts
from stoppress.edge.memory import Memory
from stoppress.edge.reads import Reads
from stoppress.press.shelf import Shelf, ShelfError

#: Seconds between two looks into the index.
LOOK = 1.0
#: Looks between two reports of hits and of reads.
REPORT_EVERY = 30
_logger = logging.getLogger("stoppress.edge")


class Tending:
    """A task that lives as long as the worker's loop."""

    def __init__(self, shelf: Shelf, memory: Memory, counts: Counts, reads: Reads) -> None:
        self._counts = counts
        self._reads = reads
        self._shelf = shelf
        self._memory = memory
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, unless it has begun already."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._tend())

    async def stop(self) -> None:
        """End, with a last report."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
        self._counts.carry_over()
        await self._report()

    async def _tend(self) -> None:
        looks = 0
        while True:
            await asyncio.sleep(LOOK)
            self._memory.refresh()
            self._counts.carry_over()
            looks += 1
            if looks % REPORT_EVERY == 0:
                await self._report()

    async def _report(self) -> None:
        await self._reads.write_down()
        hits = self._memory.take_hits()
        if not hits:
            return
        try:
            await asyncio.to_thread(self._shelf.add_hits, list(hits.items()))
        except ShelfError as error:
            _logger.warning("Hits were not reported: %s", error)
