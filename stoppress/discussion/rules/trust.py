"""How far a reader is trusted, from what they did here; nobody but moderators sees it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

#: T0 is new, T1 known, T2 long known.
T0, T1, T2 = 0, 1, 2
KNOWN_APPROVED, KNOWN_AGE = 3, timedelta(hours=24)
LONG_APPROVED, LONG_REJECTED = 30, 0.05
#: As many decided comments are needed before a share of rejected ones says anything, and the share that does.
HISTORY_LEAST, HISTORY_SHARE = 5, 0.3


@dataclass(frozen=True, slots=True)
class Standing:
    """A reader's past: comments approved and rejected, whether the address is verified, and since when they are here."""

    joined_at: datetime
    approved: int = 0
    rejected: int = 0
    is_verified: bool = True


def trust(standing: Standing, now: datetime) -> int:
    """T0, T1 or T2."""
    is_known = standing.is_verified and standing.approved >= KNOWN_APPROVED and now - standing.joined_at >= KNOWN_AGE
    if not is_known:
        return T0
    decided = standing.approved + standing.rejected
    is_long = standing.approved >= LONG_APPROVED and standing.rejected / decided < LONG_REJECTED
    return T2 if is_long else T1


def has_bad_history(standing: Standing) -> bool:
    """Whether so much of this reader was rejected that somebody should look first."""
    decided = standing.approved + standing.rejected
    return decided >= HISTORY_LEAST and standing.rejected / decided >= HISTORY_SHARE
