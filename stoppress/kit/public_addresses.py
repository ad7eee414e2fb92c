"""Which hosts and network addresses requests of ours may go to: public ones, and nothing within the house."""

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS: Final = {"http": 80, "https": 443}
MOST_CHARACTERS: Final = 2_000
#: Besides what the standard library knows: IPv4 addresses written as IPv6 ones, and old local ranges.
_REFUSED: Final = tuple(ipaddress.ip_network(n) for n in (
    "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "::/96", "::ffff:0:0/96",
    "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
    "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
))  # fmt: skip
_NUMBER: Final = re.compile(r"\d+|0x[0-9a-f]*")
_QUAD: Final = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


class NotPublic(ValueError):
    """The address leads, or may lead, somewhere else than to a public web server; the message says why."""


def check_url(url: str) -> tuple[str, str, int, str]:
    """Scheme, host (ASCII, lower case), port and path with query of a url that may be asked.

    Raises `NotPublic` for other schemes and ports, for a name and password, and for hosts written as
    numbers in any but the plain form, since programs disagree about what those mean.
    """
    if len(url) > MOST_CHARACTERS or re.search(r"[\x00-\x20\x7f\\]", url):
        raise NotPublic("The address is too long or holds characters that no address has.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotPublic("This is not a web address.") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotPublic("Only addresses that begin with http:// or https:// are fetched.")
    if parts.username is not None or parts.password is not None:
        raise NotPublic("An address with a user name or password in it is not fetched.")
    port = PORTS[parts.scheme] if port is None else port
    if port not in PORTS.values():
        raise NotPublic(f"Port {port} is not fetched from; only 80 and 443 are.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, _host(parts.hostname), port, path


def check_address(text: str) -> Address:
    """The network address in `text`; raises `NotPublic` unless it is a public one."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError as error:
        raise NotPublic(f"“{text}” is not a network address.") from error
    inside = (
        not address.is_global or address.is_private or address.is_loopback or address.is_link_local
        or address.is_multicast or address.is_reserved or address.is_unspecified
        or any(address in network for network in _REFUSED if network.version == address.version)
    )  # fmt: skip
    if inside or "%" in text:
        raise NotPublic(f"{text} is not a public address.")
    return address


def _host(host: str) -> str:
    if ":" in host:
        return str(check_address(host))
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise NotPublic(f"“{host}” is not the name of a host.") from error
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        if not _QUAD.fullmatch(name):
            raise NotPublic(f"“{host}” is a network address in disguise.")
        return str(check_address(name))
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise NotPublic(f"“{host}” is not the name of a host.")
    return name
