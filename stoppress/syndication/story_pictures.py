"""Which pictures and which of their crops stand for a story in feeds, cards and search."""

from collections.abc import Iterator

from stoppress.copy.blocks import Chart, Gallery, PictureBlock
from stoppress.copy.pictures import Crop, Picture
from stoppress.copy.stories import Story

#: Search engines ask for at least this many pixels in a story's picture.
SMALLEST_AREA = 50_000
#: The shapes search engines and social cards want, the widest first.
SHAPES = ("16:9", "4:3", "1:1")


def main_picture(story: Story) -> Picture | None:
    """The picture that stands for the story: the lead, else the first one in its place or in the text."""
    return next(pictures_of(story), None)


def pictures_of(story: Story) -> Iterator[Picture]:
    """Every picture of the story, in reading order, each once."""
    seen = set()
    for picture in _all_pictures(story):
        if picture.id not in seen and best_crop(picture) is not None:
            seen.add(picture.id)
            yield picture


def best_crop(picture: Picture) -> Crop | None:
    """The crop for cards that take one picture: 16:9, else the whole picture, else any."""
    for shape in ("16:9", "full", *SHAPES):
        if shape in picture.crops:
            return picture.crops[shape]
    return next(iter(picture.crops.values()), None)


def search_crops(picture: Picture) -> tuple[Crop, ...]:
    """The crops for search engines: 16:9, 4:3 and 1:1 as far as they exist and are large enough."""
    crops = tuple(picture.crops[shape] for shape in SHAPES if shape in picture.crops)
    if not crops and (best := best_crop(picture)) is not None:
        crops = (best,)
    return tuple(crop for crop in crops if crop.width * crop.height >= SMALLEST_AREA)


def mime_type_of(address: str) -> str:
    """The media type an address ends in; crops are JPEG unless they say otherwise."""
    ending = address.split("?", 1)[0].rpartition(".")[2].lower()
    return f"image/{ending}" if ending in ("webp", "avif", "png", "gif") else "image/jpeg"


def _all_pictures(story: Story) -> Iterator[Picture]:
    if story.lead_picture:
        yield story.lead_picture
    if story.lead_gallery:
        yield from story.lead_gallery.pictures
    if story.lead_video and story.lead_video.poster:
        yield story.lead_video.poster
    for block in story.body:
        if isinstance(block, PictureBlock | Chart):
            yield block.picture
        elif isinstance(block, Gallery):
            yield from block.pictures
