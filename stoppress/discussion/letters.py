"""Letters about discussions: statements of reasons, appeals, notices; in the reader's language, sent after the commit."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from html import escape

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from stoppress.discussion import wording
from stoppress.discussion.models import Notice, Restriction
from stoppress.readers import lent, rules
from stoppress.readers.letters import sender


def after_commit(kind: str, restriction: Restriction) -> None:
    """Send the letter about a restriction (`restricted`, `lifted`, `appeal`) once what it tells of is committed."""
    transaction.on_commit(lambda: _of_restriction(kind, restriction.pk), robust=True)


def of_notice_after_commit(kind: str, notice: Notice) -> None:
    """Send the letter about a notice (`received`, `decided`) once it is committed."""
    transaction.on_commit(lambda: _of_notice(kind, notice.pk), robust=True)


def statement(row: Restriction) -> list[str]:
    """A restriction's statement of reasons, a sentence each: what, facts, ground, automated or not, until when, how to appeal."""
    told = [str(wording.DONE[row.kind])]
    if row.quoted:
        told.append(_("It was about this text of yours: “%(text)s”") % {"text": row.quoted[:300]})
    if row.facts:
        told.append(_("What happened: %(facts)s") % {"facts": row.facts})
    told.append(_("On the ground of: %(ground)s") % {"ground": wording.GROUNDS[row.ground]})
    told.append(_("A program decided this.") if row.is_automated else _("A moderator decided this; no program did."))
    if row.ends_at:
        told.append(_("It ends on %(moment)s.") % {"moment": f"{row.ends_at:%Y-%m-%d %H:%M} UTC"})
    told.append(
        _("If you think that this is wrong, appeal in your account; another moderator looks at it. You may also go to court.")
    )
    return told


def _of_restriction(kind: str, number: int) -> None:
    row = Restriction.objects.select_related("account").get(pk=number)
    with _language(row.account.language):
        if kind == "restricted":
            subject, told = str(wording.DONE[row.kind]), statement(row)
        elif kind == "lifted":
            subject, told = (
                _("A decision was taken back"),
                [_("This no longer holds: %(what)s") % {"what": wording.DONE[row.kind]}],
            )
        else:
            answered = _("Your appeal was granted.") if row.appeal.is_granted else _("Your appeal was not granted.")
            subject, told = answered, [answered, _("The moderator writes: %(words)s") % {"words": row.appeal.answer}]
        _send(row.account.email, subject, told)


def _of_notice(kind: str, number: int) -> None:
    row = Notice.objects.get(pk=number)
    if not row.email:
        return
    with _language(row.language):
        told = [_("The reference number of your notice is %(number)s.") % {"number": row.reference}]
        if kind == "received":
            subject = _("We have received your notice")
            told.append(_("A person looks at it, and you are told what was decided."))
        else:
            subject = _("Your notice was decided")
            told.append(_("The text was removed.") if row.is_followed else _("The text stays."))
            told.append(_("The moderator writes: %(words)s") % {"words": row.answer})
            told.append(_("If you think that this is wrong, answer this letter. You may also go to court."))
        _send(row.email, subject, told)


def _language(language: str) -> AbstractContextManager[None]:
    where = lent.first_edition()
    return translation.override(language or (where.language if where else settings.LANGUAGE_CODE))


def _send(to: str, subject: str, told: Sequence[str]) -> None:
    where = lent.first_edition()
    house, url = (where.name, f"{where.site_url}{where.prefix}/") if where else ("Stoppress", settings.SITE_URL)
    language = translation.get_language() or settings.LANGUAGE_CODE
    signed = _("This letter comes from %(house)s, %(url)s") % {"house": house, "url": url}
    message = EmailMultiAlternatives(
        rules.one_line(f"{subject} – {house}"), "\n\n".join([*told, "-- ", signed]) + "\n", sender(house), [to],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
    )  # fmt: skip
    direction = "rtl" if translation.get_language_bidi() else "ltr"
    body = "".join(f"<p>{escape(words)}</p>" for words in (*told, signed))
    message.attach_alternative(
        f'<!doctype html><html lang="{escape(language)}" dir="{direction}"><meta charset="utf-8">'
        f"<title>{escape(subject)}</title><body>{body}</body></html>", "text/html")  # fmt: skip
    message.send()
