"""What an item's sender wants done, and the newsroom's verb that does it."""

from collections.abc import Collection
from typing import Any

from stoppress.kit import clock
from stoppress.newsroom.actions import spikes, stories
from stoppress.newsroom.errors import NotReady, WrongState
from stoppress.newsroom.models import Story
from stoppress.newsroom.rules import PUBLIC_STATES
from stoppress.wire.errors import ScopeMissing

ACTIONS = ("draft", "publish", "refile", "correct", "kill", "takedown")
_BRINGS_OUT = ("publish", "refile", "correct")


def wanted(action: str, pub_status: str, story: Story | None, warnings: list[str]) -> str:
    """The action asked for, unless the item's status says otherwise: a canceled item is always withdrawn."""
    if pub_status == "canceled":
        return "kill"
    if pub_status == "withheld" and action in (*_BRINGS_OUT, "draft"):
        if story is not None and story.live:
            warnings.append("The item is withheld by its sender; the story was taken down.")
            return "takedown"
        if action != "draft":
            warnings.append("The item is withheld by its sender; it was kept as a draft.")
        return "draft"
    return action


def check_may(action: str, story: Story | None, scopes: Collection[str]) -> None:
    """Raise `ScopeMissing` unless the scopes allow `action`; what changes no page needs no more than writing."""
    touches_readers = action != "draft" and not (action == "kill" and (story is None or not story.live))
    for scope in ("items:write", "items:publish") if touches_readers else ("items:write",):
        if scope not in scopes:
            raise ScopeMissing(scope)


def bring_out(taken: Any, action: str, revision: Any, note: str, item: Any) -> None:
    """Do with the draft just written what was asked for."""
    story = taken.story
    if action == "draft":
        if story.state == "scheduled":
            taken.warnings.append("The story is scheduled as it was; publish this version for it to come out instead.")
        return
    if action == "kill":  # a recall of what never was here is kept, so that a late first version stays in
        taken.story = spikes.spike(story=story)
        taken.warnings.append("The item is canceled; it was never public here and is kept as spiked copy.")
        return
    if action == "takedown":
        raise WrongState("There is nothing to take down: this item is not here yet.")
    expires = item.incoming.expires_at
    if expires and expires <= clock.now():
        raise NotReady({"expires": f"The item expired at {expires.isoformat()}; it was not published."})
    if action == "correct":
        _needs_live(story, "corrected")
        outcome = stories.correct(story=story, text=_correction(note), revision=revision)
    elif action == "refile":
        outcome = stories.publish(story=story, revision=revision, verb="refile")
    else:
        outcome = stories.publish(
            story=story, revision=revision, note=note[:300] if story.live else "", is_new=taken.created
        )
    _note(taken, outcome)


def withdraw(taken: Any, action: str, note: str) -> None:
    """Kill or take down a story that is here; one that never was public is spiked."""
    story = taken.story
    if action == "takedown":
        if not story.live:
            raise WrongState("Only a live story can be taken down.")
        _note(taken, stories.take_down(story=story))
    elif story.state == "killed":
        taken.changed = False
    elif story.published_date is None:
        taken.story = spikes.spike(story=story)
        taken.warnings.append("The story was never public; it was spiked, with whatever it was scheduled for.")
    else:
        _note(taken, stories.kill(story=story, notice=note[:400]))


def again(taken: Any, action: str, note: str, version: str, scopes: Collection[str]) -> None:
    """The same version once more: nothing, unless it asks for a step that this version has not made yet."""
    story = taken.story
    check_may(action, story, scopes)
    if (action == "kill" and story.state not in ("killed", "spiked")) or (action == "takedown" and story.live):
        withdraw(taken, action, note)
    elif action in _BRINGS_OUT and _waits_at_desk(story, version):
        if action == "correct":
            _needs_live(story, "corrected")
            _note(taken, stories.correct(story=story, text=_correction(note), revision=story.get_latest_revision()))
        else:
            verb = "refile" if action == "refile" else ""
            _note(taken, stories.publish(story=story, revision=story.get_latest_revision(), verb=verb))
    else:
        taken.changed = False


def _waits_at_desk(story: Story, version: str) -> bool:
    """Whether this version lies here as a draft and has not been brought out, scheduled or withdrawn."""
    if story.state not in ("draft", "in_review", *PUBLIC_STATES):
        return False
    if story.latest_revision is None or story.latest_revision.content.get("wire_version") != version:
        return False
    return story.live_revision is None or story.live_revision.content.get("wire_version") != version


def _needs_live(story: Story, done: str) -> None:
    if not story.live:
        raise WrongState(f"Only a live story can be {done}; publish it first.")


def _correction(note: str) -> str:
    if not note.strip():
        raise NotReady({"note": "Say what was wrong and what is right: ?note=… or the item's “correction”."})
    return note


def _note(taken: Any, outcome: stories.Outcome) -> None:
    taken.story, taken.scheduled_for = outcome.story, outcome.waits_until
    taken.entry = outcome.entry.pk if outcome.entry else None
