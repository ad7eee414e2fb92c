"""The configuration of an nginx that serves what the edge would serve, from the same files, and asks the edge for the rest.

nginx takes a file only for a request of which nothing is unusual: a plain spelling of the address, a
known host, an Accept-Encoding without weights, no preconditions but the two that it knows. Everything
else, and whatever is not there as a file, goes to the edge, so that both answer the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from stoppress.edge import folders, headers
from stoppress.edge.settings import EdgeSettings
from stoppress.press.shelf.names import TYPES

#: A segment that nginx and the shelf spell alike: nothing is escaped in it but UTF-8.
_PLAIN = r"(?:[A-Za-z0-9_~-]++|%[89A-Fa-f][0-9A-Fa-f])++"
#: A file or folder name of the static files and the pictures, which never begins with a dot.
_NAME = r"[A-Za-z0-9_~@:,-][A-Za-z0-9._~@:,-]*"
_ENDS = r"(?:\?|$)"
#: What most browsers and fetchers send, found without a regular expression.
_USUAL = {
    "gzip, deflate, br, zstd": ".br", "gzip, deflate, br": ".br", "deflate, gzip, br, zstd": ".br",
    "gzip, deflate": ".gz", "gzip": ".gz", "": "",
}  # fmt: skip
_UNSAFE = re.compile(r"""["'\\$;{}\s]""")
_THROUGH = "    location ^~ %s { proxy_pass http://stoppress; }"
_TEMPLATE = Path(__file__).with_name("nginx.conf")


class CannotConfigure(ValueError):
    """Something cannot be written into an nginx configuration; the message says what."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the operator says about the server block.

    `listen` holds nginx's listen directives' arguments (`443 ssl`), `upstream` where the edge listens
    (`127.0.0.1:8000`, `unix:/run/stoppress.sock`). `cache_seconds` is for how long nginx may trust what
    it knows of a file: 0 is exact, more serves superseded and killed pages for so long. `certificate`
    and its `key` are files for TLS.
    """

    server_names: tuple[str, ...]
    listen: tuple[str, ...]
    upstream: str
    shelf: Path
    cache_seconds: int = 0
    most_upload: int = 60 * 1024 * 1024
    certificate: Path | None = None
    key: Path | None = None


def configuration(wishes: Wishes, settings: EdgeSettings, own_hosts: Iterable[str]) -> str:
    """The part of a configuration that belongs into `http { … }`; raises CannotConfigure.

    `own_hosts` are the hosts that editions have for themselves.
    """
    if not wishes.server_names or not wishes.listen:
        raise CannotConfigure("At least one server name and one address to listen on are needed.")
    hosts = sorted(own_hosts)
    is_https = settings.site_url.startswith("https:")
    filled = {
        "upstream": _safe(wishes.upstream),
        "sites": _map(site_map(wishes.server_names, hosts)),
        "codings": _map(coding_map()),
        "plain": _PLAIN,
        "name": _NAME,
        "page_endings": "|".join(_page_endings()),
        "page_types": _map({"200": TYPES[".html"], **{f"200{_bare(ending)}": kind for ending, kind in TYPES.items()}}),
        "html": TYPES[".html"],
        "other_endings": "|".join(sorted({name.rpartition(".")[2] for name in TYPES} - {"html"})),
        "shared": _map({_bare(ending): value for ending, kind in TYPES.items() for _, value in _decoded(headers.of_feed(kind))}),
        "file_endings": "|".join(_bare(ending) for ending in folders.TYPES),
        "file_types": _map({f"200{_bare(ending)}": folders.content_type(ending) for ending in folders.TYPES}),
        "file_varies": _map({_bare(ending): "accept-encoding" for ending in sorted(folders.COMPRESSED)}),
        "hash": folders.HASH,
        "ends": _ENDS,
        "lasting": headers.LASTING_CACHING.decode(),
        "passing": headers.PAGE_CACHING.decode(),
        "listen": "\n".join(f"    listen {_listen(one)};" for one in wishes.listen),
        "names": " ".join(_safe(name) for name in dict.fromkeys((*wishes.server_names, *hosts))),
        "tls": _tls(wishes),
        "most_upload": str(wishes.most_upload),
        "cache": _cache(wishes.cache_seconds),
        "pages": _safe(str(wishes.shelf / "pages")),
        "static": _safe(str(settings.static_folder or wishes.shelf / "none")),
        "derivatives": _safe(str(settings.home / "derivatives")),
        "page_security": _added(headers.security(policy=settings.policy, is_https=is_https)),
        "picture_security": _added(headers.security(policy=headers.PICTURE_POLICY, is_https=is_https)),
        "through": "\n".join(_THROUGH % _safe(path) for path in settings.always_through),
    }
    text = _TEMPLATE.read_text()
    return re.sub(r"@([a-z_]+)@", lambda found: filled[found[1]], text)


def site_map(server_names: Iterable[str], own_hosts: Iterable[str]) -> dict[str, str]:
    """The folder of the pages of each host; a host that is not here is asked of the edge, which may know it."""
    return {**{_safe(name): "_" for name in server_names}, **{_safe(host): host for host in own_hosts}}


def coding_map() -> dict[str, str]:
    """The ending of the file to serve by preconditions and Accept-Encoding, for what is usual."""
    told = {f"|{accepted}": ending for accepted, ending in _USUAL.items()}
    token, more = "[a-z0-9-]+", "(?:, *[a-z0-9-]+)*"
    before = f"(?:{token}, *)*"
    told[rf"~*^\|(?={before}br{more}$){before}gzip{more}$"] = ".br"
    told[rf"~*^\|{before}gzip{more}$"] = ".gz"
    # Brotli alone is rare, and the edge can tell what else such a reader takes.
    told[rf"~*^\|(?!{before}(?:x-)?(?:br|gzip){more}$){token}{more}$"] = ""
    return told


def _page_endings() -> list[str]:
    """What may stand at the end of a page's file name, whole names first."""
    names = [rf"(?<=/){re.escape(name)}" for name in TYPES if not name.startswith(".")]
    return names + [rf"(?<=\.){name[1:]}" for name in TYPES if name.startswith(".")]


def _bare(ending: str) -> str:
    return ending.removeprefix(".")


def _map(pairs: dict[str, str]) -> str:
    return "\n".join(f'    "{key}" "{value}";' for key, value in pairs.items())


def _decoded(pairs: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode(), value.decode()) for name, value in pairs]


def _added(pairs: Iterable[tuple[bytes, bytes]]) -> str:
    return "\n".join(f'        add_header {name} "{value}";' for name, value in _decoded(pairs))


def _cache(seconds: int) -> str:
    if not seconds:
        return "open_file_cache off;"
    return f"open_file_cache max=20000 inactive=300s; open_file_cache_valid {seconds}s; open_file_cache_errors off;"


def _tls(wishes: Wishes) -> str:
    if not wishes.certificate or not wishes.key:
        return ""
    return f"    ssl_certificate {_safe(str(wishes.certificate))};\n    ssl_certificate_key {_safe(str(wishes.key))};\n"


def _listen(told: str) -> str:
    return " ".join(_safe(word) for word in told.split())


def _safe(word: str) -> str:
    """A word as it is. Raises CannotConfigure for one that would end the directive it stands in."""
    if not word or _UNSAFE.search(word):
        raise CannotConfigure(f"nginx cannot be told {word!r}: it has spaces, quotes or one of \\ $ ; {{ }} in it.")
    return word
