"""What the house has arranged: policies, word lists, and who may not write."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from stoppress.discussion.lent import StoryFacts
from stoppress.discussion.models import ListedWord, Policy, Restriction
from stoppress.discussion.models.moderation import BAN, SUSPENSION
from stoppress.discussion.rules import opening
from stoppress.discussion.rules.opening import Opening
from stoppress.discussion.rules.verdicts import Reason
from stoppress.readers.models import Account


def scopes_of(facts: StoryFacts) -> list[str]:
    """The levels that a story's discussion is arranged at, from the most general to the story itself."""
    return ["site", f"edition:{facts.edition}", f"section:{facts.section}", f"story:{facts.number}"]


def policies_of(scopes: Iterable[str]) -> dict[str, opening.Policy]:
    """What is wanted at these levels: one query."""
    rows = Policy.objects.filter(scope__in=list(scopes))
    return {row.scope: opening.Policy(row.mode or None, row.days, row.is_premoderated) for row in rows}


def opening_of(facts: StoryFacts, now: datetime) -> Opening:
    """How a story's discussion stands: one query."""
    scopes = scopes_of(facts)
    found = policies_of(scopes)
    settled = opening.settle(found[scope] for scope in scopes if scope in found)
    return opening.opening(settled, facts.published_at, now)


def word_lists() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The banned words and the suspect words: one query."""
    rows = list(ListedWord.objects.values_list("word", "is_banned"))
    return tuple(word for word, is_banned in rows if is_banned), tuple(word for word, is_banned in rows if not is_banned)


def restriction_of(account: Account, now: datetime) -> Restriction | None:
    """The ban or suspension that keeps an account from writing, the gravest first: one query."""
    lasting = Restriction.objects.filter(account=account, kind__in=(BAN, SUSPENSION), lifted_at=None)
    return lasting.filter(Q(ends_at=None) | Q(ends_at__gt=now)).order_by("kind", "-ends_at").first()


def suspended(account: Account, now: datetime) -> Reason | None:
    """Why an account may not write at all; None when it may."""
    found = restriction_of(account, now)
    if found is None:
        return None
    return Reason.BANNED if found.kind == BAN else Reason.SUSPENDED
