"""What followers could not do: parked with a reason, tried again when somebody asks, or let go."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from stoppress.kit import clock
from stoppress.publog.models import Parked


def park(
    *, follower: str, node: str, entry: int, address: str = "", reason: str, detail: str = "", tries: int
) -> Parked:  # fmt: skip
    """Keep what failed: `reason` in words for the newsroom, `detail` for whoever mends it.

    A page has one row, whichever entries wanted it; its tries add up.
    """
    with transaction.atomic():
        same = Parked.objects.filter(follower=follower, node=node)
        same = same.filter(address=address) if address else same.filter(address="", entry=entry)
        before = sum(same.values_list("tries", flat=True))
        same.delete()
        return Parked.objects.create(
            follower=follower, node=node, entry=entry, address=address, reason=reason, detail=detail,
            tries=before + tries, parked_at=clock.now(),
        )  # fmt: skip


def cured(*, follower: str, node: str, addresses: Collection[str]) -> int:
    """Take away the rows of pages that could be printed after all; returns how many."""
    return Parked.objects.filter(follower=follower, node=node, address__in=addresses).delete()[0]


def ask_again(*, entry: int) -> int:
    """Ask every follower that parked something of an entry to try it again; returns how many rows wait."""
    return Parked.objects.filter(entry=entry).update(retry_at=clock.now())


def ask_all_again(*, follower: str, node: str) -> int:
    """Ask for everything that a follower has parked, for new templates or code may have mended it."""
    return Parked.objects.filter(follower=follower, node=node).update(retry_at=clock.now())


def asked_for(*, follower: str, node: str, now: datetime, limit: int = 200) -> list[Parked]:
    """What a follower is asked to try again by `now`, the longest asked for first."""
    wanted = Parked.objects.filter(follower=follower, node=node, retry_at__lte=now)
    return list(wanted.order_by("retry_at", "id")[:limit])


def dismiss(*, entry: int) -> int:
    """Let go of what was parked of an entry: nobody will try it again for its sake; returns how many rows."""
    return Parked.objects.filter(entry=entry).delete()[0]
