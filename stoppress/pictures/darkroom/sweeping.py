"""Derivatives that no page uses any more are swept; should someone ask for one all the same, it is made again."""

import logging
import os
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from django.db import DatabaseError, InterfaceError

from stoppress.kit import clock
from stoppress.pictures.addresses import parse
from stoppress.pictures.darkroom import negatives
from stoppress.pictures.storage import Kept
from stoppress.pictures.storage.media import Place
from stoppress.pictures.versions import is_of

logger = logging.getLogger(__name__)
#: How long a derivative is kept that nobody has asked for.
KEPT_FOR = timedelta(days=90)
#: How old a file under no name of ours must be: younger ones are being written.
STRAY_AFTER = timedelta(hours=1)
#: Seconds between two sweeps, and before the first.
EVERY, FIRST = 24 * 3600.0, 3600.0


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found and took away."""

    kept: int = 0
    gone: int = 0
    bytes_gone: int = 0


def sweep(places: Sequence[Place], keys: Sequence[bytes]) -> Swept:
    """Take away what belongs to deleted pictures, older files of a picture, keys of the past, or nobody's interest.

    Raises OSError and DatabaseError; what was taken away until then stays away.
    """
    versions, now = negatives.versions(), clock.now()
    kept = gone = size = 0
    for place in places:
        for file in place.all():
            if _is_wanted(file, versions, keys, now):
                kept += 1
                continue
            place.delete(file.name)
            gone, size = gone + 1, size + file.size
    return Swept(kept, gone, size)


def forget(folder: Path, picture_ids: Collection[int]) -> None:
    """Take away every derivative of some pictures from this node's folder: readers must not see them any more.

    The desk, which may, gets others made.
    """
    for place, _, names in os.walk(folder):
        for name in names:
            number = name.lstrip(".").partition("_")[0]
            if number.isdecimal() and int(number) in picture_ids:
                Path(place, name).unlink(missing_ok=True)


def keep_swept(places: Sequence[Place], keys: Sequence[bytes]) -> None:
    """Sweep once a day from now on, in a thread of its own."""

    def run() -> None:
        time.sleep(FIRST)
        while True:
            try:
                swept = sweep(places, keys)
                logger.info("Swept %d derivatives (%d MB); %d stay.", swept.gone, swept.bytes_gone // 1_000_000, swept.kept)
            except (OSError, DatabaseError, InterfaceError) as error:
                logger.warning("Derivatives could not be swept: %s", error)
            time.sleep(EVERY)

    Thread(target=run, name="sweeping", daemon=True).start()


def _is_wanted(file: Kept, versions: Mapping[int, str], keys: Sequence[bytes], now: datetime) -> bool:
    if file.name.rpartition("/")[2].startswith("."):
        return now - file.at < STRAY_AFTER
    wanted = parse(file.name, list(keys))
    if wanted is None:
        return False
    version = versions.get(wanted.picture_id)
    return version is not None and is_of(wanted.version, version) and now - file.at < KEPT_FOR
