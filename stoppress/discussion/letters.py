"""Letters about discussions: statements of reasons, appeals, notices; in the reader's language, written with their cause."""

import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager
from html import escape

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from stoppress.discussion import wording
from stoppress.discussion.models import Notice, Restriction
from stoppress.readers import lent
from stoppress.readers.letters import sender
from stoppress.readers.outbox import actions as outbox
from stoppress.readers.outbox.errors import BadLetter

logger = logging.getLogger(__name__)


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


def of_restriction(kind: str, row: Restriction) -> None:
    """Write the letter about a restriction: `restricted`, `lifted` or `appeal`, which was decided."""
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
        _write(f"restriction:{row.pk}:{kind}", row.account.email, subject, told)


def of_notice(kind: str, row: Notice) -> None:
    """Write the letter about a notice: `received` or `decided`."""
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
        _write(f"notice:{row.pk}:{kind}", row.email, subject, told)


def _language(language: str) -> AbstractContextManager[None]:
    where = lent.first_edition()
    return translation.override(language or (where.language if where else settings.LANGUAGE_CODE))


def _write(cause: str, to: str, subject: str, told: Sequence[str]) -> None:
    where = lent.first_edition()
    house, url = (where.name, f"{where.site_url}{where.prefix}/") if where else ("Stoppress", settings.SITE_URL)
    language = translation.get_language() or settings.LANGUAGE_CODE
    signed = _("This letter comes from %(house)s, %(url)s") % {"house": house, "url": url}
    direction = "rtl" if translation.get_language_bidi() else "ltr"
    body = "".join(f"<p>{escape(words)}</p>" for words in (*told, signed))
    try:
        outbox.write(
            cause=cause, kind="discussion", to=to, sender=sender(house), subject=f"{subject} – {house}",
            text="\n\n".join([*told, "-- ", signed]) + "\n",
            html=f'<!doctype html><html lang="{escape(language)}" dir="{direction}"><meta charset="utf-8">'
                 f"<title>{escape(subject)}</title><body>{body}</body></html>",
            headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
        )  # fmt: skip
    except BadLetter as error:
        # What it tells of holds all the same, and is seen on the account pages.
        logger.error("The letter about %s cannot be written: %s", cause, error)
