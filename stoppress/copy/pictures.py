"""A picture as a page shows it: words, rights and ready addresses for every size."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Crop:
    """One shape of a picture, with addresses for every width of the ladder.

    `width` and `height` are those of the largest JPEG, in pixels. The three `*_srcset` strings go
    into `srcset` as they are; `src` is the address of a middling JPEG for readers without srcset;
    `largest` is the address of the largest JPEG, for structured data and social cards.
    """

    width: int
    height: int
    src: str
    largest: str
    jpeg_srcset: str
    webp_srcset: str
    avif_srcset: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the signature in a picture's file says (C2PA): `state` is `trusted`, `valid` or `invalid`; who signed, and when."""

    state: str
    issuer: str = ""
    signed_at: datetime | None = None
    program: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its words and rights; `width` and `height` are the upright original's."""

    id: int
    alt: str
    caption: str
    credit: str
    width: int
    height: int
    #: Shapes by name: `full` (own aspect), `16:9`, `4:3`, `1:1`; only those the page asked for.
    crops: Mapping[str, Crop] = field(default_factory=dict)
    title: str = ""
    creator: str = ""
    copyright: str = ""
    terms_url: str = ""
    #: Mean colour as `#rrggbb`, shown until the picture has loaded.
    colour: str = "#888888"
    credentials: Credentials | None = None
    #: IPTC's URI that tells a photograph from what a machine made; empty when the file does not say.
    digital_source_type: str = ""
