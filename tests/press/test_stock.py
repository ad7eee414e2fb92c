"""What the press keeps from run to run: asked for again only when the log says that it has changed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from stoppress.newsroom.actions import drafts, stories
from stoppress.press import follower, house, runs
from stoppress.press.gather import once


def _published(write_story, headline):
    return stories.publish(story=write_story(headline=headline)).story


def _queries_of_catching_up():
    with CaptureQueriesContext(connection) as found:
        follower.catch_up()
    return len([q for q in found.captured_queries if "newsroom_" in q["sql"]])


def test_the_next_run_asks_only_for_what_is_new(write_story, edition):
    follower.start()
    first = _published(write_story, "First")
    follower.settle()
    runs.reprint("/rss.xml")
    house.shelf().add_hits([("/rss.xml", 1), ("/", 1)])
    once.stock().clear()
    _published(write_story, "Second")
    without = _queries_of_catching_up()
    _published(write_story, "Third")
    assert _queries_of_catching_up() < without
    assert first.headline in house.shelf().get("/rss.xml").bodies.identity.decode()


def test_what_has_changed_is_gathered_anew(write_story, edition):
    follower.start()
    first = _published(write_story, "First")
    follower.settle()
    runs.reprint("/")
    _published(write_story, "Second")
    follower.catch_up()
    first, revision = drafts.write(story=first, fields={"headline": "First, mended"})
    stories.publish(story=first, revision=revision, verb="refile")
    follower.catch_up()
    assert "First, mended" in house.shelf().get("/").bodies.identity.decode()
    edition.name = "Evening Courier"
    edition.save()
    _published(write_story, "Third")
    follower.catch_up()
    assert "Evening Courier" in house.shelf().get("/").bodies.identity.decode()


def test_pages_printed_anew_at_somebodys_wish_are_gathered_anew(write_story, edition):
    """After a change by hand that no log knows."""
    follower.start()
    first = _published(write_story, "First")
    follower.settle()
    runs.reprint("/")
    _published(write_story, "Second")
    follower.catch_up()
    type(first).objects.filter(pk=first.pk).update(headline="Mended by hand")
    house.shelf().add_hits([("/", 1)])
    house.shelf().supersede_all()
    follower.settle()
    _published(write_story, "Third")
    follower.settle()
    assert "Mended by hand" in house.shelf().get("/").bodies.identity.decode()


def _cards(numbers):
    """Gathered in a run: cards, each with its own tag and one of two others."""
    for n in numbers:
        once.kept("cards").setdefault(n, (n, {f"card:{n}", f"parity:{n % 2}"}))


def test_a_stock_is_bounded_in_number_and_in_time(monkeypatch):
    kept = once.Stock()
    with once.one_run(kept):
        _cards(range(10))
        once.kept("editions")["all"] = []
    lent = kept.lend()
    assert list(lent) == [("cards",)] and lent["cards",] == {n: (n, {f"card:{n}", f"parity:{n % 2}"}) for n in range(10)}
    kept.forget({"card:3", "card:77"})
    assert sorted(kept.lend()["cards",]) == [0, 1, 2, 4, 5, 6, 7, 8, 9]
    kept.forget({"parity:0"})
    assert sorted(kept.lend()["cards",]) == [1, 5, 7, 9]
    with once.one_run(kept):
        _cards(range(10))
        _cards([3])
    kept.forget({"parity:1", "card:3"})
    assert sorted(kept.lend()["cards",]) == [0, 2, 4, 6, 8]
    monkeypatch.setattr(once.Stock, "MOST", 4)
    assert kept.lend() == {}
    with once.one_run(kept):
        _cards([1])
    assert len(kept.lend()["cards",]) == 1
    monkeypatch.setattr(once.Stock, "LONGEST", -1.0)
    assert kept.lend() == {}


def test_what_nobody_could_learn_to_have_changed_is_not_kept():
    asked = []

    def topic_at(slug, seen):
        asked.append(slug)
        seen |= {"topic:2"} if slug == "bikes" else set()
        return slug

    topic_at.__qualname__ = "topic_at"
    gather, kept = once.once_a_run(topic_at), once.Stock()
    for _ in range(2):
        with once.one_run(kept):
            for slug in ("trams", "bikes", "trams", "bikes"):
                seen = set()
                assert gather(slug, seen) == slug and seen == ({"topic:2"} if slug == "bikes" else set())
    assert asked == ["trams", "bikes", "trams"]


def test_places_that_have_moved_are_found_where_they_are_now(write_story, edition, section):
    follower.start()
    _published(write_story, "First")
    follower.settle()
    runs.reprint("/city/")
    _published(write_story, "Second")
    follower.catch_up()
    section.slug = "town"
    section.save()
    follower.settle()
    house.shelf().add_hits([("/town/", 1)])
    runs.reprint("/town/")
    _published(write_story, "Third")
    follower.settle()
    assert house.shelf().get("/city/") is None
    assert "Third" in house.shelf().get("/town/").bodies.identity.decode()
