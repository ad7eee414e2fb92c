"""The one door for requests to addresses that others gave us: public servers only, bounded in size and time.

FetchError              the base of everything below
├── Refused             the address, or one it redirects to, is not a public web address
├── NotReached          no such host, no connection, or TLS failed
├── TooManyRedirects    more than three
├── TooLarge            more bytes than asked for
├── TooSlow             the whole took longer than allowed
└── BadAnswer           an answer other than success, or not plain HTTP
"""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urljoin

import httpcore
import httpx

from stoppress.kit.pinned import Pinned
from stoppress.kit.public_addresses import NotPublic, check_address, check_url

MOST_REDIRECTS = 3
_REDIRECTS = {301, 302, 303, 307, 308}
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
Resolve = Callable[[str, int], Sequence[str]]


class FetchError(Exception):
    """Nothing was fetched; the message says why."""


class Refused(FetchError):
    """The address is not a public web address."""


class NotReached(FetchError):
    """The server could not be reached."""


class TooManyRedirects(FetchError):
    """The server sent us on too often."""


class TooLarge(FetchError):
    """The answer is larger than allowed."""


class TooSlow(FetchError):
    """The answer took longer than allowed."""


class BadAnswer(FetchError):
    """The server answered, but not with what was asked for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back, and from where in the end."""

    url: str
    content_type: str
    body: bytes


def resolve(host: str, port: int) -> list[str]:
    """Every network address of `host`, as the system knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    url: str, *, most_bytes: int, seconds: float = 15.0, accept: str = "*/*", resolve: Resolve = resolve,
    network: httpcore.NetworkBackend | None = None,
) -> Fetched:
    """The body at `url`, following at most three redirects, each checked like the first.

    A host is resolved once and exactly that address is connected to, so that a second answer of its
    name server cannot lead inside. No cookies, credentials or proxies are used. Raises `FetchError`.
    """  # fmt: skip
    until = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(url, most_bytes, until, accept, resolve, network or httpcore.SyncBackend())
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise TooManyRedirects(f"The server sent us on more than {MOST_REDIRECTS} times.")


def _ask(
    url: str, most: int, until: float, accept: str, resolve: Resolve, network: httpcore.NetworkBackend
) -> Fetched | str:
    """The answer, or the address it sends us on to."""
    try:
        scheme, host, port, path = check_url(url)
        pinned = _pin(host, port, resolve)
    except NotPublic as refusal:
        raise Refused(str(refusal)) from refusal
    asked = httpcore.URL(scheme=scheme, host=host, port=port, target=quote(path, safe=_ASCII))
    headers = [("Host", f"[{host}]" if ":" in host else host), ("Accept", accept),
               ("Accept-Encoding", "identity"), ("User-Agent", "Stoppress")]  # fmt: skip
    door = httpcore.ConnectionPool(
        ssl_context=_tls(), max_connections=1, retries=0, network_backend=Pinned(network, pinned, until)
    )
    try:
        with door, door.stream("GET", asked, headers=headers) as response:
            said = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status in _REDIRECTS and b"location" in said:
                return urljoin(url, said[b"location"])
            return Fetched(url, said.get(b"content-type", ""), _body(response, said, most))
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise TooSlow("The server took too long to answer.") from error
    except httpcore.ProtocolError as error:
        raise BadAnswer("The server's answer is not HTTP.") from error
    except (httpcore.NetworkError, OSError, ssl.SSLError) as error:
        raise NotReached(f"{host} could not be reached.") from error


def _body(response: httpcore.Response, said: dict[bytes, str], most: int) -> bytes:
    if response.status != 200:
        raise BadAnswer(f"The server answered {response.status}.")
    if said.get(b"content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise BadAnswer("The server compressed its answer, which was not asked for.")
    length = said.get(b"content-length", "")
    got = bytearray()
    if not (length.isdigit() and int(length) > most):
        for piece in response.iter_stream():
            got += piece
            if len(got) > most:
                break
        else:
            return bytes(got)
    raise TooLarge(f"The answer is larger than {most:,} bytes.")


def _pin(host: str, port: int, resolve: Resolve) -> str:
    """One address to connect to; a name with even one address inside the house is refused."""
    try:
        found = list(resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise NotReached(f"There is no host called {host}.") from error
    if not found:
        raise NotReached(f"There is no host called {host}.")
    checked = [str(check_address(address)) for address in found]
    return checked[0]


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
