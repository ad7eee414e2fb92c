"""Where pictures are cut, and which may come out: for any picture, any rectangle and any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.pictures import rules

sizes = st.integers(64, 12_000)
shapes = st.sampled_from(sorted(rules.SHAPES))
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def pictures(draw):
    """Width, height and a focal rectangle within."""
    width, height = draw(sizes), draw(sizes)
    x0, y0 = draw(st.integers(0, width - 2)), draw(st.integers(0, height - 2))
    return width, height, (x0, y0, draw(st.integers(x0 + 1, width)), draw(st.integers(y0 + 1, height)))


def assert_shaped(box, shape):
    across, down = rules.SHAPES[shape]
    width, height = box[2] - box[0], box[3] - box[1]
    assert abs(width * down - height * across) <= max(across, down)


def assert_within(box, width, height):
    assert 0 <= box[0] < box[2] <= width and 0 <= box[1] < box[3] <= height


@given(pictures(), shapes)
def test_an_automatic_cut_is_within_has_its_shape_and_holds_the_focal_rectangle_when_it_can(picture, shape):
    width, height, focal = picture
    box = rules.crop_box(width, height, shape, focal)
    assert_within(box, width, height)
    assert_shaped(box, shape)
    if focal[2] - focal[0] <= box[2] - box[0]:
        # Halves of odd numbers may put it one pixel beside.
        assert box[0] - 1 <= focal[0] and focal[2] <= box[2] + 1
    if focal[3] - focal[1] <= box[3] - box[1]:
        assert box[1] - 1 <= focal[1] and focal[3] <= box[3] + 1


drawn = st.lists(st.floats(-20_000, 20_000, allow_nan=False), min_size=4, max_size=4)


@given(sizes, sizes, shapes, drawn)
def test_whatever_is_drawn_becomes_a_cut_that_fits_or_is_refused(width, height, shape, asked):
    try:
        box = rules.fitted_cut(width, height, shape, asked)
    except ValueError as refusal:
        assert str(refusal).endswith(".")
        return
    assert_within(box, width, height)
    assert_shaped(box, shape)
    assert rules.crop_box(width, height, shape, None, {shape: list(box)}) == box


@given(sizes, sizes, shapes)
def test_a_good_cut_is_kept_as_it_was_drawn(width, height, shape):
    largest = rules.crop_box(width, height, shape, None)
    kept = rules.fitted_cut(width, height, shape, largest)
    assert all(abs(a - b) <= 2 for a, b in zip(kept, largest, strict=True))
    assert rules.fitted_cut(width, height, shape, kept) == kept


@pytest.mark.parametrize("asked", [[], [1, 2, 3], ["a", 0, 1, 1], [0, 0, 5, 5], [0, 0, float("inf"), 1]])
def test_what_is_no_cut_is_refused(asked):
    with pytest.raises(ValueError, match=r"\.$"):
        rules.fitted_cut(1000, 800, "1:1", asked)


def test_a_cut_of_another_file_does_not_count():
    assert rules.crop_box(600, 400, "1:1", None, {"1:1": [500, 0, 900, 400]}) == (100, 0, 500, 400)


@given(days, days, st.sampled_from(["", "ask", "barred"]), st.booleans())
def test_a_picture_that_is_withdrawn_may_never_come_out(until, on, restriction, may_clear):
    problem = rules.rights_problem(
        title="Quay", restriction=restriction, note="", from_date=None, until_date=until, on=on, may_clear=may_clear
    )
    is_withdrawn = rules.is_withdrawn(restriction=restriction, until_date=until, on=on)
    assert is_withdrawn == (restriction == "barred" or on > until)
    assert not is_withdrawn or problem
    assert bool(problem) == (is_withdrawn or (restriction == "ask" and not may_clear))


def test_a_licence_counts_from_its_first_day_to_the_end_of_its_last():
    first, last = date(2026, 3, 1), date(2026, 3, 31)

    def problem(on):
        return rules.rights_problem(title="Q", restriction="", note="", from_date=first, until_date=last, on=on, may_clear=True)

    assert "begins on 01 March 2026" in problem(first - timedelta(days=1))
    assert problem(first) == problem(last) == ""
    assert "ended on 31 March 2026" in problem(last + timedelta(days=1))


@pytest.mark.parametrize(("language", "alt"), [("es", "muelle"), ("es-MX", "muelle"), ("pt-BR", "cais"), ("pt", None), ("en", None)])
def test_words_are_those_of_the_language_or_of_the_one_it_is_a_kind_of(language, alt):
    words = {"es": {"alt": "muelle"}, "pt-BR": {"alt": "cais"}}
    assert rules.words_in(words, language).get("alt") == alt


def test_no_step_of_the_ladder_is_more_than_half_as_wide_again():
    assert all(b / a <= 1.5 for a, b in zip(rules.WIDTHS, rules.WIDTHS[1:], strict=False)) and 1200 in rules.WIDTHS
