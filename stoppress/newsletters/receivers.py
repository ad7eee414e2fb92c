"""What follows when other rooms do something: a story is withdrawn, an account exported or erased, a letter refused."""

from typing import Any

from django.db.models.signals import post_save, pre_delete

from stoppress.newsletters import belongings
from stoppress.newsletters.actions import returning, spreading, subscribing
from stoppress.newsletters.models import Newsletter
from stoppress.publog.models import Entry
from stoppress.readers import exporting, pages
from stoppress.readers.actions.leaving import erasing
from stoppress.readers.models import Account
from stoppress.readers.outbox import actions as outbox
from stoppress.readers.outbox.models import Letter
from stoppress.readers.outbox.sending import refused

_WITHDRAWALS = ("story.killed", "story.taken_down", "story.deleted")


def connect() -> None:
    """Join in with all of these, and add the pages of newsletters to the account pages."""
    from stoppress.newsletters.account_pages import PAGES

    pages.PAGES.update(PAGES)
    for name, rows in belongings.PARTS.items():
        exporting.add_part(name, rows)
    post_save.connect(entry_recorded, sender=Entry, dispatch_uid="newsletters_withdrawals")
    pre_delete.connect(newsletter_deleted, sender=Newsletter, dispatch_uid="newsletters_deleted")
    erasing.connect(account_erased, sender=Account, dispatch_uid="newsletters_erased")
    refused.connect(letter_refused, sender=Letter, dispatch_uid="newsletters_refused")


def entry_recorded(sender: type[Entry], instance: Entry, created: bool = False, **told: Any) -> None:
    """A story that is withdrawn is in no letter that is still to be sent."""
    if created and instance.kind in _WITHDRAWALS and "story" in instance.facts:
        spreading.story_withdrawn(instance.facts["story"])


def newsletter_deleted(sender: type[Newsletter], instance: Newsletter, **told: Any) -> None:
    """What is on its way of a newsletter that is no more is not sent."""
    outbox.take_back(kind=spreading.kind_of(instance))


def account_erased(sender: type[Account], account: Account, **told: Any) -> None:
    """Who has no account any more gets no letters either."""
    subscribing.leave_all(email=account.email)


def letter_refused(sender: type[Letter], letter: Letter, reason: str, **told: Any) -> None:
    """A refusal at the door is a letter that came back for good."""
    returning.note(letter=letter, is_hard=True, words=reason)
