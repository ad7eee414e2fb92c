"""Meta elements for link previews: Open Graph, its article and profile words, X cards, fediverse bylines."""

import re

from babel.core import get_global

from stoppress.copy.pages import ListPage, StoryPage
from stoppress.copy.pictures import Picture
from stoppress.kit.plain_text import one_line, shorten
from stoppress.kit.timestamps import in_zone
from stoppress.syndication.addresses import absolute
from stoppress.syndication.page_words import Page, description, title, url
from stoppress.syndication.story_pictures import best_crop, main_picture, mime_type_of

#: (`property` or `name`, key, content), in the order to print.
Meta = tuple[str, str, str]

_FEDIVERSE = re.compile(r"@?[\w.-]+@[\w.-]+\.\w+")
_X_ACCOUNT = re.compile(r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/@?(\w{1,15})/?")


def open_graph(page: Page) -> tuple[Meta, ...]:
    """The page's meta elements (ogp.me, X cards); those without content are left out."""
    found = [
        ("property", "og:title", _social_title(page)),
        ("property", "og:type", _type_of(page)),
        ("property", "og:url", url(page)),
        ("property", "og:description", shorten(one_line(description(page)), 300)),
        ("property", "og:site_name", page.edition.name),
        ("property", "og:locale", facebook_locale(page.edition.language)),
        *_other_locales(page),
        *_picture(page),
        *(_article(page) if isinstance(page, StoryPage) else ()),
        *_x_card(page),
    ]
    return tuple((attribute, key, words) for attribute, key, content in found if (words := one_line(content)))


def facebook_locale(language: str) -> str:
    """A BCP 47 tag as `xx_YY`; the territory, when not given, is the most likely one by CLDR."""
    words = language.replace("_", "-").split("-")
    territory = next((word.upper() for word in words[1:] if len(word) == 2 and word.isalpha()), "")
    if not territory:
        likely = get_global("likely_subtags").get(words[0].lower(), "")
        territory = likely.rpartition("_")[2] if likely else ""
    return f"{words[0].lower()}_{territory}" if territory else words[0].lower()


def _type_of(page: Page) -> str:
    if isinstance(page, StoryPage):
        return "article"
    return "profile" if isinstance(page, ListPage) and page.contributor and not page.day else "website"


def _social_title(page: Page) -> str:
    if isinstance(page, StoryPage):
        return page.story.social_title or page.story.headline
    return title(page)


def _other_locales(page: Page) -> list[Meta]:
    links = page.story.translations if isinstance(page, StoryPage) else getattr(page, "alternates", ())
    locales = dict.fromkeys(facebook_locale(link.language) for link in links)
    return [("property", "og:locale:alternate", name) for name in locales]


def _picture_of(page: Page) -> Picture | None:
    if isinstance(page, StoryPage):
        return main_picture(page.story)
    if isinstance(page, ListPage):
        return (page.topic and page.topic.picture) or (page.contributor and page.contributor.portrait) or None
    return None


def _picture(page: Page) -> list[Meta]:
    picture = _picture_of(page)
    crop = best_crop(picture) if picture else None
    if picture is None or crop is None:
        size = str(page.edition.logo_size or "")
        logo = absolute(page.edition, page.edition.logo_url)
        sizes = [("property", "og:image:width", size), ("property", "og:image:height", size)] if logo else []
        return [("property", "og:image", logo), *sizes]
    return [
        ("property", "og:image", absolute(page.edition, crop.largest)),
        ("property", "og:image:type", mime_type_of(crop.largest)),
        ("property", "og:image:width", str(crop.width)),
        ("property", "og:image:height", str(crop.height)),
        ("property", "og:image:alt", picture.alt or picture.caption),
    ]


def _article(page: StoryPage) -> list[Meta]:
    story, edition = page.story, page.edition
    updated = story.updated_at if story.updated_at and story.updated_at > story.published_at else None
    return [
        ("property", "article:published_time", in_zone(story.published_at, edition.time_zone)),
        ("property", "article:modified_time", in_zone(updated, edition.time_zone) if updated else ""),
        *(("property", "article:author", absolute(edition, person.address)) for person in story.bylines),
        ("property", "article:section", story.section.name),
        *(("property", "article:tag", topic.name) for topic in story.topics),
        ("property", "article:content_tier", "free"),
        ("property", "article:opinion", "true" if story.story_type == "opinion" else "false"),
        *(("name", "fediverse:creator", person.fediverse) for person in story.bylines
          if _FEDIVERSE.fullmatch(person.fediverse)),
    ]  # fmt: skip


def _x_card(page: Page) -> list[Meta]:
    picture = _picture_of(page)
    words = one_line(picture.alt or picture.caption) if picture else ""
    large = isinstance(page, StoryPage) and picture is not None
    accounts = (_X_ACCOUNT.fullmatch(link.address) for link in page.edition.social)
    account = next((f"@{match[1]}" for match in accounts if match), "")
    return [
        ("name", "twitter:card", "summary_large_image" if large else "summary"),
        ("name", "twitter:site", account),
        ("name", "twitter:description", shorten(one_line(description(page)), 200)),
        ("name", "twitter:image:alt", shorten(words, 420)),
    ]
