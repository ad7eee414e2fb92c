"""Letters to readers: plain text and a simple page of the same words, in the reader's language, from the edition they are in."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stoppress.readers import lent, rules
from stoppress.readers.errors import LetterNotSent
from stoppress.readers.lent import Where
from stoppress.readers.models import Account


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and paragraphs; `%(code)s`, `%(until)s` and `%(house)s` are filled in."""

    subject: str | Promise
    paragraphs: tuple[str | Promise, ...]


logger = logging.getLogger(__name__)
_NOT_YOU = _("If this was not you, you need not do anything.")
_TAKE_CARE = _("If this was not you, log in, choose a new password and end all other sessions.")
LETTERS = {
    "confirm": Letter(_("%(code)s is your code"), (_("Confirm your e-mail address with this code:"), "%(code)s",
                      _("It is valid for fifteen minutes."), _NOT_YOU)),
    "log_in": Letter(_("%(code)s is your code"), (_("Log in with this code:"), "%(code)s",
                     _("It is valid for ten minutes. Never tell it to anybody."), _NOT_YOU)),
    "reset": Letter(_("%(code)s is your code"), (_("Choose a new password with this code:"), "%(code)s",
                    _("It is valid for ten minutes. Never tell it to anybody."), _NOT_YOU)),
    "known": Letter(_("You have an account already"), (
        _("Somebody, perhaps you, wanted to register with this address. There is an account with it already: "
          "log in instead, by password or with a code."), _NOT_YOU)),
    "unknown": Letter(_("There is no account with this address"), (
        _("Somebody, perhaps you, wanted to log in with this address. There is no account with it yet: register first."),
        _NOT_YOU)),
    "password": Letter(_("Your password was changed"), (_("The password of your account was changed."), _TAKE_CARE)),
    "second_factor": Letter(_("How you log in was changed"), (
        _("A passkey, an authenticator app or the recovery codes of your account were added, removed or made anew."),
        _TAKE_CARE)),
    "address": Letter(_("Your e-mail address was changed"), (_("Your account has another e-mail address now."), _TAKE_CARE)),
    "erase_asked": Letter(_("Your account will be erased"), (
        _("As you asked, your account and everything in it will be erased: %(until)s. "
          "Until then you can log in and change your mind."), _TAKE_CARE)),
    "erased": Letter(_("Your account was erased"), (_("As you asked, your account and everything in it were erased."),)),
}  # fmt: skip


def send_to(account: Account, kind: str, *, until: datetime | None = None) -> None:
    """Send a letter that can go missing: from the first edition in the account's own language."""
    try:
        where = lent.first_edition(account.language)
        send(kind, account.email, where, language=account.language, until=until, zone=account.time_zone)
    except LetterNotSent as failure:
        logger.error("%s", failure)


def send(
    kind: str, to: str, where: Where | None, *, language: str = "", code: str = "", until: datetime | None = None, zone: str = ""
) -> None:
    """Send one of `LETTERS`; `language` and `zone` are the reader's own, empty for the edition's. Raises LetterNotSent."""
    letter, house = LETTERS[kind], where.name if where else "Stoppress"
    language = language or (where.language if where else settings.LANGUAGE_CODE)
    with translation.override(language):
        facts = {"code": code, "house": house, "until": _moment(until, zone or (where.time_zone if where else "UTC"), language)}
        subject = rules.one_line(str(letter.subject) % facts)
        paragraphs = [str(paragraph) % facts for paragraph in letter.paragraphs]
        signed = gettext("This letter comes from %(house)s, %(url)s") % {"house": house, "url": _url(where)}
    message = EmailMultiAlternatives(
        f"{subject} – {rules.one_line(house)}", "\n\n".join([*paragraphs, "-- ", signed]) + "\n", sender(house), [to],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
    )  # fmt: skip
    message.attach_alternative(_html(language, subject, [*paragraphs, signed], code), "text/html")
    try:
        message.send()
    except OSError as failure:  # smtplib's are among them
        raise LetterNotSent(f"The letter “{kind}” could not be sent: {failure}") from failure


def sender(house: str) -> str:
    """The address that letters come from, under the name of the house."""
    address = settings.DEFAULT_FROM_EMAIL
    if "<" in address:
        return str(address)
    name = rules.one_line(house).replace("\\", "").replace('"', "")
    return f'"{name}" <{address}>'


def _moment(until: datetime | None, zone: str, language: str) -> str:
    if until is None:
        return ""
    # English of no particular country is the world's, as on pages.
    local, locale = until.astimezone(ZoneInfo(zone)), "en_001" if language == "en" else language.replace("-", "_")
    clock = format_skeleton("Hm", local, tzinfo=local.tzinfo, locale=locale)
    return f"{format_date(local, 'long', locale=locale)}, {clock} {local:%Z}"


def _url(where: Where | None) -> str:
    # Never of the request: whoever sends a Host header must not choose where a letter leads.
    return f"{where.site_url}{where.prefix}/" if where else settings.SITE_URL


def _html(language: str, title: str, paragraphs: list[str], code: str) -> str:
    direction = "rtl" if translation.get_language_info(language.partition("-")[0])["bidi"] else "ltr"
    told: Mapping[bool, str] = {
        True: '<p dir="ltr" style="font:bold 1.75rem monospace;letter-spacing:.15em">{}</p>', False: "<p>{}</p>",
    }  # fmt: skip
    body = "".join(told[bool(code) and words == code].format(escape(words)) for words in paragraphs)
    return (f'<!doctype html><html lang="{escape(language)}" dir="{direction}"><meta charset="utf-8">'
            f"<title>{escape(title)}</title><body>{body}</body></html>")  # fmt: skip
