"""A story's body as plain HTML for readers elsewhere: absolute links, no scripts, well-formed as XML."""

from functools import singledispatch

from stoppress.copy import blocks
from stoppress.copy.stories import Story
from stoppress.kit.remembering import remembered
from stoppress.kit.timestamps import in_utc
from stoppress.kit.xml_text import Markup, element, joined, optional
from stoppress.syndication.media_html import audio_figure, link_html, picture_figure, table_html, video_figure
from stoppress.syndication.xhtml import block_xhtml, inline_xhtml


def body_html(story: Story) -> Markup:
    """The body's blocks in order.

    Pull quotes are left out, since their words stand in the text already; so are the cards of other
    stories, which are no part of this one. The entries of a live blog follow, newest first.
    """
    blocks_in_order = (*story.running_body, *story.pinned_entries, *story.flowing_entries)
    return joined([_html_of(block, story.url) for block in blocks_in_order])


@remembered(512)
def whole_story_html(story: Story) -> Markup:
    """The body with all that a reader elsewhere must see too: warning, lead, corrections, disclosure."""
    return joined(
        [
            optional("p", optional("strong", story.sensitive_note)),
            _lead(story),
            body_html(story),
            *(_correction(note.text, in_utc(note.published_at)) for note in story.corrections),
            optional("p", optional("em", story.ai_disclosure)),
        ]
    )


def _lead(story: Story) -> Markup:
    if story.lead_video:
        return video_figure(story.lead_video, story.url)
    if story.lead_gallery:
        return _html_of(story.lead_gallery, story.url)
    return picture_figure(story.lead_picture, story.url) if story.lead_picture else Markup("")


def _correction(text: str, moment: str) -> Markup:
    return element("p", element("time", moment[:10], datetime=moment), ": ", element("em", text))


@singledispatch
def _html_of(block: blocks.Block, base_url: str) -> Markup:
    return Markup("")


@_html_of.register
def _(block: blocks.Paragraph, base_url: str) -> Markup:
    return optional("p", inline_xhtml(block.html, base_url))


@_html_of.register
def _(block: blocks.Crosshead, base_url: str) -> Markup:
    return optional(f"h{block.level if block.level in (2, 3) else 2}", block.text)


@_html_of.register
def _(block: blocks.ListBlock, base_url: str) -> Markup:
    items = [element("li", inline_xhtml(item, base_url)) for item in block.items]
    return optional("ol" if block.ordered else "ul", *items)


@_html_of.register
def _(block: blocks.Quote, base_url: str) -> Markup:
    return element("blockquote", element("p", block.text), optional("p", optional("cite", block.by)))


@_html_of.register
def _(block: blocks.PictureBlock, base_url: str) -> Markup:
    return picture_figure(block.picture, base_url)


@_html_of.register
def _(block: blocks.Gallery, base_url: str) -> Markup:
    return joined([optional("h3", block.title), *(picture_figure(picture, base_url) for picture in block.pictures)])


@_html_of.register
def _(block: blocks.Video, base_url: str) -> Markup:
    return video_figure(block, base_url)


@_html_of.register
def _(block: blocks.Audio, base_url: str) -> Markup:
    return audio_figure(block, base_url)


@_html_of.register
def _(block: blocks.Table, base_url: str) -> Markup:
    return table_html(block)


@_html_of.register
def _(block: blocks.Chart, base_url: str) -> Markup:
    data = table_html(block.data) if block.data else Markup("")
    source = optional("p", optional("cite", block.source if not block.data else ""))
    return joined([optional("h3", block.title), picture_figure(block.picture, base_url), data, source])


@_html_of.register
def _(block: blocks.FactBox, base_url: str) -> Markup:
    return element("aside", optional("h3", block.title), block_xhtml(block.html, base_url))


@_html_of.register
def _(block: blocks.Timeline, base_url: str) -> Markup:
    events = [
        element("li", element("strong", event.when), " ", event.title, block_xhtml(event.html, base_url))
        for event in block.events
    ]
    return joined([optional("h3", block.title), optional("ul", *events)])


@_html_of.register
def _(block: blocks.QuestionsAndAnswers, base_url: str) -> Markup:
    answers = [joined([optional("h3", item.question), block_xhtml(item.html, base_url)]) for item in block.items]
    return joined([optional("h2", block.title), *answers])


@_html_of.register
def _(block: blocks.Embed, base_url: str) -> Markup:
    credit = link_html(block.author or block.url, block.url, base_url)
    when = [", ", block.posted_at_text] if block.posted_at_text else []
    return element("blockquote", optional("p", block.text), element("p", credit, f" ({block.platform})", *when))


@_html_of.register
def _(block: blocks.Document, base_url: str) -> Markup:
    link = link_html(block.title, block.address, base_url)
    return element("p", link, f" ({block.file_type})" if block.file_type else "")


@_html_of.register
def _(block: blocks.LiveEntry, base_url: str) -> Markup:
    moment = in_utc(block.at)
    when = element("p", element("time", moment, datetime=moment))
    return joined([element("h3", block.headline), when, *(_html_of(inner, base_url) for inner in block.body)])
