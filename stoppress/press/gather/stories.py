"""Whole stories: a fixed number of queries for any number of stories and any body."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from django.db.models import QuerySet

from stoppress.copy import stories as copy
from stoppress.copy.blocks import Gallery, Video
from stoppress.copy.editions import EditionLink
from stoppress.copy.pictures import Picture
from stoppress.kit import plain_text
from stoppress.newsroom import body, models
from stoppress.pictures.copying import shown_copy
from stoppress.press.gather import bodies
from stoppress.press.gather.cards import labels, note, section_copy, tagged_cards
from stoppress.press.gather.editions import site_url
from stoppress.press.gather.once import kept
from stoppress.publog.worded import worded

_WITH = ("section__parent", "edition", "lead_picture__stand_in")
#: An edition's long fields, which its own copy brings.
_NOT_SHOWN = tuple(f"edition__{name}" for name in ("navigation", "footer", "social", "apps", "logo_svg"))
#: A story's copy and the tags of what it shows.
Tagged = tuple[copy.Story, set[str]]
LEAD_SHAPES = ("16:9", "4:3", "1:1", "full")


def stories(ids: tuple[int, ...], has_related: bool, seen: set[str]) -> list[copy.Story]:
    """Those of `ids` that readers may see, in the order given, with their related stories or not: ten queries for those
    that this run has not gathered yet."""
    known = kept("stories", has_related)
    _fetch([n for n in ids if n not in known], known, has_related)
    found = []
    for n in ids:
        story, tags = known[n]
        seen |= tags
        if story:
            found.append(story)
    return found


def look_again(number: int) -> None:
    """Forget what this run has gathered of a story, which is no longer so."""
    for has_related in (True, False):
        kept("stories", has_related).pop(number, None)


def _fetch(ids: list[int], known: dict[int, Tagged | tuple[None, set[str]]], has_related: bool) -> None:
    if not ids:
        return
    rows = _story_rows(tuple(ids))
    made = {story.id: (story, tags, for_related) for story, tags, for_related in _tagged(rows, has_related=has_related)}
    # A story gathered with its related stories will soon be asked for without them, by the feeds.
    without = kept("stories", False)
    for n in ids:
        if n not in made:
            known[n] = None, {f"story:{n}"}
            continue
        story, tags, for_related = made[n]
        without.setdefault(n, (replace(story, related=()), tags))
        known[n] = (story, tags | for_related) if has_related else without[n]


@worded
def _story_rows(ids: tuple[int, ...]) -> QuerySet[models.Story]:
    return models.Story.objects.filter(pk__in=ids, live=True).select_related(*_WITH).defer(*_NOT_SHOWN)


def stories_copy(found: list[models.Story], seen: set[str]) -> list[copy.Story]:
    """Copy of model stories, saved or not (the desk previews unsaved ones)."""
    made = _tagged(found, has_related=True)
    for _, tags, for_related in made:
        seen |= tags | for_related
    return [story for story, _, _ in made]


def _tagged(found: list[models.Story], *, has_related: bool) -> list[tuple[copy.Story, set[str], set[str]]]:
    """Copy of model stories, each with the tags of what it shows and those of its related stories."""
    raws = {s.pk: (body.raw(s.body), body.raw(s.lead_media)) for s in found}
    shown = {pk: body.references(*pair) for pk, pair in raws.items()}
    related = {s.pk: s.related_ids if has_related else [] for s in found}
    linked = tagged_cards([n for s in found for n in (*shown[s.pk].stories, *related[s.pk])])
    there = {n: card for n, (card, _) in linked.items() if card}
    pantry = bodies.fetch_pantry(*(raw for pair in raws.values() for raw in pair), cards=there, seen=set())
    corrections = _by_story(_correction_rows(tuple(s.pk for s in found if s.pk)))
    versions = _by_story(_version_rows(tuple(s.pk for s in found if s.pk and s.show_history)))
    others = translations({s.pk: s.translation_key for s in found}, set())
    bylines, topics = _children(found)
    made = []
    for s in found:
        if s.live:
            note(s, bylines.get(s.pk, []))
        tags = {"editions", f"story:{s.pk}", f"group:{s.translation_key}", *pantry.tags_of(shown[s.pk])}
        tags.update(*(linked[n][1] for n in shown[s.pk].stories))
        raw, lead = raws[s.pk]
        own = pantry.in_language(s.edition.language)
        story = _story(s, raw, lead, own, corrections.get(s.pk, []), versions.get(s.pk, []),
                       others[s.pk], bylines.get(s.pk, []), topics.get(s.pk, []), tags)  # fmt: skip
        made.append((story, tags, set().union(*(linked[n][1] for n in related[s.pk]))))
    return made


def _children(found: list[models.Story]) -> tuple[dict[int, list], dict[int, list]]:  # type: ignore[type-arg]
    """Contributors and topics: two queries for saved stories; an unsaved preview brings its own."""
    if len(found) == 1 and getattr(found[0], "is_preview", False):
        story = found[0]
        return ({story.pk: [b.contributor for b in story.bylines.all()]},
                {story.pk: [t.topic for t in story.story_topics.all()]})  # fmt: skip
    ids = tuple(s.pk for s in found)
    bylines: dict[int, list] = {}  # type: ignore[type-arg]
    topics: dict[int, list] = {}  # type: ignore[type-arg]
    for row in _byline_rows(ids):
        bylines.setdefault(row.story_id, []).append(row.contributor)
    for row in _topic_rows(ids):
        topics.setdefault(row.story_id, []).append(row.topic)
    return bylines, topics


@worded
def _correction_rows(ids: tuple[int, ...]) -> QuerySet[models.Correction]:
    return models.Correction.objects.filter(story__in=ids)


@worded
def _version_rows(ids: tuple[int, ...]) -> QuerySet[models.StoryVersion]:
    return models.StoryVersion.objects.filter(story__in=ids)


@worded
def _byline_rows(ids: tuple[int, ...]) -> QuerySet[models.Byline]:
    return models.Byline.objects.filter(story_id__in=ids).select_related("contributor").order_by("sort_order")


@worded
def _topic_rows(ids: tuple[int, ...]) -> QuerySet[models.StoryTopic]:
    return models.StoryTopic.objects.filter(story_id__in=ids).select_related("topic").order_by("sort_order")


def translations(keys: Mapping[int, object], seen: set[str]) -> dict[int, tuple[EditionLink, ...]]:
    """The live translations of stories, by id; `keys` are their translation keys by id: one query."""
    seen |= {f"group:{key}" for key in keys.values()}
    rows: dict[object, list[models.Story]] = {}
    for row in _translation_rows(tuple(set(keys.values()))):
        rows.setdefault(row.translation_key, []).append(row)
    return {
        pk: tuple(
            EditionLink(o.edition.name, o.edition.language, o.edition.direction, f"{site_url(o.edition)}{o.address}")
            for o in rows.get(key, ()) if o.pk != pk
        ) for pk, key in keys.items()
    }  # fmt: skip


@worded
def _translation_rows(keys: tuple[object, ...]) -> QuerySet[models.Story]:
    rows = models.Story.objects.filter(translation_key__in=keys, live=True).select_related("edition")
    of_edition = ("edition__name", "edition__language", "edition__prefix", "edition__host")
    return rows.only("translation_key", "slug", "published_date", "edition", *of_edition).order_by(
        "edition__position", "edition_id"
    )


def _by_story(rows) -> dict[int, list]:  # type: ignore[no-untyped-def, type-arg]
    grouped: dict[int, list] = {}  # type: ignore[type-arg]
    for row in rows:
        grouped.setdefault(row.story_id, []).append(row)
    return grouped


def _story(s, raw, lead, pantry, corrections, versions, others, contributors, topics, seen) -> copy.Story:  # type: ignore[no-untyped-def]
    prefix, blocks = s.edition.prefix, bodies.blocks_copy(raw, pantry)
    text = bodies.plain(blocks)
    seen |= {f"contributor:{c.pk}" for c in contributors} | {f"topic:{t.pk}" for t in topics}
    path = [x for x in (s.section.parent, s.section) if x] if s.section else []
    sections = tuple(section_copy(x, prefix, seen) for x in path)
    media = bodies.blocks_copy(lead, pantry)
    return copy.Story(
        id=s.pk, address=s.address, url=f"{site_url(s.edition)}{s.address}", headline=s.headline, kicker=s.kicker,
        standfirst=s.standfirst, published_at=s.first_published_at, updated_at=s.updated_at, section=sections[-1],
        section_path=sections, language=s.edition.language, search_title=s.search_title or s.headline,
        social_title=s.social_title or s.headline, short_headline=s.short_headline or s.headline,
        description=s.description or s.standfirst or plain_text.shorten(text.replace("\n", " "), 160),
        story_type=s.story_type, agency_credit=s.agency_credit, dateline=s.dateline,
        bylines=tuple(contributor_copy(c, prefix) for c in contributors),
        topics=tuple(topic_copy(t, prefix) for t in topics), lead_picture=_lead(s, seen),
        lead_video=next((m for m in media if isinstance(m, Video)), None),
        lead_gallery=next((m for m in media if isinstance(m, Gallery)), None),
        body=blocks, labels=labels(s), age_mark=s.age_mark or s.edition.age_mark, sensitive_note=s.sensitive_note,
        sponsor=s.sponsor, corrections=tuple(copy.Correction(c.text, c.published_at) for c in corrections),
        history=tuple(copy.Version(v.number, v.published_at, v.note) for v in versions) if s.show_history else (),
        related=tuple(pantry.cards[n] for n in s.related_ids if n in pantry.cards),
        translations=others,
        word_count=len(text.split()), text=text, ai_disclosure=s.ai_disclosure, guid=s.guid, version=s.version,
        urgency=s.urgency, copyright_notice=s.copyright_notice,
        coverage_ended_at=s.coverage_ended_at,
    )  # fmt: skip


def _lead(s: models.Story, seen: set[str]) -> Picture | None:
    return shown_copy(s.lead_picture, seen, shapes=LEAD_SHAPES, language=s.edition.language, alt=s.lead_alt,
                      caption=s.lead_caption)  # fmt: skip


def contributor_copy(c: models.Contributor, prefix: str, portrait: Picture | None = None) -> copy.Contributor:
    """Somebody in a byline or at the head of their page."""
    return copy.Contributor(c.pk, c.name, f"{prefix}/contributors/{quote(c.slug)}/", c.job_title, c.biography, c.email,
                            tuple(c.links), portrait, c.fediverse)  # fmt: skip


def topic_copy(t: models.Topic, prefix: str, picture: Picture | None = None) -> copy.Topic:
    """A topic as a link or at the head of its page."""
    return copy.Topic(
        t.pk, t.what, t.name, f"{prefix}/topics/{quote(t.slug)}/", t.description, t.wikidata_id, t.media_topic, picture
    )
