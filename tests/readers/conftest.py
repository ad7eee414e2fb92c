"""A reader, an edition in another language, and the letters that were sent."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from stoppress.readers.actions import profile
from stoppress.readers.models import Account

PASSWORD = "gulls-over-the-quay-7"


@pytest.fixture(autouse=True)
def _quick_and_forgetful(settings: Any, request: Any) -> None:
    """Passwords are hashed quickly; no count of an earlier test counts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def spanish(edition: Any) -> Any:
    from stoppress.newsroom.models import Edition

    return Edition.objects.create(code="es", name="El Correo", language="es", prefix="/es", position=1)


@pytest.fixture
def reader(edition: Any) -> Account:
    return profile.register(email="marta@reader.example", password=PASSWORD, name="Marta")


@pytest.fixture
def inside(client: Client, reader: Account) -> Client:
    """The client of somebody who has logged in by password."""
    answer = client.post("/account/log-in/", {"login": reader.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return client


def code_in(number: int = -1) -> str:
    """The code in one of the letters."""
    found = re.search(r"^([B-Z]{4}-[B-Z]{4})$", mail.outbox[number].body, re.MULTILINE)
    assert found, mail.outbox[number].body
    return found[1]
