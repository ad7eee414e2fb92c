"""The pipeline: ordered phases through which every comment goes when it is written and again when it is edited."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from stoppress.discussion.rules import limits, markup, spam, trust, words
from stoppress.discussion.rules.opening import QUESTIONS, Opening
from stoppress.discussion.rules.spam import Learned
from stoppress.discussion.rules.trust import Standing
from stoppress.discussion.rules.verdicts import Decision, Reason, Verdict

SHORTEST, LONGEST = 2, 3000
#: The first comments of a reader wait for somebody to have looked at them.
FIRST_HELD = 3
#: Links that a new reader's comment, and anybody's, may hold without somebody looking.
LINKS_OF_NEW, LINKS = 1, 4


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that the phases are told: the text (as `markup.tidy` makes it), its writer, the discussion, the lists."""

    text: str
    now: datetime
    standing: Standing
    opening: Opening = field(default_factory=Opening)
    is_staff: bool = False
    #: Whether the writer answers for this discussion, as the story's contributor.
    is_host: bool = False
    is_reply: bool = False
    is_edit: bool = False
    #: Fingerprint and moment of what the writer wrote lately, this comment not among it.
    recent: tuple[tuple[str, datetime], ...] = ()
    banned: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    learned: Learned = field(default_factory=Learned)
    suspended: Reason | None = None


Phase = Callable[[Draft], Verdict | None]


def judge(draft: Draft) -> Verdict:
    """The verdict of the first phase that has one; the score is always that of the whole text."""
    for phase in PHASES:
        verdict = phase(draft)
        if verdict is not None:
            return verdict
    return Verdict(Decision.PUBLISH, Reason.FINE, _score(draft))


def _length(draft: Draft) -> Verdict | None:
    if len(draft.text) > LONGEST:
        return _refuse(Reason.TOO_LONG)
    return _refuse(Reason.TOO_SHORT) if len(draft.text) < SHORTEST else None


def _closed(draft: Draft) -> Verdict | None:
    if draft.suspended:
        return _refuse(draft.suspended)
    if draft.is_staff or draft.is_edit:
        return None  # the newsroom may have the last word, and whoever may still edit may mend
    if not draft.opening.is_open:
        return _refuse(draft.opening.why_not or Reason.CLOSED)
    if draft.opening.mode == QUESTIONS and draft.is_reply and not draft.is_host:
        return _refuse(Reason.ANSWERS_BY_HOSTS)
    return None


def _sanitise(draft: Draft) -> Verdict | None:
    shown = markup.seen(draft.text)
    return None if sum(sign.isprintable() and not sign.isspace() for sign in shown) >= SHORTEST else _refuse(Reason.EMPTY)


def _repeat(draft: Draft) -> Verdict | None:
    own = limits.fingerprint(draft.text)
    again = any(mark == own and draft.now - at < limits.REPEAT for mark, at in draft.recent)
    return _refuse(Reason.REPEATED) if again else None


def _staff(draft: Draft) -> Verdict | None:
    return Verdict(Decision.PUBLISH, Reason.STAFF) if draft.is_staff else None


def _word_lists(draft: Draft) -> Verdict | None:
    # Also as it is seen: marks of Markdown must not hide a word.
    for listed, decision, reason in ((draft.banned, Decision.REJECT, Reason.BANNED_WORD),
                                     (draft.suspect, Decision.HOLD, Reason.SUSPECT_WORD)):  # fmt: skip
        spans = words.find(draft.text, listed)
        if spans or words.find(markup.seen(draft.text), listed):
            return Verdict(decision, reason, _score(draft), spans)
    return None


def _history(draft: Draft) -> Verdict | None:
    return Verdict(Decision.HOLD, Reason.HISTORY, _score(draft)) if trust.has_bad_history(draft.standing) else None


def _spam(draft: Draft) -> Verdict | None:
    found = _score(draft)
    if found >= spam.IS_SPAM:
        return Verdict(Decision.SPAM, Reason.SPAM, found)
    return Verdict(Decision.HOLD, Reason.SPAM, found) if found >= spam.MAY_BE else None


def _links(draft: Draft) -> Verdict | None:
    most = LINKS if trust.trust(draft.standing, draft.now) else LINKS_OF_NEW
    return Verdict(Decision.HOLD, Reason.LINKS, _score(draft)) if spam.links_in(draft.text) > most else None


def _new_commenter(draft: Draft) -> Verdict | None:
    is_new = draft.standing.approved < FIRST_HELD
    return Verdict(Decision.HOLD, Reason.NEW_COMMENTER, _score(draft)) if is_new else None


def _premoderated(draft: Draft) -> Verdict | None:
    return Verdict(Decision.HOLD, Reason.PREMODERATED, _score(draft)) if draft.opening.is_premoderated else None


PHASES: tuple[Phase, ...] = (
    _length, _closed, _sanitise, _repeat, _staff, _word_lists, _history, _spam, _links, _new_commenter, _premoderated,
)  # fmt: skip


def _refuse(reason: Reason) -> Verdict:
    return Verdict(Decision.REJECT, reason)


def _score(draft: Draft) -> float:
    lately = sum(draft.now - at < limits.DAY / 24 for _, at in draft.recent)
    return spam.score(draft.text, draft.learned, account_age=draft.now - draft.standing.joined_at, written_last_hour=lately)
