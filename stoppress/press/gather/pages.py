"""Whole pages but the story's: fronts, lists, corrections, house pages, notices, parts."""

from collections.abc import Mapping
from datetime import date

from stoppress.copy import pages as copy
from stoppress.copy import stories as story_copy
from stoppress.copy.editions import Edition
from stoppress.kit import clock
from stoppress.newsroom import body, models
from stoppress.pictures.copying import shown_copy
from stoppress.press.gather import bodies
from stoppress.press.gather.cards import cards, day_ids, neighbour_days, newest, newest_ids, section_copy
from stoppress.press.gather.once import kept
from stoppress.press.gather.places import sections_of
from stoppress.press.gather.siblings import siblings_of
from stoppress.press.gather.stories import contributor_copy, topic_copy
from stoppress.reads import queries as reads
from stoppress.reads import rules as reads_rules

FRONT_TOP = 6
FRONT_LATEST = 12
BAND = 4
LIST_LENGTH = 24
BREAKING_HOURS = 12
MOST_OF_A_DAY = 1000
#: The newsfeed panel shows half of these; the others wait to move up.
NEWSFEED = 40
_FEEDS = (("rss.xml", "application/rss+xml", "RSS"), ("atom.xml", "application/atom+xml", "Atom"),
          ("feed.json", "application/feed+json", "JSON Feed"))  # fmt: skip


def feeds_of(title: str, address: str) -> tuple[copy.FeedLink, ...]:
    """The three feeds that lie beside a list page."""
    return tuple(copy.FeedLink(f"{title} – {name}", address + file, mime) for file, mime, name in _FEEDS)


def front(edition: Edition, seen: set[str]) -> copy.FrontPage:
    """An edition's front: no story twice; a fixed number of queries for a number of sections."""
    latest = newest_ids(f"edition:{edition.id}", FRONT_TOP + 1 + FRONT_LATEST + 20, seen)
    breaking = newest_ids(f"breaking:{edition.id}", 1, seen)
    opinion = newest_ids(f"opinion:{edition.id}", 3, seen)
    tops = [s for s in sections_of(edition.id, seen) if s.parent_id is None]
    bands = [(s, newest_ids(f"section:{s.pk}", BAND + FRONT_TOP + 4, seen)) for s in tops]
    read = _most_read_ids(edition.id, f"edition:{edition.id}", seen)
    found = cards([*latest, *breaking, *opinion, *read, *(n for _, ids in bands for n in ids)], seen)
    used: set[int] = set(opinion)

    def take(ids: list[int], count: int, *, pictured: bool = False) -> tuple[story_copy.Card, ...]:
        chosen = [n for n in ids if n in found and n not in used and (found[n].picture or not pictured)][:count]
        used.update(chosen)
        return tuple(found[n] for n in chosen)

    flash = next((found[n] for n in breaking if n in found and _is_fresh(found[n])), None)
    lead = take(_by_weight(latest[:12], found), 1, pictured=True) or take(latest, 1)
    top = take(latest, FRONT_TOP)
    made = [copy.SectionBand(section_copy(s, edition.prefix, seen), shown) for s, ids in bands if (shown := take(ids, BAND))]
    rest = tuple(found[n] for n in latest if n in found)[:FRONT_LATEST]
    return copy.FrontPage(
        edition=edition, front_date=clock.date_in_zone(clock.now(), edition.time_zone), lead=lead[0] if lead else None,
        top=top, bands=tuple(made), opinion=tuple(found[n] for n in opinion if n in found), latest=rest, breaking=flash,
        most_read=_enough(read, found),
        alternates=edition.others, feeds=feeds_of(edition.name, f"{edition.prefix}/"),
    )  # fmt: skip


def _most_read_ids(edition: int, name: str, seen: set[str], *, is_whole: bool = False) -> list[int]:
    """Numbers of the stories read most on a list: one query a run."""
    known = kept("most-read")
    if edition not in known:
        known[edition] = reads.lists_of(edition)
    return reads.most_read(known[edition], name, seen, is_whole=is_whole)


def _enough(ids: list[int], found: Mapping[int, story_copy.Card]) -> tuple[story_copy.Card, ...]:
    """The cards of a list of what is read most; none when too few of its stories are still public."""
    shown = tuple(found[n] for n in ids if n in found)
    return shown if len(shown) >= reads_rules.LEAST_STORIES else ()


def _by_weight(ids: list[int], found: dict[int, story_copy.Card]) -> list[int]:
    """Ids by urgency first: the desk's 1 to 3 lead a front, then the newest."""
    return sorted((n for n in ids if n in found), key=lambda n: found[n].urgency if found[n].urgency <= 3 else 9)


def _is_fresh(card: story_copy.Card) -> bool:
    return (clock.now() - card.published_at).total_seconds() < BREAKING_HOURS * 3600


def section(edition: Edition, row: models.Section, day: date | None, seen: set[str]) -> copy.ListPage:
    """A section's front, or one of its days."""
    path = [row.parent, row] if row.parent else [row]
    own = section_copy(row, edition.prefix, seen)
    subsections = [section_copy(s, edition.prefix, seen) for s in sections_of(edition.id, seen) if s.parent_id == row.pk]
    return _list_page(
        edition, f"section:{row.pk}", own.address, own.name, day, seen, section=own, subsections=tuple(subsections),
        section_path=tuple(section_copy(s, edition.prefix, seen) for s in path),
        alternates=siblings_of(models.Section, row, row.translation_key, "", seen),
    )  # fmt: skip


def topic(edition: Edition, row: models.Topic, day: date | None, seen: set[str]) -> copy.ListPage:
    """What is about a topic, or one day of it."""
    seen.add(f"topic:{row.pk}")
    picture = shown_copy(row.picture, seen, shapes=("16:9", "1:1"), language=edition.language)
    own = topic_copy(row, edition.prefix, picture)
    return _list_page(edition, f"topic:{row.pk}", own.address, own.name, day, seen, topic=own,
                      alternates=siblings_of(models.Topic, row, row.translation_key, "topics/", seen))  # fmt: skip


def contributor(edition: Edition, row: models.Contributor, day: date | None, seen: set[str]) -> copy.ListPage:
    """What a contributor wrote, or one day of it."""
    seen.add(f"contributor:{row.pk}")
    portrait = shown_copy(row.portrait, seen, shapes=("1:1",), language=edition.language)
    own = contributor_copy(row, edition.prefix, portrait)
    return _list_page(edition, f"contributor:{row.pk}", own.address, own.name, day, seen, contributor=own)


def latest(edition: Edition, day: date | None, seen: set[str]) -> copy.ListPage:
    """The edition's newest stories, or one of its days."""
    return _list_page(edition, f"edition:{edition.id}", f"{edition.prefix}/latest/", edition.name, day, seen,
                      feeds_at=f"{edition.prefix}/")  # fmt: skip


def _list_page(edition, name, address, title, day, seen, *, feeds_at="", **parts) -> copy.ListPage:  # type: ignore[no-untyped-def]
    ids = day_ids(name, day, MOST_OF_A_DAY, seen) if day else newest_ids(name, LIST_LENGTH, seen)
    read = _most_read_ids(edition.id, name, seen) if "section" in parts and not day else []
    known = cards([*ids, *read], seen)
    found = {n: known[n] for n in ids if n in known}
    older, newer = _neighbours(name, day, ids, seen)

    def at(d: date | None) -> str:
        return f"{address}{d:%Y%m%d}/" if d else ""

    return copy.ListPage(
        edition=edition, address=at(day) or address, cards=tuple(found.values()), day=day, older=older,
        older_address=at(older), newer=newer, newer_address=at(newer), feeds=feeds_of(title, feeds_at or address),
        most_read=_enough(read, known), **parts,
    )  # fmt: skip


def _neighbours(name, day, ids, seen):  # type: ignore[no-untyped-def]
    """A day's neighbours; a newest list that is full leads on to the day on which its last story lies."""
    if day:
        return neighbour_days(name, day, seen)
    if len(ids) < LIST_LENGTH:
        return None, None
    return dict(newest(name, seen))[ids[-1]], None


def corrections(edition: Edition, seen: set[str]) -> copy.CorrectionsPage:
    """The edition's public corrections, newest first."""
    seen.add(f"corrections:{edition.id}")
    rows = models.Correction.objects.filter(edition_id=edition.id).select_related("story", "story__edition").only(
        "text", "published_at", *(f"story__{name}" for name in ("headline", "live", "slug", "published_date")),
        "story__edition__prefix", "story__edition__host",
    )[:200]  # fmt: skip
    notes = []
    for row in rows:
        seen.add(f"card:{row.story_id}")
        live = row.story.live
        notes.append(story_copy.Correction(row.text, row.published_at, row.story.headline if live else "",
                                           row.story.address if live else ""))  # fmt: skip
    return copy.CorrectionsPage(edition, f"{edition.prefix}/corrections/", tuple(notes))


def house(edition: Edition, row: models.HousePage, seen: set[str]) -> copy.HousePage:
    """A page of the house."""
    seen.add(f"house:{row.pk}")
    raw = body.raw(row.body)
    linked = cards(sorted(body.references(raw).stories), seen)
    pantry = bodies.fetch_pantry(raw, cards=linked, seen=seen).in_language(edition.language)
    return copy.HousePage(edition, row.address, row.title, row.standfirst, bodies.blocks_copy(raw, pantry), row.updated_at,
                          siblings_of(models.HousePage, row, row.translation_key, "", seen))  # fmt: skip


def notice(edition: Edition, status: int, seen: set[str], text: str = "") -> copy.NoticePage:
    """A page that says why there is nothing else, with the newest stories for comfort."""
    found = cards(newest_ids(f"edition:{edition.id}", 5, seen), seen)
    return copy.NoticePage(edition, status, text, tuple(found.values()))


def latest_part(edition: Edition, row: models.Section, seen: set[str]) -> copy.LatestPart:
    """The short list of a section's newest stories."""
    found = cards(newest_ids(f"section:{row.pk}", 6, seen), seen)
    return copy.LatestPart(edition, section_copy(row, edition.prefix, seen), tuple(found.values()))


def most_read(edition: Edition, seen: set[str]) -> copy.MostReadPage:
    """What is read most in the edition."""
    ids = _most_read_ids(edition.id, f"edition:{edition.id}", seen, is_whole=True)
    found = cards(ids, seen)
    return copy.MostReadPage(edition, f"{edition.prefix}/most-read/", _enough(ids, found))


def most_read_part(edition: Edition, seen: set[str]) -> copy.MostReadPart:
    """The first few of the same."""
    ids = _most_read_ids(edition.id, f"edition:{edition.id}", seen)
    return copy.MostReadPart(edition, _enough(ids, cards(ids, seen)))


def newsfeed_part(edition: Edition, seen: set[str]) -> copy.NewsfeedPart:
    """What the newsfeed panel begins with."""
    found = cards(newest_ids(f"edition:{edition.id}", NEWSFEED, seen), seen)
    return copy.NewsfeedPart(edition, tuple(found.values()), NEWSFEED)


def next_part(edition: Edition, row: models.Edition, story_id: int, seen: set[str]) -> copy.NextPart | None:
    """The next older story of a story's section; None when readers cannot see the story itself.

    It is found by days, because the list of a whole section changes with each of its stories.
    """
    seen.add(f"card:{story_id}")
    story = models.Story.objects.filter(pk=story_id, edition=row, live=True).select_related("section").only(
        "published_date", "section__name", "section__slug", "section__description"
    ).first()  # fmt: skip
    if story is None or story.section is None or story.published_date is None:
        return None
    name, day = f"section:{story.section_id}", story.published_date
    ids = day_ids(name, day, MOST_OF_A_DAY, seen)
    following = list(ids[ids.index(story_id) + 1 :][:1]) if story_id in ids else []
    if not following and (older := neighbour_days(name, day, seen)[0]):
        following = list(day_ids(name, older, 1, seen))
    card = next(iter(cards(following, seen).values()), None)
    return copy.NextPart(edition, section_copy(story.section, edition.prefix, seen), card)
