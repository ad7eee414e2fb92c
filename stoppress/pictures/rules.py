"""Rules of pictures as plain functions: where to cut them, and whether readers may see them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

Box = tuple[int, int, int, int]

#: Widths in pixels that derivatives come in; an address with any other width is not ours. No step is more than
#: half as wide again as the one before it, so that no screen gets a picture much larger than it shows; 1200 is
#: the least that search engines and social cards want.
WIDTHS = (160, 240, 320, 480, 640, 960, 1200, 1600, 1920)

SHAPES = {"16:9": (16, 9), "4:3": (4, 3), "1:1": (1, 1), "9:16": (9, 16)}
#: The least width and height of a cut, in pixels of the original.
SMALLEST_CUT = 32


def crop_box(width: int, height: int, shape: str, focal: Box | None, crops: Mapping[str, Sequence[int]] | None = None) -> Box:
    """(x0, y0, x1, y1) of `shape` within `width` × `height`: the desk's own cut, else around `focal`, kept inside.

    `full` is the whole picture. `focal` is x0, y0, x1, y1 too; without it the centre counts. A cut that does not
    lie in the picture (its file has been replaced since) does not count.
    """
    if shape == "full":
        return (0, 0, width, height)
    own = (crops or {}).get(shape)
    if own is not None and _is_within(own, width, height):
        return _box(own)
    crop_width, crop_height = _largest(width, height, shape)
    x0, y0, x1, y1 = focal or (0, 0, width, height)
    left = min(max(0, (x0 + x1) // 2 - crop_width // 2), width - crop_width)
    top = min(max(0, (y0 + y1) // 2 - crop_height // 2), height - crop_height)
    return (left, top, left + crop_width, top + crop_height)


def fitted_cut(width: int, height: int, shape: str, asked: Sequence[Any]) -> Box:
    """A rectangle that somebody drew, moved into the picture and brought to exactly the shape's ratio.

    Raises ValueError with a sentence for what is no rectangle, an unknown shape, or less than anybody could print.
    """
    if shape not in SHAPES:
        raise ValueError(f"There is no shape {shape}; there are {', '.join(SHAPES)}.")
    if len(asked) != 4 or not all(isinstance(n, int | float) and abs(n) < 1e6 for n in asked):
        raise ValueError("A cut is four numbers: left, top, right and bottom in pixels.")
    x0, y0, x1, y1 = asked
    across, down = SHAPES[shape]
    most_across, most_down = _largest(width, height, shape)
    cut_width = min(round(max(x1 - x0, (y1 - y0) * across / down)), most_across)
    cut_height = min(round(cut_width * down / across), most_down)
    least = min(SMALLEST_CUT, most_across, most_down)
    if cut_width < least or cut_height < least:
        raise ValueError(f"The cut {shape} is too small; draw it larger.")
    left = min(max(0, round((x0 + x1 - cut_width) / 2)), width - cut_width)
    top = min(max(0, round((y0 + y1 - cut_height) / 2)), height - cut_height)
    return (left, top, left + cut_width, top + cut_height)


def widths_within(box: Box) -> list[int]:
    """Widths of the ladder that a crop can fill, in pixels; at least the smallest."""
    return [w for w in WIDTHS if w <= box[2] - box[0]] or [min(WIDTHS)]


def is_withdrawn(*, restriction: str, until_date: date | None, on: date) -> bool:
    """Whether readers must not see a picture any more: it is barred, or its licence ended before that day."""
    return restriction == "barred" or (until_date is not None and until_date < on)


def rights_problem(
    *, title: str, restriction: str, note: str, from_date: date | None, until_date: date | None, on: date, may_clear: bool
) -> str:
    """Why a picture may not come out on that day, as a sentence; empty when it may.

    `may_clear` is whether whoever publishes may do so with a picture that the picture desk wants to be asked about.
    """
    why = f" ({note})" if note else ""
    if restriction == "barred":
        return f"The picture “{title}” must not be published{why}; choose another."
    if until_date is not None and until_date < on:
        return f"The licence of the picture “{title}” ended on {until_date:%d %B %Y}; renew it or choose another."
    if from_date is not None and from_date > on:
        return f"The licence of the picture “{title}” begins on {from_date:%d %B %Y}; wait until then or choose another."
    if restriction == "ask" and not may_clear:
        return (f"Ask the picture desk before you publish the picture “{title}”{why}; "
                "somebody who may clear pictures can publish the story.")  # fmt: skip
    return ""


def words_in(words: Mapping[str, Mapping[str, str]], language: str) -> Mapping[str, str]:
    """Alternative text and caption in a language (BCP 47), or in the language it is a kind of; empty without."""
    return words.get(language) or words.get(language.split("-")[0]) or {}


def _largest(width: int, height: int, shape: str) -> tuple[int, int]:
    """Width and height of the largest rectangle of a shape that fits, at least one pixel each way."""
    across, down = SHAPES[shape]
    return max(1, min(width, height * across // down)), max(1, min(height, width * down // across))


def _is_within(box: Sequence[int], width: int, height: int) -> bool:
    if len(box) != 4:
        return False
    x0, y0, x1, y1 = box
    return 0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height


def _box(numbers: Sequence[int]) -> Box:
    x0, y0, x1, y1 = numbers
    return (x0, y0, x1, y1)
