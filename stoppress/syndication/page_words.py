"""The title, description and address of any page, as cards and structured data state them."""

from functools import singledispatch

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from stoppress.copy.editions import Edition
from stoppress.copy.pages import CorrectionsPage, FrontPage, HousePage, ListPage, MostReadPage, NoticePage, StoryPage
from stoppress.syndication.addresses import absolute, story_url

Page = StoryPage | FrontPage | ListPage | MostReadPage | CorrectionsPage | HousePage | NoticePage


@singledispatch
def title(page: Page) -> str:
    """What the page is called, in the edition's language."""
    return page.edition.name


@singledispatch
def description(page: Page) -> str:
    """One or two sentences on what the page holds; empty when nobody wrote any."""
    return page.edition.description


@singledispatch
def url(page: Page) -> str:
    """The page's canonical URL; empty for a notice, which has none."""
    return absolute(page.edition, getattr(page, "address", "")) if not isinstance(page, NoticePage) else ""


def locale_of(edition: Edition) -> Locale:
    """The CLDR locale of the edition's language tag; English when CLDR does not know it."""
    try:
        return Locale.parse(edition.language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@title.register
def _(page: StoryPage) -> str:
    return page.story.search_title or page.story.headline


@title.register
def _(page: ListPage) -> str:
    subject = page.section or page.topic or page.contributor
    name = subject.name if subject else _label_in_navigation(page.edition, page.address) or page.edition.name
    if page.day is None:
        return name
    return f"{name} · {format_date(page.day, 'long', locale=locale_of(page.edition))}"


@title.register
def _(page: CorrectionsPage | MostReadPage) -> str:
    return _label_in_navigation(page.edition, page.address) or page.edition.name


@title.register
def _(page: HousePage) -> str:
    return page.title


@description.register
def _(page: StoryPage) -> str:
    return page.story.description or page.story.standfirst


@description.register
def _(page: ListPage) -> str:
    if page.contributor:
        return page.contributor.biography
    subject = page.section or page.topic
    return subject.description if subject else page.edition.description


@description.register
def _(page: HousePage) -> str:
    return page.standfirst


@url.register
def _(page: StoryPage) -> str:
    return story_url(page.edition, page.story)


@url.register
def _(page: FrontPage) -> str:
    return absolute(page.edition, page.edition.url)


def _label_in_navigation(edition: Edition, address: str) -> str:
    """What the edition's own footer or navigation calls the page, so that no word here needs translating."""
    labels = {absolute(edition, item.address): item.label for item in edition.navigation}
    labels |= {absolute(edition, link.address): link.label for link in edition.footer}
    return labels.get(absolute(edition, address), "")
