"""A picture model turned into frozen copy."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from stoppress.copy.pictures import Crop, Picture
from stoppress.pictures import addresses, models, rules

#: The columns that a picture's copy is made of.
picture_fields = (
    "alt", "caption", "credit", "creator", "copyright", "terms_url", "colour", "title", "width", "height", "created_at",
    "file_hash", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
)  # fmt: skip


def picture_copy(
    picture: models.Picture, *, shapes: Collection[str], alt: str = "", caption: str = ""
) -> Picture:
    """The copy of `picture` with the crops asked for; `alt` and `caption` override the picture's own."""
    taken_in, version, focal = picture.created_at.date(), picture.version, picture.focal_box
    crops = {shape: _crop(picture.pk, taken_in, version, picture.width, picture.height, focal, shape) for shape in shapes}
    return Picture(
        id=picture.pk, alt=alt or picture.alt, caption=caption or picture.caption, credit=picture.credit,
        width=picture.width, height=picture.height, title=picture.title, creator=picture.creator,
        copyright=picture.copyright, terms_url=picture.terms_url, colour=picture.colour or "#8a8f94", crops=crops,
    )  # fmt: skip


# A front signs a thousand addresses, the same ones at each print; a crop is some 2 KB of text.
@lru_cache(maxsize=4096)
def _crop(
    id: int, taken_in: date, version: str, width: int, height: int, focal: rules.Box | None, shape: str
) -> Crop:
    box = rules.crop_box(width, height, shape, focal)
    widths = rules.widths_within(box)
    widest = widths[-1]

    def address(across: int, format: str) -> str:
        quality = addresses.QUALITY[format]
        return addresses.address(addresses.Derivative(id, taken_in, box, across, quality, version, format), models.SIGNING_KEYS)

    def srcset(format: str) -> str:
        return ", ".join(f"{address(w, format)} {w}w" for w in widths)

    x0, y0, x1, y1 = box
    return Crop(
        width=widest, height=max(1, round(widest * (y1 - y0) / (x1 - x0))),
        src=address(widths[len(widths) // 2], "jpg"), largest=address(widest, "jpg"),
        jpeg_srcset=srcset("jpg"), webp_srcset=srcset("webp"), avif_srcset=srcset("avif"),
    )  # fmt: skip
