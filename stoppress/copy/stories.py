"""A story as its own page, a feed or a card on another page shows it."""

from dataclasses import dataclass
from datetime import datetime

from stoppress.copy.blocks import Block, Gallery, LiveEntry, Video
from stoppress.copy.editions import EditionLink
from stoppress.copy.pictures import Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A section as a rubric, a breadcrumb or the head of its front."""

    id: int
    name: str
    address: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a story is about; `kind` is `person`, `place`, `organisation`, `event` or `subject`."""

    id: int
    kind: str
    name: str
    address: str
    description: str = ""
    #: Such as `Q90`; empty when unknown.
    wikidata_id: str = ""
    #: IPTC Media Topic, such as `medtop:20000002`; empty when unknown.
    media_topic: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or an agency in a byline, or at the head of their own page."""

    id: int
    name: str
    address: str
    job_title: str = ""
    biography: str = ""
    email: str = ""
    links: tuple[str, ...] = ()
    portrait: Picture | None = None
    #: `@user@host` for the fediverse creator mark; empty when none.
    fediverse: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated public note."""

    text: str
    published_at: datetime
    story_headline: str = ""
    story_address: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One substantive version in the public history of a story."""

    number: int
    published_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """A story as another page shows it."""

    id: int
    address: str
    headline: str
    published_at: datetime
    section: Section
    kicker: str = ""
    standfirst: str = ""
    short_headline: str = ""
    updated_at: datetime | None = None
    #: Among `live breaking exclusive opinion analysis sponsored updated corrected sensitive`.
    labels: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    picture: Picture | None = None
    #: `news`, `brief`, `opinion`, `analysis`, `review`, `interview`, `gallery`, `video`, …
    story_type: str = "news"
    #: The desk's, from 1 for what leads a front to 9.
    urgency: int = 5


@dataclass(frozen=True, slots=True)
class Story:
    """A whole story."""

    id: int
    address: str
    #: Absolute canonical url.
    url: str
    headline: str
    published_at: datetime
    section: Section
    language: str
    #: From the outermost section to `section`, for the breadcrumb.
    section_path: tuple[Section, ...] = ()
    kicker: str = ""
    standfirst: str = ""
    #: Each falls back to the headline (the description to the standfirst) when gathered; never empty.
    search_title: str = ""
    social_title: str = ""
    short_headline: str = ""
    description: str = ""
    #: When a live blog ended; None while it runs, and for every other story.
    coverage_ended_at: datetime | None = None
    #: Last substantive change; None when there was none since publication.
    updated_at: datetime | None = None
    story_type: str = "news"
    bylines: tuple[Contributor, ...] = ()
    agency_credit: str = ""
    dateline: str = ""
    lead_picture: Picture | None = None
    #: Shown in the lead picture's place when the desk chose so.
    lead_video: Video | None = None
    lead_gallery: Gallery | None = None
    body: tuple[Block, ...] = ()
    topics: tuple[Topic, ...] = ()
    labels: tuple[str, ...] = ()
    age_mark: str = ""
    #: Why the story asks before it shows itself; empty when it does not.
    sensitive_note: str = ""
    sponsor: str = ""
    corrections: tuple[Correction, ...] = ()
    history: tuple[Version, ...] = ()
    related: tuple[Card, ...] = ()
    #: Live translations of this story in other editions (this one not among them).
    translations: tuple[EditionLink, ...] = ()
    word_count: int = 0
    #: The body as plain text, paragraphs parted by blank lines.
    text: str = ""
    #: How machines had a part in it, told to the reader; empty when they had none.
    ai_disclosure: str = ""
    guid: str = ""
    version: int = 1
    urgency: int = 5
    copyright_notice: str = ""

    @property
    def live_entries(self) -> tuple[LiveEntry, ...]:
        """The entries of a live blog, newest first, pinned ones in their place in time."""
        entries = (block for block in self.body if isinstance(block, LiveEntry))
        return tuple(sorted(entries, key=lambda entry: (entry.at, entry.anchor), reverse=True))

    @property
    def pinned_entries(self) -> tuple[LiveEntry, ...]:
        """Entries that stand above all others."""
        return tuple(entry for entry in self.live_entries if entry.is_pinned)

    @property
    def flowing_entries(self) -> tuple[LiveEntry, ...]:
        """Entries that are not pinned, newest first."""
        return tuple(entry for entry in self.live_entries if not entry.is_pinned)

    @property
    def key_entries(self) -> tuple[LiveEntry, ...]:
        """Entries that the summary at the top lists, newest first."""
        return tuple(entry for entry in self.live_entries if entry.is_key)

    @property
    def running_body(self) -> tuple[Block, ...]:
        """The body without live entries: all of it but for a live blog."""
        return tuple(block for block in self.body if not isinstance(block, LiveEntry))
