"""Comments of other systems: whatever the format, the same discussion comes in once, and nothing hostile with it."""

import gzip
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from stoppress.discussion import lent, queries
from stoppress.discussion.actions import deciding, importing, leaving, opinions
from stoppress.discussion.desk.queue import cards
from stoppress.discussion.imports import bodies, links, whole, xml_items
from stoppress.discussion.imports.records import BadFile
from stoppress.discussion.models import Comment, Like, LogLine, Thread, Writer
from stoppress.discussion.queries import desk
from stoppress.discussion.rules import markup, tree
from stoppress.newsroom.actions import stories
from stoppress.press import follower, printing
from stoppress.press import house as press_house
from stoppress.press.proofread import differences
from stoppress.publog.models import Entry
from stoppress.readers.models import Account
from tests.discussion.conftest import BEGUN, STORY, reader

pytestmark = pytest.mark.django_db
URL = "https://old.example/2020/night-trams/"


@pytest.fixture(autouse=True)
def _at(hands, monkeypatch):
    monkeypatch.setitem(lent._lent, "stories_at", lambda addresses: {one: STORY for one in addresses if one == URL})


def disqus(rows):
    posts = "".join(
        f'<post dsq:id="{row["id"]}"><id/><message><![CDATA[{row["html"]}]]></message><createdAt>{row["at"]}</createdAt>'
        f"<isDeleted>{str(row['state'] == 'deleted').lower()}</isDeleted><isSpam>{str(row['state'] == 'spam').lower()}</isSpam>"
        f"<author><email>{row['email']}</email><name>{row['name']}</name><isAnonymous>true</isAnonymous></author>"
        f'<thread dsq:id="7"/>' + (f'<parent dsq:id="{row["parent"]}"/>' if row["parent"] else "") + "</post>"
        for row in rows
    )
    return (
        '<?xml version="1.0"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
        f'<thread dsq:id="7"><id>trams</id><link>{URL}</link><title>Trams</title></thread>{posts}</disqus>'
    ).encode()


def wordpress(rows):
    state = {"published": "1", "held": "0", "spam": "spam", "deleted": "trash"}
    comments = "".join(
        f"<wp:comment><wp:comment_id>{row['id']}</wp:comment_id><wp:comment_author><![CDATA[{row['name']}]]></wp:comment_author>"
        f"<wp:comment_author_email>{row['email']}</wp:comment_author_email><wp:comment_date_gmt>{row['at'][:-1].replace('T', ' ')}"
        f"</wp:comment_date_gmt><wp:comment_content><![CDATA[{row['html']}]]></wp:comment_content><wp:comment_approved>"
        f"{state[row['state']]}</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_parent>"
        f"{row['parent'] or 0}</wp:comment_parent></wp:comment>"
        for row in rows
    )
    return (
        '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://old.example</link><wp:base_site_url>'
        f"https://old.example</wp:base_site_url><item><title>Trams</title><link>{URL}</link><wp:post_id>5</wp:post_id>{comments}"
        "<wp:comment><wp:comment_id>900</wp:comment_id><wp:comment_type>pingback</wp:comment_type></wp:comment></item></channel></rss>"
    ).encode()


def coral(rows):
    status = {"published": "APPROVED", "held": "PREMOD", "spam": "REJECTED", "deleted": "NONE"}
    people = {row["email"]: {"id": f"u-{row['email']}", "username": row["name"], "email": row["email"]} for row in rows if row["email"]}
    comments = [
        {"id": row["id"], "storyID": "s1", "parentID": row["parent"] or None, "status": status[row["state"]],
         "authorID": f"u-{row['email']}" if row["email"] else None, "createdAt": {"$date": row["at"]},
         "revisions": [{"body": row["html"]}], "actionCounts": {"REACTION": {"$numberInt": str(row["likes"])}},
         **({"deletedAt": {"$date": row["at"]}} if row["state"] == "deleted" else {})} for row in rows
    ]  # fmt: skip
    return {"stories": [{"id": "s1", "url": URL}], "users": list(people.values()), "comments": comments}


def remark42(rows):
    lines = [{"version": 1, "users": [], "posts": []}]
    lines += [
        {"id": row["id"], "pid": row["parent"], "text": row["html"], "time": row["at"], "score": row["likes"], "votes": None,
         "user": {"id": f"email_{row['name']}", "name": row["name"]}, "locator": {"site": "old", "url": URL},
         **({"delete": True} if row["state"] == "deleted" else {})} for row in rows
    ]  # fmt: skip
    return gzip.compress("\n".join(map(json.dumps, lines)).encode())


WRITERS = {"disqus": disqus, "wordpress": wordpress, "remark42": remark42, "coral": coral}


def written(folder: Path, system: str, rows) -> Path:
    """The export of a system that holds these rows."""
    made, path = WRITERS[system](rows), folder / f"{system}-export"
    if system == "coral":
        path.mkdir(exist_ok=True)
        for name, told in made.items():
            (path / f"{name}.json").write_text("\n".join(map(json.dumps, told)))
    else:
        path.write_bytes(made)
    return path


def row(id: str, html: str, parent: str = "", *, name="Ana", email="", state="published", minute=0, likes=0):
    at = (BEGUN - timedelta(days=9) + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"id": id, "html": html, "parent": parent, "name": name, "email": email, "state": state, "at": at, "likes": likes}


TALK = [
    row("3", "<p>A reply that <b>stands first</b> in the file</p>", "1", name="Bo", email="bo@reader.example", minute=3, likes=2),
    row("1", "<p>The night line was overdue.</p>", email="ana@reader.example", minute=1),
    row("2", "<p>So it was</p>", "4", minute=9), row("4", "", state="deleted", minute=2), row("5", "<p>Buy</p>", state="deleted", minute=4),
]  # fmt: skip


def bring(path: Path, system: str, tmp_path: Path, **told):
    return whole.bring_in(system, path, report=tmp_path / "report.jsonl", **told)


def reasons(tmp_path: Path) -> Counter[str]:
    return Counter(json.loads(line)["why"] for line in (tmp_path / "report.jsonl").read_text().splitlines())


def check_counts(likes: dict[str, int] | None = None) -> None:
    """Every count recounted by hand."""
    rows = list(Comment.objects.all())
    public = [one for one in rows if one.state == "published"]
    assert Thread.objects.get().comment_count == len(public)
    for one in rows:
        below = [other for other in public if other.path.startswith(one.path) and other.pk != one.pk]
        assert (one.reply_count, one.is_shown) == (len(below), one.state == "published" or bool(below)), one.source
        assert one.is_root == (tree.depth(one.path) == 1) and tree.numbers(one.path)[-1] == one.pk
        assert one.like_count == (likes or {}).get(one.source, 0) + Like.objects.filter(comment=one).count()
    for writer in Writer.objects.exclude(source=""):
        assert writer.approved == sum(one.state == "published" for one in rows if one.account_id == writer.pk)


@pytest.mark.parametrize("size", [2, 2000])
@pytest.mark.parametrize("system", WRITERS)
def test_the_same_discussion_comes_out_of_every_system_once(system, size, facts, tmp_path, monkeypatch):
    for module in (whole, importing):
        monkeypatch.setattr(module, "CHUNK", size)
    path = written(tmp_path, system, TALK)
    planned = bring(path, system, tmp_path, is_dry=True)
    assert planned.done.added == {"published": 3, "deleted": 2} and not Comment.objects.exists() and not Account.objects.exists()
    bring(path, system, tmp_path)
    told = {one.text: one for one in Comment.objects.exclude(text="").order_by("pk")}
    assert list(told) == ["The night line was overdue.", "A reply that **stands first** in the file", "So it was"] or size == 2
    reply, first, below_stone = (told[text] for text in sorted(told, key=len, reverse=True))
    assert (reply.parent, first.is_root, below_stone.parent.state) == (first, True, "deleted") and below_stone.parent.is_shown
    assert first.created_at == BEGUN - timedelta(days=9) + timedelta(minutes=1) and first.name == "Ana"
    has_email = system != "remark42"
    assert Account.objects.filter(email__in=["ana@reader.example", "bo@reader.example"]).count() == 2 * has_email
    likes = {reply.source: 2} if system in ("coral", "remark42") else {}
    check_counts(likes)
    assert Entry.objects.filter(kind="discussion.changed").count() == (3 if size == 2 else 1)
    page = queries.first_page(Thread.objects.get())
    assert [root.comment.pk for root in page.roots] == [below_stone.parent_id, first.pk]
    before = list(Comment.objects.order_by("pk").values())
    again = bring(path, system, tmp_path)
    assert (again.done.known, again.done.added.total(), again.done.accounts) == (5, 0, 0)
    assert list(Comment.objects.order_by("pk").values()) == before
    assert Entry.objects.filter(kind="discussion.changed").count() == (3 if size == 2 else 1)


def test_an_account_here_is_never_taken_for_a_stranger_of_the_same_address(facts, tmp_path, marta):
    path = written(tmp_path, "disqus", [row("1", "Not hers", name="Eve", email=marta.email), row("2", "Hers", email="new@reader.example"),
                                        row("3", "No address", email="not an address")])  # fmt: skip
    bring(path, "disqus", tmp_path)
    assert Comment.objects.get(text="Not hers").account is None and Comment.objects.get(text="Not hers").name == "Eve"
    made = Account.objects.get(email="new@reader.example")
    assert not made.has_usable_password() and not made.emailaddress_set.filter(verified=True).exists()
    assert Comment.objects.get(text="Hers").account == made and Account.objects.count() == 2
    # Further comments of the same people, later: the account brought along is known, the others stay names.
    bring(written(tmp_path, "disqus", [row("4", "Hers too", email="new@reader.example")]), "disqus", tmp_path)
    assert Comment.objects.get(text="Hers too").account == made
    check_counts()


def test_who_gets_mail_at_the_address_enters_and_nobody_else(edition, facts, tmp_path, client, mailoutbox):
    bring(written(tmp_path, "disqus", [row("1", "Hers", email="new@reader.example")]), "disqus", tmp_path)
    assert not mailoutbox
    client.post("/account/log-in/", {"login": "new@reader.example", "password": ""})
    assert "_auth_user_id" not in client.session
    client.post("/account/log-in/code/", {"email": "new@reader.example"})
    assert [letter.to for letter in mailoutbox] == [["new@reader.example"]]
    import re

    code = re.search(r"^([B-Z]{4}-[B-Z]{4})$", mailoutbox[0].body, re.MULTILINE)[1]
    client.post("/account/log-in/code/confirm/", {"code": code})
    assert "_auth_user_id" in client.session
    assert Account.objects.get().emailaddress_set.get().verified


def test_changes_are_taken_over_only_when_asked_and_never_over_a_decision(facts, tmp_path, moderator, iker):
    old = [row("1", "As it was"), row("2", "Decided here"), row("3", "Spam there"), row("4", "Erased here", email="gone@reader.example")]
    bring(written(tmp_path, "coral", old), "coral", tmp_path)
    opinions.like(account=iker, comment=Comment.objects.get(text="As it was").pk)
    deciding.decide(by=moderator, comment=Comment.objects.get(text="Decided here").pk, verb="reject")
    leaving.erase(account=Account.objects.get(email="gone@reader.example"))
    new = [row("1", "As it is", likes=3), row("2", "Rather so"), row("3", "Spam there", state="spam"), row("4", "Back", email="gone@reader.example")]
    path = written(tmp_path, "coral", new)
    assert bring(path, "coral", tmp_path).done.changed == 0
    assert bring(path, "coral", tmp_path, with_changes=True).done.changed == 2
    by_source = {one.source: one for one in Comment.objects.all()}
    assert [by_source[f"coral:{n}"].text for n in "1234"] == ["As it is", "Decided here", "Spam there", ""]
    assert [by_source[f"coral:{n}"].state for n in "1234"] == ["published", "rejected", "rejected", "deleted"]
    assert by_source["coral:1"].revisions.get().text == "As it was"
    check_counts({"coral:1": 3})


def test_what_waited_waits_and_what_was_spam_is_no_work(facts, tmp_path, moderator):
    bring(written(tmp_path, "wordpress", [row("1", "Who knows", state="held"), row("2", "Buy", state="spam")]), "wordpress", tmp_path)
    assert {one.text: one.state for one in Comment.objects.all()} == {"Who knows": "held", "Buy": "spam"}
    assert desk.counts()["pending"] == 1 and desk.counts()["spam"] == 0
    (card,) = cards(list(desk.pending()))
    assert "another system" in card["why"]
    deciding.decide(by=moderator, comment=card["row"].pk, verb="approve")
    check_counts()
    assert reasons(tmp_path) == {"a pingback": 1}


def test_stories_are_found_by_address_redirect_or_map_and_the_rest_is_told(write_story, tmp_path, settings, monkeypatch):
    from stoppress.newsroom import lending

    monkeypatch.setitem(lent._lent, "stories_at", lending.stories_at)
    story, draft = stories.publish(story=write_story()).story, write_story()
    ours = f"{settings.SITE_URL}/19990101/another-slug--{story.pk}.html?utm_source=x"
    found = lent.stories_at([ours, f"https://elsewhere.example/x--{story.pk}.html", "not [an address"])
    assert found == {ours: story.pk}
    path = written(tmp_path, "disqus", [row("1", "Hello")])
    assert bring(path, "disqus", tmp_path).unmatched == 1
    (line,) = map(json.loads, (tmp_path / "report.jsonl").read_text().splitlines())
    assert line["why"].startswith("no story is known") and URL in line["words"] and "1 comments" in line["words"]
    by_hand = tmp_path / "map.csv"
    by_hand.write_text(f"old,new\nhttp://www.OLD.example/2020/night-trams?fbclid=1#comments,{draft.pk}\n")
    assert bring(path, "disqus", tmp_path, map_file=by_hand).unmatched == 1
    assert next(iter(reasons(tmp_path))).startswith("its story is not public")
    by_hand.write_text(f"http://www.OLD.example/2020/night-trams?fbclid=1#comments,{story.pk}\n")
    assert bring(path, "disqus", tmp_path, map_file=by_hand).done.added.total() == 1
    by_hand.write_text("https://x.example/,five\n")
    with pytest.raises(BadFile, match="Line 2"):
        by_hand.write_text("https://x.example/,5\nhttps://x.example/,five\n")
        bring(path, "disqus", tmp_path, map_file=by_hand)


def test_the_shelf_is_right_afterwards(write_story, tmp_path, monkeypatch, marta):
    story = stories.publish(story=write_story()).story
    monkeypatch.setitem(lent._lent, "stories_at", lambda addresses: {URL: story.pk})
    part = f"/parts/discussion/{story.pk}.html"
    press_house.shelf().put(printing.print_address(part), began=press_house.shelf().began())
    follower.settle()
    before = Entry.objects.count()
    bring(written(tmp_path, "disqus", [row(str(n), f"Comment {n}", str(n // 3) if n > 2 else "", minute=n) for n in range(1, 60)]), "disqus", tmp_path)
    assert Entry.objects.count() == before + 1 and LogLine.objects.filter(verb="imported").count() == 1
    follower.settle()
    assert not [one for one in differences() if one]
    assert b"Comment 1<" in printing.print_address(part).body


HOSTILE = {
    "billion laughs": b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><disqus><post dsq:id="1">&b;</post></disqus>',
    "from elsewhere": b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><disqus/>',
    "too deep": b"<disqus><post>" + b"<a>" * 100_000,
    "too many": b"<disqus><post>" + b"<a/>" * 100_000,
    "cut off": b'<disqus><post dsq:id="1"><message>',
    "no XML": b"{}",
    "another root": b"<html></html>",
    "another encoding": b'<?xml version="1.0" encoding="x-none"?><disqus/>',
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_written(what, facts, tmp_path):
    (tmp_path / "file").write_bytes(HOSTILE[what])
    with pytest.raises(CommandError, match="Nothing was brought in"):
        call_command("import", "comments", "disqus", str(tmp_path / "file"))
    assert not Comment.objects.exists()


def test_circles_strange_moments_controls_and_floods_come_in_as_well_as_can_be(facts, tmp_path):
    wrong = [
        row("1", "One", "2"), row("2", "Two", "1", minute=1), row("3", "Three", "3"), row("4", "Four", "2"),
        row("5", "NU\0L and \x07bell, \ud800half", name="Eve\0\nil\u202e" * 100), row("6", "Lost", "999"),
        {**row("7", "Tomorrow"), "at": "2199-01-01T00:00:00Z"}, {**row("8", "Never"), "at": "0000-00-00"},
        row("9", "x" * 1_000_000), row("10", "a" + "\u0301" * 1_000_000), row("11", "<script>1</script>"), row("1", "Once more"),
        row("k" * 5000, "A long key"), row("12", "<b>" * 100_000 + "Deep"), row("13", "&" * 500_000),
    ]  # fmt: skip
    bring(written(tmp_path, "coral", wrong), "coral", tmp_path)
    by_text = {one.text: one for one in Comment.objects.all()}
    assert by_text["One"].is_root and by_text["Two"].parent == by_text["One"] and by_text["Four"].parent == by_text["Two"]
    assert all(by_text[text].is_root for text in ("Three", "Lost")) and "NUL and bell, half" in by_text
    assert by_text["Tomorrow"].created_at == by_text["Never"].created_at == facts.published_at
    assert max(len(one.text) for one in by_text.values()) <= bodies.LONGEST and all(len(one.name) <= 100 for one in by_text.values())
    assert not any("\n" in one.name or "\0" in one.name for one in by_text.values())
    told = reasons(tmp_path)
    assert told["it answers itself in the end; it stands on its own"] == 2
    assert told["it has no moment that can be; it got its story's"] == 2
    assert told["its key stands twice in the file; the first counts"] == 1
    assert told["it was shortened to 10,000 characters"] >= 2
    check_counts()


def test_strange_lines_are_told_and_the_others_come_in(facts, tmp_path):
    lines = gzip.decompress(remark42([row("1", "Fine")])).decode().splitlines()
    lines += ["{", "[]", "[" * 200_000, '{"id": {}}', '{"id": "2", "locator": 5, "user": [], "votes": {"a": 1}}', "x" * 9_000_000, "NaN"]
    (tmp_path / "file").write_bytes(gzip.compress("\n".join(lines).encode()))
    bring(tmp_path / "file", "remark42", tmp_path)
    assert [one.text for one in Comment.objects.all()] == ["Fine"]
    assert sum(reasons(tmp_path).values()) >= 6
    (tmp_path / "file").write_bytes(gzip.compress(b'{"version": 1}\n')[:-6])
    with pytest.raises(BadFile):
        bring(tmp_path / "file", "remark42", tmp_path)
    with pytest.raises(BadFile, match=r"comments\.json|stories\.json"):
        bring(tmp_path, "coral", tmp_path)


def test_a_chain_as_long_as_one_likes_is_no_trouble(facts, tmp_path):
    chain = [row(str(n), f"Answer {n}", str(n - 1) if n > 1 else "", minute=n % 50) for n in range(1, 401)]
    bring(written(tmp_path, "disqus", chain), "disqus", tmp_path)
    assert Comment.objects.count() == 400 and max(tree.depth(one.path) for one in Comment.objects.all()) == tree.DEEPEST
    check_counts()


def test_a_large_file_is_read_as_it_comes():
    """The first items are there long before the end was read, and nothing of them is kept."""
    read = 0

    class Source(BytesIO):
        def read(self, size=-1):
            nonlocal read
            piece = super().read(size)
            read += len(piece)
            return piece

    item = b'<post dsq:id="1"><message>' + b"x" * 1000 + b"</message></post>"
    items = xml_items.items(Source(b"<disqus>" + item * 5000 + b"</disqus>"), root="disqus", wanted={"post"})
    next(items)
    assert read <= xml_items.CHUNK
    assert sum(1 for _ in items) == 4999


@pytest.mark.parametrize("html", [
    '<p onclick="x()">a <img src=x onerror=alert(1)> <a href="javascript:alert(1)">b</a></p>', "*a* _b_ `c` [d](http://x.example) <http://y.example>",
    "1. one\n- two\n> three\n\\", "&lt;script&gt;alert(1)&lt;/script&gt;", '<a href="http://x.example/)<script>">t</a>',
])  # fmt: skip
def test_words_stay_words_and_nothing_in_a_body_runs(html):
    text, _ = bodies.text_of(html)
    shown = markup.render(text)
    assert not any(sign in shown for sign in ("<script", "<img", "javascript:", "onclick"))
    if "<" not in html.replace("<http", ""):
        assert "<em>" not in shown and "<ol>" not in shown and "<a " not in shown and "<code>" not in shown


@pytest.mark.parametrize("one, other, is_same", [
    ("http://www.x.example/a/", "https://X.example/a#b", True), ("https://x.example/a?p=1&utm_source=y", "https://x.example/a?p=1", True),
    ("https://x.example/a?p=1", "https://x.example/a?p=2", False), ("https://x.example/caf%C3%A9", "https://x.example/café", True),
    ("https://user:pw@x.example:443/a", "https://x.example/a", True), ("some-name", "some-name", True), ("http://[x", "http://[x", True),
])  # fmt: skip
def test_addresses_of_one_page_are_one(one, other, is_same):
    assert (links.address_key(one) == links.address_key(other)) is is_same


def test_the_command_counts(facts, tmp_path, capsys):
    path = written(tmp_path, "disqus", TALK)
    call_command("import", "comments", "disqus", str(path), dry_run=True)
    assert "5 comments would be brought in (2 deleted, 3 published), of 1 stories." in capsys.readouterr().out
    call_command("import", "comments", "disqus", str(path))
    said = capsys.readouterr().out
    assert "5 comments were brought in" in said and "2 readers got an account" in said and "disqus-export.report.jsonl" in said
    with pytest.raises(CommandError, match="No such file"):
        call_command("import", "comments", "disqus", str(tmp_path / "nothing"))
    assert datetime.now(UTC)  # the clock of the test stands still, the machine's does not


def test_names_of_the_newsroom_get_no_badge(facts, tmp_path, moderator):
    bring(written(tmp_path, "disqus", [row("1", "I am the editor", name="Moderator", email=moderator.email)]), "disqus", tmp_path)
    one = Comment.objects.get()
    assert (one.account, one.badge) == (None, "") and reader("Real").pk
