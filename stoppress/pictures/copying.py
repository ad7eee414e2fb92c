"""A picture model turned into frozen copy."""

from collections.abc import Collection

from stoppress.copy.pictures import Crop, Picture
from stoppress.pictures import models, rules


def picture_copy(
    picture: models.Picture, *, shapes: Collection[str], alt: str = "", caption: str = ""
) -> Picture:
    """The copy of `picture` with the crops asked for; `alt` and `caption` override the picture's own."""
    return Picture(
        id=picture.pk, alt=alt or picture.alt, caption=caption or picture.caption, credit=picture.credit,
        width=picture.width, height=picture.height, title=picture.title, creator=picture.creator,
        copyright=picture.copyright, terms_url=picture.terms_url, colour=picture.colour or "#8a8f94",
        crops={shape: _crop(picture, shape) for shape in shapes},
    )  # fmt: skip


def _crop(picture: models.Picture, shape: str) -> Crop:
    widths = picture.shape_widths(shape)
    x0, y0, x1, y1 = rules.crop_box(picture.width, picture.height, shape, picture.focal_box)
    widest = widths[-1]

    def srcset(format: str) -> str:
        return ", ".join(f"{picture.derivative_address(shape, w, format)} {w}w" for w in widths)

    middling = widths[len(widths) // 2]
    return Crop(
        width=widest, height=max(1, round(widest * (y1 - y0) / (x1 - x0))),
        src=picture.derivative_address(shape, middling, "jpg"),
        largest=picture.derivative_address(shape, widest, "jpg"),
        jpeg_srcset=srcset("jpg"), webp_srcset=srcset("webp"), avif_srcset=srcset("avif"),
    )  # fmt: skip
