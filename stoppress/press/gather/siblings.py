"""The same section, topic or house page in other editions."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from stoppress.copy.editions import EditionLink
from stoppress.newsroom.models import HousePage, Section, Topic
from stoppress.press.gather.editions import site_url
from stoppress.press.gather.once import once_a_run

Row = Section | Topic | HousePage


@once_a_run
def siblings_of(model: Any, row: Row, key: object, folder: str, seen: set[str]) -> tuple[EditionLink, ...]:
    """Links to the translations of one row, whose translation key is `key`: one query."""
    seen.add("editions")
    return sibling_pages(model, [row], folder, seen)[key]


def sibling_pages(model: Any, rows: Iterable[Row], folder: str, seen: set[str]) -> dict[Any, tuple[EditionLink, ...]]:
    """Links to the translations of `rows` that readers can see, by translation key: one query."""
    own = list(rows)
    found: dict[Any, tuple[EditionLink, ...]] = {row.translation_key: () for row in own}
    seen |= {f"group:{key}" for key in found}
    siblings = model._default_manager.filter(translation_key__in=list(found)).exclude(pk__in=[row.pk for row in own])
    if model is HousePage:
        siblings = siblings.filter(live=True)
    for other in siblings.select_related("edition").order_by("edition__position", "edition_id"):
        home = other.edition
        url = f"{site_url(home)}{home.prefix}/{folder}{quote(other.slug)}/"
        found[other.translation_key] += (EditionLink(home.name, home.language, home.direction, url),)
    return found
