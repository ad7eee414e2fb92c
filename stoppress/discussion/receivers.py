"""What follows when other rooms do something: an account is exported or erased, a story is lent."""

from typing import Any

from stoppress.discussion import belongings
from stoppress.discussion.actions import leaving
from stoppress.readers import exporting, pages
from stoppress.readers.actions.leaving import erasing
from stoppress.readers.models import Account


def connect() -> None:
    """Join in with exports and erasures, and add discussion's own account pages."""
    for name, rows in belongings.PARTS.items():
        exporting.add_part(name, rows)
    erasing.connect(account_erased, sender=Account, dispatch_uid="discussion_erased")
    from stoppress.discussion.account_pages import PAGES

    pages.PAGES.update(PAGES)


def account_erased(sender: type[Account], account: Account, **told: Any) -> None:
    """What the account said loses its writer's name, or goes altogether."""
    leaving.erase(account=account)
