"""How the outbox is: what waits, what is parked, and what somebody should know of it."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q

from stoppress.kit import clock
from stoppress.readers.outbox.models import PARKED, SENT, WAITING, Letter

#: A letter that waits longer than this is worth a note: the mail server is probably away.
LATE_SECONDS = 900
#: Parked letters that are listed.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Outbox:
    """Counts of letters, and how long the oldest that is due has been waiting."""

    waiting: int
    parked: int
    sent: int
    oldest_seconds: float

    @property
    def problems(self) -> list[str]:
        """What somebody should do something about, a sentence each."""
        told = []
        if self.parked:
            letters = "1 letter" if self.parked == 1 else f"{self.parked} letters"
            told.append(f"{letters} could not be sent; the desk's page “Press” says which and why.")
        if self.oldest_seconds > LATE_SECONDS:
            told.append("Letters to readers are late: the mail server cannot be reached, or no press is running.")
        return told


def outbox() -> Outbox:
    """How the outbox is now: one query."""
    waits = Q(state=WAITING)
    found = Letter.objects.aggregate(
        waiting=Count("id", filter=waits), parked=Count("id", filter=Q(state=PARKED)), sent=Count("id", filter=Q(state=SENT)),
        # One of many waits because there are many; single letters are what tells of the server.
        oldest=Min("written_at", filter=waits & (Q(is_one_of_many=False) | Q(tries__gt=0))),
    )  # fmt: skip
    oldest = found.pop("oldest")
    return Outbox(**found, oldest_seconds=max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0)


def parked() -> list[Letter]:
    """What is parked, the newest first: one query."""
    return list(Letter.objects.filter(state=PARKED).defer("text", "html").order_by("-done_at", "-id")[:SHOWN])


def by_token(token: str) -> Letter | None:
    """The letter that a token of its Message-ID or its return address names."""
    return Letter.objects.filter(token=token).first()
