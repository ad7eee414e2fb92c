"""What machines read: feeds and sitemaps."""

from datetime import date, datetime, timedelta
from urllib.parse import quote

from django.db import connection
from django.db.models import QuerySet

from stoppress.copy import pages as copy
from stoppress.copy.editions import Edition
from stoppress.copy.stories import Card
from stoppress.kit import clock
from stoppress.newsroom import body, models
from stoppress.pictures.copying import picture_fields, shown_copy
from stoppress.pictures.models import Picture
from stoppress.press.gather.cards import cards, day_ids, newest_ids, tagged_cards
from stoppress.press.gather.editions import all_editions, site_url
from stoppress.press.gather.siblings import Row, sibling_pages
from stoppress.press.gather.stories import stories, translations
from stoppress.press.gather.withdrawn import withdrawn
from stoppress.publog.worded import worded
from stoppress.syndication.news_sitemap import MOST_STORIES
from stoppress.syndication.translations import alternates

FEED_LENGTH = 20
_PICTURE_FIELDS = (*picture_fields, *(f"stand_in__{name}" for name in picture_fields))
NEWS_WINDOW = timedelta(hours=48)
# Hops along the index from each day to the one before: neither database does so for DISTINCT by itself.
_DAYS = """
WITH RECURSIVE days (day) AS (
    SELECT max(day) FROM newsroom_listing WHERE list = %(list)s
    UNION ALL
    SELECT (SELECT max(day) FROM newsroom_listing WHERE list = %(list)s AND day < days.day) FROM days WHERE day IS NOT NULL
)
SELECT day FROM days WHERE day IS NOT NULL
"""


def feed(edition: Edition, name: str, title: str, description: str, page: str, file: str, seen: set[str]) -> copy.Feed:
    """The newest stories of list `name`, whole; `page` is the address of the page it is the feed of."""
    found = stories(tuple(newest_ids(name, FEED_LENGTH, seen)), False, seen)
    changed = max((s.updated_at or s.published_at for s in found), default=None)
    return copy.Feed(
        edition, title, description, f"{edition.site_url}{page}{file}", f"{edition.site_url}{page}", tuple(found), changed,
        edition.hubs, withdrawn(edition, name) if file == "atom.xml" else (),
    )  # fmt: skip


def sitemap_of_day(edition: Edition, day: date, seen: set[str]) -> copy.Sitemap:
    """Every public story of one day."""
    found = cards(day_ids(f"edition:{edition.id}", day, 10_000, seen), seen)
    keys = dict(models.Story.objects.filter(pk__in=list(found)).values_list("pk", "translation_key"))
    others = translations(keys, seen)
    others_in = _pictures_in(list(found), edition, seen)
    return copy.Sitemap(tuple(
        copy.SitemapEntry(
            f"{edition.site_url}{c.address}", c.updated_at or c.published_at,
            _with_lead(edition, c, others_in[c.id]),
            alternates(edition.language, f"{edition.site_url}{c.address}", others.get(c.id, ())),
        ) for c in found.values()
    ))  # fmt: skip


def _with_lead(edition: Edition, card: Card, others: list[str]) -> tuple[str, ...]:
    lead = [edition.site_url + card.picture.crops["16:9"].largest] if card.picture else []
    return (*lead, *others)


def _pictures_in(ids: list[int], edition: Edition, seen: set[str]) -> dict[int, list[str]]:
    """Addresses of the pictures in each story's text, each once, in reading order: two queries."""
    rows = models.Story.objects.filter(pk__in=ids).only("body", "lead_media")
    used = {
        row.pk: [use.picture for raw in (row.lead_media, row.body) for use in body.picture_uses(body.raw(raw))] for row in rows
    }
    wanted = {n for numbers in used.values() for n in numbers}
    pictures = Picture.objects.select_related("stand_in").only(*_PICTURE_FIELDS).in_bulk(wanted) if wanted else {}
    found: dict[int, list[str]] = {}
    for pk, numbers in used.items():
        copies = [shown_copy(pictures.get(n), seen, shapes=("full",), language="") for n in dict.fromkeys(numbers)]
        found[pk] = list(dict.fromkeys(edition.site_url + one.crops["full"].largest for one in copies if one))
    return found


def news_sitemap(edition: Edition, seen: set[str]) -> tuple[copy.NewsSitemap, datetime | None]:
    """Stories of the last two days, and the moment at which the oldest of them must leave."""
    # One tag for whatever becomes of a story of the edition, instead of one for each of a thousand stories: the tags of a page
    # are compared, looked up and told to caches with every print.
    seen |= {f"list:edition:{edition.id}", f"news:{edition.id}", "editions"}
    ids = _news_ids(f"edition:{edition.id}", clock.now() - NEWS_WINDOW)
    found = tuple([card for card, _ in tagged_cards(ids).values() if card])
    due = min((c.published_at for c in found), default=None)
    return copy.NewsSitemap(edition, found), due + NEWS_WINDOW if due else None


@worded
def _news_ids(name: str, after: datetime) -> QuerySet[models.Listing, int]:
    rows = models.Listing.objects.filter(list=name, published_at__gt=after).order_by("-published_at", "-story_id")
    return rows.values_list("story_id", flat=True)[:MOST_STORIES]


def sitemap_of_pages(edition: Edition, seen: set[str]) -> copy.Sitemap:
    """The front, sections and house pages, with their translations."""
    seen.add(f"edition:{edition.id}")
    base = edition.site_url + edition.prefix
    sections = models.Section.objects.filter(edition_id=edition.id)
    houses = models.HousePage.objects.filter(edition_id=edition.id, live=True)
    rows: list[Row] = [*sections, *houses]
    others = {**sibling_pages(models.Section, sections, "", seen), **sibling_pages(models.HousePage, houses, "", seen)}
    urls = [(f"{base}/{quote(row.slug)}/", others[row.translation_key]) for row in rows]
    own = [(f"{base}/{name}/", ()) for name in ("latest", "most-read", "corrections")]
    pages = [(f"{base}/", edition.others), *own, *urls]
    return copy.Sitemap(
        tuple(copy.SitemapEntry(url, alternates=alternates(edition.language, url, links)) for url, links in pages)
    )


def sitemap_index(seen: set[str], host: str) -> copy.Sitemap:
    """Every sitemap of the editions on `host` (empty: the default host)."""
    urls: list[str] = []
    seen.add("editions")
    for edition in [e for e in all_editions() if e.host == host]:
        base = f"{site_url(edition)}{edition.prefix}/sitemaps"
        seen.add(f"days:edition:{edition.pk}")
        urls += [f"{base}/news.xml", f"{base}/pages.xml"]
        urls += [f"{base}/{day:%Y%m%d}.xml" for day in days_with_stories(edition)]
    return copy.Sitemap(tuple(copy.SitemapEntry(url) for url in urls), is_index=True)


def days_with_stories(edition: models.Edition) -> list[date]:
    """Days with public stories, newest first: one query, which costs days, not stories."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"list": f"edition:{edition.pk}"})
        return [day if isinstance(day, date) else date.fromisoformat(day) for (day,) in cursor.fetchall()]
