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
