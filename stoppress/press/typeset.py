"""Typesets a page: frozen copy in, the finished HTML out, without a query and without settings but static addresses."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from stoppress.copy.discussion import ChatItem, ChatPage, ChatPart, ChatsPage, ChatsPart, TalkItem, TalkPage, TalkPart
from stoppress.copy.editions import EditionLink
from stoppress.copy.newsletters import IssueLetter, IssuePage, IssueText, NewsletterPage, NewslettersPage
from stoppress.copy.pages import (
    AccountPage,
    CorrectionsPage,
    FrontPage,
    HousePage,
    LatestPart,
    ListPage,
    MostReadPage,
    MostReadPart,
    NewsfeedItem,
    NewsfeedPart,
    NextPart,
    NoticePage,
    OfflinePage,
    StoryPage,
)
from stoppress.press.plates import plate
from stoppress.syndication import page_words
from stoppress.syndication.addresses import absolute
from stoppress.syndication.open_graph import open_graph
from stoppress.syndication.structured_data import script_for
from stoppress.syndication.translations import alternates

Page = FrontPage | StoryPage | ListPage | MostReadPage | CorrectionsPage | HousePage | NoticePage
Part = LatestPart | MostReadPart | NewsfeedPart | NewsfeedItem | NextPart | TalkPart | TalkItem | ChatPart | ChatItem | ChatsPart
#: What a part is about, by the name that its template knows it by.
_SHOWN = ("card", "talk", "comment", "chat", "message", "rooms")
#: Pages that no machine reads as a story: in the edition's frame, without what search engines and cards ask for.
Framed = AccountPage | OfflinePage | TalkPage | ChatPage | ChatsPage | NewslettersPage | NewsletterPage | IssuePage
#: What is sent and not shown: without the frame of pages.
Mailed = IssueLetter | IssueText
DESIGN = Path(__file__).resolve().parents[1] / "design"
TEMPLATES: dict[type, str] = {
    FrontPage: "pages/front.html",
    StoryPage: "pages/story.html",
    ListPage: "pages/list.html",
    MostReadPage: "pages/most_read.html",
    CorrectionsPage: "pages/corrections.html",
    HousePage: "pages/house.html",
    NoticePage: "pages/notice.html",
    OfflinePage: "pages/offline.html",
    LatestPart: "parts/latest.html",
    MostReadPart: "parts/most_read.html",
    NewsfeedPart: "parts/newsfeed_list.html",
    NewsfeedItem: "parts/newsfeed_item.html",
    NextPart: "parts/next.html",
    TalkPart: "parts/discussion/part.html",
    TalkItem: "parts/discussion/comment.html",
    TalkPage: "pages/discussion.html",
    ChatPart: "parts/chat/part.html",
    ChatItem: "parts/chat/message.html",
    ChatPage: "pages/chat.html",
    ChatsPart: "parts/chat/rooms.html",
    ChatsPage: "pages/chats.html",
    NewslettersPage: "pages/newsletters.html",
    NewsletterPage: "pages/newsletter.html",
    IssuePage: "pages/issue.html",
    IssueLetter: "letters/issue.html",
    IssueText: "letters/issue.txt",
}


def typeset(page: Page | Part | Framed | Mailed, *, missing: str = "") -> str:
    """The finished HTML of `page`; `missing` is printed for a name a template got wrong (tests raise there)."""
    language = page.edition.language
    with translation.override(language):
        if isinstance(page, AccountPage):
            template = _engine(missing).get_template(f"pages/account/{page.template}.html")
            return template.render(Context(_context(page), use_l10n=False, use_tz=False))
        return plate(_engine(missing), TEMPLATES[type(page)], language)(_context(page))


@lru_cache(maxsize=4)
def _engine(missing: str) -> Engine:
    files = ("django.template.loaders.filesystem.Loader", [DESIGN])
    return Engine(
        loaders=[("django.template.loaders.cached.Loader", [files])],
        builtins=["django.templatetags.i18n"]
        + [f"stoppress.press.templatetags.{name}" for name in ("marks", "once", "pictures", "times", "words")],
        autoescape=True,
        string_if_invalid=missing,
    )


def _context(page: Page | Part | Framed | Mailed) -> dict[str, object]:
    if isinstance(page, Part):
        shown = {name: getattr(page, name) for name in _SHOWN if hasattr(page, name)}
        return {"page": page, "card": None, **shown, "edition": page.edition, "reference": None}
    if isinstance(page, Mailed):
        return {"page": page, "issue": page.issue, "edition": page.edition, "reference": None}
    if isinstance(page, Framed):
        return _framed_context(page)
    return {
        "page": page,
        "edition": page.edition,
        "subject": _subject(page),
        "description": page_words.description(page),
        "canonical": page_words.url(page),
        "social_marks": open_graph(page),
        "alternates": alternates(page.edition.language, page_words.url(page), _translations(page)),
        "feeds": () if isinstance(page, MostReadPage | CorrectionsPage | HousePage | NoticePage) else page.feeds,
        "structured_data": "" if isinstance(page, NoticePage) else mark_safe(script_for(page)),
        "front_date": page.front_date if isinstance(page, FrontPage) else None,
        "reference": _own_day(page),
        "copyright_year": _copyright_year(page),
        "other_editions": _other_editions(page),
        "current_addresses": _current_addresses(page),
    }


def _framed_context(page: Framed) -> dict[str, object]:
    """What the frame asks for, for a page that no machine reads, and what the page itself shows."""
    others = tuple(
        EditionLink(other.name, other.language, other.direction, other.url.rstrip("/") + page.path)
        for other in page.edition.others
    )
    frame = {
        "page": page, "edition": page.edition, "description": "", "canonical": "", "feeds": (), "structured_data": "",
        "front_date": None, "reference": None, "copyright_year": None, "other_editions": others, "current_addresses": (),
    }  # fmt: skip
    if isinstance(page, NewslettersPage | NewsletterPage | IssuePage):
        frame |= {"canonical": absolute(page.edition, page.address), "alternates": (), "social_marks": ()}
    facts = page.facts if isinstance(page, AccountPage) else {}
    shown = {name: getattr(page, name) for name in ("talk", "chat", "rooms", "issue") if hasattr(page, name)}
    return {**facts, **shown, **frame}


def _translations(page: Page) -> tuple[EditionLink, ...]:
    if isinstance(page, StoryPage):
        return page.story.translations
    return () if isinstance(page, MostReadPage | CorrectionsPage | NoticePage) else page.alternates


def _other_editions(page: Page) -> tuple[EditionLink, ...]:
    """The other editions, each leading to this very page there when it exists."""
    here = {link.language: link.url for link in _translations(page)}
    return tuple(
        EditionLink(other.name, other.language, other.direction, here.get(other.language, other.url))
        for other in page.edition.others
    )


def _subject(page: Page) -> str:
    """What the page is about, as its heading and title say."""
    if isinstance(page, ListPage):
        subject = page.section or page.topic or page.contributor
        return subject.name if subject else gettext("Latest news")
    if isinstance(page, MostReadPage):
        return gettext("Most read")
    return page_words.title(page)


def _current_addresses(page: Page) -> tuple[str, ...]:
    """Addresses of the sections the page lies in, for the navigation to mark."""
    if isinstance(page, StoryPage):
        return tuple(section.address for section in (*page.story.section_path, page.story.section))
    if isinstance(page, ListPage) and page.section:
        return tuple(section.address for section in (*page.section_path, page.section))
    return ()


def _own_day(page: Page) -> date | None:
    """The day that times on the page are told against: its own, never the clock's, so a reprint is the same."""
    if isinstance(page, FrontPage):
        return page.front_date
    return page.day if isinstance(page, ListPage) else None


def _copyright_year(page: Page) -> int | None:
    """The year of what the page shows; None where nothing on it has a date."""
    if isinstance(page, StoryPage):
        return (page.story.updated_at or page.story.published_at).year
    if isinstance(page, FrontPage):
        return page.front_date.year
    if isinstance(page, ListPage):
        return page.day.year if page.day else max((card.published_at.year for card in page.cards), default=None)
    if isinstance(page, MostReadPage):
        return max((card.published_at.year for card in page.cards), default=None)
    if isinstance(page, CorrectionsPage):
        return max((note.published_at.year for note in page.corrections), default=None)
    if isinstance(page, HousePage):
        return page.updated_at.year if page.updated_at else None
    return max((card.published_at.year for card in page.latest), default=None)
