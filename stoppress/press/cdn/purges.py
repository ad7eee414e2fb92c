"""How each kind of CDN is asked to forget the pages that carry some tags: plain requests, nothing is sent here."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Cdn:
    """The CDN in front: its kind, one of `PURGES`, and where and with which secret it takes purges.

    `seconds` is how long it may keep a page; `inside` are hosts of the house (`host:port`) that may be asked.
    """

    kind: str = ""
    seconds: int = 0
    url: str = ""
    token: str = field(default="", repr=False)
    inside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Purge:
    """One request. `succeeded` says of an answer's body whether it was meant as a yes."""

    method: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = b""
    succeeded: Callable[[bytes], bool] = lambda answer: True


def _fastly(tags: Sequence[str], token: str) -> Purge:
    return Purge("POST", {"Fastly-Key": token, "Accept": "application/json", "Surrogate-Key": " ".join(tags)})


def _cloudflare(tags: Sequence[str], token: str) -> Purge:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return Purge("POST", headers, json.dumps({"tags": list(tags)}).encode(), _cloudflare_succeeded)


def _cloudflare_succeeded(answer: bytes) -> bool:
    try:
        return json.loads(answer)["success"] is True
    except (ValueError, KeyError, TypeError):
        return False


def _varnish(tags: Sequence[str], token: str) -> Purge:
    return Purge("PURGE", {"Authorization": f"Bearer {token}", "Surrogate-Key": " ".join(tags)})


#: By kind of CDN: what makes the request, and how many tags and how many bytes of them it may name.
PURGES: dict[str, tuple[Callable[[Sequence[str], str], Purge], int, int]] = {
    "fastly": (_fastly, 256, 8_000),
    "cloudflare": (_cloudflare, 30, 100_000),
    "varnish": (_varnish, 1_000, 6_000),
}


def purges(tags: Sequence[str], cdn: Cdn) -> Iterator[tuple[Purge, Sequence[str]]]:
    """As few requests as may name all the tags, each with those that it names."""
    make, most, most_bytes = PURGES[cdn.kind]
    named: list[str] = []
    size = 0
    for tag in tags:
        if named and (len(named) == most or size + len(tag) + 1 > most_bytes):
            yield make(named, cdn.token), named
            named, size = [], 0
        named.append(tag)
        size += len(tag) + 1
    if named:
        yield make(named, cdn.token), named


def header_tag(tag: str) -> str:
    """A tag as headers carry it: without spaces, commas and letters beyond ASCII."""
    return quote(tag, safe=":/@*")
