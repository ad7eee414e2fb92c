"""The pages that readers ask for first, for a shelf that begins empty or anew."""

from stoppress.newsroom.models import Edition, Section, Story
from stoppress.press.addresses import FEED_FILES

#: Newest stories of each edition that are printed before anybody asks.
NEWEST = 50


def most_wanted() -> list[str]:
    """Addresses of fronts, their feeds, section fronts and newest stories, in the order in which they are wanted."""
    fronts, sections, stories = [], [], []
    for edition in Edition.objects.all():
        host = f"//{edition.host}" if edition.host else ""
        base = host + edition.prefix
        fronts += [f"{base}/", f"{base}/latest/", *(f"{base}/{file}" for file in FEED_FILES)]
        sections += [f"{base}/{section.slug}/" for section in Section.objects.filter(edition=edition)]
        newest = Story.objects.filter(listings__list=f"edition:{edition.pk}").order_by("-listings__published_at", "-pk")
        shown = newest.select_related("edition").only("slug", "published_date", "edition__prefix", "edition__host")
        stories += [host + story.address for story in shown[:NEWEST]]
    return [*fronts, *sections, *stories]
