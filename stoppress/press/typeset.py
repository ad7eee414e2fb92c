"""Typesets a page: frozen copy in, the whole HTML document out, without a query and without settings but static addresses."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from stoppress.copy.editions import Edition, EditionLink
from stoppress.copy.pages import (
    CorrectionsPage,
    FrontPage,
    HousePage,
    LatestPart,
    ListPage,
    NoticePage,
    StoryPage,
)
from stoppress.copy.pictures import Crop, Picture

Page = FrontPage | StoryPage | ListPage | CorrectionsPage | HousePage | NoticePage
DESIGN = Path(__file__).resolve().parents[1] / "design"
TEMPLATES: dict[type, str] = {
    FrontPage: "pages/front.html",
    StoryPage: "pages/story.html",
    ListPage: "pages/list.html",
    CorrectionsPage: "pages/corrections.html",
    HousePage: "pages/house.html",
    NoticePage: "pages/notice.html",
    LatestPart: "parts/latest.html",
}


@dataclass(frozen=True, slots=True)
class Alternate:
    """One `hreflang` link of the head."""

    hreflang: str
    url: str


@dataclass(frozen=True, slots=True)
class SocialPicture:
    """The picture that social cards and Discover show, with an absolute url."""

    url: str
    width: int
    height: int
    alt: str


def typeset(page: Page | LatestPart, *, missing: str = "") -> str:
    """The finished HTML of `page`; `missing` is printed for a name a template got wrong (tests raise there)."""
    template = _engine(missing).get_template(TEMPLATES[type(page)])
    with translation.override(page.edition.language):
        return template.render(Context(_context(page), use_l10n=True, use_tz=False))


@lru_cache(maxsize=4)
def _engine(missing: str) -> Engine:
    loader = ("django.template.loaders.filesystem.Loader", [DESIGN])
    return Engine(
        loaders=[("django.template.loaders.cached.Loader", [loader])],
        libraries={},
        builtins=[
            "django.templatetags.i18n",
            "stoppress.press.templatetags.times",
            "stoppress.press.templatetags.pictures",
            "stoppress.press.templatetags.marks",
        ],
        autoescape=True,
        string_if_invalid=missing,
    )


def _context(page: Page | LatestPart) -> dict[str, object]:
    edition = page.edition
    if isinstance(page, LatestPart):
        return {"page": page, "edition": edition, "section": page.section, "reference": None}
    canonical = canonical_url(page)
    picture = _social_picture(page)
    return {
        "page": page,
        "edition": edition,
        "canonical": canonical,
        "alternates": alternates(page),
        "social_picture": picture,
        "structured_data": _structured_data(page),
        "reference": _reference_day(page),
        "copyright_year": _copyright_year(page),
        "other_editions": _switcher(page),
        # Named by the pages that have them; the base page asks for them all.
        "page_class": "",
    }


def canonical_url(page: Page) -> str:
    """The one address machines should know the page by; a notice has none."""
    if isinstance(page, StoryPage):
        return page.story.url
    if isinstance(page, FrontPage):
        return page.edition.url
    if isinstance(page, NoticePage):
        return ""
    return _absolute(page.edition, page.address)


def alternates(page: Page) -> tuple[Alternate, ...]:
    """The page in every edition that has it, itself included, and the default; nothing when it stands alone."""
    others = _translations(page)
    if not others:
        return ()
    own = Alternate(page.edition.language, canonical_url(page))
    links = (own, *(Alternate(other.language, other.url) for other in others))
    ordered = sorted(links, key=lambda link: link.hreflang)
    # Every translation must name the same default, so it may depend on nothing but the set of languages.
    default = next((link for link in ordered if link.hreflang.partition("-")[0] == "en"), ordered[0])
    return (*ordered, Alternate("x-default", default.url))


def _translations(page: Page) -> tuple[EditionLink, ...]:
    if isinstance(page, StoryPage):
        return page.story.translations
    if isinstance(page, CorrectionsPage | NoticePage):
        return ()
    return page.alternates


def _switcher(page: Page) -> tuple[EditionLink, ...]:
    """The other editions, each leading to this very page there when it exists."""
    here = {link.language: link for link in _translations(page)}
    return tuple(
        EditionLink(
            name=other.name, language=other.language, direction=other.direction,
            url=here[other.language].url if other.language in here else other.url,
        )
        for other in page.edition.others
    )  # fmt: skip


def _social_picture(page: Page) -> SocialPicture | None:
    picture: Picture | None = None
    if isinstance(page, StoryPage):
        story = page.story
        picture = story.lead_picture or (story.lead_video.poster if story.lead_video else None)
        if picture is None and story.lead_gallery and story.lead_gallery.pictures:
            picture = story.lead_gallery.pictures[0]
    elif isinstance(page, FrontPage) and page.lead:
        picture = page.lead.picture
    elif isinstance(page, ListPage):
        picture = (page.topic and page.topic.picture) or (page.contributor and page.contributor.portrait)
    crop = _widest(picture)
    if picture is None or crop is None:
        return None
    return SocialPicture(_absolute(page.edition, crop.largest), crop.width, crop.height, picture.alt)


def _widest(picture: Picture | None) -> Crop | None:
    if picture is None:
        return None
    for shape in ("16:9", "full", "4:3", "1:1"):
        if shape in picture.crops:
            return picture.crops[shape]
    return None


def _reference_day(page: Page) -> object:
    """The day that times on the page are told against: its own, never the clock's, so a reprint is the same."""
    if isinstance(page, FrontPage):
        return page.front_date
    if isinstance(page, ListPage):
        return page.day
    return None


def _copyright_year(page: Page) -> int | None:
    """The year of what the page shows; None where nothing on it has a date."""
    if isinstance(page, StoryPage):
        return (page.story.updated_at or page.story.published_at).year
    if isinstance(page, FrontPage):
        return page.front_date.year
    if isinstance(page, ListPage):
        shown = [card.published_at.year for card in page.cards]
        return page.day.year if page.day else max(shown, default=None)
    if isinstance(page, CorrectionsPage):
        return max((note.published_at.year for note in page.corrections), default=None)
    if isinstance(page, HousePage):
        return page.updated_at.year if page.updated_at else None
    return max((card.published_at.year for card in page.latest), default=None)


def _structured_data(page: Page) -> SafeString:
    if isinstance(page, NoticePage):
        return mark_safe("")
    from stoppress.syndication.structured_data import script_for

    return mark_safe(script_for(page))


def _absolute(edition: Edition, address: str) -> str:
    return address if "://" in address else f"{edition.site_url}{address}"
