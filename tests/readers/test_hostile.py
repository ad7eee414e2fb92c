"""What strangers try: finding out who has an account, posting from elsewhere, other people's numbers, poisoned headers."""

from typing import Any
from unittest import mock

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from stoppress.readers import letters
from stoppress.readers.actions import keeping, profile
from stoppress.readers.models import Account, Follow, SavedStory
from tests.readers.conftest import PASSWORD

pytestmark = pytest.mark.django_db
FORMS = {
    "/account/register/": {"email": "", "password1": PASSWORD},
    "/account/log-in/code/": {"email": ""},
    "/account/password/forgotten/": {"email": ""},
    "/account/log-in/": {"login": "", "password": "not-the-password-1"},
}


def answers(address: str, told: dict[str, str], email: str) -> tuple[Any, ...]:
    """All that somebody at the other end of the wire sees of it: status, way on, page, cookies."""
    client = Client()
    told = {name: value or email for name, value in told.items()}
    answer = client.post(address, told)
    way_on = client.get(answer["Location"]) if answer.status_code == 302 else answer
    page = way_on.content.decode().replace(email, "ADDRESS")
    page = "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "challenge" not in line)
    return answer.status_code, answer.get("Location"), page, sorted(client.cookies)


@pytest.mark.parametrize("address", FORMS)
def test_nobody_finds_out_who_has_an_account(reader: Account, address: str) -> None:
    known = answers(address, FORMS[address], reader.email)
    sent = len(mail.outbox)
    unknown = answers(address, FORMS[address], "nobody@reader.example")
    assert known == unknown
    # Both get a letter, so that the time it takes to send one tells nothing either.
    assert len(mail.outbox) == 2 * sent and sent == ("log-in/" not in address or "code" in address)


@pytest.mark.parametrize("address", FORMS)
def test_known_and_unknown_addresses_take_the_same_work(reader: Account, address: str, settings: Any) -> None:
    """The costly part is the hash of a password: as many are made for both."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    counts = []
    for email in (reader.email, "nobody@reader.example"):
        with mock.patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
            answers(address, FORMS[address], email)
        counts.append(encode.call_count)
    assert counts[0] == counts[1] == (1 if "password1" in FORMS[address] or "password" in FORMS[address] else 0)


def test_a_wrong_code_tells_nothing_either(reader: Account) -> None:
    said = []
    for email in (reader.email, "nobody@reader.example"):
        client = Client()
        client.post("/account/log-in/code/", {"email": email})
        page = client.post("/account/log-in/code/confirm/", {"code": "BBBB-BBBB"}).content.decode().replace(email, "ADDRESS")
        said.append([line for line in page.splitlines() if "csrfmiddlewaretoken" not in line])
    assert said[0] == said[1]


def test_passwords_are_tried_five_times_whoever_asks_by_whatever_name(reader: Account) -> None:
    def tried(number: int) -> str:
        told = {"login": "Marta@Reader.example" if number % 2 else reader.email, "password": "wrong-password-1"}
        # Another network each time, another host each time, another spelling each time.
        answer = Client().post("/account/log-in/", told, REMOTE_ADDR=f"198.51.{number}.7", HTTP_HOST=f"h{number}.example")
        return answer.content.decode()

    said = [tried(number) for number in range(6)]
    assert "do not belong together" in said[4] and "tried too often" in said[5]
    answer = Client().post("/account/log-in/", {"login": reader.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")
    assert "tried too often" in answer.content.decode()


def test_a_network_tries_ten_passwords_a_minute(reader: Account) -> None:
    def tried(number: int) -> str:
        told = {"login": f"reader{number}@reader.example", "password": "wrong-password-1"}
        return Client().post("/account/log-in/", told, REMOTE_ADDR=f"2001:db8::{number:x}").content.decode()

    said = [tried(number) for number in range(1, 12)]
    assert "do not belong together" in said[9] and "tried too often" in said[10]


POSTS = ["keep/", "profile/", "notifications/", "sessions/", "data/export/", "data/erase/", "log-out/"]


@pytest.mark.parametrize("path", POSTS)
def test_posts_from_elsewhere_are_refused(reader: Account, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    token = client.get("/account/me.json").json()["token"]
    told = {"csrfmiddlewaretoken": token, "what": "topic:1", "keep": "1"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}):
        answer = client.post(f"/account/{path}", told, headers=headers)
        assert answer.status_code == 403 and "That was refused" in answer.content.decode()
        assert "stoppress_reader" not in answer.cookies
    assert client.post(f"/account/{path}", {"what": "topic:1"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 403
    reader.refresh_from_db()
    assert reader.erase_at is None and client.session.get("_auth_user_id") == str(reader.pk)


def test_the_token_is_told_to_nobody_elsewhere(reader: Account) -> None:
    client = Client()
    client.force_login(reader)
    for site in ("cross-site", "same-site"):
        answer = client.get("/account/me.json", headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403 and "token" not in answer.content.decode()
    answer = client.get("/account/me.json", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer["Cache-Control"] == "private, no-store" and "Access-Control-Allow-Origin" not in answer
    assert Client().get("/account/me.json").json() == {}


def test_nothing_is_changed_by_get(inside: Client, reader: Account, topic: Any) -> None:
    for path in (f"keep/?what=topic:{topic.pk}&keep=1", "log-out/", "sessions/?all=1", "notifications/?followed_by_mail=on"):
        inside.get(f"/account/{path}")
    for path in ("data/export/", "data/erase/"):
        assert inside.get(f"/account/{path}").status_code == 405
    reader.refresh_from_db()
    assert not Follow.objects.exists() and reader.erase_at is None and not hasattr(reader, "notifications")
    assert inside.get("/account/profile/").status_code == 200


def test_other_readers_things_are_not_there(inside: Client, reader: Account, topic: Any) -> None:
    from allauth.mfa.models import Authenticator

    other = profile.register(email="iker@reader.example", password=PASSWORD, name="Iker")
    strange = Client()
    strange.post("/account/log-in/", {"login": other.email, "password": PASSWORD})
    session = UserSession.objects.get(user=other)
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Iker's phone", "credential": {}})
    keeping.keep(account=other, kind="topic", number=topic.pk)
    inside.post("/account/again/", {"password": PASSWORD})
    inside.post("/account/sessions/", {"session": str(session.pk)})
    inside.post("/account/keep/", {"what": f"topic:{topic.pk}", "keep": "0"})
    for path in (f"passkeys/{key.pk}/remove/", f"passkeys/{key.pk}/rename/"):
        assert inside.post(f"/account/{path}", {"name": "mine"}).status_code == 404
    assert strange.get("/account/profile/").status_code == 200 and Follow.objects.filter(account=other).count() == 1
    page = b"".join(inside.get(f"/account/{path}/").content for path in ("sessions", "follows", "saved", "passkeys", "profile"))
    assert b"Iker" not in page and b"Trams" not in page
    assert Authenticator.objects.get().data["name"] == "Iker's phone"


def test_logging_in_gives_a_new_session(client: Client, reader: Account) -> None:
    client.get("/account/log-in/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post("/account/log-in/", {"login": reader.email, "password": PASSWORD})
    assert client.session.session_key != session.session_key
    assert not Client().session.exists(session.session_key)


def test_letters_lead_only_to_the_house_whatever_host_is_named(reader: Account, settings: Any) -> None:
    settings.SITE_URL = "https://courier.example"
    poisoned = {"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example"}
    Client().post("/account/password/forgotten/", {"email": reader.email}, **poisoned)
    Client().post("/account/log-in/code/", {"email": "nobody@reader.example"}, **poisoned)
    Client().post("/account/register/", {"email": "new@reader.example"}, **poisoned)
    assert len(mail.outbox) == 3
    for message in mail.outbox:
        whole = message.message().as_string() + str(message.alternatives)
        assert "evil.example" not in whole and "https://courier.example/" in message.body


@pytest.mark.parametrize("name", ["The Courier\r\nBcc: all@evil.example", 'C" <x@evil.example>, "', "=?utf-8?q?a=0d=0aBcc:?="])
def test_no_header_of_a_letter_can_be_added_to(edition: Any, name: str) -> None:
    edition.name = name
    edition.save()
    letters.send("confirm", "marta@reader.example", None, code="BBBB-CCCC")
    from stoppress.readers import lent

    letters.send("confirm", "marta@reader.example", lent.first_edition(), code="BBBB-CCCC")
    for message in mail.outbox:
        parsed = message.message()
        assert parsed.get_all("Bcc") is None and parsed.get_all("To") == ["marta@reader.example"]
        assert len(parsed.get_all("From")) == 1 and "evil.example>" not in str(parsed["From"]).partition('"')[2].rpartition('"')[2]


@pytest.mark.parametrize("email", ["a@b.example\nBcc: x@evil.example", "a@b.example, x@evil.example", '"<script>"@b.example'])
def test_strange_addresses_get_no_letter(edition: Any, email: str) -> None:
    Client().post("/account/register/", {"email": email})
    assert all("evil" not in str(message.message()) for message in mail.outbox)


@pytest.mark.parametrize("what", ["name", "bio"])
def test_what_readers_write_is_text_everywhere(inside: Client, reader: Account, what: str) -> None:
    told = {"name": "", "bio": "", what: "<img src=x onerror=alert(1)>"}
    inside.post("/account/profile/", told)
    for path in ("profile", "sessions", "data"):
        assert "<img src=x" not in inside.get(f"/account/{path}/").content.decode()


def test_a_reader_never_gets_into_the_desk(inside: Client, reader: Account) -> None:
    for path in ("/desk/", "/desk/stories/", "/desk/letters/", "/desk/users/"):
        assert inside.get(path)["Location"].startswith("/desk/login/")
    # Nor by the desk's own log-in.
    client = Client()
    client.post("/desk/login/?next=/desk/", {"username": reader.email, "password": PASSWORD, "next": "/desk/"})
    assert client.get("/desk/")["Location"].startswith("/desk/login/")


def test_saved_stories_show_nothing_that_is_not_public(inside: Client, reader: Account, write_story: Any) -> None:
    from stoppress.newsroom.actions import stories

    draft = write_story(headline="Not out yet")
    assert inside.post("/account/keep/", {"what": f"saved:{draft.pk}", "keep": "1"})["Location"] == "/account/follows/"
    assert inside.get(f"/account/keep/?what=saved:{draft.pk}").status_code == 404
    assert not SavedStory.objects.exists()
    story = stories.publish(story=draft).story
    inside.post("/account/keep/", {"what": f"saved:{story.pk}", "keep": "1"})
    stories.kill(story=story, notice="It was false.")
    page = inside.get("/account/saved/").content.decode()
    assert "No longer available" in page and "Not out yet" not in page
