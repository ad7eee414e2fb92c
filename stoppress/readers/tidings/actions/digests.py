"""Letters about what readers follow: at most one an hour for each, with all that has come since the last."""

from django.db import transaction

from stoppress.kit import clock
from stoppress.readers import lent
from stoppress.readers.models import Account, Notifications
from stoppress.readers.tidings import letters
from stoppress.readers.tidings.actions.rounds import MAIL_EVERY
from stoppress.readers.tidings.models import Mailed, Tiding

#: Letters written between two looks at everything else, and stories in one letter.
AT_ONCE, MOST_STORIES = 50, 30


def write_due() -> int:
    """Write the letters whose time has come, each a transaction with its outbox; returns how many readers were looked at."""
    due = Tiding.objects.filter(mail_at__lte=clock.now()).order_by("mail_at").values_list("account_id", flat=True)[:AT_ONCE]
    accounts = list(dict.fromkeys(due))
    for number in accounts:
        with transaction.atomic():
            _write(number)
    return len(accounts)


def _write(number: int) -> None:
    """One reader's letter; when they got one a moment ago, its time is an hour after that."""
    now = clock.now()
    account = Account.objects.select_for_update().filter(pk=number, is_active=True).first()
    rows = Tiding.objects.filter(account=number, mail_at__isnull=False)
    if account is None or not Notifications.objects.filter(account=account, followed_by_mail=True).exists():
        rows.update(mail_at=None)
        return
    last = Mailed.objects.filter(account=account).first()
    if last and last.at + MAIL_EVERY > now:
        rows.update(mail_at=last.at + MAIL_EVERY)
        return
    waiting = list(rows.order_by("-id")[:MOST_STORIES])
    public = lent.places_of([("story", row.story) for row in waiting])
    told = [row for row in waiting if ("story", row.story) in public and row.read_at is None]
    if told:
        letters.of_followed(told, account)
        Mailed.objects.update_or_create(account=account, defaults={"at": now})
    rows.update(mail_at=None)
