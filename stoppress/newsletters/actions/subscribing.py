"""Signing up, confirming, choosing, leaving; forgetting whoever never confirmed."""

from collections.abc import Collection

from django.db import transaction

from stoppress.kit import clock
from stoppress.newsletters import letters, queries, rules
from stoppress.newsletters.actions.spreading import kind_of
from stoppress.newsletters.errors import NotThere
from stoppress.newsletters.models import Newsletter, SignUp, Subscriber, Subscription, new_key
from stoppress.newsroom.models import Edition
from stoppress.readers.outbox import actions as outbox


def sign_up(*, email: str, edition: int, newsletters: Collection[int]) -> bool:
    """Write to an address that somebody wants it to get these; False when it was written to a moment ago.

    Nothing is sent until its owner confirms, and whoever asked learns nothing about the address.
    """
    email, now = rules.address_of(email), clock.now()
    known = {row.pk for row in queries.offered(edition)}
    wanted = sorted(known & set(newsletters))
    if not wanted:
        return False
    with transaction.atomic():
        row, is_new = SignUp.objects.select_for_update().get_or_create(
            email=email, edition_id=edition, defaults={"asked_at": now, "newsletters": wanted}
        )
        if not is_new and now - row.asked_at < rules.pause_after(row.letters):
            return False
        row.newsletters, row.asked_at, row.letters = wanted, now, row.letters + 1
        row.save()
        letters.ask(row, Edition.objects.get(pk=edition))
    return True


def confirm(*, key: str) -> Subscriber:
    """Whoever holds the letter wants them. Raises NotThere for a link that is forged, used up or too old."""
    with transaction.atomic():
        row = SignUp.objects.select_for_update().filter(key=key).first() if rules.is_key(key) else None
        if row is None or clock.now() - row.asked_at > rules.CONFIRMED_WITHIN:
            raise NotThere("This link is too old or was used already.")
        subscriber = subscribe(email=row.email, newsletters=row.newsletters)
        row.delete()
    return subscriber


def subscribe(*, email: str, newsletters: Collection[int]) -> Subscriber:
    """Let an address, which is known to be its owner's, get these besides what it gets; a suspension is over."""
    now = clock.now()
    with transaction.atomic():
        subscriber, _ = Subscriber.objects.get_or_create(
            email=rules.address_of(email), defaults={"confirmed_at": now, "key": new_key()}
        )
        if subscriber.suspended_at:
            subscriber.suspended_at = None
            subscriber.save(update_fields=["suspended_at"])
            subscriber.bounces.all().delete()
        for newsletter in Newsletter.objects.filter(pk__in=list(newsletters), is_active=True):
            Subscription.objects.get_or_create(subscriber=subscriber, newsletter=newsletter, defaults={"confirmed_at": now})
    return subscriber


def choose(*, email: str, newsletters: Collection[int], among: Collection[int]) -> None:
    """Let an address get these and no others of `among`."""
    email = rules.address_of(email)
    with transaction.atomic():
        unwanted = Newsletter.objects.filter(pk__in=set(among) - set(newsletters), subscriptions__subscriber__email=email)
        for newsletter in list(unwanted):
            leave(email=email, newsletter=newsletter)
        wanted = set(among) & set(newsletters)
        if wanted:
            subscribe(email=email, newsletters=wanted)


def leave(*, email: str, newsletter: Newsletter) -> None:
    """Let an address get a newsletter no more, not even an issue that is on its way; without any it is forgotten."""
    with transaction.atomic():
        Subscription.objects.filter(subscriber__email=email, newsletter=newsletter).delete()
        outbox.take_back(to=email, kind=kind_of(newsletter))
        Subscriber.objects.filter(email=email, subscriptions=None).delete()


def leave_all(*, email: str) -> None:
    """Forget an address altogether."""
    email = rules.address_of(email)
    with transaction.atomic():
        rows = Newsletter.objects.filter(subscriptions__subscriber__email=email)
        for newsletter in list(rows):
            outbox.take_back(to=email, kind=kind_of(newsletter))
        Subscriber.objects.filter(email=email).delete()
        SignUp.objects.filter(email=email).delete()


def forget_unconfirmed() -> int:
    """Forget addresses that nobody has confirmed; returns how many."""
    return SignUp.objects.filter(asked_at__lt=clock.now() - rules.CONFIRMED_WITHIN).delete()[0]
