"""Takes in what the edges of this node have counted."""

import json
import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from stoppress.kit import clock
from stoppress.newsroom.models import Listing
from stoppress.reads import rules
from stoppress.reads.models import HourOfReads, TakenIn

#: Files taken in at once; and how long hours, and names of files that were taken in, are kept.
BATCH, KEPT = 200, timedelta(hours=48)
_ADD = """
INSERT INTO reads_hourofreads (story_id, hour_at, count) VALUES (%s, %s, %s)
ON CONFLICT (story_id, hour_at) DO UPDATE SET count = reads_hourofreads.count + excluded.count
"""
logger = logging.getLogger(__name__)
Counts = Counter[tuple[datetime, int]]


def take_in(folder: Path) -> int:
    """Add what lies in `folder` to the hours, each file once whatever crashes, and remove it; returns how many reads counted.

    Numbers that are no public story's count for nothing. What cannot be read is thrown away: it cannot become better.
    """
    paths = sorted(folder.glob("*.json"))[:BATCH]
    if not paths:
        return 0
    with transaction.atomic():
        known = set(TakenIn.objects.filter(name__in=[path.stem for path in paths]).values_list("name", flat=True))
        new = [path for path in paths if path.stem not in known]
        counted = add(sum((_read(path) for path in new), Counter()))
        TakenIn.objects.bulk_create(TakenIn(name=path.stem, taken_at=clock.now()) for path in new)
    for path in paths:
        path.unlink(missing_ok=True)
    return counted


def add(counts: Counts) -> int:
    """Add reads by hour and story, in the caller's transaction; returns how many counted."""
    numbers = {story for _, story in counts}
    public = set(Listing.objects.filter(story_id__in=numbers, list__startswith="edition:").values_list("story_id", flat=True))
    # In one order, so that two nodes wait for each other instead of for ever.
    rows = [(story, hour, count) for (hour, story), count in sorted(counts.items()) if story in public]
    as_column = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, [(story, as_column(hour), count) for story, hour, count in rows])
    return sum(count for _, _, count in rows)


def forget() -> None:
    """Thin out what is too old to matter."""
    oldest = clock.now() - KEPT
    HourOfReads.objects.filter(hour_at__lt=oldest).delete()
    TakenIn.objects.filter(taken_at__lt=oldest).delete()


def _read(path: Path) -> Counts:
    try:
        told = json.loads(path.read_text())
        hour = rules.hour_of(datetime.fromtimestamp(told["at"], UTC))
        return Counter({(hour, int(story)): int(count) for story, count in told["counts"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        logger.warning("Counts of reads in %s cannot be read and are lost: %s", path.name, error)
        return Counter()
