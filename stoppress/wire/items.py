"""Taking one item in: a story is made of it, brought forward, or left as it is; all of it or nothing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from stoppress.kit import clock
from stoppress.kit.plain_text import shorten
from stoppress.newsroom.actions import drafts, references
from stoppress.newsroom.errors import OlderVersion, WrongState
from stoppress.newsroom.models import Story
from stoppress.pictures.models import Picture
from stoppress.publog.worded import worded
from stoppress.wire import illustrations, pictures, places, reading, verbs
from stoppress.wire.reading import Item

_LENGTHS = {"headline": 250, "kicker": 80, "standfirst": 600, "dateline": 80, "agency_credit": 120,
            "copyright_notice": 300}  # fmt: skip


@dataclass(slots=True)
class Taken:
    """What became of an item."""

    story: Story
    created: bool = False
    changed: bool = True
    entry: int | None = None
    warnings: list[str] = field(default_factory=list)
    scheduled_for: Any = None


def take(
    *, guid: str, raw: Any, action: str = "draft", edition: str = "", note: str = "", scopes: Collection[str] = ()
) -> Taken:
    """Make or change the story `guid` as the item says, then do `action` with it, in one transaction.

    The same version again changes nothing; an older one raises `OlderVersion`. Raises `WireError` or
    `NewsroomError` for what cannot be done; then nothing has changed.
    """
    item = reading.read(guid, raw)
    warnings = list(item.incoming.notes)
    _warn_of_the_future(item, warnings)
    found: list[pictures.Found] = []
    if item.incoming.pictures and _is_news(item):
        found = pictures.gather(item.incoming.pictures, warnings)
    for _ in range(2):
        files: list[Picture] = []
        try:
            with transaction.atomic(), references.once():
                return _take(item, action, edition, note, scopes, found, list(warnings), files)
        except IntegrityError:
            _forget(files)  # somebody else sent the same at the same moment; theirs is there now
        except Exception:
            _forget(files)
            raise
    raise WrongState("This item is being sent twice at this moment; send it again.")


def _take(
    item: Item, action: str, edition: str, note: str, scopes: Collection[str], found: list[pictures.Found],
    warnings: list[str], files: list[Picture],
) -> Taken:  # fmt: skip
    story = next(iter(_stories_held(item.incoming.guid)), None)
    if story is not None and edition and edition != story.edition.code:
        raise WrongState(f"This item is a story of the edition {story.edition.code} already.")
    order = _order(item, story) if story is not None else 1
    if story is not None and order < 0:
        raise OlderVersion(
            f"Version {item.version} is older than version {story.wire_version}, which is here; nothing was changed."
        )
    action = verbs.wanted(action, item.incoming.pub_status, story, warnings)
    taken = Taken(story, warnings=warnings)  # type: ignore[arg-type]
    if order == 0:
        verbs.again(taken, action, note or item.correction, item.version, scopes)
        return taken
    verbs.check_may(action, story, scopes)
    if action in ("kill", "takedown") and story is not None:
        Story.objects.filter(pk=story.pk).update(wire_version=item.version)
        story.wire_version = item.version
        verbs.withdraw(taken, action, note)
        return taken
    if story is not None and story.state == "killed":
        raise WrongState("A killed story cannot come back; send it under a new guid.")
    taken.story, revision = _write(story, item, edition, scopes, found, warnings, files)
    taken.created = story is None
    verbs.bring_out(taken, action, revision, note or item.correction, item)
    return taken


@worded
def _stories_held(guid: str) -> QuerySet[Story]:
    return Story.objects.select_for_update(of=("self",)).select_related("edition").filter(guid=guid).order_by()


def _write(
    story: Story | None, item: Item, edition: str, scopes: Collection[str], found: list[pictures.Found],
    warnings: list[str], files: list[Picture],
) -> tuple[Story, Any]:  # fmt: skip
    incoming, may_create = item.incoming, "places:create" in scopes
    at = story.edition if story is not None else places.edition(edition, incoming.language)
    section = places.section(at, item.sections, incoming.section_names, may_create=may_create, warnings=warnings)
    topics = places.topics(at, incoming.topics, may_create=may_create, warnings=warnings)
    people, unknown = places.contributors(at, incoming.bylines, may_create=may_create, warnings=warnings)
    fields: dict[str, Any] = {
        "edition": at, "section": section, "headline": incoming.headline, "kicker": incoming.kicker,
        "standfirst": incoming.standfirst, "dateline": incoming.dateline,
        "agency_credit": " / ".join(dict.fromkeys([*unknown, incoming.credit] if incoming.credit else unknown)),
        "copyright_notice": incoming.copyright_notice or incoming.copyright_holder,
        "urgency": incoming.urgency or 5, "embargo_until": incoming.embargoed_until, "expire_at": incoming.expires_at,
        "note_to_desk": "\n".join(t for t in (incoming.editor_note, incoming.usage_terms) if t),
        "wire_version": item.version, "go_live_at": None,
    }  # fmt: skip
    for name, most in _LENGTHS.items():
        if len(fields[name]) > most:
            warnings.append(f"The {name.replace('_', ' ')} has {len(fields[name]):,} characters; it was cut to {most}.")
            fields[name] = shorten(fields[name], most)
    if story is None:
        fields["guid"] = incoming.guid
    lead, blocks = illustrations.place(found, incoming, warnings, files)
    written, revision = drafts.write(
        story=story, fields={**fields, **lead}, body=[*item.body, *blocks], topics=topics, contributors=people
    )
    if story is not None:
        # A story on nobody's page yet is known at the desk by its newest headline.
        known_by = {} if story.live else {"headline": fields["headline"]}
        Story.objects.filter(pk=story.pk).update(wire_version=item.version, **known_by)
    return written, revision


def _is_news(item: Item) -> bool:
    """Whether the item is newer than what is here; else nothing will be written."""
    known = Story.objects.filter(guid=item.incoming.guid).first()
    return known is None or _order(item, known) > 0


def _order(item: Item, story: Story) -> int:
    return reading.is_newer(item.version, story.wire_version)


def _warn_of_the_future(item: Item, warnings: list[str]) -> None:
    made = item.incoming.version_created
    if made and made > clock.now() + timedelta(hours=1):
        warnings.append(f"The item says it was made at {made.isoformat()}, which is still to come.")


def _forget(files: list[Picture]) -> None:
    for picture in files:
        for file in (picture.file, picture.master):
            if file.name:
                file.storage.delete(file.name)
