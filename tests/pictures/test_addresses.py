"""Signed picture addresses: round trip, and nothing forged gets through."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from stoppress.pictures import addresses

KEYS = addresses.keys_from("one")
DERIVATIVE = addresses.Derivative(1123, date(2025, 12, 7), (0, 0, 3072, 1728), 1920, 80, "0a1b2c3d", "jpg")


def test_an_address_leads_back_to_its_derivative():
    address = addresses.address(DERIVATIVE, KEYS)
    assert address.startswith("/img/07e9/0c/07/1123_0:0:3072:1728_1920x0_80_0a1b2c3d_")
    assert addresses.parse(address.removeprefix("/img/"), KEYS) == DERIVATIVE


def test_old_keys_still_open_and_other_keys_do_not():
    path = addresses.address(DERIVATIVE, KEYS).removeprefix("/img/")
    assert addresses.parse(path, [*addresses.keys_from("two"), *KEYS]) == DERIVATIVE
    assert addresses.parse(path, addresses.keys_from("two")) is None


@given(st.integers(0, 60), st.characters())
def test_a_changed_letter_is_refused(place, letter):
    path = addresses.address(DERIVATIVE, KEYS).removeprefix("/img/")
    place %= len(path)
    changed = path[:place] + letter + path[place + 1 :]
    assert changed == path or addresses.parse(changed, KEYS) is None


