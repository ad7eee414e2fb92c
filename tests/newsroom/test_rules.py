"""The newsroom's rules, without a database."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from stoppress.kit import plain_text
from stoppress.kit.slugs import MAX_BYTES, slugify
from stoppress.newsroom import rules
from stoppress.press.addresses import parse


@given(st.text())
def test_slugs_are_short_and_never_empty(text):
    slug = slugify(text)
    assert slug and len(slug.encode()) <= MAX_BYTES and "/" not in slug and "--" not in slug


@given(st.text(max_size=60), st.integers(1, 10**12), st.dates())
def test_a_storys_address_leads_back_to_its_id(headline, number, day):
    if day.year < 1000:
        return
    address = rules.story_address("", day, slugify(headline), number)
    assert parse(address).number == number


def test_slugs_read_well():
    assert slugify("Más de 100 años — ¡hoy!") == "mas-de-100-anos-hoy"
    assert slugify("بريد المدينة") == "بريد-المدينة"
    assert slugify("☃") == "story"


@given(st.text())
def test_clean_text_is_stable_and_holds_no_controls(text):
    once = plain_text.clean(text)
    assert plain_text.clean(once) == once
    assert not any(ord(c) < 32 and c not in "\t\n" for c in once)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_numeric_versions_compare_as_numbers(a, b):
    assert rules.compare_versions(str(a), str(b)) == (a > b) - (a < b)


def test_any_version_is_newer_than_none():
    assert rules.compare_versions("2025-12-07T10:00:00Z", "") == 1


def problems_of(body, **pictures):
    known = {n: SimpleNamespace(title=f"P{n}", alt=alt, credit=credit) for n, (alt, credit) in enumerate(pictures.values(), 1)}
    return rules.publication_problems(
        headline="H", section=1, body=body, lead_picture=None, lead_alt="", lead_media=body, pictures=known
    )


def test_every_picture_that_lacks_words_is_named_with_its_block():
    body = [
        {"type": "paragraph", "value": "<p>x</p>"},
        {"type": "picture", "value": {"picture": 1, "alt": "", "size": "wide"}},
        {"type": "gallery", "value": {"title": "", "pictures": [
            {"type": "item", "id": "a", "value": {"picture": 2, "alt": ""}},
            {"type": "item", "id": "b", "value": {"picture": 1, "alt": "Said here"}},
        ]}},
        {"type": "video", "value": {"file": 4, "title": "T", "poster": 3}},
        {"type": "picture", "value": {"picture": 99}},
    ]  # fmt: skip
    found = problems_of(body, none=("", ""), good=("Alt", "Credit"), bare=("Alt", " "))
    assert {one.field for one in found} == {"lead_media", "body"}
    found = [one for one in found if one.field == "body"]
    assert [(one.path, one.sentence.split(";")[0]) for one in found] == [
        ((1, "alt"), "Block 2 (picture): the picture “P1” has no alternative text"),
        ((1, "picture"), "Block 2 (picture): the picture “P1” has no credit"),
        ((2, "pictures", 1, "picture"), "Block 3 (gallery), picture 2: the picture “P1” has no credit"),
        ((3, "poster"), "Block 4 (video), poster: the picture “P3” has no credit"),
    ]


def test_nothing_stands_in_the_way_of_a_whole_story():
    assert problems_of([{"type": "picture", "value": {"picture": 1, "alt": "Said here"}}], good=("", "Credit")) == []
