"""The moderators' desk: queues, decisions, undo, sanctions, appeals, notices, and who may do what."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from stoppress.discussion.actions import chats, deciding, house, notices, opinions, sanctions, writing
from stoppress.discussion.errors import Changed, NotAllowed, Refused
from stoppress.discussion.models import Comment, LogLine, Notice, Restriction
from stoppress.discussion.queries import desk
from stoppress.readers.outbox.sending import send_batch
from tests.discussion.conftest import STORY, reader

pytestmark = pytest.mark.django_db


def write(account, text="The night line was overdue.", **told):
    return writing.write(account=account, story=STORY, text=text, **told)


@pytest.fixture
def at_desk(client, moderator, edition):
    client.force_login(moderator)
    return client


def test_a_held_comment_waits_with_its_reason_and_the_words_found(at_desk, facts, moderator, marta, hands):
    house.list_word(by=moderator, word="overdue", is_banned=False)
    row = write(marta, "So <b>OVERDÜE</b>, they said")
    assert (row.state, row.reason) == ("held", "suspect-word")
    page = at_desk.get("/desk/discussion/pending/").content.decode()
    assert "<mark>OVERDÜE</mark>" in page and "&lt;b&gt;" in page and "<b>OVERD" not in page
    assert re.search(r'data-badge="pending">1<', page)


def test_badges_count_what_the_queues_list(at_desk, facts, moderator, marta, iker, hands):
    write(reader("New", approved=0))
    public = write(marta)
    opinions.report(account=iker, comment=public.pk, ground="abuse")
    notices.notify(
        address=f"/discussion/12/comment/{public.pk}/",
        words="This is against the law.",
        name="A",
        email="a@b.example",
        is_in_good_faith=True,
    )
    for name, count in desk.counts().items():
        assert count == len(list(desk.QUEUES[name]())), name
        assert at_desk.get(f"/desk/discussion/{name}/").status_code == 200
    assert (desk.counts()["reported"], desk.counts()["pending"], desk.counts()["notices"]) == (1, 1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_queue_takes_the_same_queries_however_many_wait(count, facts, django_assert_num_queries, marta, hands):
    from stoppress.discussion.desk.queue import cards

    for number in range(count):
        write(reader(f"New{number}", approved=0), parent=write(marta, f"Comment {number} of many").pk)
        hands.pass_(minutes=1)
    with django_assert_num_queries(5):
        assert len(cards(list(desk.pending()[:25]))) == count


def test_rejecting_tells_the_writer_why_and_undo_brings_everything_back(at_desk, facts, marta, iker, hands):
    row = write(marta)
    opinions.report(account=iker, comment=row.pk, ground="abuse")
    answer = at_desk.post(
        "/desk/discussion/reported/",
        {"verb": "reject", "comment": row.pk, "ground": "abuse", "facts": "An insult"},
        headers={"Accept": "application/json"},
    ).json()
    assert answer["is_done"] and answer["counts"]["reported"] == 0
    send_batch()
    assert "An insult" in mail.outbox[0].body and "appeal" in mail.outbox[0].body and mail.outbox[0].to == [marta.email]
    assert Restriction.objects.get().quoted == row.text
    back = at_desk.post(
        "/desk/discussion/reported/", {"verb": "undo", "batch": answer["batch"]}, headers={"Accept": "application/json"}
    ).json()
    assert back["is_done"] and back["counts"]["reported"] == 1
    row.refresh_from_db()
    assert (row.state, row.report_count, row.thread.comment_count) == ("published", 1, 1)
    assert Restriction.objects.get().lifted_at


def test_several_are_decided_after_being_asked_and_undone_together(at_desk, facts, hands):
    rows = [write(reader(f"New{n}", approved=0), f"Buy this, number {n}") for n in range(3)]
    chosen = [row.pk for row in rows]
    asked = at_desk.post("/desk/discussion/pending/", {"together": "1", "verb": "spam", "chosen": chosen})
    assert "3 comments?" in asked.content.decode() and Comment.objects.filter(state="held").count() == 3
    at_desk.post("/desk/discussion/pending/", {"together": "1", "confirmed": "1", "verb": "spam", "chosen": chosen})
    assert Comment.objects.filter(state="spam").count() == 3
    batch = LogLine.objects.filter(verb="spam").first().batch
    assert deciding.undo(by=rows[0].account, batch=batch) == 3
    assert Comment.objects.filter(state="held").count() == 3


def test_two_moderators_do_not_collide(facts, moderator, other_moderator, marta, hands):
    row = write(marta)
    assert deciding.claim(by=moderator, comment=row.pk) and not deciding.claim(by=other_moderator, comment=row.pk)
    with pytest.raises(Changed):
        deciding.decide(by=other_moderator, comment=row.pk, verb="reject")
    hands.pass_(minutes=3)
    deciding.decide(by=other_moderator, comment=row.pk, verb="reject", version=row.version)
    with pytest.raises(Changed):
        deciding.decide(by=moderator, comment=row.pk, verb="approve", version=row.version)


def test_a_banned_reader_is_told_why_and_another_moderator_hears_the_appeal(
    at_desk, facts, moderator, other_moderator, marta, hands
):
    at_desk.post(
        f"/desk/discussion/reader/{marta.pk}/",
        {"verb": "sanction", "kind": "ban", "ground": "hate", "facts": "Again and again"},
    )
    ban = Restriction.objects.get(kind="ban")
    send_batch()
    assert "Again and again" in mail.outbox[0].body
    with pytest.raises(Refused) as refused:
        write(marta)
    assert "appeal" in str(refused.value)
    made = sanctions.appeal(account=marta, restriction=ban.pk, words="That was quoted from the story.")
    with pytest.raises(NotAllowed):
        sanctions.decide_appeal(by=moderator, appeal=made.pk, is_granted=False, answer="No, it stays.")
    sanctions.decide_appeal(by=other_moderator, appeal=made.pk, is_granted=True, answer="You are right.")
    assert write(marta).state == "published"


def test_a_suspension_ends_by_itself(facts, moderator, marta, hands):
    sanctions.sanction(by=moderator, account=marta, kind="suspension", lasts="24h", ground="abuse", facts="An insult")
    with pytest.raises(Refused):
        write(marta)
    hands.pass_(hours=25)
    assert write(marta).state == "published"


def test_anybody_can_send_a_notice_and_is_told_what_came_of_it(client, edition, facts, moderator, marta, hands):
    row = write(marta)
    told = {"address": f"http://localhost/discussion/12/comment/{row.pk}/", "words": "It names my child.\r\nBcc: all@x.example", "name": "Eve\nBcc: x",
            "email": "eve@x.example", "good_faith": "1"}  # fmt: skip
    page = client.post("/account/discussion/notice/", told).content.decode()
    notice = Notice.objects.get()
    assert notice.reference in page and notice.comment_id == row.pk and "\n" not in notice.name
    send_batch()
    assert notice.reference in mail.outbox[0].body and not mail.outbox[0].bcc
    notices.decide_notice(by=moderator, notice=notice.pk, is_followed=True, answer="Removed, thank you.")
    send_batch()
    row.refresh_from_db()
    assert (row.state, row.reason) == ("rejected", "illegal")
    assert {one.to[0] for one in mail.outbox[1:]} == {"eve@x.example", marta.email}


def test_only_moderators_moderate(client, facts, marta, hands):
    row = write(marta)
    client.force_login(marta)
    for name, args in (
        ("discussion", ()),
        ("discussion_queue", ("pending",)),
        ("discussion_rules", ()),
        ("discussion_chats", ()),
        ("discussion_reader", (marta.pk,)),
    ):
        assert client.get(reverse(name, args=args)).status_code in (302, 403)
        client.post(reverse(name, args=args), {"verb": "reject", "comment": row.pk})
    row.refresh_from_db()
    assert row.state == "published"


def test_rules_and_chats_have_their_pages(at_desk, facts, marta, hands):
    at_desk.post(
        "/desk/discussion/rules/",
        {"verb": "policy", "scope": f"story:{STORY}", "mode": "read-only", "days": "", "premoderated": ""},
    )
    with pytest.raises(Refused):
        write(marta)
    at_desk.post("/desk/discussion/rules/", {"verb": "ban", "word": "Zap"})
    assert "zap" in at_desk.get("/desk/discussion/rules/").content.decode()
    at_desk.post("/desk/discussion/chats/", {"verb": "open", "story": STORY})
    message = chats.say(account=marta, story=STORY, text="Hello there")
    assert "Hello there" in at_desk.get(f"/desk/discussion/chats/?room={STORY}").content.decode()
    at_desk.post("/desk/discussion/chats/", {"verb": "block", "story": STORY, "account": marta.pk, "reason": "Shouting"})
    with pytest.raises(Refused) as refused:
        chats.say(account=marta, story=STORY, text="Hello again")
    assert "Shouting" in str(refused.value)
    at_desk.post("/desk/discussion/chats/", {"verb": "remove", "story": STORY, "message": message.pk})
    message.refresh_from_db()
    assert message.state == "removed"
