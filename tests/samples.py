"""Sample copy in three languages: every page kind, every block, long and short, with and without pictures."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from stoppress.copy import blocks, pages, stories
from stoppress.copy.editions import Edition, EditionLink, Link, NavigationItem
from stoppress.copy.pictures import Credentials, Crop, Picture
from stoppress.pictures.rules import WIDTHS

LANGUAGES = ("en", "es", "ar")
SITE = "https://courier.example"
NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
WORDS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "design" / "sample_words.toml").read_text("utf-8"))
#: Names of pictures that the demo draws; what is served under `/img/` when samples are looked at.
PICTURES = (
    "harbour-cranes", "tram-saltmarket", "central-bank", "ferry-crossing", "storm-waves", "regatta-sails", "new-flats-reach",
    "orchestra", "seabirds-cliff", "council-chamber", "lighthouse", "market-stalls",
)  # fmt: skip
_SHAPES = {"full": (1920, 1280), "16:9": (1920, 1080), "4:3": (1920, 1440), "1:1": (1280, 1280)}
_COLOURS = ("#8d8478", "#304a66", "#c2b49a", "#7fa0b4", "#44525c", "#a5b8c4")
_POLICIES = {"correctionsPolicy": f"{SITE}/corrections/"}


def prefix(language: str) -> str:
    return "" if language == "en" else f"/{language}"


def direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def links(language: str, path: str = "/") -> tuple[EditionLink, ...]:
    """The other editions, or the same path in each."""
    return tuple(
        EditionLink(WORDS[other]["name"], other, direction(other), f"{SITE}{prefix(other)}{path}")
        for other in LANGUAGES
        if other != language
    )


@lru_cache
def edition(language: str = "en") -> Edition:
    w, at = WORDS[language], prefix(language)
    children = tuple(Link(name, f"{at}/sub-{n}/") for n, name in enumerate(w["subsections"]))
    return Edition(
        id=LANGUAGES.index(language) + 1, code=language, language=language, direction=direction(language), name=w["name"],
        tagline=w["tagline"], description=w["description"], site_url=SITE, prefix=at, time_zone=w["time_zone"],
        time_pattern=w["time_pattern"], legal_name=w["name"], copyright_holder=w["name"], founded_year=1871,
        email="newsdesk@courier.example", phone="+351 555 010 100", postal_address=w["places"][0],
        registration=w["registration"], age_mark="12+",
        navigation=tuple(
            NavigationItem(name, f"{at}/section-{n}/", children if n == 0 else ()) for n, name in enumerate(w["sections"])
        ),
        footer=tuple(Link(name, f"{at}/house-{n}/") for n, name in enumerate(w["footer"])),
        social=(Link("Mastodon", "https://social.example/@c", "mastodon"), Link("Bluesky", "https://bsky.example/c", "bluesky")),
        apps=(Link(w["app"], "https://apps.example/courier", "android"),),
        share_platforms=("mastodon", "bluesky", "whatsapp", "telegram"), others=links(language), policies=_POLICIES,
    )  # fmt: skip


def section(language: str = "en", n: int = 0) -> stories.Section:
    w = WORDS[language]
    return stories.Section(
        n + 1, w["sections"][n], f"{prefix(language)}/section-{n}/", w["section_description"] if n == 0 else ""
    )


def subsection(language: str = "en") -> stories.Section:
    return stories.Section(21, WORDS[language]["subsections"][0], f"{prefix(language)}/sub-0/", "")


def picture(language: str = "en", n: int = 0, **changes: Any) -> Picture:
    w, name = WORDS[language], PICTURES[n % len(PICTURES)]
    fields: dict[str, Any] = {
        "id": n + 1, "alt": w["alt"], "caption": w["caption"], "credit": "© Courier / Oren Vale", "width": 1920, "height": 1280,
        "crops": {shape: _crop(name, shape) for shape in _SHAPES}, "colour": _COLOURS[n % len(_COLOURS)],
        "credentials": Credentials("trusted", "Courier", NOW) if n == 0 else None,
    }  # fmt: skip
    return Picture(**fields | changes)


def _crop(name: str, shape: str) -> Crop:
    width, height = _SHAPES[shape]

    def address(w: int, kind: str) -> str:
        return f"/img/{name}_{shape.replace(':', 'x')}_{w}.{kind}"

    def srcset(kind: str) -> str:
        return ", ".join(f"{address(w, kind)} {w}w" for w in WIDTHS if w <= width)

    return Crop(width, height, address(960, "jpg"), address(width, "jpg"), srcset("jpg"), srcset("webp"), srcset("avif"))


def contributor(language: str = "en", n: int = 0) -> stories.Contributor:
    w = WORDS[language]
    return stories.Contributor(
        n + 1, w["people"][n], f"{prefix(language)}/contributors/person-{n}/", w["job"], w["biography"], "lena@courier.example",
        ("https://social.example/@lena",), picture(language, 10, alt=w["people"][n]) if n == 0 else None, "@lena@social.example",
    )  # fmt: skip


def topics(language: str = "en") -> tuple[stories.Topic, ...]:
    w, at = WORDS[language], f"{prefix(language)}/topics"
    kinds = ("person", "subject", "organisation", "event")
    about = [stories.Topic(n + 1, kind, w["topics"][n], f"{at}/topic-{n}/") for n, kind in enumerate(kinds)]
    where = [stories.Topic(n + 11, "place", name, f"{at}/place-{n}/") for n, name in enumerate(w["places"])]
    return (*about, *where)


def card(language: str = "en", n: int = 0, **changes: Any) -> stories.Card:
    w = WORDS[language]
    m = n % len(w["headlines"])
    fields: dict[str, Any] = {
        "id": 100 + n, "address": f"{prefix(language)}/20261123/story--{100 + n}.html", "headline": w["headlines"][m],
        "short_headline": w["headlines"][m], "published_at": NOW - timedelta(minutes=47 * n + 5),
        "section": section(language, n % 7),
        "kicker": w["kicker"] if n == 0 else "", "standfirst": w["standfirst"], "bylines": tuple(w["people"][: n % 3 + 1]),
        "picture": None if n % 5 == 4 else picture(language, n),
    }  # fmt: skip
    return stories.Card(**fields | changes)


def body(language: str = "en") -> tuple[blocks.Block, ...]:
    """One of every kind of block, in an order an editor might choose."""
    w = WORDS[language]
    first, second, third = (blocks.Paragraph(text) for text in w["paragraphs"])
    table = blocks.Table(w["table"], tuple(tuple(row) for row in w["rows"]), has_side_head=True, source=w["source"])
    plain = picture(language, 3, caption="", credit="")
    items = "".join(f"<li>{item}</li>" for item in w["items"])
    return (
        first, second, blocks.Crosshead(w["crosshead"], anchor="pays"), third, blocks.Quote(w["quote"], w["quote_by"]), second,
        blocks.PictureBlock(picture(language, 1)), third, blocks.RelatedCard(card(language, 3)), first,
        blocks.PullQuote(w["quote"], w["quote_by"]), second, blocks.PictureBlock(picture(language, 2), "wide"), third,
        blocks.FactBox(w["box"], f"<p>{w['caption']}</p><ul>{items}</ul>"), blocks.Crosshead(w["box"], 3, "brief"),
        blocks.ListBlock(tuple(w["items"])), blocks.ListBlock(tuple(w["items"]), ordered=True), table,
        blocks.Gallery(tuple(picture(language, n) for n in (3, 4, 5)), w["table"]),
        blocks.Video("/media/pilots.mp4", "video/mp4", w["video"], w["caption"], "© Courier", picture(language, 10),
                     "/media/pilots.vtt", w["transcript"], 204, 1280, 720),
        blocks.Audio("/media/bells.mp3", "audio/mpeg", w["audio"], w["caption"], "© Courier", w["transcript"], 3725),
        blocks.Chart(picture(language, 6, caption=""), w["table"], table, w["source"]),
        blocks.Timeline(w["timeline"], tuple(blocks.TimelineEvent(event[0], event[1], f"<p>{w['quote']}</p>") for event in w["events"])),
        blocks.QuestionsAndAnswers((blocks.Question(w["question"], f"<p>{w['answer']}</p>"),) * 2, w["box"]),
        blocks.Embed("Mastodon", "https://social.example/@ferries/1", w["embed_by"], w["embed"], "07:02"),
        blocks.Document("/media/contract.pdf", w["document"], "PDF", 2_345_678), blocks.PictureBlock(plain, "full"), first,
    )  # fmt: skip


def story(language: str = "en", **changes: Any) -> stories.Story:
    """A full story; `changes` replace fields."""
    w, own = WORDS[language], section(language)
    address = f"{prefix(language)}/20261123/harbour-tunnel--100.html"
    fields: dict[str, Any] = {
        "id": 100, "address": address, "url": f"{SITE}{address}", "headline": w["headlines"][0], "published_at": NOW,
        "section": subsection(language), "section_path": (own, subsection(language)), "language": language, "kicker": w["kicker"],
        "standfirst": w["standfirst"], "search_title": w["headlines"][0], "social_title": w["headlines"][0],
        "short_headline": w["headlines"][0], "description": w["standfirst"], "updated_at": NOW + timedelta(hours=3),
        "bylines": tuple(contributor(language, n) for n in range(3)), "dateline": w["dateline"],
        "lead_picture": picture(language), "body": body(language), "topics": topics(language),
        "labels": ("exclusive", "updated", "corrected"), "age_mark": "12+",
        "corrections": (stories.Correction(w["correction"], NOW + timedelta(hours=1), w["headlines"][0], address),),
        "history": (stories.Version(2, NOW + timedelta(hours=3), w["version"]),),
        "related": tuple(card(language, n) for n in (1, 2, 4, 5)), "translations": links(language, "/20261123/tunnel--100.html"),
        "text": "\n\n".join(w["paragraphs"]), "word_count": 400, "ai_disclosure": w["ai"], "guid": f"{SITE}/100",
        "copyright_notice": f"© 2026 {w['name']}",
    }  # fmt: skip
    return stories.Story(**fields | changes)


def short_story(language: str = "en") -> stories.Story:
    """A brief with nothing but a headline, an agency and a paragraph."""
    w = WORDS[language]
    bare: dict[str, Any] = dict.fromkeys(("bylines", "labels", "topics", "corrections", "history", "related", "translations"), ())
    bare |= dict.fromkeys(("kicker", "standfirst", "dateline", "age_mark", "ai_disclosure", "copyright_notice"), "")
    return story(
        language, **bare, headline=w["headlines"][3], agency_credit=w["agency"], lead_picture=None, updated_at=None,
        body=(blocks.Paragraph(w["paragraphs"][0]),), story_type="brief", section=section(language, 1),
        section_path=(section(language, 1),),
    )  # fmt: skip


def hard_story(language: str = "en") -> stories.Story:
    """What strains a page: a very long headline, a sponsor, sensitive content, a gallery in the lead's place."""
    w = WORDS[language]
    pictures = tuple(picture(language, n) for n in (4, 5, 7))
    return story(
        language, headline=w["long_headline"], lead_gallery=blocks.Gallery(pictures, w["box"]), sponsor=w["sponsor"],
        sensitive_note=w["sensitive"], labels=("live", "breaking", "sponsored", "sensitive"), age_mark="18+",
        story_type="feature",
    )  # fmt: skip


def feeds(language: str = "en") -> tuple[pages.FeedLink, ...]:
    name = edition(language).name
    return (pages.FeedLink(f"{name} – RSS", f"{prefix(language)}/rss.xml", "application/rss+xml"),
            pages.FeedLink(f"{name} – Atom", f"{prefix(language)}/atom.xml", "application/atom+xml"))  # fmt: skip


def front(language: str = "en") -> pages.FrontPage:
    bands = tuple(
        pages.SectionBand(
            section(language, n), tuple(card(language, 3 * n + m, section=section(language, n)) for m in range(size))
        )
        for n, size in ((0, 4), (3, 4), (4, 3), (6, 2))
    )
    opinion = tuple(card(language, n, story_type="opinion", bylines=(WORDS[language]["people"][n - 9],)) for n in (9, 10, 11))
    top = (card(language, 1), card(language, 2, labels=("analysis",)), *(card(language, n) for n in (3, 4, 5, 6)))
    latest = tuple(card(language, n, labels=("breaking",) if n == 2 else ()) for n in range(12))
    breaking = card(language, 5, labels=("breaking",))
    return pages.FrontPage(
        edition(language), date(2026, 11, 23), card(language, 0, labels=("live",)), top, bands, opinion, latest,
        tuple(card(language, n) for n in (6, 2, 8, 4, 0)), breaking, links(language), feeds(language),
    )  # fmt: skip


def all_pages(language: str = "en") -> dict[str, Any]:
    """Every kind of page by a short name."""
    own, w, at = edition(language), WORDS[language], prefix(language)
    cards = tuple(card(language, n) for n in range(12))
    person = stories.Topic(
        1, "person", w["topics"][0], f"{at}/topics/topic-0/", w["topic_description"], "Q1", picture=picture(language, 9)
    )
    notes = tuple(
        stories.Correction(
            w["correction"], NOW - timedelta(days=9 * n), w["headlines"][n], f"{at}/20261123/x--{n}.html" if n else ""
        )
        for n in range(4)
    )
    day: dict[str, Any] = {"day": date(2026, 11, 23), "older": date(2026, 11, 22), "older_address": f"{at}/latest/20261122/"}
    return {
        "front": front(language),
        "story": pages.StoryPage(own, story(language), feeds(language)),
        "short": pages.StoryPage(own, short_story(language)),
        "hard": pages.StoryPage(own, hard_story(language)),
        "section": pages.ListPage(
            own, f"{at}/section-0/", cards, section=section(language), section_path=(section(language),),
            subsections=(subsection(language),), older=date(2026, 11, 22), older_address=f"{at}/section-0/20261122/",
            alternates=links(language, "/section-0/"), feeds=feeds(language), most_read=cards[2:7],
        ),
        "topic": pages.ListPage(own, person.address, cards[:3], topic=person),
        "contributor": pages.ListPage(own, contributor(language).address, cards[:4], contributor=contributor(language)),
        "day": pages.ListPage(
            own, f"{at}/latest/20261123/", cards, **day, newer=date(2026, 11, 24), newer_address=f"{at}/latest/20261124/",
        ),
        "empty": pages.ListPage(own, f"{at}/section-6/", (), section=section(language, 6), section_path=(section(language, 6),)),
        "most-read": pages.MostReadPage(own, f"{at}/most-read/", cards[:10]),
        "most-read-empty": pages.MostReadPage(own, f"{at}/most-read/", ()),
        "corrections": pages.CorrectionsPage(own, f"{at}/corrections/", notes),
        "house": pages.HousePage(own, f"{at}/house-0/", w["house"], w["description"], body(language)[:8], NOW,
                                 links(language, "/house-0/")),
        "missing": pages.NoticePage(own, 404, latest=cards[:5]),
        "killed": pages.NoticePage(own, 410, w["killed"], cards[:5]),
        "legal": pages.NoticePage(own, 451),
        "broken": pages.NoticePage(own, 500),
        "away": pages.NoticePage(own, 503),
        "latest-part": pages.LatestPart(own, section(language), cards[:8]),
    }  # fmt: skip
