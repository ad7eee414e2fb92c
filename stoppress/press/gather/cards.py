"""Stories as cards: two queries for any number."""

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import quote

from django.db.models import QuerySet

from stoppress.copy.stories import Card, Section
from stoppress.newsroom import models, rules
from stoppress.pictures.copying import picture_fields, shown_copy
from stoppress.press.gather.once import kept, once_a_run
from stoppress.publog.worded import worded

#: A card (None where readers may see nothing) and the tags of what it shows.
Tagged = tuple[Card | None, set[str]]
#: Crops of a card's picture: what its forms are set with.
_SHAPES = ("16:9", "4:3")
#: All that a card shows; a body or an edition's footer has no business in a list.
_SHOWN = (
    "slug", "published_date", "headline", "kicker", "standfirst", "short_headline", "first_published_at", "updated_at",
    "story_type", "coverage_ended_at", "is_breaking", "is_exclusive", "sponsor", "sensitive_note", "state", "agency_credit",
    "lead_alt", "lead_caption", "section__name", "section__slug", "section__description", "edition__prefix", "edition__host",
    "edition__language", "urgency", *(f"lead_picture__{name}" for name in picture_fields),
    *(f"lead_picture__stand_in__{name}" for name in picture_fields),
)  # fmt: skip


#: As many of a list's newest stories serve whatever page shows some of them.
MOST_NEWEST = 40


def newest_ids(name: str, count: int, seen: set[str]) -> list[int]:
    """Ids of a list's newest stories, at most MOST_NEWEST: one query for all pages of a run."""
    return [number for number, _ in newest(name, seen)[:count]]


@once_a_run
def newest(name: str, seen: set[str]) -> tuple[tuple[int, date], ...]:
    """A list's newest stories, by id and day: one query."""
    seen.add(f"list:{name}")
    return tuple(_newest_rows(name))


@worded
def _newest_rows(name: str) -> QuerySet[models.Listing, tuple[int, date]]:
    rows = models.Listing.objects.filter(list=name).order_by("-published_at", "-story_id")
    return rows.values_list("story_id", "day")[:MOST_NEWEST]


@once_a_run
def day_ids(name: str, day: date, most: int, seen: set[str]) -> tuple[int, ...]:
    """Ids of a list's stories of one day, newest first: one query."""
    seen.add(f"day:{name}:{day}")
    rows = models.Listing.objects.filter(list=name, day=day).order_by("-published_at", "-story_id")
    return tuple(rows.values_list("story_id", flat=True)[:most])


@once_a_run
def neighbour_days(name: str, day: date, seen: set[str]) -> tuple[date | None, date | None]:
    """The list's next older and next newer day with stories: two queries."""
    seen.add(f"days:{name}")
    rows = models.Listing.objects.filter(list=name)
    older = rows.filter(day__lt=day).order_by("-day").values_list("day", flat=True).first()
    newer = rows.filter(day__gt=day).order_by("day").values_list("day", flat=True).first()
    return older, newer


def cards(ids: Iterable[int], seen: set[str]) -> dict[int, Card]:
    """Cards of those of `ids` that readers may see, by id in the order given: two queries, none for cards this run has."""
    found = {}
    for n, (card, tags) in tagged_cards(ids).items():
        seen |= tags
        if card:
            found[n] = card
    return found


def tagged_cards(ids: Iterable[int]) -> dict[int, Tagged]:
    """The same for all of `ids`, None where readers may see nothing, each with its own tags."""
    wanted, known = list(dict.fromkeys(ids)), kept("cards")
    _fetch([n for n in wanted if n not in known], known)
    return {n: known[n] for n in wanted}


def note(story: models.Story, contributors: Sequence[models.Contributor]) -> None:
    """Let this run know the card of a public story that was gathered whole."""
    kept("cards").setdefault(story.pk, _tagged(story.pk, story, contributors))


def _fetch(ids: list[int], known: dict[int, Tagged]) -> None:
    """Put each of `ids` with its card, if readers may see it, and its tags among the known ones."""
    if not ids:
        return
    found = {s.pk: s for s in _story_rows(tuple(ids))}
    bylines: dict[int, list[models.Contributor]] = {}
    for byline in _byline_rows(tuple(found)):
        bylines.setdefault(byline.story_id, []).append(byline.contributor)
    for n in ids:
        known[n] = _tagged(n, found.get(n), bylines.get(n, []))


@worded
def _story_rows(ids: tuple[int, ...]) -> QuerySet[models.Story]:
    rows = models.Story.objects.filter(pk__in=ids, live=True).select_related("section", "edition", "lead_picture__stand_in")
    return rows.only(*_SHOWN)


@worded
def _byline_rows(ids: tuple[int, ...]) -> QuerySet[models.Byline]:
    rows = models.Byline.objects.filter(story_id__in=ids).select_related("contributor").order_by("sort_order")
    return rows.only("story_id", "contributor__name")


def _tagged(number: int, story: models.Story | None, contributors: Sequence[models.Contributor]) -> Tagged:
    tags = {f"card:{number}", "editions", *(f"contributor:{c.pk}" for c in contributors)}
    return (_card(story, [c.name for c in contributors], tags) if story else None), tags


def section_copy(section: models.Section, prefix: str, seen: set[str]) -> Section:
    """A section as a rubric."""
    seen.add(f"section:{section.pk}")
    return Section(section.pk, section.name, f"{prefix}/{quote(section.slug)}/", section.description)


def _card(story: models.Story, names: list[str], seen: set[str]) -> Card:
    assert story.section is not None, "a public story has a section"
    picture = shown_copy(story.lead_picture, seen, shapes=_SHAPES, language=story.edition.language, alt=story.lead_alt,
                         caption=story.lead_caption)  # fmt: skip
    return Card(
        id=story.pk, address=story.address, headline=story.headline, kicker=story.kicker, standfirst=story.standfirst,
        short_headline=story.short_headline or story.headline, published_at=story.first_published_at,
        updated_at=story.updated_at, section=section_copy(story.section, story.edition.prefix, seen),
        labels=labels(story), bylines=tuple(names) or ((story.agency_credit,) if story.agency_credit else ()),
        picture=picture, story_type=story.story_type, urgency=story.urgency,
    )  # fmt: skip


def labels(story: models.Story) -> tuple[str, ...]:
    """The labels of a story."""
    return rules.labels_of(
        story_type=story.story_type, is_breaking=story.is_breaking, is_exclusive=story.is_exclusive,
        sponsor=story.sponsor, sensitive_note=story.sensitive_note, updated_at=story.updated_at, state=story.state,
        coverage_ended_at=story.coverage_ended_at,
    )  # fmt: skip
