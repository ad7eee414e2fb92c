"""Everything that the pipeline must know of a text and its writer, gathered for it."""

from datetime import datetime

from allauth.account.models import EmailAddress

from stoppress.discussion import queries
from stoppress.discussion.lent import StoryFacts
from stoppress.discussion.models import Comment, Lists, SpamWord, Writer
from stoppress.discussion.rules import limits, spam
from stoppress.discussion.rules.opening import Opening
from stoppress.discussion.rules.pipeline import Draft
from stoppress.discussion.rules.spam import Learned
from stoppress.discussion.rules.trust import Standing
from stoppress.discussion.rules.verdicts import Reason
from stoppress.readers.models import Account


def writer_of(account: Account) -> Writer:
    """The account as a writer, locked, so that nobody writes twice at once."""
    Writer.objects.get_or_create(account=account)
    return Writer.objects.select_for_update().get(account=account)


def standing_of(account: Account, writer: Writer | None) -> Standing:
    """The account's past."""
    is_verified = EmailAddress.objects.filter(user=account, verified=True).exists()
    approved, rejected = (writer.approved, writer.rejected) if writer else (0, 0)
    return Standing(account.joined_at, approved, rejected, is_verified)


def draft(
    text: str, *, account: Account, writer: Writer, facts: StoryFacts, opening: Opening, lists: Lists, now: datetime,
    is_reply: bool, suspended: Reason | None, edited: Comment | None = None,
) -> Draft:  # fmt: skip
    """The draft for the pipeline."""
    recent = Comment.objects.filter(account=account, created_at__gt=now - limits.DAY)
    if edited:
        recent = recent.exclude(pk=edited.pk)
    banned, suspect = queries.word_lists()
    return Draft(
        text=text, now=now, standing=standing_of(account, writer), opening=opening, is_staff=account.is_staff,
        is_host=account.is_staff or account.pk in facts.hosts, is_reply=is_reply, is_edit=edited is not None,
        recent=tuple(recent.values_list("fingerprint", "created_at")), banned=banned, suspect=suspect,
        learned=learned(text, lists), suspended=suspended,
    )  # fmt: skip


def learned(text: str, lists: Lists) -> Learned:
    """What the newsroom's decisions say of the words of a text: one query."""
    rows = SpamWord.objects.filter(pk__in=[word[:120] for word in spam.words_of(text)])
    return Learned(lists.spam, lists.ham, {row.word: (row.spam, row.ham) for row in rows})
