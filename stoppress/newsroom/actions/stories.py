"""Publish, update, refile, correct, kill, take down: what may happen to a story's public life."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision

from stoppress.kit import clock, plain_text
from stoppress.newsroom import body, rules
from stoppress.newsroom.actions import audit, footprint, references, related
from stoppress.newsroom.actions.live import make_live
from stoppress.newsroom.errors import NotAllowed, NotReady, Problem, WrongState
from stoppress.newsroom.models import Correction, Story, StoryVersion
from stoppress.pictures import rules as picture_rules
from stoppress.pictures.models import Picture
from stoppress.publog import log
from stoppress.publog.models import Entry
from stoppress.publog.rows import enter

KIND_OF_VERB = {"publish": "story.published", "update": "story.updated", "refile": "story.refiled",
                "correct": "story.corrected"}  # fmt: skip
PERMISSION_OF_VERB = {"publish": "publish", "update": "publish", "refile": "refile", "correct": "correct",
                      "kill": "kill", "take_down": "takedown"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb came to: the story as it is now, and its log entry (None when it only was scheduled)."""

    story: Story
    entry: Entry | None
    waits_until: datetime | None = None


def publish(
    *, story: Story, revision: Any = None, by: Any = None, verb: str = "", note: str = "",
    published_at: datetime | None = None, is_new: bool = False,
) -> Outcome:
    """Bring a revision (the latest, if none is named) before the readers, or schedule it.

    `verb` is `publish`, `update` or `refile`; left empty it is `publish` for a story that is not live
    and `update` for one that is. A go-live time or an embargo ahead makes it wait for the clock.
    `published_at` sets the first publication for stories that came out elsewhere before. `is_new` says that `story` is
    the draft that was first written as `revision` in this transaction, so that nobody else can have touched either.
    Raises `NotReady`, `NotAllowed` or `WrongState`; then nothing has changed, and of a new story not even the draft is kept.
    """  # fmt: skip
    with transaction.atomic(savepoint=not is_new):
        story = story if is_new else _locked(story)
        verb = verb or ("update" if story.live else "publish")
        _check_allowed(by, verb)
        if verb in ("update", "refile") and not story.live:
            raise WrongState(f"Only a live story can be {'updated' if verb == 'update' else 'refiled'}; publish it first.")
        if story.state == "killed":
            raise WrongState("A killed story cannot come back; write a new one.")
        if story.state == "spiked":
            raise WrongState("This story is spiked; recover it first.")
        if not is_new:
            revision = _fresh(revision) or story.get_latest_revision() or story.save_revision(user=by)
        draft = story if is_new else _draft(story, revision)
        waits_until = _waits_until(draft)
        # What the clock brings out was cleared when somebody scheduled it.
        check_ready(draft, by=by, live=story, at=waits_until, is_cleared=revision.approved_go_live_at is not None)
        if waits_until:
            return _schedule(story, revision, by, waits_until)
        return _bring_out(story, draft, revision, by=by, verb=verb, note=note, published_at=published_at, is_new=is_new)


def correct(*, story: Story, text: str, by: Any = None, revision: Any = None, at: datetime | None = None) -> Outcome:
    """Add a dated public note to a live story, bringing out `revision` with it when one is given."""
    text = plain_text.clean(text)
    if not text.strip():
        raise NotReady({"text": "Say what was wrong and what is right; readers will see this note."})
    with transaction.atomic():
        story = _locked(story)
        _check_allowed(by, "correct")
        if not story.live:
            raise WrongState("Only a live story can be corrected.")
        moment = at or clock.now()
        Correction.objects.create(story=story, edition_id=story.edition_id, text=text.strip(), published_at=moment, by=by)
        revision = _fresh(revision) or story.live_revision or story.save_revision(user=by, changed=False)
        draft = _draft(story, revision)
        check_ready(draft, by=by, live=story)
        return _bring_out(story, draft, revision, by=by, verb="correct", note=text.strip()[:300], at=moment)


def kill(*, story: Story, notice: str = "", by: Any = None) -> Outcome:
    """Withdraw a story for good: off every surface at once, its page answers 410 with `notice`."""
    return _withdraw(story, by=by, verb="kill", state="killed", notice=notice)


def take_down(*, story: Story, by: Any = None) -> Outcome:
    """Unpublish a story quietly; it may be published again."""
    return _withdraw(story, by=by, verb="take_down", state="taken_down", notice="")


def delete(*, story: Story, really: Callable[[], Any]) -> Any:
    """Delete a story by calling `really`, and tell the log in the same transaction."""
    with transaction.atomic():
        before = footprint.of_live(story)
        tags, facts = footprint.tags(story, before, None), facts_of(story, "delete")
        gone = really()
        log.record("story.deleted", tags=tags, edition=story.edition.code, at_once=True, facts=facts)
    return gone


def check_ready(
    story: Story, *, by: Any = None, live: Story | None = None, at: datetime | None = None, is_cleared: bool = False
) -> None:
    """Raise `NotReady` with a sentence for everything that publishing still needs.

    `live` is the story as readers have it, whose pictures need no clearing again; `at` is when it would come out,
    left empty now; `is_cleared` says that somebody who may has cleared all its pictures.
    """
    raw, lead = body.raw(story.body), body.raw(story.lead_media)
    wanted = body.references(raw, lead).pictures
    is_cleared = is_cleared or (by is not None and by.has_perm("pictures.clear_picture"))
    known = _pictures_of(live) if live is not None and live.live else set()
    on = (at or clock.now()).date()

    def rights_problem(picture: Picture) -> str:
        return picture_rules.rights_problem(
            title=picture.title, restriction=picture.restriction, note=picture.restriction_note, on=on,
            from_date=picture.licence_from_date, until_date=picture.licence_until_date,
            may_clear=is_cleared or picture.pk in known,
        )  # fmt: skip

    problems = rules.publication_problems(
        headline=story.headline, section=story.section, body=raw, lead_picture=story.lead_picture,
        lead_alt=story.lead_alt, lead_media=lead, pictures=Picture.objects.in_bulk(wanted) if wanted else {},
        rights_problem=rights_problem,
    )  # fmt: skip
    if story.section and story.section.edition_id != story.edition_id:
        said = f"The section “{story.section.name}” belongs to another edition; choose one of this edition."
        problems.append(Problem("section", said))
    if problems:
        raise NotReady(problems)


def _pictures_of(story: Story) -> set[int]:
    lead = {story.lead_picture_id} if story.lead_picture_id else set()
    return lead | body.references(body.raw(story.body), body.raw(story.lead_media)).pictures


def _bring_out(
    story: Story, live: Story, revision: Revision, *, by: Any, verb: str, note: str,
    published_at: datetime | None = None, at: datetime | None = None, is_new: bool = False,
) -> Outcome:  # fmt: skip
    before = footprint.of_live(story) if story.live else None
    now = at or clock.now()
    live.first_published_at = live.first_published_at or published_at or now
    live.published_date = clock.date_in_zone(live.first_published_at, live.edition.time_zone)
    live.slug = live.slug or rules.slug_of(live.headline)
    live.version = story.version + 1
    live.state = "corrected" if verb == "correct" or story.state == "corrected" else "published"
    live.go_live_at = live.withdrawn_at = None
    if verb in ("update", "correct"):
        live.updated_at = now
    live.related_ids = related.related_ids(live)
    with references.resting():
        make_live(story=story, draft=live, revision=revision, by=by, is_new=is_new)
    references.index(live)
    if verb != "refile":
        version = StoryVersion(
            story=live, number=live.version, published_at=now if before else live.first_published_at,
            note=plain_text.one_line(note) or live.change_note,
        )  # fmt: skip
        enter([version])
    after = footprint.write(live, before)
    tags = footprint.tags(live, before, after)
    if verb == "correct":
        tags.add(f"corrections:{live.edition_id}")
    entry = log.record(KIND_OF_VERB[verb], tags=tags, edition=live.edition.code, facts=facts_of(live, verb))
    return Outcome(live, entry)


def _schedule(story: Story, revision: Revision, by: Any, waits_until: datetime) -> Outcome:
    revision.content_object = story
    action = PublishRevisionAction(revision, user=by)
    if action.object.go_live_at != waits_until:
        action.object.go_live_at = waits_until
        revision.content = {**revision.content, "go_live_at": waits_until.isoformat()}
        revision.save(update_fields=["content"])
    if not story.live:
        action.object.state = "scheduled"
    action.execute(skip_permission_checks=True)
    return Outcome(action.object, None, waits_until)


def _withdraw(story: Story, *, by: Any, verb: str, state: str, notice: str) -> Outcome:
    with transaction.atomic():
        story = _locked(story)
        _check_allowed(by, verb)
        if story.state == state:
            raise WrongState("That has been done already.")
        if verb == "take_down" and not story.live:
            raise WrongState("Only a live story can be taken down.")
        if verb == "kill" and story.published_date is None:
            raise WrongState("This story has never been published; spike it instead.")
        before = footprint.of_live(story)
        story.state, story.kill_notice, story.version = state, plain_text.clean(notice).strip(), story.version + 1
        # Killing what was taken down before takes nothing more from the readers.
        story.withdrawn_at = story.withdrawn_at or clock.now()
        if story.live:
            UnpublishAction(story, user=by, log_action=f"stoppress.{verb}").execute(skip_permission_checks=True)
        else:
            story.save()
            audit.note(story=story, action=f"stoppress.{verb}", by=by)
        footprint.remove(story)
        kind = "story.killed" if verb == "kill" else "story.taken_down"
        tags = footprint.tags(story, before, None) | {f"corrections:{story.edition_id}"}
        entry = log.record(kind, tags=tags, edition=story.edition.code, at_once=True, facts=facts_of(story, verb))
        return Outcome(story, entry)


def _locked(story: Story) -> Story:
    """The row as it is now, held until the transaction ends (on SQLite the transaction itself holds it)."""
    return Story.objects.select_for_update(of=("self",)).select_related("edition", "section").get(pk=story.pk)


def _fresh(revision: Revision | None) -> Revision | None:
    """The revision read anew: one handed around remembers the story as it was then."""
    return Revision.objects.get(pk=revision.pk) if revision else None


def _draft(story: Story, revision: Revision) -> Story:
    """The story at hand as a revision has it; neither is read again for it."""
    revision.content_object = story
    if revision.pk == story.latest_revision_id:
        story.latest_revision = revision
    return revision.as_object()


def _check_allowed(by: Any, verb: str) -> None:
    name = PERMISSION_OF_VERB[verb]
    if by is not None and not by.has_perm(f"newsroom.{name}_story"):
        raise NotAllowed(f"You may not {verb.replace('_', ' ')} stories; ask an editor.")


def _waits_until(story: Story) -> datetime | None:
    ahead = [moment for moment in (story.go_live_at, story.embargo_until) if moment and moment > clock.now()]
    return max(ahead, default=None)


def facts_of(story: Story, verb: str) -> dict[str, Any]:
    """What the log says of a story besides its tags."""
    published_at = story.first_published_at
    return {"story": story.pk, "verb": verb, "version": story.version, "address": story.address,
            "headline": story.headline, "short_headline": story.short_headline, "section": story.section_id,
            "breaking": story.is_breaking, "published_at": published_at.isoformat() if published_at else None}  # fmt: skip
