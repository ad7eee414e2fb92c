"""Which process prints which page: a lock for each page, all in one file beside the shelf."""

import asyncio
import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

#: Seconds between two looks at whether another process has done with a page.
LOOK = 0.01


class Leases:
    """Locks on single bytes of a file; a process that dies loses its own at that moment.

    The byte is the key's digest, so nothing is ever written and nothing is left behind. A process
    holds at most one `Leases` for a file, as closing another would give back its locks.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)

    def take(self, key: str) -> bool:
        """Whether the page of this key is this process's to print; also where the disk knows no locks."""
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _byte(key))
        except OSError as error:
            return error.errno not in (errno.EACCES, errno.EAGAIN)
        return True

    def give_back(self, key: str) -> None:
        """Let the next process have it."""
        fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, _byte(key))

    async def wait_for(self, key: str, *, is_there: Callable[[], bool], mark: Callable[[], int], seconds: float) -> bool:
        """Take the lease of a page, waiting while another process prints it.

        False when the page is there meanwhile, or when the other has not done within `seconds`.
        `mark` is a number that changes whenever `is_there` may have become true.
        """
        end = time.monotonic() + seconds
        seen = mark()
        while not self.take(key):
            if time.monotonic() > end:
                return False
            await asyncio.sleep(LOOK)
            now = mark()
            if now != seen and is_there():
                return False
            seen = now
        if is_there():
            self.give_back(key)
            return False
        return True


def _byte(key: str) -> int:
    """Where the key's lock lies: two keys share one once in 2^62."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) >> 2
