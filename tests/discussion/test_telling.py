"""Who is told of replies and decisions, and of what nobody is told."""

from typing import Any

import pytest

from stoppress.discussion.actions import deciding, leaving, opinions, sanctions, writing
from stoppress.discussion.models import Restriction, Writer
from stoppress.readers.models import Account, Notifications
from stoppress.readers.outbox.models import Letter
from stoppress.readers.push.models import Device, Push
from stoppress.readers.tidings.models import Tiding
from tests.discussion.conftest import STORY, Clock, reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _edition(edition: Any, hands: Clock, facts: Any) -> None:
    pass


def told(account: Account) -> list[str]:
    return list(Tiding.objects.filter(account=account).order_by("pk").values_list("kind", flat=True))


def test_whoever_is_answered_is_told_by_what_they_switched_on(marta: Account, iker: Account) -> None:
    Notifications.objects.create(account=marta, replies_by_mail=True, replies_by_push=True)
    Device.objects.create(account=marta, edition="en", endpoint="https://push.example/m", key="k")
    Device.objects.create(account=iker, edition="en", endpoint="https://push.example/i", key="k")
    first = writing.write(account=marta, story=STORY, text="They should have begun years ago.")
    answer = writing.write(account=iker, story=STORY, text="They <b>did</b>, in the east.", parent=first.pk)
    row = Tiding.objects.get()
    assert (row.account, row.kind, row.facts["name"]) == (marta, "reply", "Iker")
    assert row.facts["address"].endswith(f"#comment-{answer.pk}")
    assert Push.objects.get().device.account == marta
    letter = Letter.objects.get()
    assert letter.to == marta.email and letter.subject.startswith("Iker replied to your comment")
    assert "&lt;b&gt;did" in letter.html and "List-Unsubscribe" in letter.headers
    # Nothing is said about oneself, and nothing to whoever has switched nothing on but in the account.
    assert told(iker) == []


def test_nobody_is_told_of_their_own_of_those_they_ignore_or_of_what_waits(marta: Account, iker: Account, hands: Clock, moderator: Account) -> None:
    first = writing.write(account=marta, story=STORY, text="They should have begun years ago.")
    hands.pass_(minutes=2)
    writing.write(account=marta, story=STORY, text="I mean the night line.", parent=first.pk)
    opinions.ignore(account=marta, key=Writer.objects.get(account=iker).key)
    writing.write(account=iker, story=STORY, text="They did, in the east.", parent=first.pk)
    newcomer = reader("Noor", approved=0)
    held = writing.write(account=newcomer, story=STORY, text="I did not know that.", parent=first.pk)
    assert held.state == "held" and told(marta) == []
    deciding.decide(by=moderator, comment=held.pk, verb="approve")
    assert told(marta) == ["reply"] and told(newcomer) == ["approved"]


def test_a_reply_that_goes_is_told_no_more(marta: Account, iker: Account, moderator: Account, hands: Clock) -> None:
    first = writing.write(account=marta, story=STORY, text="They should have begun years ago.")
    answer = writing.write(account=iker, story=STORY, text="They did, in the east.", parent=first.pk)
    batch = deciding.decide(by=moderator, comment=answer.pk, verb="reject", facts="rude")
    assert told(marta) == [] and told(iker) == ["removal"]
    deciding.undo(by=moderator, batch=batch)
    assert told(marta) == ["reply"] and told(iker) == ["removal", "lifted"]
    leaving.erase(account=iker)
    assert told(marta) == []


def test_decisions_are_told(marta: Account, moderator: Account, other_moderator: Account) -> None:
    made = sanctions.sanction(by=moderator, account=marta, kind="suspension", ground="abuse", facts="insults", lasts="24h")
    appeal = sanctions.appeal(account=marta, restriction=made.pk, words="I was quoting somebody else.")
    sanctions.decide_appeal(by=other_moderator, appeal=appeal.pk, is_granted=True, answer="You were.")
    assert told(marta) == ["suspension", "granted", "lifted"] and Restriction.objects.get().lifted_at
