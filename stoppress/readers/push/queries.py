"""How push is: devices, what waits, what could not be delivered."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q

from stoppress.kit import clock
from stoppress.readers.models import Account
from stoppress.readers.push.models import Device, Push

#: A message that is due for longer than this is worth a note.
LATE_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Condition:
    """Counts of messages, and how long the oldest that nobody has tried yet has been waiting."""

    devices: int
    waiting: int
    parked: int
    oldest_seconds: float

    @property
    def problems(self) -> list[str]:
        """What somebody should do something about, a sentence each."""
        told = []
        if self.parked:
            messages = "1 push message" if self.parked == 1 else f"{self.parked} push messages"
            told.append(f"{messages} of the last seven days could not be delivered; the server's log says why.")
        if self.oldest_seconds > LATE_SECONDS:
            told.append("Push messages are late: push services cannot be reached, or no press is running.")
        return told


def condition() -> Condition:
    """How push is now: two queries."""
    waits = Q(parked_at=None)
    found = Push.objects.aggregate(
        waiting=Count("id", filter=waits), parked=Count("id", filter=~waits), oldest=Min("written_at", filter=waits & Q(tries=0))
    )
    oldest = found.pop("oldest")
    seconds = max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0
    return Condition(devices=Device.objects.count(), **found, oldest_seconds=seconds)


def devices(account: Account) -> list[Device]:
    """The account's devices, newest first."""
    return list(Device.objects.filter(account=account))
