"""The text of `/metrics`: figures read when it is asked, for Prometheus and what understands it."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

import stoppress
from stoppress.edge.counts import hit_ratio, of_all_streams, of_all_workers
from stoppress.press import house, print_times, telling
from stoppress.press.shelf import ShelfError
from stoppress.publog import log, reports
from stoppress.publog.models import Parked
from stoppress.readers.outbox import queries as outbox
from stoppress.readers.push import queries as push
from stoppress.readers.tidings import queries as tidings


def text(wrong: Mapping[str, str]) -> tuple[bytes, str]:
    """The metrics and their content type; `wrong` is what the checks said of the database and the shelf."""
    registry = CollectorRegistry()
    registry.register(_Figures(wrong))
    return generate_latest(registry), CONTENT_TYPE_LATEST


def text_and_leave(wrong: Mapping[str, str]) -> tuple[bytes, str]:
    """The same for a thread of its own, whose connection would be found broken the next time if it were kept."""
    try:
        return text(wrong)
    finally:
        connection.close()


class _Figures(Collector):
    """Everything that can be known; what is away is left out and said to be away."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        self._wrong = wrong

    def describe(self) -> Iterable[Metric]:
        """Nothing: names are not known before, and need not be."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The figures of this machine and, while the database answers, of every press."""
        yield InfoMetricFamily("stoppress", "This program", {"version": stoppress.__version__, "node": settings.NODE})
        up = GaugeMetricFamily("stoppress_part_up", "Whether a part answers", labels=["part"])
        for part, sentence in self._wrong.items():
            up.add_metric([part], 0 if sentence else 1)
        yield up
        yield from _readers()
        yield from _streams()
        yield _prints()
        yield GaugeMetricFamily(
            "stoppress_disk_free_bytes", "Room on the disk of the home", shutil.disk_usage(settings.HOME).free
        )
        if not self._wrong.get("shelf"):
            yield from _or_nothing(_shelf)
        if not self._wrong.get("database"):
            yield from _or_nothing(_followers)
            yield from _or_nothing(_letters)
            yield from _or_nothing(_told)
        if not any(self._wrong.values()):
            yield from _or_nothing(_newsfeed)


def _readers() -> Iterable[Metric]:
    counts = of_all_workers(settings.HOME)
    yield CounterMetricFamily("stoppress_hits", "Requests for pages answered without printing", counts["hits"])
    yield CounterMetricFamily("stoppress_hits_unchanged", "Those among them that were a 304", counts["unchanged"])
    yield CounterMetricFamily("stoppress_misses", "Requests for pages that took a print", counts["misses"])
    ratio = hit_ratio(counts)
    if ratio is not None:
        yield GaugeMetricFamily("stoppress_hit_ratio", "Share of requests for pages that needed no printing", ratio)


def _streams() -> Iterable[Metric]:
    counts = of_all_streams(settings.HOME)
    yield GaugeMetricFamily("stoppress_streams_open", "Live streams that are open", counts["open"])
    yield CounterMetricFamily("stoppress_streams_opened", "Live streams that were opened", counts["opened"])
    yield CounterMetricFamily("stoppress_streams_refused", "Live streams for which there was no room", counts["refused"])
    yield CounterMetricFamily("stoppress_streams_told", "Times that a live stream was told something new", counts["told"])


def _newsfeed() -> Iterable[Metric]:
    entries, seconds = telling.behind()
    yield GaugeMetricFamily("stoppress_newsfeed_lag_entries", "Entries printed and not yet told to live streams", entries)
    yield GaugeMetricFamily("stoppress_newsfeed_lag_seconds", "Seconds since the oldest of them was recorded", seconds)


def _prints() -> Metric:
    family = HistogramMetricFamily("stoppress_print_seconds", "Time to print a page, by its kind", labels=["kind"])
    bounds = [*(str(bound / 1000) for bound in print_times.BOUNDS), "+Inf"]
    for kind, (counts, seconds) in print_times.by_kind().items():
        sums = [sum(counts[: n + 1]) for n in range(len(counts))]
        family.add_metric([kind], list(zip(bounds, sums, strict=True)), sum_value=seconds)
    return family


def _shelf() -> Iterable[Metric]:
    count = house.shelf().count()
    yield GaugeMetricFamily("stoppress_shelf_pages", "Pages that readers can get from the shelf", count.pages)
    yield GaugeMetricFamily("stoppress_shelf_superseded_pages", "Pages that wait to be printed again", count.superseded)
    yield GaugeMetricFamily("stoppress_shelf_cursor", "The last entry that this shelf is done with", house.shelf().cursor)


def _followers() -> Iterable[Metric]:
    yield GaugeMetricFamily("stoppress_log_entries", "The number of the newest entry of the log", log.newest())
    named = {
        "cursor": ("cursor", "The last entry that a press said it is done with"),
        "behind": ("lag_entries", "Entries of the log that a press has not dealt with"),
        "behind_seconds": ("lag_seconds", "Seconds that the oldest of them has been waiting"),
        "silent_seconds": ("report_age_seconds", "Seconds since a press last reported"),
    }
    families = {of: GaugeMetricFamily(f"stoppress_press_{name}", said, labels=["node"]) for of, (name, said) in named.items()}
    trouble = GaugeMetricFamily("stoppress_press_trouble", "Whether something keeps a press from working", labels=["node"])
    size = GaugeMetricFamily("stoppress_shelf_bytes", "Bytes of a node's shelf when they were last counted", labels=["node"])
    for one in reports.conditions():
        for of, family in families.items():
            family.add_metric([one.node], getattr(one, of))
        trouble.add_metric([one.node], 1 if one.trouble else 0)
        if one.facts.get("bytes") is not None:
            size.add_metric([one.node], one.facts["bytes"])
    yield from (*families.values(), trouble, size)
    yield from _parked()


def _parked() -> Iterable[Metric]:
    pages = GaugeMetricFamily("stoppress_parked_pages", "Pages that a press could not print", labels=["node"])
    entries = GaugeMetricFamily("stoppress_parked_entries", "Entries with something parked", labels=["node"])
    rows = Parked.objects.order_by().values_list("node").annotate(Count("id"), Count("entry", distinct=True))
    found = {node: counts for node, *counts in rows} or {settings.NODE: [0, 0]}
    for node, (of_pages, of_entries) in found.items():
        pages.add_metric([node], of_pages)
        entries.add_metric([node], of_entries)
    yield from (pages, entries)


def _letters() -> Iterable[Metric]:
    found = outbox.outbox()
    letters = GaugeMetricFamily("stoppress_letters", "Letters of the outbox, by how they fare", labels=["state"])
    for state in ("waiting", "parked", "sent"):
        letters.add_metric([state], getattr(found, state))
    yield letters
    said = "Seconds that the oldest letter to a single reader has been waiting"
    yield GaugeMetricFamily("stoppress_letters_oldest_seconds", said, found.oldest_seconds)


def _told() -> Iterable[Metric]:
    pushes, rounds = push.condition(), tidings.rounds()
    messages = GaugeMetricFamily("stoppress_push_messages", "Push messages, by how they fare", labels=["state"])
    for state in ("waiting", "parked"):
        messages.add_metric([state], getattr(pushes, state))
    yield messages
    yield GaugeMetricFamily("stoppress_push_devices", "Browsers that take push messages", pushes.devices)
    said = "Seconds that the oldest push message that nobody has tried has been waiting"
    yield GaugeMetricFamily("stoppress_push_oldest_seconds", said, pushes.oldest_seconds)
    yield GaugeMetricFamily("stoppress_rounds_open", "Stories whose followers are being told", rounds.open)
    yield GaugeMetricFamily("stoppress_rounds_oldest_seconds", "Seconds since the oldest of them began", rounds.oldest_seconds)
    yield GaugeMetricFamily("stoppress_rounds_cursor", "The last entry whose followers are told or being told", rounds.cursor)


def _or_nothing(figures: Callable[[], Iterable[Metric]]) -> list[Metric]:
    """The figures; none when what they are read from has gone away since it was checked."""
    try:
        return list(figures())
    except (DatabaseError, ShelfError, OSError, sqlite3.Error):
        return []
