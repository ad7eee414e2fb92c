"""The small text files that tell machines and people who is behind the site and whom to call."""

from collections.abc import Iterable
from datetime import datetime

from stoppress.copy.editions import Edition
from stoppress.kit.plain_text import one_line
from stoppress.kit.timestamps import in_utc
from stoppress.syndication.addresses import absolute

_CONTACT_SCHEMES = ("mailto:", "https://", "tel:")


def security_txt(
    edition: Edition, contacts: Iterable[str], expires_at: datetime, *, policy: str = "", encryption: str = ""
) -> str:
    """`/.well-known/security.txt` (RFC 9116); `contacts` are URIs or e-mail addresses, best first.

    Raises ValueError when no contact is usable, since a file without one is invalid.
    """
    uris = [uri for contact in contacts if (uri := _contact_uri(contact))]
    if not uris:
        raise ValueError("security.txt needs at least one contact: an e-mail address or an https or tel URI.")
    lines = [
        *(f"Contact: {uri}" for uri in uris),
        f"Expires: {in_utc(expires_at)}",
        f"Canonical: {absolute(edition, '/.well-known/security.txt')}",
        f"Preferred-Languages: {edition.language}",
        *_line("Policy: ", absolute(edition, policy)),
        *_line("Encryption: ", absolute(edition, encryption)),
    ]
    return _text(lines)


def humans_txt(edition: Edition) -> str:
    """`/humans.txt` (humanstxt.org): who is behind the site, in plain words."""
    lines = [
        "/* PUBLISHER */",
        *_line("", edition.legal_name or edition.name),
        *_line("Contact: ", edition.email),
        *_line("Phone: ", edition.phone),
        *_line("Address: ", edition.postal_address),
        "",
        "/* SITE */",
        *_line("Name: ", edition.name),
        *_line("Language: ", edition.language),
        "Software: Stoppress",
    ]
    return _text(lines)


def _contact_uri(contact: str) -> str:
    word = one_line(contact)
    if " " in word:
        return ""
    if word.startswith(_CONTACT_SCHEMES):
        return word
    return f"mailto:{word}" if "@" in word.strip("@") else ""


def _line(before: str, value: str) -> list[str]:
    return [before + one_line(value)] if value.strip() else []


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
