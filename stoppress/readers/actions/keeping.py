"""Following and saving, and letting go again; each may be said twice."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stoppress.readers import lent, rules
from stoppress.readers.errors import TooMany, UnknownThing
from stoppress.readers.models import Account, Follow, SavedStory

#: As much can be followed, and as much saved, by one account.
MOST = 1000


def keep(*, account: Account, kind: str, number: int) -> None:
    """Follow a section, topic, contributor or story, or save a story (`saved`). Raises UnknownThing and TooMany."""
    if (kind, number) not in lent.places_of([(kind, number)]):
        raise UnknownThing(_("This cannot be followed or saved any more."))
    row = _row(account, kind, number)
    if type(row).objects.filter(account=account).count() >= MOST:
        raise TooMany(_("You keep as much as one can keep; let go of something first."))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        pass  # kept already, perhaps by another window a moment ago


def let_go(*, account: Account, kind: str, number: int) -> None:
    """Follow or save it no longer, whether it still exists or not."""
    if kind == rules.SAVED:
        SavedStory.objects.filter(account=account, story=number).delete()
    else:
        Follow.objects.filter(account=account, kind=kind, target=number).delete()


def _row(account: Account, kind: str, number: int) -> Follow | SavedStory:
    if kind == rules.SAVED:
        return SavedStory(account=account, story=number)
    return Follow(account=account, kind=kind, target=number)
