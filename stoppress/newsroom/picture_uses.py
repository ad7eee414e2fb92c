"""Where a picture is used: stories, their drafts, topics, contributors, editions, house pages and whatever else holds one."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex, Revision

from stoppress.newsroom import body
from stoppress.newsroom.models import Contributor, Edition, Listing, Section, Story, Topic
from stoppress.pictures.models import Picture

#: Fields that hold one picture; they are asked themselves, for rows made in bulk are in no index of references.
HOLDERS: tuple[tuple[type[Any], str], ...] = (
    (Story, "lead_picture"), (Topic, "picture"), (Contributor, "portrait"), (Edition, "app_icon"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody who uses a picture: the row, what it is, its state in words, and the lists a public story is on."""

    holder: Any
    kind: str
    state: str
    lists: tuple[str, ...] = ()
    is_draft_only: bool = False


def uses_of(picture: Picture) -> list[Use]:
    """Every use, stories first, newest first; ten queries and one for each further kind of holder."""
    rows = holders_of(picture)
    drafts = {revision.object_id for revision in waiting_drafts(picture)}
    stories = rows.pop(Story, {})
    only_in_drafts = [int(pk) for pk in drafts if int(pk) not in stories]
    for story in Story.objects.filter(pk__in=only_in_drafts):
        stories[story.pk] = story
    lists = _lists_of(list(stories))
    found = [
        Use(story, "Story", _state(story), tuple(lists[pk]), is_draft_only=pk in only_in_drafts)
        for pk, story in sorted(stories.items(), reverse=True)
    ]
    for model, kept in rows.items():
        found += [Use(row, model._meta.verbose_name.capitalize(), _state(row)) for row in kept.values()]
    return found


def holders_of(picture: Picture) -> dict[type[Any], dict[int, Any]]:
    """The rows that hold a picture, by model and number."""
    rows: dict[type[Any], dict[int, Any]] = defaultdict(dict)
    for model, name in HOLDERS:
        for row in model._default_manager.filter(**{name: picture.pk}):
            rows[model][row.pk] = row
    for kind, numbers in _referring(picture):
        found: type[Any] | None = kind.model_class()
        if found is not None and (missing := numbers - set(rows.get(found, {}))):
            rows[found] |= found._default_manager.in_bulk(missing)
    return {model: kept for model, kept in rows.items() if kept}


def waiting_drafts(picture: Picture) -> Iterator[Revision]:
    """The newest versions, not yet before readers, that use a picture although the row itself may not."""
    kind = ContentType.objects.get_for_model(Story)
    ahead = Story.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False).values("latest_revision_id")
    rows = Revision.objects.filter(base_content_type=kind)
    for revision in (rows.filter(pk__in=ahead) | rows.filter(approved_go_live_at__isnull=False)).iterator(200):
        if picture.pk in pictures_in(revision.content):
            yield revision


def pictures_in(content: dict[str, Any]) -> set[int]:
    """Numbers of the pictures that a story's revision uses."""
    streams = [body.stored(content.get(name)) for name in ("body", "lead_media")]
    lead = {content["lead_picture"]} if content.get("lead_picture") else set()
    return lead | body.references(*streams).pictures


def _referring(picture: Picture) -> Iterator[tuple[ContentType, set[int]]]:
    found: dict[int, set[int]] = defaultdict(set)
    for kind, number in ReferenceIndex.get_references_to(picture).values_list("base_content_type_id", "object_id"):
        if str(number).isdecimal():
            found[kind].add(int(number))
    own = ContentType.objects.get_for_model(Picture).pk
    for kind_id, numbers in found.items():
        if kind_id != own:
            yield ContentType.objects.get_for_id(kind_id), numbers


def _state(row: Any) -> str:
    if isinstance(row, Story):
        waits = " + draft" if row.live and row.has_unpublished_changes else ""
        return f"{row.get_state_display()}{waits}"
    return "Public" if getattr(row, "live", True) else "Not public"


def _lists_of(stories: list[int]) -> dict[int, list[str]]:
    """Names of the fronts and pages that list each story now, by story."""
    named: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for story, name in Listing.objects.filter(story_id__in=stories).values_list("story_id", "list"):
        kind, _, number = name.partition(":")
        named[story].append((kind, int(number)))
    words: dict[tuple[str, int], str] = {}
    for model, kind, form in ((Edition, "edition", "Front of {}"), (Section, "section", "{}"), (Topic, "topic", "{}")):
        wanted = {n for lists in named.values() for k, n in lists if k == kind}
        for pk, name in model.objects.filter(pk__in=wanted).values_list("pk", "name"):
            words[kind, pk] = form.format(name)
    found: dict[int, list[str]] = defaultdict(list)
    for story, lists in named.items():
        found[story] = [words[one] for one in sorted(lists) if one in words]
    return found
