"""Pictures that are not there yet: whether an address is ours, and one wait for the darkroom for all who ask."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from stoppress.edge.memory import Answer
from stoppress.pictures import addresses

#: Has the derivative at an address made; None when its file lies in the folder now, else the answer for the reader.
Develop = Callable[[str], Awaitable[Answer | None]]


class Pictures:
    """What one worker knows of pictures beyond their files."""

    def __init__(self, keys: Sequence[bytes], darkroom: Develop | None) -> None:
        self._keys = list(keys)
        self._darkroom = darkroom
        self._under_way: dict[bytes, asyncio.Task[Answer | None]] = {}

    @property
    def can_be_made(self) -> bool:
        """Whether there is a darkroom."""
        return self._darkroom is not None

    def is_ours(self, path: bytes) -> bool:
        """Whether a request's path is spelled and signed as we do it; found out without a disk or a pixel."""
        if not self._keys:
            return True
        return path.isascii() and addresses.parse(path.decode().removeprefix("/img/"), self._keys) is not None

    async def made(self, path: bytes) -> Answer | None:
        """Have a picture made, or wait with the others; as `Develop`."""
        assert self._darkroom is not None
        task = self._under_way.get(path)
        if task is None:
            task = self._under_way[path] = asyncio.ensure_future(self._darkroom(path.decode()))
            task.add_done_callback(lambda _: self._under_way.pop(path, None))
        # Shielded, because cancelling one reader's wait would cancel it for all.
        return await asyncio.shield(task)
