"""From counts to pages: each count once, public stories alone, an entry in the log only for what readers would see."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stoppress.kit import clock
from stoppress.newsroom.actions import stories
from stoppress.newsroom.models import Story
from stoppress.press import printing
from stoppress.publog.models import Entry
from stoppress.reads import rules
from stoppress.reads.actions import counting, ranking
from stoppress.reads.models import HourOfReads, MostRead, TakenIn


@pytest.fixture
def public(write_story):
    return [stories.publish(story=write_story(headline=f"Trams {n}")).story for n in range(4)]


def lay(folder, **counts):
    folder.mkdir(exist_ok=True)
    at = int(clock.now().timestamp())
    (folder / f"{at}-{len(list(folder.iterdir()))}.json").write_text(json.dumps({"at": at, "counts": counts}))


def read(story, count):
    with transaction.atomic():
        counting.add(Counter({(rules.hour_of(clock.now()), story.pk): count}))


def later():
    MostRead.objects.update(changed_at=clock.now() - ranking.PAUSE)


def test_counts_are_taken_in_once_whatever_crashes(tmp_path, public, write_story, monkeypatch):
    one, two = public[:2]
    draft = write_story(headline="Not out yet")
    told = {str(one.pk): 2, str(two.pk): 1, str(draft.pk): 50, "999999": 70}
    lay(tmp_path / "reads", **told)
    lay(tmp_path / "reads", **{str(one.pk): 3})
    with monkeypatch.context() as broken:
        broken.setattr("pathlib.Path.unlink", lambda *_, **__: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError):
            counting.take_in(tmp_path / "reads")
    assert counting.take_in(tmp_path / "reads") == 0  # the same files again
    assert dict(HourOfReads.objects.values_list("story", "count")) == {one.pk: 5, two.pk: 1}
    assert not list((tmp_path / "reads").iterdir())
    HourOfReads.objects.update(hour_at=clock.now() - counting.KEPT - timedelta(hours=1))
    counting.forget()
    assert not HourOfReads.objects.exists() and TakenIn.objects.count() == 2


def test_a_database_that_is_away_loses_nothing_and_spoilt_files_hold_nobody_up(tmp_path, public, monkeypatch):
    folder = tmp_path / "reads"
    lay(folder, **{str(public[0].pk): 2})
    for words in ("{", "[]", '{"at": "x", "counts": {}}', '{"at": 1, "counts": {"a": 1}}', '{"at": 1}'):
        (folder / f"spoilt-{hash(words)}.json").write_text(words)
    with monkeypatch.context() as away:
        away.setattr(counting, "add", lambda counts: (_ for _ in ()).throw(DatabaseError("away")))
        with pytest.raises(DatabaseError):
            counting.take_in(folder)
    assert counting.take_in(folder) == 2 and not list(folder.iterdir())


def test_an_entry_is_recorded_only_when_the_order_shown_changes(public, edition):
    assert ranking.rank() == [] and Entry.objects.filter(kind="most_read.changed").count() == 0
    for story, count in zip(public, (40, 30, 20), strict=False):
        read(story, count)
    assert ranking.rank() == ["en"]
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.edition) == ("most_read.changed", "en")
    assert f"most-read:edition:{edition.pk}" in entry.tags and f"most-read:section:{public[0].section_id}" in entry.tags
    read(public[2], 200)
    assert ranking.rank() == []  # within five minutes
    later()
    assert ranking.rank() == ["en"] and MostRead.objects.get().lists[f"edition:{edition.pk}"][0] == public[2].pk
    later()
    read(public[0], 1)
    assert ranking.rank() == []
    later()
    Story.objects.filter(pk=public[2].pk).update(sponsor="Ferry company")
    read(public[3], 10)
    assert ranking.rank() == ["en"] and public[2].pk not in MostRead.objects.get().lists[f"edition:{edition.pk}"]


def test_withdrawn_stories_and_short_lists_are_shown_nowhere(public):
    assert "ranked" not in printing.print_address("/").body.decode()
    assert "Too little was read" in printing.print_address("/most-read/").body.decode()
    assert b"<li" not in printing.print_address("/parts/most-read.html").body
    for story, count in zip(public, (40, 30, 20, 10), strict=True):
        read(story, count)
    ranking.rank()
    pages = ("/", "/city/", "/parts/most-read.html")
    for page in pages:
        body = printing.print_address(page).body.decode()
        ranked = body[body.index('<ol class="ranked">') :]
        assert ranked.index("Trams 0") < ranked.index("Trams 1") < ranked.index("Trams 2")
    page = printing.print_address("/most-read/")
    assert page.body.decode().index("Trams 0") < page.body.decode().index("Trams 3") and f"card:{public[0].pk}" in page.tags
    stories.kill(story=public[0], notice="Untrue.")
    assert "Trams 0" not in printing.print_address("/most-read/").body.decode()
    stories.take_down(story=public[1])
    assert all("ranked" not in printing.print_address(page).body.decode() for page in pages)
    later()
    assert ranking.rank() == ["en"] and MostRead.objects.get().lists == {}


def test_the_way_to_the_next_story_leads_on_without_script(public):
    newest, older = public[3], public[2]
    found = printing.print_address(f"/next/{newest.pk}/")
    assert (found.status, found.location) == (302, older.address) and f"card:{newest.pk}" in found.tags
    assert printing.print_address(f"/next/{public[0].pk}/").location == "/city/"
    assert f'href="/next/{newest.pk}/"' in printing.print_address(newest.address).body.decode()
    assert isinstance(printing.print_address("/next/999/"), printing.Missing)
    assert printing.print_address(f"/next/{newest.pk}") == printing.Moved(f"/next/{newest.pk}/")


def test_scores_are_found_by_the_reads_and_not_by_all_stories_of_an_edition(public, edition):
    """A million stories took five seconds to look through, twice a minute."""
    read(public[0], 3)
    with CaptureQueriesContext(connection) as asked:
        assert ranking._scores(edition, clock.now()) == {public[0].pk: pytest.approx(3)}
    if connection.vendor == "sqlite":  # PostgreSQL decides by how much there is
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[0]['sql']}")
            first, second = [row[3] for row in cursor.fetchall() if row[3].startswith(("SEARCH", "SCAN"))]
        assert "reads_by_hour" in first and "newsroom_story USING INTEGER PRIMARY KEY" in second


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_scores_are_counted(edition, monkeypatch):
    held = []
    monkeypatch.setattr(ranking, "_scores", lambda *_: held.append(connection.in_atomic_block) or {})
    ranking.rank()
    assert held == [False]
    ranking.rank()
    assert held == [False, False]
    MostRead.objects.update(changed_at=clock.now())
    ranking.rank()
    assert len(held) == 2  # too early to look again
