"""What reading an original brings to light, as plain data: its size, its words and rights, and where to look."""

from dataclasses import dataclass, field
from datetime import datetime

from stoppress.pictures.rules import Box


@dataclass(frozen=True, slots=True)
class Words:
    """What the file says of itself in IPTC IIM, XMP and EXIF; empty where it says nothing. All of it is hostile text."""

    title: str = ""
    caption: str = ""
    alt: str = ""
    creator: str = ""
    credit: str = ""
    source: str = ""
    copyright: str = ""
    usage_terms: str = ""
    #: Address of the licence's text (xmpRights:WebStatement).
    terms_url: str = ""
    licensor: str = ""
    licensor_url: str = ""
    #: Where sales notes and embargoes live.
    instructions: str = ""
    keywords: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    taken_at: datetime | None = None
    place: str = ""
    #: IPTC's URI that tells a photograph from what a machine made.
    digital_source_type: str = ""
    #: PLUS' URI of what data mining may do with it.
    data_mining: str = ""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What C2PA says: `state` is `trusted`, `valid` or `invalid`; who signed, when, and with which program."""

    state: str
    issuer: str = ""
    signed_at: datetime | None = None
    program: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An original that was accepted. Sizes and boxes are in upright pixels."""

    kind: str
    width: int
    height: int
    #: What derivatives are made from when the original itself will not do (HEIC, CMYK, rotated, …).
    master: bytes | None
    #: Mean colour as `#rrggbb`.
    colour: str
    blurhash: str
    #: Suggested focal rectangle (x0, y0, x1, y1); None: the centre.
    focal: Box | None
    words: Words = field(default_factory=Words)
    credentials: Credentials | None = None
