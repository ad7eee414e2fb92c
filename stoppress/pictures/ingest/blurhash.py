"""BlurHash: a picture in some thirty characters, for the moment before it is there (github.com/woltapp/blurhash)."""

from collections.abc import Sequence
from math import copysign, cos, pi

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
Colour = tuple[float, float, float]


def encode(pixels: bytes, width: int, height: int, across: int = 4, down: int = 3) -> str:
    """The hash of a small sRGB image, three bytes a pixel, with `across` × `down` waves."""
    linear = [_LINEAR[byte] for byte in pixels]
    factors = [_factor(linear, width, height, x, y) for y in range(down) for x in range(across)]
    first, others = factors[0], factors[1:]
    most = max((abs(value) for colour in others for value in colour), default=0.0)
    step = max(0, min(82, int(most * 166 - 0.5)))
    scale = (step + 1) / 166
    text = _digits(across - 1 + (down - 1) * 9, 1) + _digits(step, 1)
    red, green, blue = map(_to_srgb, first)
    text += _digits((red << 16) + (green << 8) + blue, 4)
    return text + "".join(_digits(_waves(colour, scale), 2) for colour in others)


def _factor(linear: Sequence[float], width: int, height: int, x: int, y: int) -> Colour:
    columns = [cos(pi * x * column / width) for column in range(width)]
    sums = [0.0, 0.0, 0.0]
    for row in range(height):
        weight = cos(pi * y * row / height)
        line = linear[row * width * 3 : (row + 1) * width * 3]
        for band in range(3):
            sums[band] += weight * sum(map(float.__mul__, columns, line[band::3]))
    scale = (1 if x == y == 0 else 2) / (width * height)
    return (sums[0] * scale, sums[1] * scale, sums[2] * scale)


def _waves(colour: Colour, scale: float) -> int:
    number = 0
    for value in colour:
        share = value / scale
        number = number * 19 + max(0, min(18, int(copysign(abs(share) ** 0.5, share) * 9 + 9.5)))
    return number


def _digits(number: int, length: int) -> str:
    return "".join(_DIGITS[number // 83**place % 83] for place in reversed(range(length)))


def _to_linear(byte: int) -> float:
    share = byte / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _to_srgb(value: float) -> int:
    value = max(0.0, min(1.0, value))
    share = value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return int(share * 255 + 0.5)


_LINEAR = [_to_linear(byte) for byte in range(256)]
