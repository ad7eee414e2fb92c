"""Requests to addresses others gave us: what is refused, and that the rest stays within bounds."""

import time
from collections.abc import Iterable
from typing import Any

import httpcore
import pytest

from stoppress.kit import safe_fetch
from stoppress.kit.public_addresses import NotPublic, check_address, check_url

PUBLIC = "93.184.215.14"


class Wire(httpcore.NetworkBackend):
    """Answers each connection with the next of `answers`, and remembers where it was asked to connect."""

    def __init__(self, *answers: list[bytes], pause: float = 0) -> None:
        self.answers, self.connected, self.sent, self.pause = list(answers), [], b"", pause

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        self.connected.append((host, port))
        return Stream(self, self.answers.pop(0))


class Stream(httpcore.MockStream):
    def __init__(self, wire: Wire, pieces: list[bytes]) -> None:
        super().__init__(pieces)
        self.wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        time.sleep(self.wire.pause)
        return super().read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.wire.sent += buffer


def answer(body: bytes = b"hello", status: str = "200 OK", *headers: str) -> list[bytes]:
    said = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Content-Type: image/jpeg", *headers]
    return ["\r\n".join(said).encode() + b"\r\n\r\n", body]


def fetch(
    url: str, wire: Wire, *, most: int = 1_000, seconds: float = 5, hosts: Iterable[str] = (PUBLIC,)
) -> Any:
    return safe_fetch.fetch(
        url, most_bytes=most, seconds=seconds, resolve=lambda h, p: list(hosts), network=wire
    )


def test_an_answer_comes_back_with_its_kind() -> None:
    wire = Wire(answer())
    got = fetch("http://news.example/a.jpg?x=1#part", wire)
    assert (got.body, got.content_type) == (b"hello", "image/jpeg")
    assert wire.connected == [(PUBLIC, 80)]
    assert wire.sent.startswith(b"GET /a.jpg?x=1 HTTP/1.1\r\nHost: news.example\r\n")
    assert b"cookie" not in wire.sent.lower()
    assert b"authorization" not in wire.sent.lower()


@pytest.mark.parametrize("url", [
    "ftp://news.example/", "file:///etc/passwd", "gopher://news.example/", "//news.example/", "news.example", "",
    "http://", "http:///x", "http://news.example:22/", "http://news.example:8080/", "http://news.example:0/",
    "http://news.example:99999/", "http://user:secret@news.example/", "http://@news.example/", "http://a b/",
    "http://news.example/\r\nX: y", "http://news.example\\@127.0.0.1/", "http://[::1", "http://exa mple/",
    "http://-news.example/", "http://news..example/", "http://" + "a" * 3000,
    "http://2130706433/", "http://134744072/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
    "http://010.8.8.8/", "http://0x08080808/", "http://8.8.8/", "http://１２７.０.０.１/", "http://127.0.0.1./",
    "http://①②⑦.0.0.1/", "http://300.1.1.1/",
])  # fmt: skip
def test_addresses_that_are_not_plain_public_web_addresses_are_refused(url: str) -> None:
    with pytest.raises(safe_fetch.Refused):
        fetch(url, Wire())


@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "fe80::1", "fe80::1%eth0", "2606:4700::1111%1", "fc00::1", "fd12::1", "ff02::1",
    "fec0::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "not an address", "",
])  # fmt: skip
def test_hosts_that_lead_inside_are_refused(address: str) -> None:
    with pytest.raises(NotPublic):
        check_address(address)
    with pytest.raises(safe_fetch.Refused):
        fetch("http://news.example/", Wire(), hosts=[address])
    with pytest.raises(safe_fetch.Refused):
        fetch(f"http://[{address}]/" if ":" in address else f"http://{address}/", Wire())


def test_one_inner_address_among_public_ones_refuses_the_host() -> None:
    with pytest.raises(safe_fetch.Refused):
        fetch("http://news.example/", Wire(), hosts=[PUBLIC, "10.0.0.1"])


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700:4700::1111"])
def test_public_addresses_pass(address: str) -> None:
    assert str(check_address(address)) == address


def test_the_host_is_resolved_once_and_that_address_is_used() -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    wire = Wire(answer())
    safe_fetch.fetch("http://news.example/", most_bytes=100, resolve=resolve, network=wire)
    assert asked == ["news.example"]
    assert wire.connected == [(PUBLIC, 80)]


@pytest.mark.parametrize("target", ["http://127.0.0.1/", "http://169.254.169.254/latest", "file:///etc/passwd", "//[::1]/",
                                    "http://news.example:6379/"])  # fmt: skip
def test_every_redirect_is_checked(target: str) -> None:
    with pytest.raises(safe_fetch.Refused):
        fetch("http://news.example/", Wire(answer(b"", "302 Found", f"Location: {target}")))


def test_three_redirects_are_followed_and_no_more() -> None:
    on = answer(b"", "301 Moved", "Location: /next")
    assert fetch("http://news.example/", Wire(*[list(on) for _ in range(3)], answer())).url == "http://news.example/next"
    with pytest.raises(safe_fetch.TooManyRedirects):
        fetch("http://news.example/", Wire(*[list(on) for _ in range(4)]))


def test_too_much_is_refused_whether_it_is_announced_or_not() -> None:
    with pytest.raises(safe_fetch.TooLarge):
        fetch("http://news.example/", Wire(answer(b"x" * 2_000)))
    endless = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"400\r\n" + b"x" * 1024 + b"\r\n"] * 1_000]
    wire = Wire(endless)
    with pytest.raises(safe_fetch.TooLarge):
        fetch("http://news.example/", wire)
    assert len(endless) > 900, "reading stopped soon after the bound"


@pytest.mark.parametrize("drip", [[b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 100], [*answer(b"")[:1], *[b"x"] * 100]])
def test_dripping_answers_end_when_the_time_is_up(drip: list[bytes]) -> None:
    drip[0] = drip[0].replace(b"Content-Length: 0", b"Content-Length: 500")
    began = time.monotonic()
    with pytest.raises(safe_fetch.TooSlow):
        fetch("http://news.example/", Wire(drip, pause=0.05), seconds=0.3)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("said", [answer(status="404 Not Found"), answer(status="304 Not Modified"), [b"SSH-2.0-x\r\n\r\n"],
                                  answer(b"x", "200 OK", "Content-Encoding: gzip"), []])  # fmt: skip
def test_other_answers_are_errors_of_their_own(said: list[bytes]) -> None:
    with pytest.raises(safe_fetch.BadAnswer):
        fetch("http://news.example/", Wire(said))


def test_unknown_hosts_and_refused_connections_are_told_apart_from_slow_ones() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(safe_fetch.NotReached):
        safe_fetch.fetch("http://news.example/", most_bytes=9, resolve=unknown, network=Wire())

    class Closed(httpcore.NetworkBackend):
        def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
            raise httpcore.ConnectError("refused")

    with pytest.raises(safe_fetch.NotReached):
        safe_fetch.fetch("http://news.example/", most_bytes=9, resolve=lambda h, p: [PUBLIC], network=Closed())


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://10.0.0.1:3128")
    wire = Wire(answer())
    fetch("http://news.example/", wire)
    assert wire.connected == [(PUBLIC, 80)]


def test_names_in_other_scripts_are_asked_in_ascii() -> None:
    assert check_url("https://bücher.example/ä")[:3] == ("https", "xn--bcher-kva.example", 443)
