"""The rows that places on the site stand for: an edition's sections, and what lies at a slug."""

from stoppress.newsroom.models import Contributor, Section, Topic
from stoppress.pictures.copying import shown
from stoppress.pictures.models import Picture
from stoppress.press.gather.once import once_a_run


@once_a_run
def sections_of(edition_id: int, seen: set[str]) -> list[Section]:
    """An edition's sections in their order: one query."""
    seen.add(f"edition:{edition_id}")
    return list(Section.objects.filter(edition_id=edition_id))


@once_a_run
def section_at(edition_id: int, slug: str, seen: set[str]) -> Section | None:
    """The section of this slug, with the one that it is a part of: one query."""
    row = Section.objects.filter(edition_id=edition_id, slug=slug).select_related("parent").first()
    if row is not None:
        seen.add(f"edition:{edition_id}")
    return row


@once_a_run
def topic_at(edition_id: int, slug: str, seen: set[str]) -> Topic | None:
    """The topic of this slug, with its picture: one query."""
    row = Topic.objects.filter(edition_id=edition_id, slug=slug).select_related("picture__stand_in").first()
    if row is not None:
        seen |= {f"topic:{row.pk}", *_tags_of(row.picture)}
    return row


@once_a_run
def contributor_at(edition_id: int, slug: str, seen: set[str]) -> Contributor | None:
    """The contributor of this slug, with their portrait: one query."""
    row = Contributor.objects.filter(edition_id=edition_id, slug=slug).select_related("portrait__stand_in").first()
    if row is not None:
        seen |= {f"contributor:{row.pk}", *_tags_of(row.portrait)}
    return row


def _tags_of(picture: Picture | None) -> set[str]:
    tags: set[str] = set()
    if picture is not None:
        shown(picture, tags)
    return tags
