"""The blocks a story's body is made of, in reading order.

`html` fields hold sanitised inline or block HTML that a template may print as it is; every other
string is plain text and must be escaped.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from stoppress.copy.pictures import Picture

if TYPE_CHECKING:
    from stoppress.copy.stories import Card


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `html` is inline HTML without the `<p>`."""

    html: str
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Crosshead:
    """A heading between paragraphs; `level` is 2 or 3, `anchor` its id in the page."""

    text: str
    level: int = 2
    anchor: str = ""
    kind: str = "crosshead"


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list of inline HTML items."""

    items: tuple[str, ...]
    ordered: bool = False
    kind: str = "list"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation within the flow of the text."""

    text: str
    by: str = ""
    kind: str = "quote"


@dataclass(frozen=True, slots=True)
class PullQuote:
    """A line taken out of the text and set large; screen readers meet it in the text, so it is aside."""

    text: str
    by: str = ""
    kind: str = "pull_quote"


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture between paragraphs; `size` is `column`, `wide` or `full`."""

    picture: Picture
    size: str = "column"
    kind: str = "picture"


@dataclass(frozen=True, slots=True)
class Gallery:
    """Several pictures under one title."""

    pictures: tuple[Picture, ...]
    title: str = ""
    kind: str = "gallery"


@dataclass(frozen=True, slots=True)
class Video:
    """A video file of our own; sizes in pixels, duration in seconds (0: unknown)."""

    address: str
    mime_type: str
    title: str
    caption: str = ""
    credit: str = ""
    poster: Picture | None = None
    captions_address: str = ""
    transcript: str = ""
    duration: int = 0
    width: int = 0
    height: int = 0
    #: BCP 47; empty: that of the edition.
    captions_language: str = ""
    kind: str = "video"


@dataclass(frozen=True, slots=True)
class Audio:
    """An audio file of our own; duration in seconds (0: unknown)."""

    address: str
    mime_type: str
    title: str
    caption: str = ""
    credit: str = ""
    transcript: str = ""
    duration: int = 0
    kind: str = "audio"


@dataclass(frozen=True, slots=True)
class Table:
    """A data table; the first row is the head when `has_head`, the first column when `has_side_head`."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    has_head: bool = True
    has_side_head: bool = False
    source: str = ""
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart or map as a picture, with the data it was drawn from."""

    picture: Picture
    title: str
    data: Table | None = None
    source: str = ""
    kind: str = "chart"


@dataclass(frozen=True, slots=True)
class FactBox:
    """A box of background; `html` is block HTML."""

    title: str
    html: str
    kind: str = "fact_box"


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event of a timeline; `when` is text as the desk wrote it."""

    when: str
    title: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events in order."""

    title: str
    events: tuple[TimelineEvent, ...]
    kind: str = "timeline"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer (block HTML)."""

    question: str
    html: str


@dataclass(frozen=True, slots=True)
class QuestionsAndAnswers:
    """An interview or an explainer in questions and answers."""

    items: tuple[Question, ...]
    title: str = ""
    kind: str = "q_and_a"


@dataclass(frozen=True, slots=True)
class Embed:
    """A post of another platform: shown as text and a link, nothing is loaded from there before a click."""

    platform: str
    url: str
    author: str
    text: str
    posted_at_text: str = ""
    kind: str = "embed"


@dataclass(frozen=True, slots=True)
class Document:
    """A file readers may download; `size` in bytes."""

    address: str
    title: str
    file_type: str
    size: int
    kind: str = "document"


@dataclass(frozen=True, slots=True)
class RelatedCard:
    """A related story placed by the desk between paragraphs."""

    card: "Card"
    kind: str = "related"


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """One entry of a live blog; `anchor` is its lasting id in the page."""

    anchor: str
    at: datetime
    headline: str
    body: "tuple[Block, ...]"
    is_pinned: bool = False
    #: Among the few that the summary at the top lists.
    is_key: bool = False
    #: The entry as plain text, paragraphs parted by blank lines.
    text: str = ""
    kind: str = "live_entry"


Block = (
    Paragraph | Crosshead | ListBlock | Quote | PullQuote | PictureBlock | Gallery | Video | Audio
    | Table | Chart | FactBox | Timeline | QuestionsAndAnswers | Embed | Document | RelatedCard | LiveEntry
)  # fmt: skip
