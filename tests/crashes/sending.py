"""Senders who bring out, change and withdraw stories, and remember what they were told."""

import http.client
import json
import random
import time
from dataclasses import dataclass, field

from tests.crashes.served import Newsroom

_KINDS = {"publish": "story.published", "update": "story.updated", "refile": "story.refiled", "correct": "story.corrected",
          "kill": "story.killed", "takedown": "story.taken_down"}  # fmt: skip
_NEXT = {"published": ("update", "refile", "correct", "takedown", "kill"), "taken_down": ("publish", "publish", "kill"),
         "killed": ()}  # fmt: skip
_STATES = {"kill": "killed", "takedown": "taken_down", "correct": "corrected"}


@dataclass(frozen=True)
class Known:
    """What is to be found of a story: nothing before it came out."""

    state: str = ""
    headline: str = ""
    wire_version: str = ""
    kinds: tuple[str, ...] = ()
    corrections: int = 0

    @property
    def page_status(self) -> int:
        """What the story's page answers."""
        return {"killed": 410, "taken_down": 410, "": 404}.get(self.state, 200)

    def after(self, verb: str, number: int, guid: str) -> "Known":
        """What is to be found when `verb` has been done as the step `number`."""
        state = _STATES.get(verb, "corrected" if self.state == "corrected" else "published")
        headline = self.headline if verb in ("kill", "takedown") else f"Notice {number} of {guid.rpartition(':')[2]}"
        corrections = self.corrections + (verb == "correct")
        return Known(state, headline, str(number), (*self.kinds, _KINDS[verb]), corrections)


@dataclass
class Errand:
    """A story and what its sender wants done with it, step by step."""

    guid: str
    verbs: tuple[str, ...]
    known: Known = Known()
    #: What is to be found when the step that had no answer was done all the same.
    perhaps: Known | None = None
    steps: int = 0
    address: str = ""
    entries: list[tuple[int, str]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether every step has been answered."""
        return self.steps == len(self.verbs)


@dataclass
class Tally:
    """How requests ended."""

    accepted: int = 0
    unanswered: int = 0
    errors: int = 0
    retried: int = 0


def errands(chance: random.Random, mark: str, verbs: int) -> list[Errand]:
    """Errands with so many steps in all."""
    found = []
    while verbs > 0:
        steps, state = ["publish"], "published"
        for _ in range(chance.randint(1, 6)):
            if _NEXT[state]:
                steps.append(chance.choice(_NEXT[state]))
                state = {"kill": "killed", "takedown": "taken_down"}.get(steps[-1], "published")
        verbs -= len(steps)
        found.append(Errand(f"urn:{mark}:{mark}-{len(found)}", tuple(steps)))
    return found


def run(newsroom: Newsroom, errand: Errand, chance: random.Random, tally: Tally) -> None:
    """Take the next step; a step without an answer is sent again at once, or left for `finish` by half of the senders."""
    if errand.perhaps is None and step(newsroom, errand, tally) is False and chance.random() < 0.5:
        for _ in range(20):
            tally.retried += 1
            time.sleep(0.1)
            if step(newsroom, errand, tally) is not False:
                return
        errand.refusals.append("sent again 20 times without an answer")


def step(newsroom: Newsroom, errand: Errand, tally: Tally) -> bool | None:
    """Send the next step. True when it was accepted, False without an answer, None when it was refused."""
    verb, number = errand.verbs[errand.steps], errand.steps + 1
    after = errand.known.after(verb, number, errand.guid)
    try:
        answer = newsroom.api("PUT", _path(errand, verb), json.dumps(_item(errand, after, number)))
    except (OSError, http.client.HTTPException):
        tally.unanswered += 1
        errand.perhaps = after
        return False
    if answer.status >= 500 or (answer.status == 409 and b"send it again" in answer.body):
        tally.errors += 1
        errand.perhaps = after
        return False
    if answer.status not in (200, 201):
        errand.refusals.append(f"{verb}: {answer.status} {answer.body[:300]!r}")
        return None
    told = json.loads(answer.body)
    tally.accepted += 1
    if told["entry"]:
        errand.entries.append((told["entry"], after.kinds[-1]))
    errand.address = told["address"]
    errand.known, errand.perhaps, errand.steps = after, None, number
    return True


def _path(errand: Errand, verb: str) -> str:
    action = "publish" if verb == "update" else verb
    return f"items/{errand.guid}?action={action}&edition=en&note=It+was+the+other+line."


def _item(errand: Errand, after: Known, number: int) -> dict[str, object]:
    return {
        "uri": errand.guid, "version": str(number), "type": "text", "language": "en", "section": "city",
        "headlines": [{"value": after.headline}],
        "bodies": [{"contentType": "text/html", "value": f"<p>{after.headline}: the harbour office gives notice.</p>" * 5}],
    }  # fmt: skip
