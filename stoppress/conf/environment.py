"""What the environment says, turned into settings with plain errors."""

import json
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from stoppress.kit.lasting import flush
from stoppress.pictures import addresses, storage
from stoppress.press.cdn.purges import PURGES, Cdn


class SettingError(ValueError):
    """A setting has a value that cannot be used; the message names it and says what it takes."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Where letters go: to a server, or into a folder where somebody can read them."""

    backend: str
    sender: str
    #: Where letters come back to; empty when the house does not read what comes back.
    bounces: str = ""
    folder: Path | None = None
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    #: Encrypted after a word in the clear (STARTTLS), or from the beginning.
    starts_tls: bool = False
    is_tls: bool = False


@dataclass(frozen=True, slots=True)
class Social:
    """Log-ins by other companies' accounts: the applications that do it, and what each company was told of us."""

    applications: tuple[str, ...] = ()
    providers: dict[str, Any] = field(default_factory=dict)


def secret_key(home: Path) -> str:
    """`STOPPRESS_SECRET_KEY`, or a key made once and kept in `home` readable by its owner alone."""
    given = os.environ.get("STOPPRESS_SECRET_KEY", "")
    if given:
        return given
    kept = home / "secret-key"
    try:
        return kept.read_text().strip()
    except FileNotFoundError:
        pass
    beside = home / f".secret-key-{os.getpid()}"
    descriptor = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    flush(beside)
    try:
        os.link(beside, kept)  # fails when another process was first, whose key then counts
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    flush(home)
    return kept.read_text().strip()


def picture_keys(secret: str) -> list[bytes]:
    """The keys of `STOPPRESS_PICTURE_KEYS` (secrets with commas between them, newest first), else the one of the secret key."""
    return addresses.keys_from(*(_secrets("STOPPRESS_PICTURE_KEYS") or [secret]))


def push_secrets(secret: str) -> list[str]:
    """The secrets of `STOPPRESS_PUSH_KEYS` (with commas between them, newest first), else the secret key alone."""
    return _secrets("STOPPRESS_PUSH_KEYS") or [secret]


def _secrets(name: str) -> list[str]:
    told = [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
    if any(len(word) < 16 for word in told):
        raise SettingError(f"{name} must be secrets of at least 16 characters with commas between them.")
    return told


def media(originals: Path) -> storage.Media:
    """Where originals and shared derivatives lie: what `STOPPRESS_MEDIA_URL` says, else the folder."""
    try:
        return storage.media_from(os.environ.get("STOPPRESS_MEDIA_URL", ""), originals)
    except storage.BadMediaUrl as error:
        raise SettingError(f"STOPPRESS_MEDIA_URL {error}.") from error


def number(name: str, default: int) -> int:
    """A whole number from the environment."""
    value = os.environ.get(name, "")
    if not value:
        return default
    if not value.isdigit():
        raise SettingError(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def choice(name: str, among: tuple[str, ...]) -> str:
    """One of a few words from the environment; the first when it is not set."""
    value = os.environ.get(name) or among[0]
    if value not in among:
        raise SettingError(f"{name} must be {' or '.join(among)}, not {value!r}.")
    return value


def cdn() -> Cdn:
    """The CDN in front, if there is one; `kind` is empty when there is none."""
    kind = choice("STOPPRESS_CDN", ("", *PURGES))
    if not kind:
        return Cdn()
    url = os.environ.get("STOPPRESS_CDN_PURGE_URL", "")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise SettingError("STOPPRESS_CDN_PURGE_URL must be the address that takes the CDN's purges, such as https://…, "
                           "because pages that cannot be purged must not be kept.")  # fmt: skip
    return Cdn(
        kind=kind, seconds=number("STOPPRESS_CDN_SECONDS", 86_400), url=url, token=os.environ.get("STOPPRESS_CDN_TOKEN", ""),
        inside=frozenset(os.environ.get("STOPPRESS_INSIDE_HOSTS", "").replace(",", " ").split()),
    )  # fmt: skip


def mail(home: Path, url: str) -> Mail:
    """`STOPPRESS_MAIL_URL`: `smtp://user:password@host:port`, `smtps://…`, or a folder; `mail` in the home when unset."""
    sender = os.environ.get("STOPPRESS_MAIL_FROM", "") or f"no-reply@{urlsplit(url).hostname or 'localhost'}"
    if any(sign in sender for sign in "\r\n") or "@" not in sender:
        raise SettingError("STOPPRESS_MAIL_FROM must be an e-mail address, such as news@courier.example.")
    bounces = os.environ.get("STOPPRESS_MAIL_BOUNCES", "")
    if bounces and not re.fullmatch(r"[\w.=-]+@[\w.-]+", bounces, re.ASCII):
        raise SettingError("STOPPRESS_MAIL_BOUNCES must be an e-mail address without a “+”, such as bounces@courier.example.")
    given = os.environ.get("STOPPRESS_MAIL_URL", "")
    parts = urlsplit(given)
    if not parts.scheme:
        folder = Path(given).resolve() if given else home / "mail"
        return Mail("django.core.mail.backends.filebased.EmailBackend", sender, bounces, folder)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingError("STOPPRESS_MAIL_URL must look like smtp://user:password@host:587 or smtps://…, or name a folder.")
    is_tls = parts.scheme == "smtps"
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend", sender, bounces, host=parts.hostname,
        port=parts.port or (465 if is_tls else 587), user=unquote(parts.username or ""),
        password=unquote(parts.password or ""), is_tls=is_tls,
        # A password never goes over the wire in the clear.
        starts_tls=not is_tls and bool(parts.username),
    )  # fmt: skip


def social() -> Social:
    """What the JSON file `STOPPRESS_SOCIAL_LOGINS` says: OpenID Connect providers by name; none when it is not set."""
    path = os.environ.get("STOPPRESS_SOCIAL_LOGINS", "")
    if not path:
        return Social()
    try:
        told = json.loads(Path(path).read_text())
        apps = [{"provider_id": name, "name": one["name"], "client_id": one["client_id"], "secret": one["secret"],
                 "settings": {"server_url": one["server_url"]}} for name, one in told.items()]  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingError(
            "STOPPRESS_SOCIAL_LOGINS must name a JSON file such as "
            '{"example": {"name": "Example", "server_url": "https://…", "client_id": "…", "secret": "…"}} '
            f"({error})."
        ) from error
    providers = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
    return Social(("allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"), providers)


def site_url(host: str, port: int) -> str:
    """`STOPPRESS_URL` without a trailing slash: the scheme and host that readers use."""
    url = os.environ.get("STOPPRESS_URL", "").rstrip("/")
    if not url:
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host
        return f"http://{shown}:{port}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
        raise SettingError(f"STOPPRESS_URL must look like https://news.example, not {url!r}.")
    return url


#: Seconds for which a thread of the newsroom keeps its connection to the database. A new one makes a publish take half as
#: long again; and most come more than a minute after the one before.
CONNECTION_KEPT = 600


def database(home: Path) -> dict[str, Any]:
    """SQLite in `home`, or what `STOPPRESS_DATABASE_URL=postgres://user:password@host:port/name` says."""
    url = os.environ.get("STOPPRESS_DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "newsroom.sqlite3",
            "CONN_MAX_AGE": CONNECTION_KEPT,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;"
                    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    return postgresql(url, "STOPPRESS_DATABASE_URL")


def postgresql(url: str, name: str) -> dict[str, Any]:
    """Django's settings for `postgres://user:password@host:port/name`; `name` is what messages call it."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise SettingError(f"{name} must look like postgres://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": CONNECTION_KEPT,
        "CONN_HEALTH_CHECKS": True,
        # A server that is cut off is noticed within about fifteen seconds, not after a quarter of an hour.
        "OPTIONS": {
            "connect_timeout": 5,
            "keepalives_idle": 5,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "tcp_user_timeout": 15_000,
        },
    }
