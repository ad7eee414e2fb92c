"""What has been done to comment systems before: each attempt comes to nothing here."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.core import mail
from django.test import Client

from stoppress.discussion.actions import audit, deciding, house, opinions, writing
from stoppress.discussion.errors import NotThere, Refused
from stoppress.discussion.models import Comment, Like, Lists, Thread
from stoppress.discussion.rules import tree
from stoppress.newsroom.actions import stories
from stoppress.press import printing, talking
from stoppress.publog.models import Entry
from stoppress.readers import exporting
from stoppress.readers.actions import leaving
from stoppress.readers.models import Account
from stoppress.readers.outbox.sending import send_batch
from tests.discussion.conftest import PASSWORD, reader

pytestmark = pytest.mark.django_db
SCRIPTS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "[a](data:text/html,<script>1</script>)",
    "<javascript:alert(1)>", '[a](http://x.example "\\" onmouseover=alert(1) \\"")', "<svg/onload=alert(1)>", "&lt;script&gt;", "</textarea><script>1</script>",
)  # fmt: skip


@pytest.fixture
def story(write_story):
    return stories.publish(story=write_story()).story


def log_in(account: Account, **told: object) -> Client:
    client = Client(**told)
    client.force_login(account)
    return client


def is_harmless(html: str) -> bool:
    body = re.sub(
        r'<script type="application/ld\+json">.*?</script>|<script [^>]*src="/static/[^"]+"></script>', "", html, flags=re.DOTALL
    )
    return not re.search(r"<script|<img src=x|<svg/|href=[\"']?(javascript|data):|<[^>]+\son\w+=", body, re.IGNORECASE)


@pytest.mark.parametrize("attempt", SCRIPTS)
def test_script_is_harmless_wherever_a_text_is_shown(attempt, story, moderator):
    author = reader("Eve" + attempt[:5].replace("<", ""))
    Account.objects.filter(pk=author.pk).update(name=f"Eve {attempt}"[:100])
    author.refresh_from_db()
    row = writing.write(account=author, story=story.pk, text=f"So {attempt} it is")
    inside, desk = log_in(author), log_in(moderator)
    pages = [printing.print_address(address).body.decode() for address in (
        f"/parts/discussion/{story.pk}.html", f"/discussion/{story.pk}/", f"/discussion/{story.pk}/comment/{row.pk}/")]  # fmt: skip
    deciding.decide(by=moderator, comment=row.pk, verb="approve")
    pages += [inside.get(f"/account/discussion/{end}").content.decode() for end in (
        f"{story.pk}/", f"comment/{row.pk}/edit/", f"comment/{row.pk}/delete/", "")]  # fmt: skip
    pages += [inside.post(f"/account/discussion/{story.pk}/", {"text": attempt * 400}).content.decode()]
    pages += [desk.get(f"/desk/discussion/{end}").content.decode() for end in ("decided/", f"reader/{author.pk}/")]
    desk_page = pages[-2:]
    for page in pages[:-2]:
        assert is_harmless(page), attempt
    for page in desk_page:
        assert attempt not in page or attempt.startswith(("[", "&lt"))
    told = json.loads(talking.events(Entry.objects.filter(kind="comment.published"))[0].data)
    assert is_harmless(told["rows"][0]["html"])


def test_what_others_have_is_out_of_reach(story, marta, iker):
    row = writing.write(account=marta, story=story.pk, text="This is mine")
    other = log_in(iker)
    for verb in ("edit", "delete"):
        assert other.get(f"/account/discussion/comment/{row.pk}/{verb}/").status_code == 404
        assert other.post(f"/account/discussion/comment/{row.pk}/{verb}/", {"text": "Yours"}).status_code == 404
    with pytest.raises(NotThere):
        writing.edit(account=iker, comment=row.pk, text="Yours")
    held = writing.write(account=reader("New", approved=0), story=story.pk, text="Nobody has seen this")
    for number in (held.pk, 999):
        assert other.get(f"/account/discussion/comment/{number}/like/").status_code == 404
        assert other.get(f"/account/discussion/comment/{number}/report/").status_code == 404
        with pytest.raises(NotThere):
            writing.write(account=iker, story=story.pk, text=f"An answer to {number}", parent=number)
    assert "Nobody has seen" not in other.get(f"/account/discussion/{story.pk}/own.json").content.decode()
    assert "Nobody has seen" not in other.get(f"/account/discussion/comment/{held.pk}/reply/").content.decode()


def test_nothing_is_changed_by_get_or_from_another_site(story, marta, iker):
    row = writing.write(account=marta, story=story.pk, text="This is mine")
    strict = log_in(iker, enforce_csrf_checks=True)
    for end in (
        f"comment/{row.pk}/like/?like=1",
        f"comment/{row.pk}/report/?ground=abuse",
        f"ignore/{row.writer_key}/?ignore=1",
        f"{story.pk}/?text=Hello",
    ):
        strict.get(f"/account/discussion/{end}")
    for fetched_from in ("cross-site", "same-site"):
        told = {"headers": {"Sec-Fetch-Site": fetched_from}}
        assert strict.post(f"/account/discussion/{story.pk}/", {"text": "From elsewhere"}, **told).status_code == 403
        assert strict.post(f"/account/discussion/comment/{row.pk}/like/", {"like": "1"}, **told).status_code == 403
        assert strict.get(f"/account/discussion/{story.pk}/own.json", **told).status_code == 403
    # A browser that says nothing, and no token: the text comes back with a token, nothing is written.
    page = strict.post(f"/account/discussion/{story.pk}/", {"text": "Without a token"}).content.decode()
    assert "Without a token" in page and "csrfmiddlewaretoken" in page
    assert strict.post(f"/account/discussion/comment/{row.pk}/like/", {"like": "1"}).status_code == 403
    assert Comment.objects.count() == 1 and not Like.objects.exists()
    assert (
        strict.post(
            f"/account/discussion/{story.pk}/", {"text": "From this very page"}, headers={"Sec-Fetch-Site": "same-origin"}
        ).status_code
        == 302
    )
    assert Comment.objects.count() == 2


def test_private_answers_are_for_nobody_else_and_shared_pages_show_no_viewer(story, marta):
    client = log_in(marta)
    writing.write(account=reader("New", approved=0), story=story.pk, text="Held for now")
    answer = client.get(f"/account/discussion/{story.pk}/own.json")
    assert answer["Cache-Control"] == "private, no-store"
    shared = client.get(f"/parts/discussion/{story.pk}.html")
    assert shared.content == Client().get(f"/parts/discussion/{story.pk}.html").content
    assert "Marta" not in shared.content.decode() and "Set-Cookie" not in shared.headers and "csrf" not in shared.content.decode()
    poisoned = Client().get(f"/discussion/{story.pk}/", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in poisoned.content.decode()


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "a" + "\u0301" * 1_000_000, "> " * 500_000, "@marta " * 10_000, "[" * 100_000, "*" * 500_000]
)
def test_floods_are_refused_quickly_and_given_back(text, story, marta):
    import time

    began = time.monotonic()
    with pytest.raises(Refused):
        writing.write(account=marta, story=story.pk, text=text)
    assert time.monotonic() - began < 2
    assert not Comment.objects.exists()


def test_answers_may_be_as_deep_as_they_like_and_stand_no_deeper_than_allowed(story, hands, marta, iker):
    row = writing.write(account=marta, story=story.pk, text="To begin with")
    for number in range(30):
        hands.pass_(minutes=1)
        row = writing.write(account=(iker, marta)[number % 2], story=story.pk, text=f"Answer number {number}", parent=row.pk)
    assert max(tree.depth(one.path) for one in Comment.objects.all()) == tree.DEEPEST
    assert Comment.objects.get(parent=None).reply_count == 30 == Thread.objects.get().comment_count - 1
    assert "comment-in-5" not in printing.print_address(f"/parts/discussion/{story.pk}.html").body.decode()


def test_a_forged_address_gives_no_more_comments(story, marta):
    client = log_in(marta)
    codes = [client.post(f"/account/discussion/{story.pk}/", {"text": f"Comment number {n}"}, headers={"X-Forwarded-For": f"10.0.{n}.1", "Accept": "application/json"}).status_code
             for n in range(4)]  # fmt: skip
    assert codes == [200, 429, 429, 429]


def test_no_letter_takes_a_header_from_a_text(story, marta, moderator):
    row = writing.write(account=marta, story=story.pk, text="Subject: you\r\nBcc: all@x.example\r\n\r\nhttp://evil.example")
    deciding.decide(by=moderator, comment=row.pk, verb="reject", facts="Bad\r\nBcc: all@x.example")
    send_batch()
    (letter,) = mail.outbox
    assert letter.recipients() == [marta.email] and "\n" not in letter.subject
    assert "Bcc" not in letter.message()


def test_exports_hold_no_formulas_and_only_ones_own(story, marta, iker):
    writing.write(account=marta, story=story.pk, text="=HYPERLINK(1)")
    writing.write(account=iker, story=story.pk, text="Not hers")
    packed = zipfile.ZipFile(io.BytesIO(exporting.export(marta)))
    rows = list(csv.reader(io.StringIO(packed.read("comments.csv").decode("utf-8-sig"))))
    assert len(rows) == 2 and rows[1][rows[0].index("text")] == "'=HYPERLINK(1)"
    assert "Not hers" not in packed.read("account.json").decode()


def test_who_is_erased_leaves_no_trace(story, marta, iker):
    row = writing.write(account=marta, story=story.pk, text="I was here once")
    writing.write(account=iker, story=story.pk, text="So you were", parent=row.pk)
    opinions.like(account=marta, comment=Comment.objects.get(account=iker).pk)
    Account.objects.filter(pk=marta.pk).update(erase_at="2020-01-01T00:00:00Z")
    assert leaving.erase_due() == 1
    page = printing.print_address(f"/discussion/{story.pk}/").body.decode()
    assert "I was here" not in page and "Marta" not in page and "So you were" in page
    row.refresh_from_db()
    assert (row.account, row.name, row.text, row.writer_key) == (None, "", "", "")
    assert Comment.objects.get(account=iker).like_count == 0


def test_a_word_that_is_banned_meanwhile_is_not_published_by_a_race(story, marta, moderator, monkeypatch):
    """The lists change after the text was held against them and before it is committed."""
    write, row_of, tries = writing._write, audit.lists_row, []

    def at_once(*told):
        tries.append(told)
        if len(tries) == 2:  # what another moderator did meanwhile is there by now
            monkeypatch.setattr(audit, "lists_row", row_of)
            house.list_word(by=moderator, word="overdue", is_banned=True)
        return write(*told)

    versions = iter((0, 1))  # as it began, and as it is when the text is about to be committed
    monkeypatch.setattr(audit, "lists_row", lambda: Lists(pk=1, version=next(versions)))
    monkeypatch.setattr(writing, "_write", at_once)
    with pytest.raises(Refused):
        writing.write(account=marta, story=story.pk, text="The night line was overdue.")
    assert len(tries) == 2 and not Comment.objects.exists()
    assert not Entry.objects.filter(kind="comment.published").exists()


def test_a_text_survives_the_log_in_an_expired_session_and_a_refusal(story, marta, client, moderator):
    house.list_word(by=moderator, word="overdue", is_banned=True)
    here, text = f"/account/discussion/{story.pk}/", "The night line was <b>late</b>."
    answer = client.post(here, {"text": text})
    assert answer.status_code == 302 and "next=" in answer["Location"]
    client.post("/account/log-in/", {"login": marta.email, "password": PASSWORD})
    assert "was &lt;b&gt;late&lt;/b&gt;." in client.get(here).content.decode()
    client.cookies["sessionid"] = "expired"
    answer = client.post(here, {"text": "Typed for an hour"}, headers={"Accept": "application/json"})
    assert answer.status_code == 401 and "log_in" in answer.json()
    client.post("/account/log-in/", {"login": marta.email, "password": PASSWORD})
    assert "Typed for an hour" in client.get(here).content.decode()
    refused = client.post(here, {"text": "It was overdue again"})
    assert refused.status_code == 422 and "It was overdue again" in refused.content.decode()
    assert "do not publish" in refused.content.decode()
