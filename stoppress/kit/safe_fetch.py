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
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urljoin, urlsplit

import httpcore
import httpx

from stoppress.kit.pinned import Pinned
from stoppress.kit.public_addresses import PORTS, NotPublic, check_address, check_url

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
    """The server answered, but not with what was asked for: the status, if there was one, and its `Retry-After`."""

    def __init__(self, sentence: str, *, status: int = 0, retry_after: str = "") -> None:
        super().__init__(sentence)
        self.status, self.retry_after = status, retry_after


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
    question = _Question("GET", {"Accept": accept}, b"", most_bytes)
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(url, question, until, resolve, network or httpcore.SyncBackend())
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise TooManyRedirects(f"The server sent us on more than {MOST_REDIRECTS} times.")


def send(
    url: str, *, method: str, headers: Mapping[str, str], body: bytes = b"", inside: Collection[str] = (),
    most_bytes: int = 65_536, seconds: float = 15.0, resolve: Resolve = resolve, network: httpcore.NetworkBackend | None = None,
) -> Fetched:
    """Send `body` to `url`; any answer of success counts, a redirect does not.

    `inside` names hosts of the house (`host:port`) that may be asked although they are not public. Raises `FetchError`.
    """  # fmt: skip
    question = _Question(method, headers, body, most_bytes, frozenset(inside))
    answer = _ask(url, question, time.monotonic() + seconds, resolve, network or httpcore.SyncBackend())
    if isinstance(answer, str):
        raise BadAnswer("The server sent us on to another address.")
    return answer


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked: method, headers and body, how much of an answer is read, and where inside the house it may go."""

    method: str
    headers: Mapping[str, str]
    body: bytes
    most: int
    inside: frozenset[str] = frozenset()


def _ask(url: str, question: _Question, until: float, resolve: Resolve, network: httpcore.NetworkBackend) -> Fetched | str:
    """The answer, or the address it sends us on to."""
    try:
        scheme, host, port, path, pinned = _destination(url, question.inside, resolve)
    except NotPublic as refusal:
        raise Refused(str(refusal)) from refusal
    asked = httpcore.URL(scheme=scheme, host=host, port=port, target=quote(path, safe=_ASCII))
    shown = f"[{host}]" if ":" in host else host
    headers = [("Host", shown if port == PORTS[scheme] else f"{shown}:{port}"), ("Accept-Encoding", "identity"),
               ("User-Agent", "Stoppress"), *question.headers.items()]  # fmt: skip
    if question.body:
        headers.append(("Content-Length", str(len(question.body))))
    door = httpcore.ConnectionPool(
        ssl_context=_tls(), max_connections=1, retries=0, network_backend=Pinned(network, pinned, until)
    )
    try:
        with door, door.stream(question.method, asked, headers=headers, content=question.body or None) as response:
            said = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status in _REDIRECTS and b"location" in said:
                return urljoin(url, said[b"location"])
            successes = range(200, 201) if question.method == "GET" else range(200, 300)
            return Fetched(url, said.get(b"content-type", ""), _body(response, said, question.most, successes))
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise TooSlow("The server took too long to answer.") from error
    except httpcore.ProtocolError as error:
        raise BadAnswer("The server's answer is not HTTP.") from error
    except (httpcore.NetworkError, OSError, ssl.SSLError) as error:
        raise NotReached(f"{host} could not be reached.") from error


def _destination(url: str, inside: Collection[str], resolve: Resolve) -> tuple[str, str, int, str, str]:
    """Scheme, host, port, path and the network address to connect to."""
    if inside and (parts := urlsplit(url)).netloc in inside and parts.scheme in PORTS and parts.hostname:
        port = parts.port or PORTS[parts.scheme]
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return parts.scheme, parts.hostname, port, path, _addresses(parts.hostname, port, resolve)[0]
    scheme, host, port, path = check_url(url)
    return scheme, host, port, path, _pin(host, port, resolve)


def _body(response: httpcore.Response, said: dict[bytes, str], most: int, successes: range) -> bytes:
    if response.status not in successes:
        raise BadAnswer(f"The server answered {response.status}.", status=response.status,
                        retry_after=said.get(b"retry-after", ""))  # fmt: skip
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
    checked = [str(check_address(address)) for address in _addresses(host, port, resolve)]
    return checked[0]


def _addresses(host: str, port: int, resolve: Resolve) -> list[str]:
    try:
        found = list(resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise NotReached(f"There is no host called {host}.") from error
    if not found:
        raise NotReached(f"There is no host called {host}.")
    return found


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
