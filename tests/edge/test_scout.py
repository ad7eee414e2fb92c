"""Whatever the scout takes for a plain request, the full parser takes for the same one."""

import httptools
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.edge.scout import Scout

names = st.sampled_from(
    ["Host", "host", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Cookie", "cookie", "COOKIE", "Connection",
     "Content-Length", "Transfer-Encoding", "Upgrade", "Expect", "X", "X "]
)  # fmt: skip
values = st.sampled_from(["a", "", "keep-alive", "close", "0", "5", "chunked", "websocket", "gzip", 'W/"x"', "a\n b", "a\r\nCookie: b", "\x00", "\x7f", "é"])
lines = st.lists(st.tuples(names, values), max_size=5)
targets = st.sampled_from(["/", "/a?b=c", "/a#b", "//x/", "*", "http://x/", "/%41", "/é", "/a b", "/?\x00", "/?a HTTP/1.1"])
requests = st.builds(
    lambda method, target, version, headers, end: (
        f"{method} {target} {version}\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers) + end
    ).encode(),
    st.sampled_from(["GET", "HEAD", "POST", "get"]),
    targets,
    st.sampled_from(["HTTP/1.1", "HTTP/1.0", "HTTP/1.1 ", "http/1.1"]),
    lines,
    st.sampled_from(["\r\n", "\r\n\r\n", "", "\n", "\r\nhello", "\r\n\r\n\r\n"]),
)


class Heard:
    """Notes everything a parser says."""

    def __init__(self) -> None:
        self.begun = self.complete = 0
        self.url = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""

    def on_message_begin(self) -> None:
        self.begun += 1

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        self.complete += 1


def assert_agreed(scout: Scout, data: bytes) -> None:
    asked = scout.read(data)
    if asked is None:
        return
    heard = Heard()
    parser = httptools.HttpRequestParser(heard)
    parser.feed_data(data)
    assert (heard.begun, heard.complete, heard.body) == (1, 1, b"")
    assert parser.get_method() == (b"HEAD" if asked[0] else b"GET")
    assert heard.url.partition(b"?")[0] == asked[1]
    assert parser.get_http_version() == "1.1"
    said = dict(heard.headers)
    assert len(said) == len(heard.headers)
    wanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"host")
    assert asked[2] == tuple(said.get(name) for name in wanted)
    assert not {b"content-length", b"transfer-encoding", b"upgrade", b"expect"} & set(said)
    assert said.get(b"connection", b"keep-alive").lower() == b"keep-alive"


@given(st.lists(requests, min_size=1, max_size=4), st.booleans())
def test_the_scout_agrees_with_the_full_parser(packets: list[bytes], is_one_packet: bool) -> None:
    scout = Scout()
    for packet in [b"".join(packets)] if is_one_packet else packets:
        assert_agreed(scout, packet)
    good = b"GET /a/?b HTTP/1.1\r\nHOST: x\r\nAccept-encoding: br\r\n\r\n"
    assert scout.read(good) == (False, b"/a/", (b"br", None, None, b"x"), True)


@pytest.mark.parametrize(
    "extra",
    ["Content-Length: 0", "Connection: close", "Upgrade: websocket", "Expect: 100-continue", "HOST: y", "a: b\n c"],
)
def test_the_unusual_is_left_to_others(extra: str) -> None:
    assert Scout().read(f"GET / HTTP/1.1\r\nHost: x\r\n{extra}\r\n\r\n".encode()) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_survived(data: bytes) -> None:
    scout = Scout()
    assert_agreed(scout, data)
    assert_agreed(scout, b"GET /" + data + b"\r\n\r\n")
    assert scout.read(b"HEAD / HTTP/1.1\r\n\r\n") is not None


def block(*lines: str, target: str = "/a/") -> bytes:
    return "\r\n".join([f"GET {target} HTTP/1.1", "Host: x", *lines, "", ""]).encode()


def test_readers_who_differ_in_their_cookies_alone_are_parsed_once() -> None:
    scout = Scout()
    first = scout.read(block("Accept-Encoding: br", "Cookie: session=1", "Accept: */*"))
    scout._parser = None  # whoever parses now fails
    for cookie in ("Cookie: session=2; theme=dark", "cookie: a"):
        assert scout.read(block("Accept-Encoding: br", cookie, "Accept: */*")) == first
    assert scout.read(block("Accept-Encoding: br", "Accept: */*", target="/b/?c=d")) == (False, b"/b/", (b"br", None, None, b"x"), True)


@pytest.mark.parametrize(
    "odd",
    [
        ("Cookie: a", "Cookie: b"),
        ("Cookie: a", "cookie: b"),
        ("Cookie: a\x00b",),
        ("Cookie: a\nTransfer-Encoding: chunked",),
        ("Cookie: a\r b",),
        ("Cookie: a", "Transfer-Encoding: chunked"),
        (" Cookie: a",),
    ],
)
def test_nothing_hides_behind_a_cookie(odd: tuple[str, ...]) -> None:
    scout = Scout()
    assert scout.read(block()) and scout.read(block("Cookie: good")) and scout.read(block("cookie: good"))
    assert scout.read(block(*odd)) is None


@pytest.mark.parametrize("target", ["/a/?b HTTP/1.1\nX: y", "/a/?b\x00", "/a/?b c", "/a/ HTTP/1.1\nContent-Length: 3\nX:", "/é"])
def test_a_known_block_does_not_excuse_an_odd_target(target: str) -> None:
    scout = Scout()
    assert scout.read(block())
    assert scout.read(block(target=target)) is None


def test_what_is_remembered_is_bounded() -> None:
    scout = Scout()
    for number in range(5000):
        assert scout.read(block(f"X: {number}"))
        assert scout.read(block(f"COOKIE: {number}"))
    assert len(scout._known) <= 2000
    assert scout.read(block("X: " + "y" * 5000)) and all(len(known) < 2000 for known in scout._known)
