"""Spreading issues: a letter for each subscriber, in batches; held back and said anew when a story is withdrawn meanwhile."""

from datetime import timedelta
from email.header import Header
from typing import Any

from django.db import connection, transaction

from stoppress.kit import clock
from stoppress.newsletters import lent, queries, rules
from stoppress.newsletters.lent import IssueFacts
from stoppress.newsletters.models import Issue, Newsletter, Subscriber, Subscription
from stoppress.readers.letters import sender
from stoppress.readers.outbox import actions as outbox
from stoppress.readers.outbox.models import Sheet
from stoppress.readers.rules import one_line

#: Letters that are written in one transaction.
BATCH = 500
#: Longer no issue has letters on their way.
LASTS = timedelta(days=4)


def spread_all() -> int:
    """Write letters of every issue that is not with all its subscribers yet, a batch each; returns how many."""
    numbers = Issue.objects.filter(is_spread=False).order_by("pk").values_list("pk", flat=True)
    return sum(_spread(number) for number in list(numbers))


def _spread(number: int) -> int:
    """The next batch of an issue, unless another machine is at it; where it came to is committed with its letters."""
    with transaction.atomic():
        rows = Issue.objects.filter(pk=number, is_spread=False)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        issue = rows.select_related("newsletter__edition", "sheet").first()
        if issue is None:
            return 0
        willing = Subscription.objects.filter(newsletter=issue.newsletter, pk__gt=issue.spread_to)
        willing = willing.filter(subscriber__suspended_at=None).select_related("subscriber").order_by("pk")
        batch = list(willing[:BATCH]) if issue.sheet and issue.sheet.text else []
        count = 0
        if issue.sheet and batch:
            letters = [_letter(issue, one) for one in batch]
            expires_at = issue.made_at + rules.WORTH[issue.newsletter.schedule]
            count = outbox.write_many(
                sheet=issue.sheet, kind=kind_of(issue.newsletter), sender=sender_of(issue.newsletter), letters=letters,
                expires_at=expires_at,
            )  # fmt: skip
            issue.spread_to = batch[-1].pk
        issue.is_spread, issue.letter_count = len(batch) < BATCH, issue.letter_count + count
        issue.save(update_fields=["spread_to", "is_spread", "letter_count"])
    return count


def kind_of(newsletter: Newsletter) -> str:
    """The kind of its letters."""
    return f"newsletter:{newsletter.pk}"


def sender_of(newsletter: Newsletter) -> str:
    """Its From header."""
    return sender(newsletter.sender_name or newsletter.edition.name)


def links_of(newsletter: Newsletter, subscriber: Subscriber) -> dict[str, str]:
    """Where a reader leaves this newsletter, and where they choose among all."""
    base = f"{queries.home_of(newsletter.edition)}/account/newsletters"
    return {"leave": f"{base}/leave/{subscriber.key}/{newsletter.pk}/", "choose": f"{base}/choose/{subscriber.key}/"}


def headers_of(newsletter: Newsletter, leave: str) -> dict[str, str]:
    """What makes it a list to programs: RFC 2919 (List-Id), RFC 2369 and RFC 8058 (leaving with one click)."""
    edition = newsletter.edition
    host = queries.home_of(edition).partition("://")[2].partition("/")[0].partition(":")[0]
    name = "".join(sign for sign in one_line(newsletter.name) if sign not in '\\"<>')
    # Only the name is encoded: programs look for what stands between the brackets.
    name = f'"{name}"' if name.isascii() else Header(name, "utf-8").encode(maxlinelen=0)
    told = {
        "List-Id": f"{name} <{newsletter.slug}.{edition.code}.{host}>", "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Precedence": "bulk", "Content-Language": edition.language,
    }  # fmt: skip
    return {**told, "Reply-To": newsletter.reply_to} if newsletter.reply_to else told


def _letter(issue: Issue, subscription: Subscription) -> dict[str, Any]:
    reader = subscription.subscriber
    links = links_of(issue.newsletter, reader)
    return {"cause": f"issue:{issue.pk}:{subscription.pk}", "to": reader.email, "fills": links,
            "headers": headers_of(issue.newsletter, links["leave"])}  # fmt: skip


def story_withdrawn(story: int) -> None:
    """In the transaction that withdraws a story: no letter that tells of it goes any more."""
    issues = Issue.objects.filter(made_at__gte=clock.now() - LASTS, sheet__isnull=False).values_list("sheet_id", "stories")
    concerned = [sheet for sheet, stories in issues if story in stories]
    if concerned:
        outbox.hold_sheets(numbers=concerned)


def say_anew() -> int:
    """Set issues anew that were held because a story was withdrawn, without it; returns how many."""
    held = Issue.objects.filter(sheet__is_held=True).values_list("pk", flat=True)
    return sum(_say_anew(number) for number in list(held))


def _say_anew(number: int) -> int:
    with transaction.atomic():
        issue = Issue.objects.select_related("newsletter__edition", "newsletter__topic").get(pk=number)
        # A withdrawal that comes meanwhile waits for this row and holds it once more.
        sheet = Sheet.objects.select_for_update().filter(pk=issue.sheet_id or 0, is_held=True).first()
        if sheet is None:
            return 0
        facts = IssueFacts(issue.newsletter, issue.number, issue.made_at, tuple(issue.stories), issue.intro,
                           issue.cause.startswith("breaking:"))  # fmt: skip
        words = lent.typeset(facts)
        if words is None:
            outbox.drop_sheet(sheet=sheet)
        else:
            outbox.say_anew(sheet=sheet, subject=words.subject, text=words.text, html=words.html)
    return 1
