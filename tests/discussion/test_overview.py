"""The overview of a year counts what was done, to the last decision."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from stoppress.discussion.actions import deciding, house, notices, sanctions, writing
from stoppress.discussion.errors import Refused
from stoppress.discussion.models import LogLine, Restriction
from stoppress.discussion.queries.overview import overview, years
from tests.discussion.conftest import STORY, reader

pytestmark = pytest.mark.django_db


def figures(year: int) -> dict[tuple[str, str, str], float]:
    return {(one.part, one.what, one.ground): one.figure for one in overview(year)}


def a_year(hands, moderator, other_moderator, marta) -> None:
    house.list_word(by=moderator, word="zap", is_banned=True)
    with pytest.raises(Refused):
        writing.write(account=marta, story=STORY, text="zap")
    held = writing.write(account=reader("New", approved=0), story=STORY, text="I am new here")
    hands.pass_(hours=2)
    deciding.decide(by=moderator, comment=held.pk, verb="approve")
    row = writing.write(account=marta, story=STORY, text="You are all fools")
    for number, hours in enumerate((4, 8, 12)):
        made = notices.notify(address=f"/comment/{row.pk}/", words="This breaks the law", name="Eve", email="e@x.example",
                              is_in_good_faith=True)  # fmt: skip
        hands.pass_(hours=hours)
        notices.decide_notice(by=moderator, notice=made.pk, is_followed=number == 2, answer="Looked at")
    sanctions.sanction(by=moderator, account=marta, kind="suspension", lasts="24h", ground="abuse", facts="Insults")
    restriction = Restriction.objects.get(kind="suspension")
    appeal = sanctions.appeal(account=marta, restriction=restriction.pk, words="It was a quotation")
    hands.pass_(hours=3)
    sanctions.decide_appeal(by=other_moderator, appeal=appeal.pk, is_granted=True, answer="So it was")


def test_a_year_is_counted(facts, hands, moderator, other_moderator, marta):
    a_year(hands, moderator, other_moderator, marta)
    told = figures(2026)
    notice, moderators, program, appeals = (
        "Notices of illegal content", "Decisions by moderators", "Decisions by a program", "Appeals",
    )  # fmt: skip
    assert [told[notice, what, ""] for what in ("received", "followed", "not followed")] == [3, 1, 2]
    assert told[notice, "median time to the decision", ""] == 8
    assert told[moderators, "comments removed", "illegal"] == 1 == told[moderators, "suspensions", "abuse"]
    assert told[moderators, "comments approved", ""] == 1
    assert told[program, "texts refused for banned words", "banned-word"] == 1
    assert told[program, "share of all restricting decisions", ""] == 33.3
    assert [told[appeals, what, ""] for what in ("made", "granted", "not granted")] == [1, 1, 0]
    assert told[appeals, "median time to the decision", ""] == 3
    assert told["Comments that waited", "median time to the decision", ""] == 2
    assert figures(2025)[notice, "received", ""] == 0 and years() == [2026]


def test_who_crosses_midnight_of_the_year_is_counted_in_each(facts, hands, moderator):
    hands.now = datetime.fromisoformat("2026-12-31T23:00:00+00:00")
    made = notices.notify(address="/x", words="This breaks the law", name="", email="e@x.example", is_in_good_faith=True)
    hands.now += timedelta(hours=2)
    notices.decide_notice(by=moderator, notice=made.pk, is_followed=False, answer="It stays")
    part = "Notices of illegal content"
    assert [figures(year)[part, "received", ""] for year in (2026, 2027)] == [1, 0]
    assert [figures(year)[part, "not followed", ""] for year in (2026, 2027)] == [0, 1]
    assert years() == [2027, 2026]


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_however_much_was_done(count, facts, hands, moderator, django_assert_num_queries):
    for number in range(count):
        row = writing.write(account=reader(f"R{number}", approved=0), story=STORY, text=f"Comment {number}")
        deciding.decide(by=moderator, comment=row.pk, verb="reject")
        notices.notify(address="/x", words="This breaks the law", name="", email="e@x.example", is_in_good_faith=True)
    with django_assert_num_queries(6):
        overview(2026)


def test_page_and_table_are_for_moderators_and_hold_no_formula(
    client, edition, facts, hands, moderator, other_moderator, marta, monkeypatch
):
    a_year(hands, moderator, other_moderator, marta)
    LogLine.objects.create(at=hands.now, verb="ban", reason="=1+cmd|x")
    client.force_login(marta)
    for name in ("discussion_overview", "discussion_overview_table"):
        assert client.get(reverse(name)).status_code in (302, 403)
    client.force_login(moderator)
    page = client.get(reverse("discussion_overview")).content.decode()
    assert "25.0 %" in page and "8.0 h" in page and "2026 as a table" in page
    assert client.get(reverse("discussion_overview") + "?year=99999999999").status_code == 200
    table = client.get(reverse("discussion_overview_table") + "?year=2026")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[0] == ["part", "what", "ground", "figure", "unit"] and len(rows) == len(overview(2026)) + 1
    assert ["Decisions by moderators", "bans", "'=1+cmd|x", "1", "number"] in rows
