"""From an address to a file: the picture is looked up, its original read, the derivative rendered and kept for the edge."""

import logging
import os
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

import pyvips
from django.db import connection

from stoppress.pictures import derivatives
from stoppress.pictures.addresses import Derivative, parse
from stoppress.pictures.darkroom import negatives
from stoppress.pictures.darkroom.queue import AHEAD, BETTER, NOW, Full, Queue
from stoppress.pictures.darkroom.recent import Recent
from stoppress.pictures.derivatives import NoSuchPart
from stoppress.pictures.errors import PictureRefused
from stoppress.pictures.metadata import blobs_of
from stoppress.pictures.storage import Media
from stoppress.pictures.storage.media import Folder
from stoppress.pictures.versions import is_of

logger = logging.getLogger(__name__)
#: Jobs that may wait, by urgency, for each thread.
_MOST = {NOW: 24, AHEAD: 200, BETTER: 200}
_PREFIX = "/img/"


class NotThere(LookupError):
    """There is no such picture, or no such part of it."""


class Darkroom:
    """Makes derivatives into `folder`, from which the edge serves them."""

    def __init__(self, *, folder: Path, media: Media, keys: Sequence[bytes], threads: int = 0) -> None:
        derivatives.settle_libvips()
        self.folder = Folder(folder)
        self.keys = list(keys)
        self._media = media
        threads = threads or max(1, os.cpu_count() or 1)
        self._queue = Queue(threads=threads, most={urgency: most * threads for urgency, most in _MOST.items()})
        self._threads = threads
        self._recent = Recent(media.originals, most_bytes=48_000_000 if media.bucket else 0)

    def ask(self, path: str, urgency: int = NOW) -> "Future[None]":
        """Have the derivative at an address made, unless its file is there.

        Raises `NotThere` at once for an address that is not signed by us, and `Full` when too much is waiting. The
        future raises `NotThere`, or what else went wrong.
        """
        wanted = self._wanted(path)
        return self._queue.ask(path, lambda: self._develop(path, wanted), urgency)

    def ask_ahead(self, paths: Sequence[str]) -> int:
        """Have made what readers will soon ask for, as far as there is room to wait. Returns how many are to be made."""
        count = 0
        for path in paths:
            try:
                if not (self.folder.path / path.removeprefix(_PREFIX)).exists():
                    self.ask(path, AHEAD)
                    count += 1
            except NotThere:
                continue
            except Full:
                break
        return count

    def _wanted(self, path: str) -> Derivative:
        wanted = parse(path.removeprefix(_PREFIX), self.keys) if path.startswith(_PREFIX) else None
        if wanted is None:
            raise NotThere(path)
        return wanted

    def _develop(self, path: str, wanted: Derivative) -> None:
        name = path.removeprefix(_PREFIX)
        if (self.folder.path / name).exists():
            return
        picture = self._negative(wanted)
        shared = self._shared(name)
        if shared is not None:
            self.folder.write(name, shared)
            return
        busy = self._queue.waiting() > 2 * self._threads
        data = self._rendered(picture, wanted, derivatives.MANY_WAIT if busy else derivatives.WAITED_FOR)
        self._keep(name, data, wanted)
        if wanted.format == "avif":
            self._better(path, wanted)

    def _better(self, path: str, wanted: Derivative) -> None:
        """Replace it later by one that took more trouble: the same to look at, in fewer bytes."""

        def work() -> None:
            data = self._rendered(self._negative(wanted), wanted, derivatives.AFTERWARDS)
            name = path.removeprefix(_PREFIX)
            if len(data) < (self.folder.path / name).stat().st_size:
                self._keep(name, data, wanted)

        try:
            self._queue.ask(f"better {path}", work, BETTER).add_done_callback(_say)
        except Full:
            return

    def _rendered(self, picture: negatives.Negative, wanted: Derivative, haste: int) -> bytes:
        try:
            source = self._recent.read(picture.source)
            return derivatives.render(source, wanted, blobs_of(picture.words), is_master=bool(picture.master), haste=haste)
        except FileNotFoundError as error:
            logger.error("The file %s of picture %d is gone.", picture.source, wanted.picture_id)
            raise NotThere(wanted.picture_id) from error
        except (NoSuchPart, PictureRefused, pyvips.Error) as error:
            logger.warning("Picture %d cannot be shown as %s: %s", wanted.picture_id, wanted, error)
            raise NotThere(wanted.picture_id) from error

    def _negative(self, wanted: Derivative) -> negatives.Negative:
        try:
            picture = negatives.negative(wanted.picture_id)
        except Exception:
            connection.close()  # the next one opens another
            raise
        # Another file under an old address would change what the address means.
        if picture is None or not is_of(wanted.version, picture.version):
            raise NotThere(wanted.picture_id)
        return picture

    def _shared(self, name: str) -> bytes | None:
        """The derivative as another node has made it."""
        if self._media.derivatives is None:
            return None
        try:
            return self._media.derivatives.read(name)
        except FileNotFoundError:
            return None

    def _keep(self, name: str, data: bytes, wanted: Derivative) -> None:
        self._negative(wanted)  # it may have been withdrawn while it was made
        self.folder.write(name, data)
        if self._media.derivatives is not None:
            try:
                self._media.derivatives.write(name, data)
            except OSError as error:  # this node has it; the others make their own
                logger.warning("%s", error)


def _say(done: "Future[None]") -> None:
    if error := done.exception():
        logger.info("A derivative was not made better: %r", error)


