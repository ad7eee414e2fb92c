"""Readers who ask at the same moment, each over a connection of their own, opened before."""

import asyncio
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waits:
    """How long readers waited for all of their answer, in milliseconds, and how many got something else than the page."""

    all: list[float]
    failed: int

    def percentile(self, percent: int) -> float:
        """The time within which so many of a hundred had their answer."""
        return statistics.quantiles(self.all, n=100, method="inclusive")[percent - 1]


def at_once(port: int, paths: Sequence[str]) -> Waits:
    """One reader for each path, all at the same moment."""
    return asyncio.run(_at_once(port, paths))


def in_turn(port: int, paths: Sequence[str], readers: int) -> tuple[Waits, float]:
    """So many readers who share the paths among them, each asking for the next when the last is there; also pages a second."""
    return asyncio.run(_in_turn(port, paths, readers))


async def _at_once(port: int, paths: Sequence[str]) -> Waits:
    lines = [await asyncio.open_connection("127.0.0.1", port, limit=2**20) for _ in paths]
    waits, failed = _told(await asyncio.gather(*(_ask(*line, path) for line, path in zip(lines, paths, strict=True))))
    for _, writer in lines:
        writer.close()
    return Waits(waits, failed)


async def _in_turn(port: int, paths: Sequence[str], readers: int) -> tuple[Waits, float]:
    async def read(mine: Sequence[str]) -> list[tuple[float, int]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        found = [await _ask(reader, writer, path) for path in mine]
        writer.close()
        return found

    began = time.perf_counter()
    told = await asyncio.gather(*(read(paths[n::readers]) for n in range(readers)))
    waits, failed = _told([one for found in told for one in found])
    return Waits(waits, failed), len(paths) / (time.perf_counter() - began)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> tuple[float, int]:
    began = time.perf_counter()
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    if length:
        await reader.readexactly(int(length[1]))
    else:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return 1000 * (time.perf_counter() - began), int(head[9:12])


def _told(answers: list[tuple[float, int]]) -> tuple[list[float], int]:
    return [wait for wait, _ in answers], sum(status != 200 for _, status in answers)
