"""A story as an agency sent it, whatever format it came in, before the desk has seen it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IncomingTopic:
    """What the story is about: `kind` as in `copy.Topic`, `uri` an identifier or ``."""

    kind: str
    name: str
    uri: str = ""

    @property
    def wikidata_id(self) -> str:
        """Such as `Q90`; empty when the identifier is none of Wikidata's."""
        head, _, tail = self.uri.rpartition("/")
        return tail if head.endswith("wikidata.org/entity") else ""

    @property
    def media_topic(self) -> str:
        """Such as `medtop:20000002`; empty when the identifier is no IPTC Media Topic."""
        head, _, tail = self.uri.rpartition("/")
        return f"medtop:{tail}" if head.endswith("newscodes/mediatopic") else ""


@dataclass(frozen=True, slots=True)
class IncomingPicture:
    """A picture to fetch; `href` is absolute, or relative to where the item came from."""

    href: str
    mime: str = ""
    width: int | None = None
    height: int | None = None
    caption: str = ""
    credit: str = ""
    alt: str = ""
    guid: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A story on its way in. Empty text and None say that the agency sent nothing."""

    guid: str
    #: A whole number where the agency counts, else its own words.
    version: int | str
    #: Empty only when the item recalls a story.
    headline: str
    #: Clean block HTML; empty only when the item recalls a story.
    body_html: str
    version_created: datetime | None = None
    kicker: str = ""
    standfirst: str = ""
    bylines: tuple[str, ...] = ()
    dateline: str = ""
    #: BCP 47; empty when unknown.
    language: str = ""
    #: Names by which a source's routing rules may choose a section.
    section_names: tuple[str, ...] = ()
    topics: tuple[IncomingTopic, ...] = ()
    #: 1 (most) to 9, as ninjs and NewsML count.
    urgency: int | None = None
    embargoed_until: datetime | None = None
    expires_at: datetime | None = None
    #: `usable`, `withheld` or `canceled`; only the first may be published.
    pub_status: str = "usable"
    credit: str = ""
    copyright_holder: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    #: A rights policy (ODRL, RightsML) as sent, or its address, to be handed on unread.
    rights_policy: str = ""
    #: For the desk's eyes only, such as `TURKEY OUT`.
    editor_note: str = ""
    pictures: tuple[IncomingPicture, ...] = ()
    #: Plain sentences on what was mended or left out.
    notes: tuple[str, ...] = ()
