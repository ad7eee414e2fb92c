"""Derivatives that no page uses any more are swept; should someone ask for one all the same, it is made again."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread

from django.db import DatabaseError, InterfaceError

from stoppress.kit import clock
from stoppress.pictures.addresses import parse
from stoppress.pictures.darkroom import negatives
from stoppress.pictures.storage import Kept
from stoppress.pictures.storage.media import Place

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
    return version is not None and wanted.version.startswith(version) and now - file.at < KEPT_FOR
