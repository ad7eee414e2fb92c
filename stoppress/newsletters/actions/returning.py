"""What follows when a letter comes back, or its reader calls it unwanted."""

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from stoppress.kit import clock
from stoppress.newsletters import returned, rules
from stoppress.newsletters.actions.subscribing import leave_all
from stoppress.newsletters.models import Bounce, Subscriber
from stoppress.readers.outbox.models import Letter
from stoppress.readers.outbox.queries import by_token
from stoppress.readers.rules import one_line


def take(*, report: returned.Report) -> str:
    """Draw the consequences of one report; returns what was done, in a word or two.

    The token alone counts, which nobody can guess: an address that a report names could be anybody's.
    """
    letter = next((found for token in report.tokens if (found := by_token(token))), None)
    if letter is None:
        return "of no letter that is known"
    if report.kind == returned.COMPLAINT:
        leave_all(email=letter.to)
        return "unsubscribed"
    return note(letter=letter, is_hard=report.kind == returned.HARD, words=report.words)


def note(*, letter: Letter, is_hard: bool, words: str) -> str:
    """Note that a letter came back; the address is given up when that happens too often."""
    if not letter.kind.startswith("newsletter"):
        return "not of a newsletter"
    subscriber = Subscriber.objects.filter(email=rules.address_of(letter.to)).first()
    if subscriber is None:
        return "of nobody who gets letters"
    now = clock.now()
    with transaction.atomic():
        try:
            with transaction.atomic():
                Bounce.objects.create(
                    subscriber=subscriber, token=letter.token, is_hard=is_hard, words=one_line(words)[:300], at=now
                )
        except IntegrityError:
            return "known already"
        recent = subscriber.bounces.filter(at__gte=now - rules.REMEMBERED)
        counts = recent.aggregate(hard=Count("id", filter=Q(is_hard=True)), soft=Count("id", filter=Q(is_hard=False)))
        if subscriber.suspended_at is None and rules.is_given_up(counts["hard"], counts["soft"]):
            Subscriber.objects.filter(pk=subscriber.pk).update(suspended_at=now)
            return "suspended"
    return "noted"
