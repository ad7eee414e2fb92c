"""The small text files that tell machines and people whom to trust and whom to call."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from stoppress.copy.editions import Edition
from stoppress.kit.plain_text import one_line
from stoppress.kit.timestamps import in_utc
from stoppress.syndication.addresses import absolute

#: What trust.txt (draft-org-trust-relationship-protocol-01) may say of an organisation.
TRUST_RELATIONS = (
    "member", "belongto", "control", "controlledby", "social", "vendor", "customer", "disclosure", "contact",
    "datatrainingallowed",
)  # fmt: skip
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


def trust_txt(edition: Edition, relations: Mapping[str, Iterable[str]], *, training_allowed: bool) -> str:
    """`/trust.txt` (draft-org-trust-relationship-protocol): who belongs to whom, accounts, contact."""
    said = {name: list(values) for name, values in relations.items() if name in TRUST_RELATIONS}
    said.setdefault("social", [link.address for link in edition.social])
    said.setdefault("contact", [edition.email] if edition.email else [])
    said["datatrainingallowed"] = ["yes" if training_allowed else "no"]
    pairs = [(name, one_line(value)) for name in TRUST_RELATIONS for value in said.get(name, ())]
    return _text(f"{name}={value}" for name, value in dict.fromkeys(pairs) if value)


def ads_txt(sellers: Iterable[str], *, owner_domain: str = "", manager_domain: str = "") -> str:
    """`/ads.txt` (IAB Tech Lab 1.1): who may sell our space, `domain, account, DIRECT|RESELLER[, id]`.

    A house that sells none says so with the placeholder line the specification gives. Lines that are
    no seller's are left out.
    """
    kept = [", ".join(fields) for seller in sellers if (fields := _seller(seller))]
    lines = [
        *_line("OWNERDOMAIN=", owner_domain),
        *_line("MANAGERDOMAIN=", manager_domain),
        *(kept or ["placeholder.example.com, placeholder, DIRECT, placeholder"]),
    ]
    return _text(lines)


def _seller(line: str) -> list[str]:
    fields = [one_line(field) for field in line.partition("#")[0].split(",")]
    right = len(fields) in (3, 4) and all(fields) and "." in fields[0]
    if not right or fields[2].upper() not in ("DIRECT", "RESELLER"):
        return []
    return [fields[0].lower(), fields[1], fields[2].upper(), *fields[3:]]


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
