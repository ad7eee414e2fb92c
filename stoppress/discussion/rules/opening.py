"""Whether a discussion is open: modes, overrides from the whole site down to one story, and closing by age."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from stoppress.discussion.rules.verdicts import Reason

COMMENTS, QUESTIONS, CHAT, READ_ONLY, CLOSED = "comments", "questions", "chat", "read-only", "closed"
MODES = (COMMENTS, QUESTIONS, CHAT, READ_ONLY, CLOSED)
#: Days after which a discussion closes when nobody has said otherwise; 0 days mean never.
DAYS = 14
_SHUT = {CLOSED: Reason.CLOSED, READ_ONLY: Reason.READ_ONLY, CHAT: Reason.CHAT_ONLY}


@dataclass(frozen=True, slots=True)
class Policy:
    """What is wanted at one level; None leaves it to the level above."""

    mode: str | None = None
    days: int | None = None
    is_premoderated: bool | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """How a discussion stands: whether one may write, why not (`Reason`), and when it closes by age."""

    mode: str = COMMENTS
    is_open: bool = True
    why_not: Reason | None = None
    closes_at: datetime | None = None
    is_premoderated: bool = False


def settle(policies: Iterable[Policy]) -> Policy:
    """One policy out of several, given from the most general to the most particular."""
    mode, days, is_premoderated = COMMENTS, DAYS, False
    for policy in policies:
        mode = mode if policy.mode is None else policy.mode
        days = days if policy.days is None else policy.days
        is_premoderated = is_premoderated if policy.is_premoderated is None else policy.is_premoderated
    return Policy(mode, days, is_premoderated)


def opening(policy: Policy, published_at: datetime, now: datetime) -> Opening:
    """How a story's discussion stands under a settled policy."""
    mode = policy.mode or COMMENTS
    closes_at = published_at + timedelta(days=policy.days) if policy.days else None
    why_not = _SHUT.get(mode)
    if why_not is None and closes_at is not None and now >= closes_at:
        why_not = Reason.TOO_OLD
    return Opening(
        mode, why_not is None, why_not, closes_at if mode in (COMMENTS, QUESTIONS) else None, bool(policy.is_premoderated)
    )
