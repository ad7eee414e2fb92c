"""How many queries a print takes: the same for one story and for three, and none while it is set."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stoppress.newsroom.actions import drafts, stories
from stoppress.press import printing
from stoppress.press.gather.once import one_run

#: Queries of one print, whatever the page shows.
EXPECTED = {
    "/": 10, "/city/": 9, "/latest/": 6, "/most-read/": 4, "/parts/most-read.html": 4, "/topics/trams/": 8,
    "/contributors/lena-holt/": 7, "/corrections/": 4, "/sitemaps/news.xml": 6, "/sitemaps/pages.xml": 6, "/sitemap.xml": 5,
    "/robots.txt": 4, "/nowhere/": 5, "/parts/newsfeed.html": 6,
}  # fmt: skip
OF_FEEDS = {"/rss.xml": 10, "/city/atom.xml": 12, "/topics/trams/feed.json": 11}


@pytest.fixture
def publish(edition, section, topic, contributor, picture):
    def publish(count):
        for number in range(count):
            story, _ = drafts.write(
                story=None,
                fields={"edition": edition, "section": section, "headline": f"Trams run all night {number}",
                        "lead_picture": picture, "lead_alt": "A tram", "is_breaking": True},
                body=[{"type": "paragraph", "value": "<p>They do.</p>", "id": "a"},
                      {"type": "picture", "value": {"picture": picture.pk, "alt": "A tram"}, "id": "b"}],
                topics=[topic], contributors=[contributor],
            )  # fmt: skip
            story = stories.publish(story=story).story
            stories.correct(story=story, text="It was line six.")
        return story

    return publish


def _queries(address):
    with CaptureQueriesContext(connection) as found:
        printed = printing.print_address(address)
    return len(found), printed


@pytest.mark.parametrize("count", [1, 3])
def test_a_print_takes_a_fixed_number_of_queries(count, publish):
    story = publish(count)
    today = story.address.split("/")[1]
    assert {address: _queries(address)[0] for address in EXPECTED} == EXPECTED
    # Two of a story's are for the cards of related stories, when there are any.
    related = 0 if count > 1 else 2
    assert {address: _queries(address)[0] for address in OF_FEEDS} == OF_FEEDS
    assert _queries(story.address)[0] + related == 11
    assert _queries(f"/city/{today}/")[0] == 10
    assert _queries(f"/sitemaps/{today}.xml")[0] == 10
    # With none on its own day the next story is looked for on the day before, which there is not.
    assert _queries(f"/parts/next/{story.pk - count + 1}.html")[0] == 7


def test_a_body_of_many_blocks_takes_no_more(publish, edition, section, topic, contributor, picture):
    plain = publish(1)
    blocks = [{"type": "paragraph", "value": f'<p>See <a linktype="story" id="{plain.pk}">this</a>.</p>', "id": str(n)}
              for n in range(40)]  # fmt: skip
    blocks += [{"type": "picture", "value": {"picture": picture.pk, "alt": "A tram"}, "id": f"p{n}"} for n in range(20)]
    blocks += [{"type": "related", "value": plain.pk, "id": f"r{n}"} for n in range(5)]
    long, _ = drafts.write(story=None, fields={"edition": edition, "section": section, "headline": "Long"}, body=blocks,
                           topics=[topic], contributors=[contributor])  # fmt: skip
    long = stories.publish(story=long).story
    assert _queries(long.address)[0] == 11


def test_what_a_run_has_gathered_is_not_asked_for_again(publish):
    publish(3)
    addresses = [*EXPECTED, *OF_FEEDS]
    alone = {address: _queries(address)[1] for address in addresses}
    with one_run():
        taken = {address: _queries(address) for address in addresses}
    assert {address: printed for address, (_, printed) in taken.items()} == alone
    # The edition, its stories' cards and, from the second feed on, whole stories are there already.
    assert taken["/latest/"][0] == 0
    assert {address: taken[address][0] for address in OF_FEEDS} == {
        "/rss.xml": 6, "/city/atom.xml": 1, "/topics/trams/feed.json": 0,
    }  # fmt: skip


def test_a_list_leads_on_only_when_it_is_full(publish, edition, monkeypatch):
    publish(3)
    assert 'class="days"' not in printing.print_address("/city/").body.decode()
    monkeypatch.setattr("stoppress.press.gather.pages.LIST_LENGTH", 3)
    queries, printed = _queries("/city/")
    assert queries == EXPECTED["/city/"]
    assert 'class="days-older"' in printed.body.decode()
