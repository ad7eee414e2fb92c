"""Notices that something is against the law, from anybody (Regulation (EU) 2022/2065, Article 16)."""

import re
import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext

from stoppress.discussion import letters
from stoppress.discussion.actions import audit, deciding
from stoppress.discussion.errors import NotAllowed, NotThere
from stoppress.discussion.models import Comment, Notice
from stoppress.kit import clock, plain_text
from stoppress.readers.models import Account

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
_COMMENT = re.compile(r"(?:#comment-|/comment/)(\d{1,18})")


def notify(*, address: str, words: str, name: str, email: str, is_in_good_faith: bool, language: str = "") -> Notice:
    """Take a notice; its reference number is told at once, and by mail. Raises NotAllowed when something is missing."""
    words, name = plain_text.clean(words).strip()[:3000], plain_text.one_line(name)[:120]
    if len(words) < 10:
        raise NotAllowed(gettext("Say why you think that this is against the law."))
    if not is_in_good_faith:
        raise NotAllowed(gettext("Confirm that you believe in good faith that what you say is true."))
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise NotAllowed(gettext("Give an e-mail address at which you can be told what was decided.")) from wrong
    match = _COMMENT.search(address)
    with transaction.atomic():
        comment = Comment.objects.select_related("thread").filter(pk=int(match[1])).first() if match else None
        made = Notice.objects.create(
            reference=_reference(), comment=comment, address=plain_text.one_line(address)[:1000], words=words, name=name,
            email=email[:254], language=language, made_at=clock.now(),
        )  # fmt: skip
        audit.note("notice", comment=comment, reason="illegal", reference=made.reference)
        letters.of_notice("received", made)
    return made


def decide_notice(*, by: Account, notice: int, is_followed: bool, answer: str) -> Notice:
    """Follow a notice, which removes the comment, or not; whoever sent it is told. Raises NotThere and NotAllowed."""
    with transaction.atomic():
        row = Notice.objects.select_for_update().filter(pk=notice, decided_at=None).first()
        if row is None:
            raise NotThere(gettext("This notice has been decided already."))
        if len(answer.strip()) < 3:
            raise NotAllowed(gettext("Answer in a sentence or two; the sender is told."))
        row.decided_at, row.decided_by, row.is_followed, row.answer = clock.now(), by, is_followed, answer.strip()[:2000]
        row.save()
        comment = Comment.objects.select_related("thread").filter(notices=row).first()
        audit.note("notice followed" if is_followed else "notice refused", by=by, comment=comment, reference=row.reference)
        letters.of_notice("decided", row)
        if is_followed and comment is not None and comment.state != "deleted":
            deciding.decide(by=by, comment=comment.pk, verb="reject", ground="illegal", facts=answer)
    return row


def _reference() -> str:
    return "N-" + "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
