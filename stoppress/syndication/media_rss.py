"""A story's pictures and recordings as Media RSS 1.5 elements, for RSS and Atom alike."""

from collections.abc import Iterator

from stoppress.copy.blocks import Audio, Video
from stoppress.copy.pictures import Picture
from stoppress.copy.stories import Story
from stoppress.kit.xml_text import Markup, element, optional
from stoppress.syndication.addresses import absolute_from
from stoppress.syndication.story_pictures import best_crop, main_picture, mime_type_of

NAMESPACE = "http://search.yahoo.com/mrss/"


def media_elements(story: Story) -> list[Markup]:
    """The main picture with its words and rights, then every video and audio of the story."""
    picture = main_picture(story)
    shown = [_picture(story, picture)] if picture else []
    return [*shown, *(_recording(story, recording) for recording in recordings(story))]


def recordings(story: Story) -> Iterator[Video | Audio]:
    """The story's videos and audio in reading order."""
    if story.lead_video:
        yield story.lead_video
    yield from (block for block in story.body if isinstance(block, Video | Audio))


def _picture(story: Story, picture: Picture) -> Markup:
    crop = best_crop(picture)
    url = absolute_from(story.url, crop.largest) if crop else ""
    if crop is None or not url:
        return Markup("")
    return element(
        "media:content",
        optional("media:title", picture.title, type="plain"),
        optional("media:description", picture.caption or picture.alt, type="plain"),
        element("media:thumbnail", url=absolute_from(story.url, crop.src)) if crop.src else Markup(""),
        optional("media:credit", picture.credit or picture.creator, role="photographer", scheme="urn:ebu"),
        optional("media:copyright", picture.copyright, url=absolute_from(story.url, picture.terms_url) or None),
        url=url,
        type=mime_type_of(crop.largest),
        medium="image",
        width=crop.width,
        height=crop.height,
    )


def _recording(story: Story, recording: Video | Audio) -> Markup:
    url = absolute_from(story.url, recording.address)
    if not url:
        return Markup("")
    return element(
        "media:content",
        optional("media:title", recording.title, type="plain"),
        optional("media:description", recording.caption, type="plain"),
        optional("media:credit", recording.credit),
        optional("media:text", recording.transcript, type="plain"),
        url=url,
        type=recording.mime_type or None,
        medium="video" if isinstance(recording, Video) else "audio",
        duration=recording.duration or None,
        width=getattr(recording, "width", 0) or None,
        height=getattr(recording, "height", 0) or None,
    )
