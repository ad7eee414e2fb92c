"""A reader's own pages: profile, follows, sessions, second factors, data and its end."""

import csv
import io
import json
import re
import time
import zipfile
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from stoppress.kit import clock
from stoppress.newsroom.actions import groups, stories
from stoppress.readers import demo, exporting, pages
from stoppress.readers.actions import due, keeping, leaving, profile
from stoppress.readers.models import Account, Follow, Notifications, SavedStory
from tests.readers.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_reader_changes_their_profile(inside: Client, reader: Account) -> None:
    told = {"name": "Marta\u202e  Quay", "bio": "Gulls.", "language": "es", "time_zone": "Europe/Madrid"}
    assert inside.post("/account/profile/", told).status_code == 302
    reader.refresh_from_db()
    assert (reader.name, reader.bio, reader.language, reader.time_zone) == ("Marta Quay", "Gulls.", "es", "Europe/Madrid")
    assert "Your profile is saved." in inside.get("/account/profile/").content.decode()
    leaving.ask_to_erase(account=reader)
    at = reader.erase_at.astimezone(ZoneInfo("Europe/Madrid"))
    assert f"{at:%H:%M} " in inside.get("/account/data/").content.decode()
    assert "Su cuenta se borrará" in mail.outbox[-1].subject and f", {at:%-H:%M} CE" in mail.outbox[-1].body
    page = inside.post("/account/profile/", {"name": "x", "bio": "y" * 601, "time_zone": "Mars/Base"}).content.decode()
    assert 'id="id_bio_error"' in page and 'id="id_time_zone_error"' in page


def test_a_reader_chooses_what_to_be_told(inside: Client, reader: Account) -> None:
    inside.post("/account/notifications/", {"followed_by_mail": "on", "breaking_by_push": "on"})
    chosen = Notifications.objects.get(account=reader)
    assert (chosen.followed_by_mail, chosen.breaking_by_push, chosen.replies_by_mail) == (True, True, False)


def test_following_asks_first_and_leads_back(client: Client, reader: Account, topic: Any) -> None:
    asked = f"/account/keep/?what=topic:{topic.pk}&next=/topics/trams/"
    way = client.get(asked)["Location"]
    assert way.startswith("/account/log-in/?next=%2Faccount%2Fkeep%2F%3Fwhat%3Dtopic")
    answer = client.post(way, {"login": reader.email, "password": PASSWORD, "next": asked})
    assert answer["Location"] == asked
    assert "Do you want to follow this?" in client.get(asked).content.decode() and not Follow.objects.exists()
    told = {"what": f"topic:{topic.pk}", "next": "/topics/trams/", "keep": "1"}
    assert client.post("/account/keep/", told)["Location"] == "/topics/trams/"
    assert client.post("/account/keep/", told).status_code == 302  # twice is once
    assert Follow.objects.count() == 1
    assert "Trams" in client.get("/account/follows/").content.decode()
    assert client.get("/account/me.json").json()["kept"] == [f"topic:{topic.pk}"]
    client.post("/account/keep/", {**told, "keep": "0"})
    assert not Follow.objects.exists()


def test_a_script_is_answered_as_one(inside: Client, reader: Account, topic: Any) -> None:
    headers = {"Accept": "application/json"}
    told = {"what": f"topic:{topic.pk}", "keep": "1"}
    assert inside.post("/account/keep/", told, headers=headers).json() == {"kept": True}
    assert inside.post("/account/keep/", {**told, "what": "topic:999"}, headers=headers).status_code == 409
    assert Client().post("/account/keep/", told, headers=headers).status_code == 401


def test_nobody_keeps_more_than_so_much(reader: Account, topic: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 0)
    with pytest.raises(keeping.TooMany):
        keeping.keep(account=reader, kind="topic", number=topic.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_as_many_queries_however_long_they_are(
    inside: Client, reader: Account, write_story: Any, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        story = stories.publish(story=write_story(headline=f"Story {number}")).story
        keeping.keep(account=reader, kind="saved", number=story.pk)
        keeping.keep(account=reader, kind="story", number=story.pk)
    for _ in range(count):
        Client().post("/account/log-in/", {"login": reader.email, "password": PASSWORD})
    # The edition by its prefix, session and reader, the list, its names, the edition with its sections, pages and others.
    with django_assert_num_queries(9):
        assert inside.get("/account/saved/").content.count(b'class="kept-name"') == count
    with django_assert_num_queries(9):
        assert inside.get("/account/follows/").content.count(b'class="kept-name"') == count
    with django_assert_num_queries(8):
        assert inside.get("/account/sessions/").content.count(b'class="browser"') == count + 1
    with django_assert_num_queries(6):
        assert len(inside.get("/account/me.json").json()["kept"]) == 2 * count


def test_a_session_is_ended_from_another_and_all_at_once(inside: Client, reader: Account) -> None:
    other = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
    other.post("/account/log-in/", {"login": reader.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.77")
    page = inside.get("/account/sessions/").content.decode()
    assert "Firefox · Linux" in page and "203.0.113.0" in page and "203.0.113.77" not in page
    number = UserSession.objects.get(user_agent__contains="Firefox").pk
    inside.post("/account/sessions/", {"session": str(number)})
    assert other.get("/account/profile/").status_code == 302 and inside.get("/account/profile/").status_code == 200
    unlisted = Client()
    unlisted.force_login(reader)
    assert unlisted.get("/account/profile/").status_code == 200
    assert inside.post("/account/sessions/", {"all": "1"})["Location"] == "/account/log-in/"
    for client in (inside, unlisted):
        assert client.get("/account/profile/").status_code == 302
    assert inside.cookies["stoppress_reader"].value == ""
    inside.post("/account/log-in/", {"login": reader.email, "password": PASSWORD})
    assert inside.get("/account/profile/").status_code == 200


def again(client: Client) -> None:
    """Show once more that it is you."""
    assert client.post("/account/again/", {"password": PASSWORD}).status_code == 302


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_an_app_is_set_up_and_asked_for_and_recovery_codes_do_too(
    inside: Client, reader: Account, django_capture_on_commit_callbacks: Any
) -> None:
    assert inside.get("/account/second-factor/app/")["Location"].startswith("/account/again/?next=")
    again(inside)
    page = inside.get("/account/second-factor/app/").content.decode()
    secret = re.search(r'<code class="key" dir="ltr">([A-Z2-7]+)</code>', page)[1]
    assert inside.post("/account/second-factor/app/", {"code": "000000"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = inside.post("/account/second-factor/app/", {"code": code_of(secret)})
    assert answer["Location"] == "/account/second-factor/recovery-codes/"
    codes = re.findall(r"<li><code>(\d{8})</code>", inside.get(answer["Location"]).content.decode())
    assert len(codes) == 10
    assert secret not in json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert "How you log in was changed" in mail.outbox[-1].subject

    client = Client()
    answer = client.post("/account/log-in/", {"login": reader.email, "password": PASSWORD, "next": "/city/"})
    assert answer["Location"] == "/account/log-in/second-factor/" and "_auth_user_id" not in client.session
    assert client.post(answer["Location"], {"code": "123456"}).status_code == 200
    assert client.post("/account/log-in/second-factor/", {"code": codes[0]})["Location"] == "/city/"
    client = Client()
    client.post("/account/log-in/", {"login": reader.email, "password": PASSWORD})
    assert client.post("/account/log-in/second-factor/", {"code": codes[0]}).status_code == 200  # good for once


def test_under_another_secret_key_no_code_is_right(reader: Account, settings: Any) -> None:
    codes = RecoveryCodes.activate(reader)
    before = codes.generate_codes()
    settings.SECRET_KEY = "another-key-that-opens-nothing"
    assert codes.generate_codes() != before and codes.generate_codes() != codes.generate_codes()


def test_an_export_holds_all_and_no_formulas(inside: Client, reader: Account, topic: Any) -> None:
    reader.name, reader.bio = "=HYPERLINK(1)", "@SUM(1)"
    reader.save()
    keeping.keep(account=reader, kind="topic", number=topic.pk)
    assert inside.post("/account/data/export/")["Location"].startswith("/account/again/")
    again(inside)
    answer = inside.post("/account/data/export/")
    assert answer["Content-Type"] == "application/zip" and answer["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        told = json.loads(packed.read("account.json"))
        row = next(csv.DictReader(io.StringIO(packed.read("profile.csv").decode("utf-8-sig"))))
        names = set(packed.namelist())
    assert told["profile"][0]["name"] == "=HYPERLINK(1)" and row["name"] == "'=HYPERLINK(1)" and row["bio"] == "'@SUM(1)"
    assert told["follows"][0]["what"] == f"topic:{topic.pk}" and told["follows"][0]["name"] == "Trams"
    assert names == {"account.json", *(f"{part}.csv" for part in {**exporting._OWN, **exporting._PARTS})}
    assert "pbkdf2" not in json.dumps(told) and reader.password not in json.dumps(told)


def test_an_account_is_erased_a_day_later_unless_one_changes_ones_mind(
    inside: Client, reader: Account, topic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.keep(account=reader, kind="topic", number=topic.pk)
    again(inside)
    inside.post("/account/data/erase/")
    assert leaving.erase_due() == 0 and "will be erased" in inside.get("/account/profile/").content.decode()
    inside.post("/account/data/erase/", {"keep": "1"})
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert leaving.erase_due() == 0
    monkeypatch.undo()
    inside.post("/account/data/erase/")
    told = []
    leaving.erasing.connect(lambda account, **_: told.append(account.email), weak=False, dispatch_uid="a-test")
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert leaving.erase_due() == 1 and told == ["marta@reader.example"]
    leaving.erasing.disconnect(dispatch_uid="a-test")
    for model in (Account, Follow, SavedStory, EmailAddress, UserSession, Authenticator, Notifications):
        assert not model.objects.exists(), model
    assert not [row for row in Session.objects.all() if row.get_decoded().get("_auth_user_id")]
    assert [message.subject.partition(" –")[0] for message in mail.outbox[-2:]] == ["Your account will be erased", "Your account was erased"]
    assert inside.get("/account/profile/").status_code == 302


def test_who_works_in_the_newsroom_is_not_erased(inside: Client, reader: Account) -> None:
    reader.is_staff = True
    reader.save()
    again(inside)
    inside.post("/account/data/erase/")
    reader.refresh_from_db()
    assert reader.erase_at is None
    assert "works in the newsroom" in inside.get("/account/data/").content.decode()


def test_what_is_over_is_forgotten(reader: Account) -> None:
    old = timezone.now() - timedelta(hours=25)
    forgotten = Account.objects.create_user("never@reader.example", joined_at=old)
    EmailAddress.objects.create(user=forgotten, email=forgotten.email, verified=False, primary=True)
    young = Account.objects.create_user("young@reader.example")
    EmailAddress.objects.create(user=young, email=young.email, verified=False, primary=True)
    Account.objects.filter(pk=reader.pk).update(joined_at=old)
    Account.objects.create_superuser("chief@courier.example", joined_at=old)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=old)
    due.tidy()
    assert set(Account.objects.values_list("email", flat=True)) == {
        "marta@reader.example", "young@reader.example", "chief@courier.example"}  # fmt: skip
    assert not Session.objects.exists()


def test_staff_need_a_second_factor_when_the_house_wants_it(client: Client, edition: Any, settings: Any) -> None:
    groups.ensure_groups()
    chief = Account.objects.create_superuser("chief@courier.example", PASSWORD, name="Chief")
    told = {"username": "Chief@courier.example", "password": PASSWORD, "next": "/desk/"}
    assert client.post("/desk/login/", told)["Location"] == "/desk/" and client.get("/desk/").status_code == 200
    settings.STAFF_SECOND_FACTOR = True
    assert client.get("/desk/")["Location"] == "/account/second-factor/?next=%2Fdesk%2F"
    assert "Working at the desk needs a second factor" in client.get("/account/second-factor/").content.decode()
    again(client)
    page = client.get("/account/second-factor/app/").content.decode()
    secret = re.search(r'<code class="key" dir="ltr">([A-Z2-7]+)</code>', page)[1]
    client.post("/account/second-factor/app/", {"code": code_of(secret)})
    # What was begun without the factor goes on with it.
    assert client.get("/desk/")["Location"] == "/account/again/code/?next=%2Fdesk%2F"
    codes = RecoveryCodes(Authenticator.objects.get(user=chief, type="recovery_codes")).get_unused_codes()
    assert client.post("/account/again/code/?next=/desk/", {"code": codes[0], "next": "/desk/"})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200

    fresh = Client()
    assert fresh.post("/desk/login/", told)["Location"] == "/account/log-in/second-factor/"
    assert fresh.get("/desk/").status_code == 302
    assert fresh.post("/account/log-in/second-factor/", {"code": codes[1]})["Location"] == "/desk/"
    assert fresh.get("/desk/").status_code == 200


def test_the_desk_counts_wrong_passwords_as_account_pages_do(edition: Any) -> None:
    Account.objects.create_superuser("chief@courier.example", PASSWORD)
    told = {"username": "chief@courier.example", "password": "wrong-password-1"}
    said = [Client().post("/desk/login/", told, REMOTE_ADDR=f"198.51.{n}.1").content.decode() for n in range(6)]
    assert "didn&#x27;t match" in said[4] and "tried too often" in said[5]


def test_the_desk_may_give_an_account_another_address(reader: Account) -> None:
    reader.email = "other@reader.example"
    reader.save()
    assert not EmailAddress.objects.filter(verified=True).exists()
    reader.is_staff = True
    reader.save()
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("other@reader.example", True)]


def test_letters_can_be_read_in_the_demo_alone(client: Client, edition: Any, topic: Any, settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    assert client.get("/account/mail/").status_code == 404
    demo.load_readers([("topic", topic.pk)])
    assert Account.objects.count() == 3 and Follow.objects.count() == 1
    client.post("/account/register/", {"email": "noor@elsewhere.example"})
    page = client.get("/account/mail/").content.decode()
    assert "noor@elsewhere.example" in page and re.search(r"[B-Z]{4}-[B-Z]{4} is your code", page)
    settings.PRODUCTION = True
    assert client.get("/account/mail/").status_code == 404


def test_every_page_of_allauth_that_can_be_reached_is_ours(edition: Any) -> None:
    from django.urls import get_resolver

    named = {
        getattr(getattr(pattern.callback, "view_class", None), "template_name", None)
        for pattern in get_resolver("stoppress.readers.urls").url_patterns
    } - {None}
    assert len(named) > 15 and named <= set(pages.PAGES)


def test_what_is_not_there_is_not_there_in_the_language_of_the_edition(client: Client, spanish: Any) -> None:
    answer = client.get("/es/account/nothing/")
    assert answer.status_code == 404 and '<html lang="es"' in answer.content.decode()
    assert client.get("/fr/account/log-in/").status_code == 404


def test_an_account_of_the_newsroom_logs_in_without_confirming(client: Client, edition: Any) -> None:
    Account.objects.create_superuser("chief@courier.example", PASSWORD)
    answer = client.post("/account/log-in/", {"login": "chief@courier.example", "password": PASSWORD, "next": "/"})
    assert answer["Location"] == "/" and client.session.get("_auth_user_id")
    assert profile.register(email="X@y.example", password=PASSWORD, name="x").email == "x@y.example"


def test_a_mail_server_that_is_away_is_said_so_and_the_clock_goes_on(
    client: Client, reader: Account, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1
    answer = client.post("/account/log-in/code/", {"email": reader.email})
    assert answer.status_code == 503 and "could not be sent" in answer.content.decode()
    leaving.ask_to_erase(account=reader)
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert leaving.erase_due() == 1 and not Account.objects.exists()


def test_where_every_edition_has_a_prefix_the_first_ones_pages_are_meant(client: Client, edition: Any) -> None:
    edition.prefix = "/en"
    edition.save()
    assert client.get("/account/log-in/?next=/en/")["Location"] == "/en/account/log-in/?next=/en/"
    assert client.post("/account/log-in/").status_code == 405 and client.get("/xx/account/").status_code == 404
    assert '<html lang="en"' in client.get("/en/account/log-in/").content.decode()


def test_an_edition_with_a_host_has_its_own_pages(client: Client, edition: Any, spanish: Any) -> None:
    spanish.host, spanish.prefix = "correo.example", ""
    spanish.save()
    assert '<html lang="es"' in client.get("/account/log-in/", HTTP_HOST="correo.example").content.decode()
    assert '<html lang="en"' in client.get("/account/log-in/").content.decode()
    assert client.get("/es/account/log-in/").status_code == 404


def test_a_topic_may_be_called_account(client: Client, topic: Any) -> None:
    topic.slug = "account"
    topic.save()
    assert client.get("/topics/account/").status_code == 200 and client.get("/topics/account/").content.count(b"<h1>") == 1


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_what_was_asked_for_goes_on_once_it_is_shown_who_asks(inside: Client, spanish: Any, reader: Account, prefix: str) -> None:
    way = inside.post(f"{prefix}/account/data/export/")["Location"]
    assert way == f"{prefix}/account/again/?next={prefix.replace('/', '%2F')}%2Faccount%2Fdata%2Fexport%2F"
    assert inside.post(way, {"password": "wrong-password-1"}).status_code == 200
    answer = inside.post(way, {"password": PASSWORD})
    assert answer["Content-Type"] == "application/zip" and answer["Cache-Control"] == "private, no-store"
    # It goes on once, and only for who was asked.
    assert inside.post(way, {"password": PASSWORD})["Content-Type"].startswith("text/html")
