"""The letter that asks whether a sign-up was meant, in the language of its edition."""

from html import escape

from django.utils import translation
from django.utils.translation import gettext as _

from stoppress.newsletters import queries
from stoppress.newsletters.models import Newsletter, SignUp
from stoppress.newsroom.models import Edition
from stoppress.readers.letters import sender
from stoppress.readers.outbox import actions as outbox


def ask(row: SignUp, edition: Edition) -> None:
    """Write the letter, in the transaction of the sign-up. It holds no word of whoever signed up."""
    names = list(Newsletter.objects.filter(pk__in=row.newsletters).values_list("name", flat=True))
    home = queries.home_of(edition)
    link = f"{home}/account/newsletters/confirm/{row.key}/"
    with translation.override(edition.language):
        subject = _("Please confirm: newsletters of %(house)s") % {"house": edition.name}
        first = _("Somebody, perhaps you, wants this address to get:")
        last = [
            _("The link is valid for seven days. If this was not you, you need not do anything: nothing will be sent to you."),
            _("This letter comes from %(house)s, %(url)s") % {"house": edition.name, "url": f"{home}/"},
        ]
        follow = _("If you want that, open this page and press the button:")
        button = _("Confirm")
    text = "\n\n".join([first, "\n".join(f"– {name}" for name in names), follow, link, last[0], "-- ", last[1]]) + "\n"
    items = "".join(f"<li>{escape(name)}</li>" for name in names)
    html = (f'<!doctype html><html lang="{escape(edition.language)}" dir="{edition.direction}"><meta charset="utf-8">'
            f'<meta name="color-scheme" content="light dark"><title>{escape(subject)}</title>'
            f'<body><p>{escape(first)}</p><ul>{items}</ul><p>{escape(follow)}</p>'
            f'<p><a href="{escape(link)}"><strong>{escape(button)}</strong></a></p>'
            f"<p>{escape(last[0])}</p><p>{escape(last[1])}</p></body></html>")  # fmt: skip
    outbox.write(
        cause=f"sign-up:{row.key}:{row.letters}", kind="sign-up", to=row.email, sender=sender(edition.name), subject=subject,
        text=text, html=html, headers={"Auto-Submitted": "auto-generated", "Content-Language": edition.language},
    )  # fmt: skip
