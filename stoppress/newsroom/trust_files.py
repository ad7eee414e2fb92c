"""The text files in which a house says who may sell its space (ads.txt) and whom it belongs to (trust.txt)."""

import re

#: What trust.txt (draft-org-trust-relationship-protocol-01) may say of an organisation.
TRUST_RELATIONS = (
    "member", "belongto", "control", "controlledby", "social", "vendor", "customer", "disclosure", "contact",
    "datatrainingallowed",
)  # fmt: skip
_VARIABLE = re.compile(r"(contact|subdomain|ownerdomain|managerdomain|inventorypartnerdomain)\s*=\s*(\S.*)", re.IGNORECASE)


def ads_txt(text: str) -> str:
    """`/ads.txt` (IAB Tech Lab 1.1) in one spelling; raises ValueError with a sentence on the first line that is wrong."""
    return _each_line(text, _ads_line)


def trust_txt(text: str) -> str:
    """`/trust.txt` in one spelling; raises ValueError with a sentence on the first line that is wrong."""
    return _each_line(text, _trust_line)


def _each_line(text: str, spell) -> str:  # type: ignore[no-untyped-def]
    lines = [line.strip() for line in text.splitlines()]
    kept = [line if not line or line.startswith("#") else spell(line) for line in lines]
    return "\n".join(kept).strip() + "\n" if any(kept) else ""


def _ads_line(line: str) -> str:
    """A seller (`domain, account, DIRECT or RESELLER`, perhaps the seller's own id) or a variable such as `OWNERDOMAIN=`."""
    record, _, comment = line.partition("#")
    if match := _VARIABLE.fullmatch(record.strip()):
        return f"{match[1].upper()}={match[2].strip()}"
    fields = [" ".join(field.split()) for field in record.split(",")]
    if len(fields) not in (3, 4) or not all(fields) or "." not in fields[0] or fields[2].upper() not in ("DIRECT", "RESELLER"):
        raise ValueError(f"“{line}” is no line of ads.txt; a seller looks like “exchange.example, 1234, DIRECT”.")
    spelled = ", ".join([fields[0].lower(), fields[1], fields[2].upper(), *fields[3:]])
    return f"{spelled} # {comment.strip()}" if comment.strip() else spelled


def _trust_line(line: str) -> str:
    name, equals, value = line.partition("=")
    name, value = name.strip().lower(), value.strip()
    if not equals or name not in TRUST_RELATIONS or not value:
        raise ValueError(f"“{line}” is no line of trust.txt; it takes {', '.join(TRUST_RELATIONS)} with “=” and a value.")
    return f"{name}={value}"
