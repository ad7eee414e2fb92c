"""Everything that is held of a reader, in one zip: as JSON for programs and as CSV for people."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from stoppress.kit import clock
from stoppress.readers import queries, rules
from stoppress.readers.models import Account, Notifications
from stoppress.readers.push.models import Device
from stoppress.readers.tidings.models import Tiding

Rows = list[dict[str, Any]]
Part = Callable[[Account], Rows]
_PARTS: dict[str, Part] = {}


def add_part(name: str, rows: Part) -> None:
    """Let another room add what it holds of a reader, as flat rows under a name such as `comments`."""
    _PARTS[name] = rows


def export(account: Account) -> bytes:
    """A zip of `account.json` with everything and one CSV file for each part."""
    parts = {name: rows(account) for name, rows in {**_OWN, **_PARTS}.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        told = {"exported_at": clock.now(), **parts}
        packed.writestr("account.json", json.dumps(told, ensure_ascii=False, indent=2, default=_plain))
        for name, rows in parts.items():
            packed.writestr(f"{name}.csv", to_csv(rows))
    return out.getvalue()


def to_csv(rows: Rows) -> str:
    """The rows with a head of their names (RFC 4180), no cell of which a spreadsheet takes for a formula."""
    out = io.StringIO()
    # The mark lets spreadsheets know that it is UTF-8.
    out.write("\ufeff")
    if rows:
        write = csv.writer(out).writerow
        write(rows[0])
        for row in rows:
            write([rules.harmless(_plain(value)) for value in row.values()])
    return out.getvalue()


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _account(account: Account) -> Rows:
    names = ("email", "name", "bio", "language", "time_zone", "joined_at", "last_login", "erase_at")
    return [{name: getattr(account, name) for name in names}]


def _addresses(account: Account) -> Rows:
    return list(EmailAddress.objects.filter(user=account).values("email", "verified", "primary"))


def _kept(rows: list[queries.Kept]) -> Rows:
    return [{"what": row.what, "since": row.since, "name": row.place.name if row.place else "",
             "address": row.place.address if row.place else ""} for row in rows]  # fmt: skip


def _notifications(account: Account) -> Rows:
    chosen = Notifications.objects.filter(account=account).values()
    return [{name: value for name, value in row.items() if name != "account_id"} for row in chosen]


def _sessions(account: Account) -> Rows:
    return list(UserSession.objects.filter(user=account).values("created_at", "last_seen_at", "ip", "user_agent"))


def _second_factors(account: Account) -> Rows:
    # The secrets themselves would let whoever finds the file log in.
    return list(Authenticator.objects.filter(user=account).values("type", "created_at", "last_used_at"))


def _devices(account: Account) -> Rows:
    # The keys would let whoever finds the file write to the device.
    return [dict(row) for row in Device.objects.filter(account=account).values("name", "edition", "endpoint", "since_at")]


def _tidings(account: Account) -> Rows:
    rows = Tiding.objects.filter(account=account)
    return [{"told_at": row.told_at, "read_at": row.read_at, "kind": row.kind, "name": row.facts.get("name", ""),
             "headline": row.facts.get("headline", ""), "address": row.facts.get("address", "")} for row in rows]  # fmt: skip


_OWN: dict[str, Part] = {
    "profile": _account, "addresses": _addresses, "follows": lambda account: _kept(queries.followed(account)),
    "saved": lambda account: _kept(queries.saved(account)), "notifications": _notifications, "sessions": _sessions,
    "second_factors": _second_factors, "devices": _devices, "tidings": _tidings,
}  # fmt: skip
