"""What is read most, as pages ask for it."""

from django.db.models import QuerySet

from stoppress.publog.worded import worded
from stoppress.reads import rules
from stoppress.reads.models import MostRead


def lists_of(edition: int) -> dict[str, list[int]]:
    """Every list of an edition, by name: one query."""
    return next(iter(_lists_of(edition)), {})


@worded
def _lists_of(edition: int) -> "QuerySet[MostRead, dict[str, list[int]]]":
    return MostRead.objects.filter(edition_id=edition).values_list("lists", flat=True)


def most_read(lists: dict[str, list[int]], name: str, seen: set[str], *, is_whole: bool = False) -> list[int]:
    """Numbers of the stories of one list, the most read first; none when too little is read."""
    seen.add(rules.tag(name, is_whole=is_whole))
    return lists.get(name, [])[: None if is_whole else rules.SHOWN]
