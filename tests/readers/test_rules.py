"""Rules of readers, tried with whatever there may be."""

import csv
import io
import ipaddress
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stoppress.readers import exporting, rules

SITE = "https://courier.example"


@given(st.integers(0, 2**32 - 1), st.integers(0, 255))
def test_a_network_of_ipv4_counts_as_one(number: int, last: int) -> None:
    neighbour = ipaddress.ip_address((number & ~255) | last)
    assert rules.prefix_of(str(ipaddress.ip_address(number))) == rules.prefix_of(str(neighbour))
    assert rules.prefix_of(f"::ffff:{neighbour}") == rules.prefix_of(str(neighbour))
    assert rules.prefix_of(str(ipaddress.ip_address(number ^ 256))) != rules.prefix_of(str(neighbour))


@given(st.integers(2**80, 2**128 - 1), st.integers(0, 2**64 - 1))
def test_a_network_of_ipv6_counts_as_one(number: int, rest: int) -> None:
    here = ipaddress.IPv6Address(number)
    neighbour = ipaddress.IPv6Address((number >> 64 << 64) | rest)
    assert rules.prefix_of(str(here)) == rules.prefix_of(str(neighbour)) == rules.prefix_of(f"{here}%eth0")
    assert rules.prefix_of(str(here)) != rules.prefix_of(str(ipaddress.IPv6Address(number ^ (1 << 64))))


@given(st.text())
def test_what_is_no_address_counts_together(text: str) -> None:
    assert ipaddress.ip_address(rules.prefix_of(text))


@given(st.text(max_size=80) | st.text("/\\.:@a%2f5c\t\n ", max_size=12))
@example("/\t/elsewhere.example")
@example("/%2felsewhere.example")
@example("/.//elsewhere.example")
def test_an_own_address_stays_on_the_site_however_browsers_read_it(address: str) -> None:
    own = rules.own_address(address)
    assert own in ("", address)
    if own:
        # As the URL standard has browsers read it: tabs and line ends dropped, backslashes as slashes.
        read = own.replace("\t", "").replace("\n", "").replace("\r", "").replace("\\", "/").strip()
        assert urlsplit(urljoin(f"{SITE}/account/", read)).netloc == "courier.example"


@pytest.mark.parametrize("address", ["/", "/city/", "/es/20261123/t--1.html?a=b&c=%2F#d", "/account/keep/?what=topic:1&next=%2F"])
def test_addresses_of_pages_are_own(address: str) -> None:
    assert rules.own_address(address) == address


@given(st.lists(st.text(max_size=30) | st.sampled_from(["=1+1", "+1", "-2", "@x", "\t=1", " =1", "＝1", "\r=1"]), min_size=1, max_size=5))
def test_no_cell_of_a_table_is_a_formula(cells: list[str]) -> None:
    written = exporting.to_csv([{str(n): cell for n, cell in enumerate(cells)}]).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(written, newline="")))
    for cell, given_cell in zip(read[1], cells, strict=True):
        assert cell.lstrip()[:1] not in ("=", "+", "-", "@", "＝", "＋", "－", "＠")
        assert cell in (given_cell, f"'{given_cell}")


@given(st.text())
def test_a_line_is_one_line(text: str) -> None:
    line = rules.one_line(text)
    assert line.splitlines() in ([], [line]) and "\x00" not in line and "\n" not in line and "\r" not in line
    assert rules.one_line(line) == line


@given(st.text(alphabet="a\u0301\u0300\u202e\n é", max_size=40))
def test_a_name_has_no_tower_of_marks_and_turns_nothing_round(name: str) -> None:
    clean = rules.clean_name(name)
    assert "\u202e" not in clean and "\n" not in clean and "\u0301\u0301\u0301" not in clean


@pytest.mark.parametrize(("agent", "said"), [
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
    ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1", "Safari · iPhone"),
    ("curl/8.0\n", "curl/8.0"),
])  # fmt: skip
def test_browsers_are_called_what_people_call_them(agent: str, said: str) -> None:
    assert rules.browser(agent) == said


@pytest.mark.parametrize("what", ["", "topic", "topic:", "topic:0", "topic:-1", "topic:1x", "user:1", "topic:1\n", "topic:" + "9" * 19])
def test_what_cannot_be_kept(what: str) -> None:
    assert rules.keeping(what) is None
    assert rules.keeping("saved:12") == ("saved", 12)
