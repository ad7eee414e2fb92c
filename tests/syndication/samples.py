"""One small newsroom's copy, complete enough to fill every field that leaves the house."""

from dataclasses import replace
from datetime import UTC, date, datetime

from stoppress.copy.blocks import (
    Audio,
    Chart,
    Crosshead,
    Document,
    Embed,
    FactBox,
    Gallery,
    ListBlock,
    Paragraph,
    PictureBlock,
    PullQuote,
    Question,
    QuestionsAndAnswers,
    Quote,
    RelatedCard,
    Table,
    Timeline,
    TimelineEvent,
    Video,
)
from stoppress.copy.editions import Edition, EditionLink, Link, Logo
from stoppress.copy.pages import Feed, FrontPage, ListPage, SectionBand, StoryPage
from stoppress.copy.pictures import Crop, Picture
from stoppress.copy.stories import Card, Contributor, Correction, Section, Story, Topic

PUBLISHED = datetime(2025, 12, 7, 14, 7, 30, tzinfo=UTC)
UPDATED = datetime(2025, 12, 7, 16, 45, tzinfo=UTC)

EDITION = Edition(
    id=1,
    code="en",
    language="en",
    direction="ltr",
    name="The Marenport Courier",
    tagline="News of the harbour city",
    description="Independent news from Marenport.",
    site_url="https://courier.example",
    prefix="/en",
    time_zone="Europe/Madrid",
    time_pattern="HH:mm z dd.MM.yyyy",
    legal_name="Marenport Courier Press Ltd",
    copyright_holder="The Marenport Courier",
    founded_year=1871,
    email="desk@courier.example",
    phone="+351 555 010 120",
    postal_address="14 Printers' Court, Marenport",
    logo=Logo("/en/logo.svg", 320, 40),
    logo_url="https://courier.example/media/logo-512.png",
    logo_size=512,
    footer=(Link("Corrections", "/en/corrections/"),),
    social=(
        Link("Mastodon", "https://social.example/@courier", "mastodon"),
        Link("X", "https://x.com/courier", "x"),
    ),
    share_platforms=("mastodon", "mail"),
    policies={
        "correctionsPolicy": "https://courier.example/en/corrections/",
        "ethicsPolicy": "https://courier.example/en/ethics/",
        "publishingPrinciples": "https://courier.example/en/principles/",
    },
)

CITY = Section(1, "City", "/en/city/", "The eight districts.")
TRANSPORT = Section(2, "Transport", "/en/transport/", "Trams and ferries.")


def crop(shape: str, width: int, height: int) -> Crop:
    """A crop with addresses on the site itself."""
    address = f"/media/7/{shape.replace(':', 'x')}-{width}.jpg"
    return Crop(width, height, address, address, f"{address} {width}w", "", "")


PICTURE = Picture(
    id=7,
    alt="A tram stands on the harbour bridge",
    caption="The first tram since Thursday <waits> & rings",
    credit="© Courier / Ana Vela",
    width=4000,
    height=3000,
    crops={
        "16:9": crop("16:9", 1600, 900),
        "4:3": crop("4:3", 1600, 1200),
        "1:1": crop("1:1", 1200, 1200),
        "full": crop("full", 1600, 1200),
    },
    creator="Ana Vela",
    copyright="© 2025 The Marenport Courier",
    terms_url="https://courier.example/en/terms/",
)
OTHER_PICTURE = replace(PICTURE, id=8, alt="The bridge at night", crops={"full": crop("full", 1200, 800)})

ANA = Contributor(
    3,
    "Ana Vela",
    "/en/contributors/ana-vela/",
    "Harbour correspondent",
    "Ana writes about the harbour.",
    "ana@courier.example",
    ("https://social.example/@ana",),
    replace(PICTURE, id=9, crops={"1:1": crop("1:1", 400, 400)}),
    "@ana@social.example",
)
BRUNO = Contributor(4, "Bruno Å. Lund", "/en/contributors/bruno-lund/")

TOPICS = (
    Topic(5, "place", "Harbour Bridge", "/en/topics/harbour-bridge/", "", "Q125050"),
    Topic(6, "subject", "Public transport", "/en/topics/public-transport/", "", "Q178512", "medtop:20001244"),
    Topic(7, "person", "Mara Ilić", "/en/topics/mara-ilic/"),
    Topic(8, "organisation", "Port Authority", "/en/topics/port-authority/"),
    Topic(9, "event", "Autumn regatta", "/en/topics/regatta/"),
    Topic(10, "subject", "Bridges", "/en/topics/bridges/"),
)

CARD = Card(
    41,
    "/en/20251206/trams-stop--41.html",
    "Trams stop on the harbour bridge",
    datetime(2025, 12, 6, 9, 0, tzinfo=UTC),
    TRANSPORT,
    picture=OTHER_PICTURE,
)
VIDEO = Video(
    "/media/tram.mp4",
    "video/mp4",
    "The tram returns",
    "On Sunday",
    "Courier TV",
    PICTURE,
    transcript="Bells ring.",
    duration=95,
    width=1920,
    height=1080,
)
TABLE = Table("Passengers a day", (("Line", "Passengers"), ("1", "12,000"), ("2", "8,500")), source="Port Authority")

BODY = (
    Paragraph('Trams crossed <a href="/en/topics/harbour-bridge/">the bridge</a> on Sunday.<br>For the <b>first</b> time.'),
    Crosshead("What happened", 2, "what-happened"),
    ListBlock(("Thursday: closed", "Sunday: <em>open</em>"), ordered=True),
    Quote("We waited & waited", "A passenger"),
    PullQuote("We waited"),
    PictureBlock(OTHER_PICTURE, "wide"),
    Gallery((PICTURE, OTHER_PICTURE), "The day in pictures"),
    VIDEO,
    Audio("/media/bell.mp3", "audio/mpeg", "The bell", "Rung at noon", "Courier", "Ding.", 12),
    TABLE,
    Chart(replace(OTHER_PICTURE, id=12, alt="Line chart of passengers"), "Passengers", TABLE, "Port Authority"),
    FactBox("The bridge", "<p>Built in <b>1931</b>.</p><ul><li>412 m</li></ul>"),
    Timeline(
        "The closure",
        (TimelineEvent("Thursday", "Closed", "<p>At dawn.</p>"), TimelineEvent("Sunday", "Open")),
    ),
    QuestionsAndAnswers((Question("Is it safe?", "<p>Yes.</p>"),), "Questions"),
    Embed("mastodon", "https://social.example/@port/1", "Port Authority", "The bridge is open.", "Sunday"),
    Document("/media/report.pdf", "Inspection report", "PDF", 120_000),
    RelatedCard(CARD),
    Paragraph("The last paragraph."),
)

STORY = Story(
    id=42,
    address="/en/20251207/trams-return--42.html",
    url="https://courier.example/en/20251207/trams-return--42.html",
    headline="Trams return to the harbour bridge",
    published_at=PUBLISHED,
    section=TRANSPORT,
    language="en",
    section_path=(CITY, TRANSPORT),
    kicker="Transport",
    standfirst="Four days of detours end on Sunday.",
    search_title="Trams return to Marenport's harbour bridge",
    social_title="The trams are back",
    short_headline="Trams are back",
    description="Four days of detours end.",
    updated_at=UPDATED,
    bylines=(ANA, BRUNO),
    dateline="Marenport",
    lead_picture=PICTURE,
    body=BODY,
    topics=TOPICS,
    labels=("updated", "corrected"),
    age_mark="12+",
    corrections=(Correction("The bridge is 412 m long, not 421 m.", UPDATED),),
    translations=(EditionLink("El Correo", "es", "ltr", "https://courier.example/es/20251207/tranvias--43.html"),),
    word_count=120,
    text="Trams crossed the bridge on Sunday.\n\nThe last paragraph.",
    ai_disclosure="The table was drawn up with a language model and checked by an editor.",
    guid="urn:uuid:3c3b8e0a-6a0c-4b55-9a53-1e5f3f6f0a42",
    version=3,
    urgency=4,
    copyright_notice="© 2025 The Marenport Courier",
)
BRIEF = Story(
    id=43,
    address="/en/20251206/brief--43.html",
    url="https://courier.example/en/20251206/brief--43.html",
    headline="A brief",
    published_at=datetime(2025, 12, 6, 8, 0, tzinfo=UTC),
    section=CITY,
    language="en",
    story_type="brief",
    agency_credit="Aldria Press Agency",
    body=(Paragraph("One sentence."),),
    text="One sentence.",
)

STORY_PAGE = StoryPage(EDITION, STORY)
FEED = Feed(
    EDITION,
    "The Marenport Courier: Transport",
    "Trams and ferries.",
    "https://courier.example/en/transport/rss.xml",
    "https://courier.example/en/transport/",
    (STORY, BRIEF),
    UPDATED,
)
SECTION_PAGE = ListPage(EDITION, "/en/transport/", (CARD,), section=TRANSPORT, section_path=(CITY, TRANSPORT))
CONTRIBUTOR_PAGE = ListPage(EDITION, "/en/contributors/ana-vela/", (CARD,), contributor=ANA)
DAY_PAGE = replace(SECTION_PAGE, address="/en/transport/20251206/", day=date(2025, 12, 6))
FRONT_PAGE = FrontPage(EDITION, date(2025, 12, 7), CARD, (), (SectionBand(CITY, (CARD,)),), (), (CARD,))
TOPIC_PAGE = ListPage(EDITION, "/en/topics/harbour-bridge/", (CARD,), topic=TOPICS[0])
LATEST_PAGE = ListPage(EDITION, "/en/latest/", (), day=date(2025, 12, 6))
LIST_PAGES = (SECTION_PAGE, CONTRIBUTOR_PAGE, DAY_PAGE, TOPIC_PAGE, LATEST_PAGE)
