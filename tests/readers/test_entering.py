"""Registering and logging in: by code, by password, in each edition, back to where one came from."""

import base64
import json
from typing import Any

import pytest
from altcha import v1
from django.core import mail
from django.test import Client

from stoppress.readers import forms, proof
from stoppress.readers.models import Account, SpentProof
from tests.readers.conftest import PASSWORD, code_in

pytestmark = pytest.mark.django_db


def solved() -> str:
    """A proof of work, as the browser's script sends it."""
    told = proof.challenge()
    found = v1.solve_challenge(told["challenge"], told["salt"], told["algorithm"], told["maxNumber"])
    assert found
    number = found.number
    made = {**{name: told[name] for name in ("algorithm", "challenge", "salt", "signature")}, "number": number}
    return base64.b64encode(json.dumps(made).encode()).decode()


def test_a_reader_registers_with_a_code_and_comes_back(client: Client, edition: Any, spanish: Any) -> None:
    page = client.get("/es/account/register/?next=/es/ciudad/").content.decode()
    assert '<html lang="es" dir="ltr"' in page and 'value="/es/ciudad/"' in page
    told = {"email": "Noor@Reader.example", "name": "Noor", "password1": "", "website": "", "altcha": "", "next": "/es/ciudad/"}
    answer = client.post("/es/account/register/", told)
    assert (answer.status_code, answer["Location"]) == (302, "/es/account/confirm/")
    assert mail.outbox[0].to == ["noor@reader.example"] and mail.outbox[0].extra_headers["Content-Language"] == "es"
    assert not client.session.get("_auth_user_id")
    assert "noor@reader.example" in client.get("/es/account/confirm/").content.decode()
    answer = client.post("/es/account/confirm/", {"code": code_in().lower().replace("-", " "), "action": "verify"})
    assert (answer.status_code, answer["Location"]) == (302, "/es/ciudad/")
    account = Account.objects.get(email="noor@reader.example")
    assert client.session["_auth_user_id"] == str(account.pk) and not account.has_usable_password()
    assert (account.name, account.language, account.is_staff) == ("Noor", "es", False)
    assert client.cookies["stoppress_reader"].value == "1" and not client.cookies["stoppress_reader"]["httponly"]
    assert client.get("/es/account/profile/")["Cache-Control"] == "private, no-store"


def test_a_reader_registers_with_a_password_and_logs_in_with_it(client: Client, edition: Any) -> None:
    told = {"email": "noor@reader.example", "name": "", "password1": PASSWORD, "altcha": solved()}
    client.post("/account/register/", told)
    client.post("/account/confirm/", {"code": code_in()})
    other = Client()
    answer = other.post("/account/log-in/", {"login": "NOOR@reader.example", "password": PASSWORD, "next": "/city/?a=1"})
    assert answer["Location"] == "/city/?a=1"
    assert other.get("/account/")["Location"] == "/account/profile/"


def test_a_weak_password_is_refused_in_words_beside_the_field(client: Client, spanish: Any) -> None:
    page = client.post("/es/account/register/", {"email": "noor@reader.example", "password1": "12345678"}).content.decode()
    assert 'id="id_password1_error"' in page and not Account.objects.exists()


def test_a_reader_logs_in_with_a_code(client: Client, reader: Account) -> None:
    answer = client.post("/account/log-in/code/?next=/city/", {"email": reader.email, "next": "/city/"})
    assert answer["Location"] == "/account/log-in/code/confirm/?next=%2Fcity%2F"
    assert client.post(answer["Location"], {"code": "BBBB-BBBB"}).status_code == 200
    assert client.post(answer["Location"], {"code": code_in()})["Location"] == "/city/"
    assert client.session["_auth_user_id"] == str(reader.pk)


def test_a_wrong_code_is_good_for_three_tries(client: Client, reader: Account) -> None:
    client.post("/account/log-in/code/", {"email": reader.email})
    for _ in range(3):
        answer = client.post("/account/log-in/code/confirm/", {"code": "BBBB-BBBB"})
    assert answer["Location"] == "/account/log-in/code/"
    assert client.post("/account/log-in/code/confirm/", {"code": code_in()})["Location"] == "/account/log-in/code/"
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_a_code(client: Client, reader: Account) -> None:
    client.post("/account/password/forgotten/", {"email": reader.email})
    assert client.post("/account/password/forgotten/code/", {"code": code_in()})["Location"] == "/account/password/forgotten/new/"
    told = {"password1": "lanterns-at-dusk-58", "password2": "lanterns-at-dusk-58"}
    assert client.post("/account/password/forgotten/new/", told).status_code == 302
    reader.refresh_from_db()
    assert reader.check_password("lanterns-at-dusk-58")
    assert "Your password was changed" in mail.outbox[-1].subject


def test_who_asks_for_the_account_is_led_back_to_the_page_they_came_from(client: Client, edition: Any) -> None:
    came = {"HTTP_HOST": "localhost:8000", "HTTP_REFERER": "http://localhost:8000/city/"}
    assert client.get("/account/", **came)["Location"] == "/account/log-in/?next=%2Fcity%2F"
    came["HTTP_REFERER"] = "http://elsewhere.example/city/"
    assert client.get("/account/", **came)["Location"] == "/account/log-in/"


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:1"])
def test_nobody_is_led_elsewhere(client: Client, reader: Account, address: str) -> None:
    answer = client.post("/account/log-in/", {"login": reader.email, "password": PASSWORD, "next": address})
    assert answer["Location"] == "/account/"


def test_the_address_is_changed_once_the_new_one_is_confirmed(inside: Client, reader: Account) -> None:
    inside.post("/account/email/", {"email": "marta@elsewhere.example", "action_add": "1"})
    reader.refresh_from_db()
    assert reader.email == "marta@reader.example" and mail.outbox[-1].to == ["marta@elsewhere.example"]
    inside.post("/account/confirm/", {"code": code_in()})
    reader.refresh_from_db()
    assert reader.email == "marta@elsewhere.example"
    assert list(reader.emailaddress_set.values_list("email", "verified")) == [("marta@elsewhere.example", True)]
    assert mail.outbox[-1].to == ["marta@reader.example"] and "address was changed" in mail.outbox[-1].subject


def test_a_proof_counts_once_and_only_in_time(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    solution = solved()
    assert proof.is_proof(solution) and not proof.is_proof(solution)
    assert SpentProof.objects.count() == 1
    late = solved()
    monkeypatch.setattr(v1.time, "time", lambda: 4e9)
    assert not proof.is_proof(late)


@pytest.mark.parametrize("payload", ["", "x", "e30=", "W10=", base64.b64encode(b'{"algorithm":"SHA-256","number":1,'
                                     b'"challenge":[],"salt":"a?expires=9","signature":""}').decode(), "A" * 5000])  # fmt: skip
def test_what_is_no_proof_is_none(db: None, payload: str) -> None:
    assert not proof.is_proof(payload)


def test_a_forged_time_is_no_proof(db: None) -> None:
    told = json.loads(base64.b64decode(solved()))
    told["salt"] = told["salt"].replace("expires=", "expires=9")
    assert not proof.is_proof(base64.b64encode(json.dumps(told).encode()).decode())


def test_five_accounts_an_hour_for_a_network_with_a_proof_and_two_without(client: Client, edition: Any) -> None:
    def register(number: int, address: str, solution: str = "") -> int:
        told = {"email": f"reader{number}@reader.example", "altcha": solution}
        # What a reader writes into forwarding headers changes nothing.
        headers = {"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": f"192.0.2.{number}", "HTTP_X_REAL_IP": f"192.0.2.{number}"}
        answer = Client().post("/account/register/", told, **headers)
        return answer.status_code

    assert [register(n, f"203.0.113.{n}") for n in range(3)] == [302, 302, 200]
    assert [register(n, f"203.0.113.{n}", solved()) for n in range(10, 14)] == [302, 302, 302, 200]
    assert register(20, "203.0.114.1") == 302
    assert [register(n, f"2001:db8:0:1::{n:x}", solved()) for n in range(30, 36)] == [302] * 5 + [200]
    assert Account.objects.count() == 11


def test_who_fills_in_the_hidden_field_gets_the_same_answer_and_no_account(client: Client, edition: Any) -> None:
    answer = client.post("/account/register/", {"email": "bot@reader.example", forms.HONEYPOT: "https://spam.example"})
    assert answer["Location"] == "/account/confirm/" and not Account.objects.exists() and not mail.outbox
