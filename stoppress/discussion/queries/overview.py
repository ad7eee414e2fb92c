"""What moderation did in a year, for the report that the law asks for (Regulation (EU) 2022/2065, Articles 15 and 24)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

from django.db.models import Count, QuerySet

from stoppress.discussion.models import LogLine

#: What moderators do to somebody or something, on a ground; and how they answer.
_BY_PEOPLE = ("reject", "spam", "warning", "suspension", "ban")
_COUNTED = (*_BY_PEOPLE, "approve", "undo", "refused", "notice", "notice followed", "notice refused", "reported", "appealed",
            "appeal granted", "appeal refused", "lifted")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the overview: a number, a share in percent, or hours, as `unit` says."""

    part: str
    what: str
    ground: str
    figure: float
    unit: str = "number"


def years() -> list[int]:
    """The years that the moderation log knows of, the newest first: two queries."""
    first, last = LogLine.objects.order_by("id").first(), LogLine.objects.order_by("-id").first()
    return list(range(last.at.year, first.at.year - 1, -1)) if first and last else []


def overview(year: int) -> list[Figure]:
    """All figures of a year in UTC: six queries, however much was done."""
    begin, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    lines = LogLine.objects.filter(at__gte=begin, at__lt=end).order_by()
    found = {
        (row["verb"], row["reason"]): row["count"]
        for row in lines.filter(verb__in=_COUNTED).values("verb", "reason").annotate(count=Count("id"))
    }
    by_verb: Counter[str] = Counter()
    for (verb, _), count in found.items():
        by_verb[verb] += count
    in_spam = lines.filter(verb__in=("written", "edited"), facts__state="spam").count()
    return [
        *_notices(by_verb, lines), *_decisions(found, by_verb, in_spam), *_appeals(by_verb, lines), *_held(lines),
    ]  # fmt: skip


def _notices(by_verb: Counter[str], lines: QuerySet[LogLine]) -> Iterable[Figure]:
    part = "Notices of illegal content"
    for verb, what in (("notice", "received"), ("notice followed", "followed"), ("notice refused", "not followed")):
        yield Figure(part, what, "", by_verb[verb])
    yield from _median(part, lines, ("notice",), ("notice followed", "notice refused"), "reference")
    yield Figure("Reports by readers", "received", "", by_verb["reported"])


def _decisions(found: dict[tuple[str, str], int], by_verb: Counter[str], in_spam: int) -> Iterable[Figure]:
    part = "Decisions by moderators"
    yield Figure(part, "comments approved", "", by_verb["approve"])
    names = {"reject": "comments removed", "spam": "comments taken for spam", "warning": "warnings", "suspension": "suspensions",
             "ban": "bans"}  # fmt: skip
    for verb, what in names.items():
        for (found_verb, ground), count in sorted(found.items()):
            if found_verb == verb:
                yield Figure(part, what, ground, count)
    yield Figure(part, "decisions undone", "", by_verb["undo"])
    part, by_program = "Decisions by a program", by_verb["refused"] + in_spam
    yield Figure(part, "texts refused for banned words", "banned-word", by_verb["refused"])
    yield Figure(part, "comments taken for spam", "spam", in_spam)
    restricting = by_program + sum(by_verb[verb] for verb in _BY_PEOPLE)
    if restricting:
        yield Figure(part, "share of all restricting decisions", "", round(100 * by_program / restricting, 1), "percent")


def _appeals(by_verb: Counter[str], lines: QuerySet[LogLine]) -> Iterable[Figure]:
    part = "Appeals"
    for verb, what in (("appealed", "made"), ("appeal granted", "granted"), ("appeal refused", "not granted")):
        yield Figure(part, what, "", by_verb[verb])
    yield from _median(part, lines, ("appealed",), ("appeal granted", "appeal refused"), "restriction")
    yield Figure("Restrictions", "taken back", "", by_verb["lifted"])


def _held(lines: QuerySet[LogLine]) -> Iterable[Figure]:
    held = lines.filter(verb="written", facts__state="held").values_list("comment", "at")
    decided = lines.filter(verb__in=("approve", "reject", "spam")).values_list("comment", "at")
    yield from _hours("Comments that waited", held.iterator(), decided.iterator())


def _median(part: str, lines: QuerySet[LogLine], began: tuple[str, ...], ended: tuple[str, ...], by: str) -> Iterable[Figure]:
    first: list[tuple[Any, datetime]] = []
    last: list[tuple[Any, datetime]] = []
    for verb, facts, at in lines.filter(verb__in=(*began, *ended)).values_list("verb", "facts", "at"):
        (first if verb in began else last).append((facts.get(by), at))
    yield from _hours(part, first, last)


def _hours(part: str, began: Iterable[tuple[Any, datetime]], ended: Iterable[tuple[Any, datetime]]) -> Iterable[Figure]:
    """The median time from a beginning to the first end of the same, of those that have ended."""
    begins = dict(began)
    ends: dict[Any, datetime] = {}
    for key, at in ended:
        if key in begins and at >= begins[key] and (key not in ends or at < ends[key]):
            ends[key] = at
    if ends:
        hours = median((at - begins[key]).total_seconds() / 3600 for key, at in ends.items())
        yield Figure(part, "median time to the decision", "", round(hours, 1), "hours")
