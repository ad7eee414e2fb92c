"""An edition as a page shows it: its name, language, navigation, footer and legal block."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled link; `kind` names the platform of a social or app link (`mastodon`, `android`)."""

    label: str
    address: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """The edition's logo with its real size in pixels."""

    address: str
    width: int
    height: int
    #: Drawn in `currentColor`, which a picture takes for black: to be turned light on dark paper.
    is_ink: bool = False


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the navigation, with its second level."""

    label: str
    address: str
    children: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionLink:
    """Another edition, as the switcher and `hreflang` need it: `url` is its front (or translation)."""

    name: str
    language: str
    direction: str
    url: str


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything of an edition that its pages show."""

    id: int
    code: str
    #: BCP 47, such as `en`, `es` or `ar`.
    language: str
    #: `ltr` or `rtl`.
    direction: str
    name: str
    tagline: str
    description: str
    #: Scheme and host without a trailing slash, and the path prefix (`` or `/es`).
    site_url: str
    prefix: str
    #: IANA name, such as `Europe/Madrid`.
    time_zone: str
    #: CLDR pattern, such as `HH:mm z dd.MM.yyyy`, for the times of a story.
    time_pattern: str
    legal_name: str = ""
    copyright_holder: str = ""
    founded_year: int | None = None
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    registration: str = ""
    age_mark: str = ""
    logo: Logo | None = None
    #: A square raster logo of at least 112 × 112 px for structured data; absolute url or ``.
    logo_url: str = ""
    logo_size: int = 0
    navigation: tuple[NavigationItem, ...] = ()
    footer: tuple[Link, ...] = ()
    social: tuple[Link, ...] = ()
    apps: tuple[Link, ...] = ()
    #: Platforms readers may share to: names among `syndication.share.PLATFORMS`.
    share_platforms: tuple[str, ...] = ()
    others: tuple[EditionLink, ...] = ()
    #: schema.org policy property (`correctionsPolicy`, `ethicsPolicy`, …) to absolute url.
    policies: Mapping[str, str] = field(default_factory=dict)
    #: robots.txt lines the desk added, and crawlers it refuses.
    refused_crawlers: tuple[str, ...] = ()
    #: WebSub hubs that the feeds are announced to.
    hubs: tuple[str, ...] = ()
    #: Whether readers can sign up for any.
    has_newsletters: bool = False

    @property
    def url(self) -> str:
        """Absolute url of the edition's front, with a trailing slash."""
        return f"{self.site_url}{self.prefix}/"
