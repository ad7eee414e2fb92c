"""Access tokens at the desk: who may make and revoke them, and that a token is seen once."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from stoppress.newsroom.actions import tokens
from stoppress.newsroom.errors import NotAllowed
from stoppress.newsroom.models import ApiToken
from tests.newsroom.at_the_desk import member, said

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.newsroom.desk_urls")]


def make(client: Client, **told: Any) -> Any:
    return client.post("/desk/tokens/make/", {"name": "Agency feed", "scopes": ["items:write", "items:read"], **told})


def test_a_token_is_shown_once_and_opens_what_it_should(client: Client) -> None:
    chief = member(client, "Chief editors")
    response = make(client)
    token = re.search(r'value="(stoppress_[\w-]{43})"', response.content.decode())[1]  # type: ignore[index]
    assert "no-store" in response["Cache-Control"]
    found = tokens.recognise(token)
    assert found is not None and found.scopes == ["items:read", "items:write"]
    assert ModelLogEntry.objects.get(action="stoppress.make_token").user == chief
    for page in ("/desk/tokens/", "/desk/tokens/make/", "/desk/reports/site-history/"):
        assert token not in client.get(page).content.decode(), page
    assert token not in str(list(client.session.values())) + str(list(ModelLogEntry.objects.values()))


@pytest.mark.parametrize(("told", "sentence"), [
    ({"name": ""}, "Give the token a name"), ({"scopes": []}, "Choose at least one thing"),
    ({"name": "Taken"}, "There is a token called “Taken” already"),
])  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(client: Client, told: Any, sentence: str) -> None:
    tokens.create(name="Taken", scopes=["items:read"])
    member(client, "Chief editors")
    assert sentence in make(client, **told).content.decode()
    assert ApiToken.objects.count() == 1


def test_revoking_is_confirmed_done_once_and_written_down(client: Client) -> None:
    token = tokens.create(name="Agency feed", scopes=["items:read"])
    chief, found = member(client, "Chief editors"), ApiToken.objects.get()
    assert f"/desk/tokens/revoke/{found.pk}/" in client.get("/desk/tokens/").content.decode()
    assert "cannot be undone" in client.get(f"/desk/tokens/revoke/{found.pk}/").content.decode()
    assert "is revoked" in said(client.post(f"/desk/tokens/revoke/{found.pk}/"))
    client.post(f"/desk/tokens/revoke/{found.pk}/")
    recognised = tokens.recognise(token)
    assert recognised is not None and recognised.revoked_at is not None
    assert ModelLogEntry.objects.get(action="stoppress.revoke_token").user == chief
    assert f"/desk/tokens/revoke/{found.pk}/" not in client.get("/desk/tokens/").content.decode()


@pytest.mark.parametrize("group", ["Reporters", "Editors"])
def test_who_may_not_neither_sees_nor_makes_tokens(client: Client, group: str) -> None:
    tokens.create(name="Agency feed", scopes=["items:read"])
    person = member(client, group)
    assert "/desk/tokens/" not in client.get("/desk/").content.decode()
    assert client.get("/desk/tokens/")["Location"] == "/desk/"
    assert make(client, name="Mine")["Location"] == "/desk/"
    assert client.post(f"/desk/tokens/revoke/{ApiToken.objects.get().pk}/")["Location"] == "/desk/"
    assert ApiToken.objects.get().revoked_at is None
    with pytest.raises(NotAllowed):
        tokens.create(name="Mine", scopes=["items:read"], by=person)
    with pytest.raises(NotAllowed):
        tokens.revoke(name="Agency feed", by=person)


def test_the_list_takes_the_same_queries_for_any_number(client: Client, django_assert_num_queries: Any) -> None:
    member(client, "Chief editors")
    tokens.create(name="First", scopes=["items:read"])
    client.get("/desk/tokens/")
    with django_assert_num_queries(10):
        client.get("/desk/tokens/")
    for name in ("Second", "Third"):
        tokens.create(name=name, scopes=["items:read"])
    with django_assert_num_queries(10):
        client.get("/desk/tokens/")
