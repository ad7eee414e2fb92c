"""The public pages as frozen data: what each template is handed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from stoppress.copy.blocks import Block
from stoppress.copy.editions import Edition, EditionLink, Link
from stoppress.copy.stories import Card, Contributor, Correction, Section, Story, Topic


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed of the page, for `rel=alternate`: `mime_type` with a distinct title."""

    title: str
    address: str
    mime_type: str


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story's own page."""

    edition: Edition
    story: Story
    feeds: tuple[FeedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionBand:
    """A section with its newest cards, as a band of a front."""

    section: Section
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """An edition's front: `lead` first, then `top`, the bands, opinion and the latest list."""

    edition: Edition
    #: The day the front is of, in the edition's zone.
    front_date: date
    lead: Card | None
    top: tuple[Card, ...]
    bands: tuple[SectionBand, ...]
    opinion: tuple[Card, ...]
    latest: tuple[Card, ...]
    #: The most read first; empty while too little is read.
    most_read: tuple[Card, ...] = ()
    breaking: Card | None = None
    alternates: tuple[EditionLink, ...] = ()
    feeds: tuple[FeedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """Cards under a head: a section front, a topic, a contributor, one day of any of them.

    Exactly one of `section`, `topic`, `contributor` is set, or none for the edition's latest.
    `day` is set on the pages by day; `older` and `newer` lead to the neighbouring days that have
    stories. `alternates` are the same page in other editions (sections and topics that are
    translations of this one).
    """

    edition: Edition
    address: str
    cards: tuple[Card, ...]
    section: Section | None = None
    section_path: tuple[Section, ...] = ()
    subsections: tuple[Section, ...] = ()
    topic: Topic | None = None
    contributor: Contributor | None = None
    day: date | None = None
    older: date | None = None
    older_address: str = ""
    newer: date | None = None
    newer_address: str = ""
    alternates: tuple[EditionLink, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    #: Of a section: what is read most in it; empty while too little is.
    most_read: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class MostReadPage:
    """What is read most in an edition, the most read first."""

    edition: Edition
    address: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """Every public correction of the edition, newest first, a month at a time."""

    edition: Edition
    address: str
    corrections: tuple[Correction, ...]
    older: Link | None = None
    newer: Link | None = None


@dataclass(frozen=True, slots=True)
class HousePage:
    """A page of the house itself: About us, Terms of use, Contacts."""

    edition: Edition
    address: str
    title: str
    standfirst: str
    body: tuple[Block, ...]
    updated_at: datetime | None = None
    alternates: tuple[EditionLink, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page that says why there is nothing else: status 404, 410, 451, 500 or 503."""

    edition: Edition
    status: int
    #: The desk's public notice on a killed story; empty for the standard sentence.
    notice: str = ""
    latest: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A page of one reader's account, printed for them alone: `facts` are what its template shows besides the edition."""

    edition: Edition
    #: Name of a template in `pages/account/`.
    template: str
    #: Below the edition's prefix, such as `/account/profile/`.
    path: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfflinePage:
    """What a browser shows of itself while it has no connection: which stories it keeps."""

    edition: Edition
    path: str


@dataclass(frozen=True, slots=True)
class LatestPart:
    """The short list of a section's newest stories that story pages load beside them."""

    edition: Edition
    section: Section
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class MostReadPart:
    """The short list of what is read most, which story pages load beside them."""

    edition: Edition
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class NewsfeedPart:
    """The edition's newest stories as the newsfeed panel begins with them; `most` is how many there can be."""

    edition: Edition
    cards: tuple[Card, ...]
    most: int


@dataclass(frozen=True, slots=True)
class NewsfeedItem:
    """One story of the newsfeed, as its live events carry it."""

    edition: Edition
    card: Card


@dataclass(frozen=True, slots=True)
class NextPart:
    """What continues below a story: the next older one of its section, if there is one."""

    edition: Edition
    section: Section
    card: Card | None


@dataclass(frozen=True, slots=True)
class Feed:
    """Stories as a feed: `address` is where this feed lies, `page_url` the page it is the feed of."""

    edition: Edition
    title: str
    description: str
    #: Absolute url of the feed itself; must equal the address fetched.
    feed_url: str
    page_url: str
    stories: tuple[Story, ...]
    updated_at: datetime | None = None
    #: WebSub hubs that the feed is announced to.
    hubs: tuple[str, ...] = ()
    #: Lasting names of stories that are no longer public, with the moment they were taken away.
    withdrawn: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in a language, or the default for all others (`x-default`)."""

    hreflang: str
    url: str


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One url of a sitemap."""

    url: str
    changed_at: datetime | None = None
    pictures: tuple[str, ...] = ()
    #: As the page's own head states them, the page itself among them.
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap; the index when `is_index`."""

    entries: tuple[SitemapEntry, ...]
    is_index: bool = False


@dataclass(frozen=True, slots=True)
class NewsSitemap:
    """The stories of the last two days, newest first, for search engines' news."""

    edition: Edition
    cards: tuple[Card, ...]
