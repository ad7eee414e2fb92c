"""What a reader was told of, and how the rounds are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from stoppress.kit import clock
from stoppress.readers import lent
from stoppress.readers.models import Account, Follow
from stoppress.readers.tidings.models import Place, Round, Tiding
from stoppress.readers.tidings.wording import said

#: On one page, and the highest number that is counted to.
SHOWN, MOST_COUNTED = 50, 100
#: A round that has been on its way for longer is worth a note.
LATE_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Told:
    """One tiding as its reader sees it; without an address when there is nothing to go to any more."""

    number: int
    kind: str
    said: str
    headline: str
    address: str
    language: str
    told_at: datetime
    is_new: bool


def unread(account: Account) -> int:
    """How many the reader has not seen, up to `MOST_COUNTED`: one query."""
    return Tiding.objects.filter(account=account, read_at=None).order_by()[:MOST_COUNTED].count()


def has_followers(things: Iterable[tuple[str, int]]) -> bool:
    """Whether anybody follows one of these, such as `("section", 3)`: a look into an index for each, until one is found."""
    return any(Follow.objects.filter(kind=kind, target=target).exists() for kind, target in things)


def told(account: Account, before: int | None = None) -> tuple[list[Told], int | None]:
    """The newest tidings before a number, and the number to go on before: two queries."""
    found = Tiding.objects.filter(account=account)
    rows = list((found.filter(pk__lt=before) if before else found)[: SHOWN + 1])
    public = lent.places_of([("story", row.story) for row in rows if row.story])
    shown = [_told(row, not row.story or ("story", row.story) in public) for row in rows[:SHOWN]]
    return shown, rows[SHOWN - 1].pk if len(rows) > SHOWN else None


def _told(row: Tiding, is_there: bool) -> Told:
    facts = row.facts if is_there else {}
    return Told(
        row.pk, row.kind, said(row.kind, row.facts), facts.get("headline", ""), facts.get("address", ""),
        facts.get("language", ""), row.told_at, row.read_at is None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rounds:
    """How telling those who follow something is: the last entry looked at, rounds under way, seconds of the oldest."""

    cursor: int
    tries: int
    open: int
    oldest_seconds: float

    @property
    def problems(self) -> list[str]:
        """What somebody should know, a sentence each."""
        if self.oldest_seconds > LATE_SECONDS:
            return ["Readers are told late of what they follow: no press is running, or it cannot keep up."]
        return []


def rounds() -> Rounds:
    """How the rounds are now: two queries."""
    place = Place.objects.filter(pk=PLACE).first()
    begun = list(Round.objects.filter(finished_at=None).order_by("begun_at").values_list("begun_at", flat=True)[:1000])
    oldest = (clock.now() - begun[0]).total_seconds() if begun else 0.0
    return Rounds(place.cursor if place else 0, place.tries if place else 0, len(begun), max(0.0, oldest))


#: The name of the one row of `Place`.
PLACE = "rounds"
