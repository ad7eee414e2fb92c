"""Where to cut a picture: the largest rectangle of a shape that keeps the focal rectangle."""

Box = tuple[int, int, int, int]

#: Widths in pixels that derivatives come in; an address with any other width is not ours.
WIDTHS = (320, 480, 640, 960, 1280, 1920)

SHAPES = {"16:9": (16, 9), "4:3": (4, 3), "1:1": (1, 1)}


def crop_box(width: int, height: int, shape: str, focal: Box | None) -> Box:
    """(x0, y0, x1, y1) of `shape` within `width` × `height`, centred on `focal`, kept inside.

    `full` is the whole picture. `focal` is x0, y0, x1, y1 too; without it the centre counts.
    """
    if shape == "full":
        return (0, 0, width, height)
    across, down = SHAPES[shape]
    crop_width = min(width, height * across // down)
    crop_height = min(height, width * down // across)
    x0, y0, x1, y1 = focal or (0, 0, width, height)
    left = min(max(0, (x0 + x1) // 2 - crop_width // 2), width - crop_width)
    top = min(max(0, (y0 + y1) // 2 - crop_height // 2), height - crop_height)
    return (left, top, left + crop_width, top + crop_height)


def widths_within(box: Box) -> list[int]:
    """Widths of the ladder that a crop can fill, in pixels; at least the smallest."""
    return [w for w in WIDTHS if w <= box[2] - box[0]] or [min(WIDTHS)]
