"""Tickets: good for what they name until they end, and for nothing when anything about them was changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.newsfeed import channels
from stoppress.newsfeed.tickets import LONGEST, BadTicket, Ticket, issue, key_from, read

KEY = key_from("secret")


def test_a_ticket_says_what_was_signed() -> None:
    text = issue(KEY, "reader:12", ["reader:12", "desk:pending"], seconds=60, now=1000.0)
    assert read(KEY, text, now=1059.9) == Ticket("reader:12", ("desk:pending", "reader:12"), 1000.0, 1060.0)


def test_it_ends() -> None:
    text = issue(KEY, "reader:12", ["reader:12"], seconds=60, now=1000.0)
    with pytest.raises(BadTicket, match="no longer good"):
        read(KEY, text, now=1060.0)
    with pytest.raises(ValueError, match="holds for"):
        issue(KEY, "reader:12", ["reader:12"], seconds=LONGEST + 1)


def test_another_installations_ticket_is_none() -> None:
    with pytest.raises(BadTicket):
        read(key_from("other"), issue(KEY, "reader:12", ["reader:12"]))


@given(st.data())
def test_a_changed_ticket_is_none(data: st.DataObject) -> None:
    text = issue(KEY, "reader:12", ["reader:12"], now=1000.0)
    place = data.draw(st.integers(0, len(text) - 1))
    changed = text[:place] + data.draw(st.characters(exclude_characters=text[place])) + text[place + 1 :]
    with pytest.raises(BadTicket):
        read(KEY, changed, now=1000.0)


@given(st.text(max_size=80))
def test_any_other_text_is_none(text: str) -> None:
    with pytest.raises(BadTicket):
        read(KEY, text)


@given(st.text(max_size=30))
def test_few_names_are_channels(name: str) -> None:
    assert not channels.is_channel(name) or channels.kind_of(name) in channels.PUBLIC | channels.PRIVATE


def test_names_of_channels() -> None:
    good = ["feed:en", "feed:pt-BR", "story:12", "list:section:3", "talk:12", "chat:7", "reader:12", "desk:pending"]
    bad = ["", "feed:", "story:0", "story:-1", "story:١", "close:reader:1", "feed:en story:1", "list:section:", "reader:12:x", "FEED:en"]
    assert all(map(channels.is_channel, good)) and not any(map(channels.is_channel, bad))
    assert channels.closed_to(good, ["reader:12"]) == {"desk:pending"}
