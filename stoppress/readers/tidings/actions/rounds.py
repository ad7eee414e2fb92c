"""Rounds: telling everybody who follows something of a story, some hundred readers at a time.

Each step is a transaction with the round's own place in it: after a crash nobody is told twice and nobody is left out.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from stoppress.kit import clock
from stoppress.publog import log
from stoppress.readers import lent
from stoppress.readers.lent import Place
from stoppress.readers.models import Account, Follow, Notifications
from stoppress.readers.push import actions as push
from stoppress.readers.push.models import Device
from stoppress.readers.tidings import messages
from stoppress.readers.tidings.models import Mailed, Round, Tiding

#: Readers told in one step, and how long a step may take before another process takes over.
STEP, HELD = 500, timedelta(minutes=2)
#: A letter gathers what comes within this after the first, and goes at most once in so long to one reader.
GATHERED, MAIL_EVERY = timedelta(minutes=5), timedelta(hours=1)
#: Finished rounds are remembered for so long.
KEPT = timedelta(days=30)


def begin(*, kind: str, story: int, edition: str, entry: int, follows: Sequence[tuple[str, int]] = (), name: str = "",
          **facts: Any) -> bool:  # fmt: skip
    """Begin a round in the caller's transaction; False when it was begun before."""
    now = clock.now()
    told = {"kind": kind, "story": story, "edition": edition, "entry": entry, "follows": [list(one) for one in follows],
            "facts": facts, "begun_at": now, "next_at": now}  # fmt: skip
    return Round.objects.get_or_create(name=name or f"{kind}:{story}:{entry}", defaults=told)[1]


def go_on() -> int:
    """Take the next step of the oldest round that nobody is at; returns how many readers it looked at, or 1 at its end."""
    now = clock.now()
    found = Round.objects.filter(finished_at=None, next_at__lte=now).first()
    # Of those who see the same round, one gets it.
    if found is None or not _same(found).update(next_at=now + HELD):
        return 0
    with transaction.atomic():
        round = Round.objects.select_for_update().get(pk=found.pk)
        numbers = _STEPS[round.kind](round)
        done = {"cursor": numbers[-1], "next_at": now} if numbers else {"finished_at": now}
        Round.objects.filter(pk=round.pk).update(**done, told=round.told + len(numbers))
    return len(numbers) or 1


def _same(round: Round) -> Any:
    return Round.objects.filter(pk=round.pk, cursor=round.cursor, next_at=round.next_at, finished_at=None)


def forget_old() -> None:
    """Forget rounds that ended long ago."""
    Round.objects.filter(finished_at__lt=clock.now() - KEPT).delete()


def _tell_followers(round: Round) -> list[int]:
    """Tell the next readers, in a number of queries that depends on the things followed, not on how many follow them."""
    place = _place(round)
    numbers = _followers(round) if place else []
    if place is None or not numbers:
        return []
    accounts = list(Account.objects.filter(pk__in=numbers, is_active=True))
    chosen = Notifications.objects.in_bulk(numbers)
    # Of an update only those hear by push and mail who follow the story itself.
    loud = set(numbers) if round.kind == "published" else _who_follow_the_story(round, numbers)
    pushed = [a for a in accounts if a.pk in loud and a.pk in chosen and chosen[a.pk].followed_by_push]
    mailed = {a.pk for a in accounts if a.pk in loud and a.pk in chosen and chosen[a.pk].followed_by_mail}
    facts, subject = {"headline": round.facts.get("headline") or place.name, "address": place.address,
                      "language": place.language}, f"story:{round.story}"  # fmt: skip
    by_language: dict[str, list[Device]] = defaultdict(list)
    languages = {account.pk: account.language or place.language for account in pushed}
    for device in Device.objects.filter(account__in=pushed) if pushed else ():
        by_language[languages[device.account_id or 0]].append(device)
    for language, devices in by_language.items():
        push.write(devices=devices, message=messages.of(round.kind, subject, facts, language, round.story))
    now, last = clock.now(), dict(Mailed.objects.filter(account__in=mailed).values_list("account_id", "at")) if mailed else {}
    log.take_turn()
    # Who has read of it before is told again; who has not sees it once.
    again = Tiding.objects.filter(account__in=numbers, subject=subject, read_at__isnull=False)
    if round.kind != "published":
        again.delete()
    Tiding.objects.bulk_create([
        Tiding(account=account, kind=round.kind, subject=subject, story=round.story, facts=facts, told_at=now,
               mail_at=_mail_at(last.get(account.pk), now) if account.pk in mailed else None) for account in accounts
    ], ignore_conflicts=True)  # fmt: skip
    return numbers


def _tell_devices(round: Round) -> list[int]:
    """Breaking news for the next devices of the edition: readers' without an account, and of those who want it."""
    place = _place(round)
    wanted = Q(account=None) | Q(account__is_active=True, account__notifications__breaking_by_push=True)
    found = Device.objects.filter(wanted, edition=round.edition, pk__gt=round.cursor).select_related("account").order_by("pk")
    devices = list(found[:STEP]) if place else []
    facts = {"headline": place.name, "address": place.address, "language": place.language} if place else {}
    by_language: dict[str, list[Device]] = defaultdict(list)
    for device in devices:
        by_language[(device.account.language if device.account else "") or facts["language"]].append(device)
    for language, its in by_language.items():
        push.write(devices=its, message=messages.of("breaking", f"story:{round.story}", facts, language, round.story))
    return [device.pk for device in devices]


def _withdraw(round: Round) -> list[int]:
    """Take a story that is no longer public out of what readers were told of."""
    push.withdraw(story=round.story)
    gone = list(Tiding.objects.filter(story=round.story, pk__gt=round.cursor).order_by("pk").values_list("pk", flat=True)[:STEP])
    Tiding.objects.filter(pk__in=gone).delete()
    return gone


_STEPS = {"published": _tell_followers, "updated": _tell_followers, "key": _tell_followers, "breaking": _tell_devices,
          "gone": _withdraw}  # fmt: skip


def _place(round: Round) -> Place | None:
    """The story as it is now; None when it is not public any more, so that nobody else is told of it."""
    return lent.places_of([("story", round.story)]).get(("story", round.story))


def _followers(round: Round) -> list[int]:
    """The next accounts that follow any of the things, in order, each once: a short walk along an index for each thing."""
    found: set[int] = set()
    for kind, target in round.follows:
        rows = Follow.objects.filter(kind=kind, target=target, account_id__gt=round.cursor).order_by("account_id")
        found.update(rows.values_list("account_id", flat=True)[:STEP])
    return sorted(found)[:STEP]


def _who_follow_the_story(round: Round, numbers: list[int]) -> set[int]:
    rows = Follow.objects.filter(kind="story", target=round.story, account__in=numbers)
    return set(rows.values_list("account_id", flat=True))


def _mail_at(last: Any, now: Any) -> Any:
    return max(now + GATHERED, last + MAIL_EVERY) if last else now + GATHERED
