"""Every address has one key, every key its own files, and no address leads out of the folder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.press.shelf import BadAddress, file_of, key_of
from stoppress.press.shelf.addresses import key_at

segments = st.text(st.sampled_from("ab.%-éع/") | st.characters(codec="utf-8"), max_size=12)
awkward = st.sampled_from(
    ["index.html", "a.br", "a.gz", "a", "a.page", "a.xml", "a.xml.gz", "a%2Egz", "a%2Egz.page", "%", "a%25"]
)


@pytest.mark.parametrize(
    ("address", "key", "file"),
    [
        ("/", "/", "_/index.html"),
        ("/city/trams/", "/city/trams/", "_/city/trams/index.html"),
        ("/feed.xml", "/feed.xml", "_/feed.xml"),
        ("/feed.xml/old/", "/feed.xml/old/", "_/feed%2Exml/old/index.html"),
        ("/sitemap.xml.gz", "/sitemap.xml.gz", "_/sitemap.xml%2Egz"),
        ("/city", "/city", "_/city.page"),
        ("/caf%C3%A9/", "/café/", "_/café/index.html"),
        ("/cafe%CC%81/", "/café/", "_/café/index.html"),
        ("/100%25/", "/100%/", "_/100%25/index.html"),
        ("//es.news.example/", "//es.news.example/", "es.news.example/index.html"),
    ],
)
def test_an_address_has_a_key_and_a_file(address: str, key: str, file: str) -> None:
    assert key_of(address) == key
    assert str(file_of(key)) == file
    assert key_at(file_of(key)) == key


@pytest.mark.parametrize(
    "address",
    [
        "", "news", "/../x", "/x/..", "/%2e%2e/x", "/a/./b", "/a//b", "///", "//host", "//HOST/x", "//../x",
        "//a..b/x", "/a%00b", "/a\nb", "/a%2Fb", "/%ff", "/%ED%A0%80", "/" + "x" * 241, "/" + "é" * 121 + "/",
        "/" + "x/" * 1500, "//_/x", "/" + "%25" * 200,
    ],
)  # fmt: skip
def test_a_bad_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address") as refused:
        file_of(key_of(address))
    assert isinstance(refused.value, BadAddress)


@given(st.lists(awkward | segments, min_size=1, max_size=3), st.lists(awkward | segments, min_size=1, max_size=3))
def test_no_two_keys_share_a_file(one: list[str], other: list[str]) -> None:
    try:
        first, second = key_of("/" + "/".join(one)), key_of("/" + "/".join(other))
        files = file_of(first), file_of(second)
    except BadAddress:
        return
    assert (first == second) == (files[0] == files[1])
    assert key_at(files[0]) == first
    assert files[0] not in files[1].parents
    assert not str(files[0]).endswith((".br", ".gz"))
    assert ".." not in files[0].parts


@given(segments)
def test_a_key_is_its_own_key(segment: str) -> None:
    try:
        key = key_of("/" + segment)
    except BadAddress:
        return
    if "%" not in key:
        assert key_of(key) == key
