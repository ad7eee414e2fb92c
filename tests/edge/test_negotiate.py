"""Every reader gets an encoding they accept, and a 304 exactly when they have what they would get."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.edge.negotiate import encoding, has_tag, is_unchanged

ALL = frozenset(("br", "gzip", ""))
names = st.sampled_from(["br", "gzip", "identity", "*", "zstd", "deflate"])
weights = st.sampled_from(["", ";q=0", ";q=0.5", "; q=1", ";Q=0.001", ";q=0.9"])
tags = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"'), max_size=8)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (b"gzip, deflate, br, zstd", "br"),
        (b"gzip, deflate", "gzip"),
        (b"x-gzip", "gzip"),
        (b"br;q=0.5, gzip;q=0.9", "gzip"),
        (b"br;q=0, *", "gzip"),
        (b"*;q=0, gzip", "gzip"),
        (b"identity;q=1, br;q=0.5", ""),
        (b"identity;q=0, br", "br"),
        (b"identity;q=0, zstd", ""),
        (b"*", "br"),
        (b"", ""),
        (b"br;q=2, gzip;q=x", ""),
        (b"BR", "br"),
        (b"\xff\x00, br", "br"),
        (b"br, " * 2000, ""),
        (None, ""),
    ],
)
def test_encodings(accepted: bytes | None, chosen: str) -> None:
    assert encoding(accepted, ALL) == chosen


@given(st.lists(st.tuples(names, weights), max_size=6), st.sets(st.sampled_from(["br", "gzip"])))
def test_the_best_accepted_encoding_is_chosen(members: list[tuple[str, str]], there: set[str]) -> None:
    header = ", ".join(name + weight for name, weight in members).encode()
    said: dict[str, float] = {}
    for name, weight in members:
        said[name] = max(said.get(name, 0), float(weight.lower().partition("q=")[2] or 1))
    chosen = encoding(header, frozenset(there | {""}))
    assert chosen in there | {""}
    worth = {name: said.get(name, said.get("*", 0)) for name in there}
    if chosen:
        assert worth[chosen] == max(worth.values()) > 0
        assert worth[chosen] >= said.get("identity", 0)
    else:
        identity = said.get("identity", said.get("*", 0.0001))
        assert all(weight == 0 or weight < identity for weight in worth.values())


@given(st.binary(max_size=200))
def test_any_bytes_are_survived(header: bytes) -> None:
    assert encoding(header, ALL) in ALL
    assert has_tag(header, b'"x"') in (True, False)
    assert is_unchanged(b'"x"', 0, none_match=None, modified_since=header) in (True, False)


@given(st.lists(tags, min_size=1, max_size=6), tags, st.booleans())
def test_a_tag_is_found_in_a_list(listed: list[str], mine: str, is_weak: bool) -> None:
    mark = "W/" if is_weak else ""
    header = ", ".join(f'{mark}"{tag}"' for tag in listed).encode()
    assert has_tag(header, f'"{mine}"'.encode()) == (mine in listed)


@pytest.mark.parametrize(
    ("none_match", "modified_since", "unchanged"),
    [
        (b'"a-br"', None, True),
        (b'W/"a-br"', None, True),
        (b'"b", W/"a-br" , "c"', None, True),
        (b"*", None, True),
        (b'"a"', None, False),
        (b"a-br", None, False),
        (b'"x" "a-br"', None, False),
        (b'"b"', b"Sun, 06 Nov 2094 08:49:37 GMT", False),
        (None, b"Sun, 06 Nov 1994 08:49:37 GMT", True),
        (None, b"Sun, 06 Nov 1994 08:49:36 GMT", False),
        (None, b"Sunday, 06-Nov-94 08:49:37 GMT", True),
        (None, b"yesterday", False),
        (None, b"", False),
        (None, b"Sun, 99 Nov 1994 08:49:37 GMT", False),
    ],
)
def test_conditions(none_match: bytes | None, modified_since: bytes | None, unchanged: bool) -> None:
    printed_at = 784111777  # Sun, 06 Nov 1994 08:49:37 GMT
    assert unchanged == is_unchanged(b'"a-br"', printed_at, none_match=none_match, modified_since=modified_since)
