"""Tidings as letters: a reply at once, what is followed gathered into one; each kind is switched off with one click."""

import logging
from html import escape

from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from stoppress.readers import lent
from stoppress.readers.lent import Where
from stoppress.readers.letters import sender
from stoppress.readers.models import Account
from stoppress.readers.outbox import actions as outbox
from stoppress.readers.outbox.errors import BadLetter
from stoppress.readers.tidings.models import Tiding
from stoppress.readers.tidings.wording import said

logger = logging.getLogger(__name__)
#: What a letter can be switched off for, with the switch that it turns.
SWITCHES = {"replies": "replies_by_mail", "followed": "followed_by_mail"}
_seal = signing.Signer(salt="stoppress: letters switched off")


def of_reply(tiding: Tiding, account: Account) -> None:
    """Write the letter about a reply, in the caller's transaction."""
    _write(f"tiding:{tiding.pk}", "replies", account, [tiding])


def of_followed(tidings: list[Tiding], account: Account) -> None:
    """Write one letter about several stories, in the caller's transaction."""
    _write(f"tidings:{account.pk}:{max(one.pk for one in tidings)}", "followed", account, tidings)


def switch_address(where: Where, account: int, kind: str) -> str:
    """Where one switches letters of a kind off, without logging in: nobody else can have made this address."""
    path = reverse("account_letters_off", args=[_seal.sign(f"{account}.{kind}")], urlconf="stoppress.conf.urls")
    return f"{where.site_url}{where.prefix}{path}"


def switch_of(word: str) -> tuple[int, str] | None:
    """The account and the kind that such an address is about; None for one that is not ours."""
    try:
        number, _, kind = _seal.unsign(word).partition(".")
    except signing.BadSignature:
        return None
    return (int(number), kind) if number.isdecimal() and kind in SWITCHES else None


def _write(cause: str, kind: str, account: Account, tidings: list[Tiding]) -> None:
    where = lent.first_edition(account.language)
    if where is None:
        return
    off = switch_address(where, account.pk, kind)
    language = account.language or where.language
    with translation.override(language):
        subject = _subject(kind, tidings)
        lines = [_line(one, where) for one in tidings]
        signed = _("This letter comes from %(house)s, %(url)s") % {"house": where.name, "url": f"{where.site_url}{where.prefix}/"}
        stop = _("No more letters of this kind:")
        direction = "rtl" if translation.get_language_bidi() else "ltr"
    text = "\n\n".join("\n".join(part for part in line if part) for line in lines)
    html = "".join(_paragraph(*line) for line in lines)
    try:
        outbox.write(
            cause=cause, kind=kind, to=account.email, sender=sender(where.name), subject=f"{subject} – {where.name}",
            text=f"{text}\n\n-- \n{signed}\n{stop} {off}\n",
            html=f'<!doctype html><html lang="{escape(language)}" dir="{direction}"><meta charset="utf-8">'
                 f"<title>{escape(subject)}</title><body>{html}<p>{escape(signed)}</p>"
                 f'<p>{escape(stop)} <a href="{escape(off)}">{escape(off)}</a></p></body></html>',
            headers={
                "Auto-Submitted": "auto-generated", "Content-Language": language,
                # RFC 8058: mail programs post to it when their reader presses “Unsubscribe”.
                "List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )  # fmt: skip
    except BadLetter as error:
        # It is seen in the account all the same.
        logger.error("The letter %s cannot be written: %s", cause, error)


def _subject(kind: str, tidings: list[Tiding]) -> str:
    (first, *others) = tidings
    if kind == "replies":
        return said(first.kind, first.facts)
    if not others:
        return str(first.facts["headline"])
    return _("New stories in what you follow: %(number)d") % {"number": len(tidings)}


def _line(tiding: Tiding, where: Where) -> tuple[str, str, str, str]:
    """What is said, the headline, an excerpt, and the address with its host."""
    address = str(tiding.facts.get("address", ""))
    url = address if "://" in address else f"{where.site_url}{address}"
    return said(tiding.kind, tiding.facts), str(tiding.facts.get("headline", "")), str(tiding.facts.get("text", "")), url


def _paragraph(words: str, headline: str, text: str, url: str) -> str:
    quoted = f'<br><span dir="auto">“{escape(text)}”</span>' if text else ""
    return f'<p>{escape(words)}<br><a href="{escape(url)}"><b dir="auto">{escape(headline)}</b></a>{quoted}</p>'
