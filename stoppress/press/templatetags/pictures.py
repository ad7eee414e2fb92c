"""Pictures in templates: the right shape, and a class of the colour that stands there until it loads."""

from django import template

from stoppress.copy.pictures import Crop, Picture

register = template.Library()
#: Shapes to fall back on when the page was not given the one that a template asks for.
_NEXT_BEST = ("full", "16:9", "4:3", "1:1")


@register.inclusion_tag("parts/picture.html")
def picture(image: Picture | None, shape: str, sizes: str, *, first: bool = False, decorative: bool = False) -> dict[str, object]:
    """The `<picture>` of `image` in `shape`; `first` marks the largest paint of the page, loaded at once."""
    crop = None if image is None else crop_of(image, shape)
    alt = "" if decorative or image is None else image.alt
    return {"image": image, "crop": crop, "sizes": sizes, "first": first, "alt": alt}


@register.filter
def crop_of(image: Picture, shape: str) -> Crop | None:
    """The crop of that shape, or the next best one; None when the picture came without any."""
    for name in (shape, *_NEXT_BEST):
        if name in image.crops:
            return image.crops[name]
    return None


@register.filter
def largest_crop(image: Picture, shape: str) -> Crop | None:
    """What a picture is enlarged to: its whole self when that came along."""
    return crop_of(image, "full") or crop_of(image, shape)


@register.filter
def shows(image: Picture | None) -> bool:
    """Whether there is anything to show."""
    return image is not None and bool(image.crops)


@register.filter
def tone(colour: str) -> str:
    """The class of the nearest of 64 colours: the page's security policy allows no inline style."""
    digits = colour.removeprefix("#")
    try:
        levels = [round(int(digits[i : i + 2], 16) / 85) for i in (0, 2, 4)]
    except ValueError:
        levels = [2, 2, 2]
    return "tone-" + "".join("05af"[level] for level in levels)
