"""Where an item belongs: its edition, section, topics and contributors, found or created."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from stoppress.kit.plain_text import shorten
from stoppress.kit.slugs import slugify
from stoppress.newsroom.models import Contributor, Edition, Section, Topic
from stoppress.newsroom.models.editions import check_slug_is_free
from stoppress.publog.worded import worded
from stoppress.syndication.incoming import IncomingTopic
from stoppress.wire.errors import NotUsable

MOST_TOPICS, MOST_BYLINES = 60, 20
#: What a story needs of its edition; navigation, footer and logo are for pages.
_OF_EDITION = ("code", "name", "language", "host", "prefix", "time_zone")
_Named = TypeVar("_Named", Topic, Contributor)


def edition(code: str, language: str) -> Edition:
    """The edition called `code`; without one, the first in the item's language, else the first of all."""
    if code and (found := _editions_called(code)):
        return found[0]
    editions = list(Edition.objects.only(*_OF_EDITION))
    if not editions:
        raise NotUsable({"edition": "There is no edition yet; create one at the desk first."})
    if code:
        known = ", ".join(e.code for e in editions)
        raise NotUsable({"edition": f"There is no edition “{shorten(code, 40)}”; there are: {known}."})
    wanted = language.casefold()
    exact = [e for e in editions if wanted and e.language.casefold() == wanted]
    near = [e for e in editions if wanted and e.language.casefold().split("-")[0] == wanted.split("-")[0]]
    return (exact or near or editions)[0]


def section(
    at: Edition, named: Sequence[str], hints: Iterable[str], *, may_create: bool, warnings: list[str]
) -> Section | None:
    """The section an item names, else one that its genres and subjects hint at, else the edition's first."""
    sections = _sections_of(at.pk)
    by_name = {s.name.casefold(): s for s in reversed(sections)} | {s.slug.casefold(): s for s in reversed(sections)}
    for name in (*named, *(() if named else hints)):
        if found := by_name.get(name.casefold()):
            return found
    if named and may_create:
        return _new_section(at, named[0])
    if named:
        raise NotUsable({"section": f"There is no section “{shorten(named[0], 80)}” in the edition {at.code}, "
                                    "and this token may not create one (scope places:create)."})  # fmt: skip
    if sections:
        warnings.append(f"The item names no section of the edition {at.code}; it was put into “{sections[0].name}”.")
        return sections[0]
    return None


def topics(at: Edition, wanted: Sequence[IncomingTopic], *, may_create: bool, warnings: list[str]) -> list[Topic]:
    """The edition's topics for what the item is about: by Wikidata or Media Topic id, else by name."""
    if len(wanted) > MOST_TOPICS:
        warnings.append(f"The item names {len(wanted)} topics; the first {MOST_TOPICS} were taken.")
        wanted = wanted[:MOST_TOPICS]
    found: dict[int, Topic] = {}
    missing: list[str] = []
    here = _topics_like(at, wanted)
    for one in wanted:
        topic = _topic(here, one)
        if topic is None and may_create:
            topic = Topic.objects.create(
                edition=at, what=one.kind, name=one.name[:160], slug=_free_slug(Topic, at, one.name, "topic"),
                wikidata_id=one.wikidata_id[:20], media_topic=one.media_topic[:20],
            )  # fmt: skip
            here.append(topic)
        if topic is None:
            missing.append(f"“{shorten(one.name, 80)}”")
        else:
            found[topic.pk] = topic
    if missing:
        raise NotUsable({"topics": f"There is no topic {', '.join(dict.fromkeys(missing))} in the edition {at.code}, "
                                   "and this token may not create one (scope places:create)."})  # fmt: skip
    return list(found.values())


def contributors(
    at: Edition, names: Sequence[str], *, may_create: bool, warnings: list[str]
) -> tuple[list[Contributor], list[str]]:
    """The contributors in the byline, and the names of those that are not known and may not be created."""
    if len(names) > MOST_BYLINES:
        warnings.append(f"The byline has {len(names)} names; the first {MOST_BYLINES} were taken.")
    found: dict[int, Contributor] = {}
    unknown: list[str] = []
    names = names[:MOST_BYLINES]
    people = _people_like(at, names)
    for name in names:
        person = _named(people, name[:160], slugify(name, fallback=""))
        if person is None and may_create:
            person = Contributor.objects.create(
                edition=at, name=name[:160], slug=_free_slug(Contributor, at, name, "contributor")
            )
            people.append(person)
        if person is None:
            unknown.append(name)
        else:
            found[person.pk] = person
    if unknown:
        warnings.append(f"No contributor is called {', '.join(f'“{n}”' for n in unknown)}; the credit line names them.")
    return list(found.values()), unknown


def _topics_like(at: Edition, wanted: Sequence[IncomingTopic]) -> list[Topic]:
    """Every topic that may be one of those wanted: one query by names, one by identities when there are any."""
    names = tuple(one.name[:160] for one in wanted)
    found = _topics_named(at.pk, names, _slugs(names) or names)
    numbers = tuple(number for one in wanted for number in (one.wikidata_id, one.media_topic) if number)
    known = {topic.pk for topic in found}
    return found + [topic for topic in _topics_numbered(at.pk, numbers, numbers) if topic.pk not in known]


def _topic(here: Sequence[Topic], wanted: IncomingTopic) -> Topic | None:
    for name, number in (("wikidata_id", wanted.wikidata_id), ("media_topic", wanted.media_topic)):
        if number and (found := next((topic for topic in here if getattr(topic, name) == number), None)):
            return found
    # Two things of one name are two topics when both have an identity and it is not the same.
    alike = [topic for topic in here if not (wanted.wikidata_id and topic.wikidata_id)]
    return _named(alike, wanted.name[:160], slugify(wanted.name, fallback="")[:120])


def _people_like(at: Edition, names: Sequence[str]) -> list[Contributor]:
    """Every contributor who may be one of those named: one query."""
    known_as = tuple(name[:160] for name in names)
    return _people_named(at.pk, known_as, _slugs(names) or known_as)


def _slugs(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(slug[:120] for slug in (slugify(name, fallback="") for name in names) if slug)


@worded
def _editions_called(code: str) -> QuerySet[Edition]:
    return Edition.objects.only(*_OF_EDITION).filter(code=code)


@worded
def _sections_of(edition: int) -> QuerySet[Section]:
    return Section.objects.filter(edition=edition)


@worded
def _topics_named(edition: int, names: tuple[str, ...], slugs: tuple[str, ...]) -> QuerySet[Topic]:
    return Topic.objects.filter(Q(name__in=names) | Q(slug__in=slugs), edition=edition)


@worded
def _topics_numbered(edition: int, wikidata_ids: tuple[str, ...], media_topics: tuple[str, ...]) -> QuerySet[Topic]:
    return Topic.objects.filter(Q(wikidata_id__in=wikidata_ids) | Q(media_topic__in=media_topics), edition=edition)


@worded
def _people_named(edition: int, names: tuple[str, ...], slugs: tuple[str, ...]) -> QuerySet[Contributor]:
    return Contributor.objects.filter(Q(name__in=names) | Q(slug__in=slugs), edition=edition)


def _named(rows: Sequence[_Named], name: str, slug: str) -> _Named | None:
    """The row of this name, else of the slug that the name makes."""
    by_name = next((row for row in rows if row.name == name), None)
    return by_name or (next((row for row in rows if row.slug == slug), None) if slug else None)


def _new_section(at: Edition, name: str) -> Section:
    made = Section(edition=at, name=shorten(name, 80), slug=slugify(name, fallback="section")[:80].strip("-"))
    try:
        check_slug_is_free(at, made.slug, but=made)
    except ValidationError as error:
        raise NotUsable({"section": f"A section “{made.name}” cannot be created: {' '.join(error.messages)}"}) from error
    made.position = Section.objects.filter(edition=at).count()
    made.save()
    return made


def _free_slug(model: Any, at: Edition, name: str, fallback: str) -> str:
    stem = slugify(name, fallback=fallback)[:100].strip("-")
    taken = set(model.objects.filter(edition=at, slug__startswith=stem).values_list("slug", flat=True))
    number = 2
    slug = stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
