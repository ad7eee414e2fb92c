"""Counts which stories are read, and keeps nothing of who reads them.

A story's page says once that it was read: `POST /reads/12`, with nothing in it. It counts for a network's first time within a
few minutes. Which networks those were is kept in memory alone, sealed with a salt that is thrown away with them.
"""

import asyncio
import hashlib
import json
import logging
import os
import re
import time
import uuid
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from stoppress.edge.answers import Answer, in_words
from stoppress.edge.flights import Scope
from stoppress.kit.networks import prefix_of

#: Below the edition's host, whatever its prefix.
READS, FOLDER = "/reads/", "reads"
#: Seconds after which nobody can say any more which networks were seen.
WINDOW = 300.0
#: Stories that count for one network within a window; networks and stories that are remembered within it.
MOST_OF_ONE, MOST_SEEN = 60, 100_000
#: Stories among which reads are counted between two times of writing them down; more are forged numbers.
MOST_STORIES = 5000
_NUMBER = re.compile(r"[1-9]\d{0,17}")
#: What calls itself something else than a browser that a person looks at.
_ROBOT = re.compile(rb"bot\b|bot/|crawl|spider|slurp|preview|headless|lighthouse|monitor|curl|wget|python|java/|fetch", re.I)
_TAKEN = Answer(204, [(b"cache-control", b"no-store")], b"")
_UNKNOWN = in_words(404, b"There is no such story.")
_ELSEWHERE = in_words(403, b"Only the pages of this site say that a story was read.")
_TOO_MUCH = in_words(413, b"Nothing is to be sent along.", (b"connection", b"close"))
_logger = logging.getLogger("stoppress.edge")


class Reads:
    """What one worker has counted since it last wrote it down."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER
        self.counts: Counter[int] = Counter()
        self._ends_at = 0.0
        self._salt = b""
        self._seen: set[bytes] = set()
        self._of: Counter[bytes] = Counter()

    def answer(self, scope: Scope) -> Answer:
        """The answer to a page that says that its story was read. It is the same whether that counts or not."""
        said = dict(scope["headers"])
        if said.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in said:
            return _TOO_MUCH
        number = scope["path"].removeprefix(READS)
        if not _NUMBER.fullmatch(number):
            return _UNKNOWN
        if not _is_own(said):
            return _ELSEWHERE
        if _may_count(said):
            self.note(int(number), (scope.get("client") or ("",))[0])
        return _TAKEN

    def note(self, story: int, address: str) -> bool:
        """Count a story as read from an address; returns whether it counts."""
        now = time.monotonic()
        if now >= self._ends_at:
            self._ends_at, self._salt = now + WINDOW, os.urandom(16)
            self._seen, self._of = set(), Counter()
        network = prefix_of(address).encode()
        whose, what = self._sealed(network), self._sealed(b"%d %b" % (story, network))
        is_known = story in self.counts or len(self.counts) < MOST_STORIES
        if not is_known or what in self._seen or self._of[whose] >= MOST_OF_ONE or len(self._seen) >= MOST_SEEN:
            return False
        self._seen.add(what)
        self._of[whose] += 1
        self.counts[story] += 1
        return True

    async def write_down(self) -> None:
        """Lay what was counted into the home, for the press to take in; what cannot be written is kept for the next time."""
        counts, self.counts = self.counts, Counter()
        if not counts:
            return
        try:
            await asyncio.to_thread(self._write, counts)
        except OSError as error:
            _logger.warning("Reads were not written down: %s", error)
            self.counts.update(counts)

    def _write(self, counts: Counter[int]) -> None:
        self._folder.mkdir(exist_ok=True)
        name = f"{int(time.time())}-{uuid.uuid4().hex}"
        beside = self._folder / f"{name}.part"
        beside.write_text(json.dumps({"at": int(time.time()), "counts": counts}))
        beside.rename(self._folder / f"{name}.json")

    def _sealed(self, words: bytes) -> bytes:
        return hashlib.blake2b(words, key=self._salt, digest_size=8).digest()


def _is_own(said: dict[bytes, bytes]) -> bool:
    """Whether a page of this very host asks, by the word of a browser, which no page can change."""
    site, origin = said.get(b"sec-fetch-site"), said.get(b"origin")
    if site is not None:
        return site == b"same-origin"
    return origin is not None and urlsplit(origin).netloc == said.get(b"host", b"").lower()


def _may_count(said: dict[bytes, bytes]) -> bool:
    """Whether a person asks, who does not mind being counted (Global Privacy Control, Do Not Track)."""
    agent = said.get(b"user-agent", b"")
    return bool(agent) and not _ROBOT.search(agent) and b"1" not in (said.get(b"sec-gpc"), said.get(b"dnt"))
