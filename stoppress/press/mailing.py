"""Newsletters go out: issues are made once the press has printed what they lead to, spread, and said anew when need be."""

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections
from django.utils import translation
from django.utils.translation import gettext

from stoppress.copy.newsletters import IssueLetter, IssueText
from stoppress.kit import clock
from stoppress.newsletters import queries
from stoppress.newsletters.actions import issuing, spreading, subscribing
from stoppress.newsletters.lent import IssueFacts, Words
from stoppress.newsletters.models import Newsletter
from stoppress.press.gather.editions import edition_copy
from stoppress.press.gather.newsletters import issue_copy
from stoppress.press.typeset import typeset

logger = logging.getLogger(__name__)
#: Seconds between looks, and between times of tidying up.
LOOK, TIDY_EVERY = 2.0, 3600.0
#: Seconds until what went wrong is tried again.
AGAIN = 60.0
_not_before: dict[int, float] = {}


def keep_mailing(stop: Callable[[], bool], printed_up_to: Callable[[], int]) -> None:
    """Make and spread issues until `stop()` says so; `printed_up_to` is the last entry that the press is done with."""
    next_tidy = 0.0
    while not stop():
        worked = 0
        try:
            worked = mail(printed_up_to())
            if time.monotonic() >= next_tidy:
                subscribing.forget_unconfirmed()
                next_tidy = time.monotonic() + TIDY_EVERY
        except DatabaseError:
            logger.exception("Newsletters wait: the database is away")
        except Exception:
            logger.exception("Newsletters wait; they are tried again in a minute")
            time.sleep(AGAIN)
        close_old_connections()
        if not worked:
            time.sleep(LOOK)


def mail(up_to: int) -> int:
    """One look: what was withdrawn first, then what is due, then letters; returns how much was done."""
    due = [row for row in queries.waiting(clock.now(), up_to) if _not_before.get(row.pk, 0.0) <= time.monotonic()]
    return spreading.say_anew() + sum(_made(newsletter, up_to) for newsletter in due) + spreading.spread_all()


def _made(newsletter: Newsletter, up_to: int) -> int:
    """How many issues of a newsletter were made; one that cannot be made keeps nobody else's from going."""
    try:
        return issuing.make(newsletter=newsletter, up_to=up_to)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("An issue of %s could not be made; it is tried again in a minute", newsletter.name)
        _not_before[newsletter.pk] = time.monotonic() + AGAIN
        return 0


def typeset_issue(facts: IssueFacts) -> Words | None:
    """The issue as a letter, with the words as they are now; None when readers can see none of its stories."""
    edition = edition_copy(facts.newsletter.edition, set())
    issue = issue_copy(edition, facts, set())
    if not issue.cards:
        return None
    headline = issue.cards[0].headline
    with translation.override(edition.language):
        subject = gettext("Breaking: %(headline)s") % {"headline": headline} if issue.is_breaking else headline
    return Words(subject, typeset(IssueText(edition, issue)), typeset(IssueLetter(edition, issue)))
