"""Icons of the installed app: square PNGs from a picture, else from the edition's logo."""

from typing import Any

import pyvips

#: Pixels of the icons that the app's manifest and Apple's home screen ask for.
SIZES = (180, 192, 512)
#: The ground of an icon made from a logo: the paper the site is printed on.
_PAPER = [255, 253, 248]
#: How much of the icon's width a logo takes.
_SHARE = 0.84


def from_picture(original: bytes, size: int) -> bytes:
    """The middle of a picture as a square of `size` pixels."""
    return _png(pyvips.Image.thumbnail_buffer(original, size, height=size, crop="centre", size="both"))


def from_svg(svg: str, size: int) -> bytes:
    """A logo in the middle of a square of paper; raises ValueError when libvips cannot draw it."""
    try:
        data = svg.encode()
        plain = pyvips.Image.svgload_buffer(data)
        scale = size * _SHARE / max(plain.width, plain.height)
        drawn = pyvips.Image.svgload_buffer(data, scale=scale).copy_memory()
    except pyvips.Error as error:
        raise ValueError("The logo is no SVG that can be drawn.") from error
    return _png(drawn.gravity("centre", size, size, extend="background", background=[0, 0, 0, 0]))


def _png(image: Any) -> bytes:
    image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=_PAPER)
    return bytes(image.write_to_buffer(".png", compression=9, keep="none"))
