"""Which page an address means: a pure function from a path to what is wanted."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

_STORY = re.compile(r"(\d{8})/([^/]*?)--([1-9]\d{0,17})\.html")
_NUMBER = r"[1-9]\d{0,17}"
#: What lies in a discussion's folder, below the story's number; also the names of the orders to read it in.
_TALK = re.compile(
    rf"discussion/(?P<number>{_NUMBER})(?:/(?P<slug>oldest|liked|replied|picks))?"
    rf"|discussion/(?P<number2>{_NUMBER})/(?P<slug2>newest|oldest|liked|replied|picks)/(?P<after>{_NUMBER})"
    rf"|discussion/(?P<number3>{_NUMBER})/replies/(?P<root>{_NUMBER})/(?P<after3>{_NUMBER})"
    rf"|discussion/(?P<number4>{_NUMBER})/comment/(?P<comment>{_NUMBER})"
)
_NEWSLETTER = re.compile(rf"newsletters(?:/(?P<slug>[\w-]+)(?:/(?P<number>{_NUMBER})|/before/(?P<after>{_NUMBER}))?)?", re.ASCII)
_CHAT = re.compile(rf"chats(?:/({_NUMBER}))?")
FEED_FILES = {"rss.xml": "rss", "atom.xml": "atom", "feed.json": "json"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of an edition: its kind, what it is of and, on pages by day, the day.

    Kinds: `front latest most-read section-or-house topic contributor corrections story feed sitemap news-sitemap
    sitemap-pages latest-part most-read-part newsfeed-part next-part next offline service-worker logo manifest icon
    newsletters newsletter issue`; `feed_of` holds the kind a feed belongs to, `format` its format.
    """

    kind: str
    slug: str = ""
    number: int = 0
    day: date | None = None
    feed_of: str = ""
    format: str = ""
    #: In a discussion: the comment to begin after, the root whose replies are wanted, the one comment that is.
    after: int = 0
    root: int = 0
    comment: int = 0


_FILES = {
    "parts/newsfeed.html": Wanted("newsfeed-part"), "parts/most-read.html": Wanted("most-read-part"),
    "parts/offline.html": Wanted("offline"), "service-worker.js": Wanted("service-worker"),
    "logo.svg": Wanted("logo"), "manifest.webmanifest": Wanted("manifest"), "apple-touch-icon.png": Wanted("icon", number=180),
    "icon-192.png": Wanted("icon", number=192), "icon-512.png": Wanted("icon", number=512),
}  # fmt: skip


def parse(path: str) -> Wanted | None:
    """What `path` (below the edition's prefix, with its leading slash) asks for; None when nothing can be there."""
    rest = unquote(path)[1:]
    if match := _STORY.fullmatch(rest):
        return Wanted("story", slug=match[2], number=int(match[3]))
    folder, _, file = rest.rpartition("/")
    if file in FEED_FILES:
        of = _page(folder + "/" if folder else "")
        if of is None or of.day or of.kind in ("corrections", "most-read", "next"):
            return None
        return Wanted("feed", slug=of.slug, feed_of=of.kind, format=FEED_FILES[file])
    return _file(rest) if file else _page(rest)


def _file(rest: str) -> Wanted | None:
    if match := re.fullmatch(r"sitemaps/(\d{8})\.xml", rest):
        day = _day(match[1])
        return Wanted("sitemap", day=day) if day else None
    if rest in ("sitemaps/news.xml", "sitemaps/pages.xml"):
        return Wanted("news-sitemap" if "news" in rest else "sitemap-pages")
    if match := re.fullmatch(r"parts/latest/([1-9]\d{0,17})\.html", rest):
        return Wanted("latest-part", number=int(match[1]))
    if (talk := _talk(rest.removeprefix("parts/").removesuffix(".html"), "-part")) and rest.startswith("parts/"):
        return talk
    if match := re.fullmatch(r"parts/next/([1-9]\d{0,17})\.html", rest):
        return Wanted("next-part", number=int(match[1]))
    return _FILES.get(rest)


def _page(rest: str) -> Wanted | None:
    if rest == "":
        return Wanted("front")
    if talk := _talk(rest.removesuffix("/"), "-page"):
        return talk
    if match := re.fullmatch(rf"next/({_NUMBER})/", rest):
        return Wanted("next", number=int(match[1]))
    if newsletter := _newsletter(rest.removesuffix("/")):
        return newsletter
    parts = rest.rstrip("/").split("/")
    day = _day(parts[-1]) if len(parts) > 1 or parts[0] in ("latest",) else None
    if day:
        parts = parts[:-1]
    match parts:
        case ["latest"]:
            return Wanted("latest", day=day)
        case ["corrections" | "most-read" as kind]:
            return Wanted(kind) if day is None else None
        case ["topics", slug]:
            return Wanted("topic", slug=slug, day=day)
        case ["contributors", slug]:
            return Wanted("contributor", slug=slug, day=day)
        case [slug] if slug not in ("topics", "contributors", "sitemaps", "parts", "next"):
            return Wanted("section-or-house", slug=slug, day=day)
    return None


def _talk(rest: str, ending: str) -> Wanted | None:
    """A part or page of a discussion or of chats."""
    if match := _TALK.fullmatch(rest):
        told = {name.rstrip("234"): value for name, value in match.groupdict().items() if value}
        number, after, root, comment = (int(told.get(name, 0)) for name in ("number", "after", "root", "comment"))
        slug = told.get("slug", "")
        return Wanted(f"discussion{ending}", slug=slug, number=number, after=after, root=root, comment=comment)
    if match := _CHAT.fullmatch(rest):
        return Wanted(f"chat{ending}", number=int(match[1])) if match[1] else Wanted(f"chats{ending}")
    return None


def _newsletter(rest: str) -> Wanted | None:
    """All newsletters, one of them with its issues (below number `after`), or one issue."""
    match = _NEWSLETTER.fullmatch(rest)
    if match is None:
        return None
    if not match["slug"]:
        return Wanted("newsletters")
    kind = "issue" if match["number"] else "newsletter"
    return Wanted(kind, slug=match["slug"], number=int(match["number"] or 0), after=int(match["after"] or 0))


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[12]\d{7}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
