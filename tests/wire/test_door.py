"""Who may pass the machines' door, and what it says to everybody else."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from stoppress.newsroom.actions import tokens
from stoppress.newsroom.models import ApiToken, Story
from stoppress.readers.models import Account

ADDRESS = "/api/newsroom/v1/items/urn:x:1"


def put(item, *, authorization=None, address=ADDRESS):
    headers = {"authorization": authorization} if authorization is not None else {}
    return Client().put(address, json.dumps(item), content_type="application/json", headers=headers)


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic eDp5", "Bearer x", "stoppress_" + "a" * 43,
                                           "Bearer stoppress_" + "a" * 43, "Bearer stoppress_" + "é" * 43, "bearer  \t",
                                           "Bearer stoppress_" + "a" * 100_000])  # fmt: skip
def test_without_a_token_that_counts_the_answer_says_what_is_wrong(item, section, authorization):
    response = put(item(), authorization=authorization)
    assert response.status_code == 401 and response["WWW-Authenticate"].startswith("Bearer")
    assert response.json()["error"] == "not_known" and len(response.json()["message"]) > 20
    assert not Story.objects.exists()


def test_a_revoked_token_is_worthless_at_once(item, section):
    token = tokens.create(name="Agency", scopes=["items:write"])
    assert put(item(), authorization=f"Bearer {token}").status_code == 201
    tokens.revoke(name="Agency")
    response = put(item(), authorization=f"Bearer {token}")
    assert response.status_code == 401 and "revoked" in response.json()["message"]


def test_only_the_digest_is_kept(db):
    token = tokens.create(name="Agency", scopes=["items:write"])
    row = ApiToken.objects.get()
    assert token not in str(vars(row)) and token.removeprefix("stoppress_") not in str(vars(row))
    assert tokens.recognise(token) == row and tokens.recognise(token + "x") is None
    assert ApiToken.objects.get().last_used_at >= row.created_at


@pytest.mark.parametrize(("scopes", "action", "missing"), [
    (["items:read"], "draft", "items:write"), (["items:publish"], "draft", "items:write"),
    (["items:write"], "publish", "items:publish"), (["items:write"], "kill", "items:publish"),
    (["items:write"], "takedown", "items:publish"), (["items:publish"], "publish", "items:write"),
])  # fmt: skip
def test_a_missing_scope_is_named(sender_with, item, scopes, action, missing):
    response = sender_with(*scopes).put("urn:x:1", item(), action=action)
    assert response.status_code == 403 and missing in response.json()["message"]
    assert missing in response["WWW-Authenticate"]


def test_reading_needs_its_scope_and_a_writer_cannot_withdraw_by_a_status(sender, sender_with, item):
    sender.put("urn:x:1", item(), action="publish")
    writer = sender_with("items:write")
    assert writer.get("items/urn:x:1").status_code == 403
    assert writer.put("urn:x:1", item(2, pubStatus="canceled")).status_code == 403
    assert writer.put("urn:x:1", item(2, pubStatus="withheld")).status_code == 403
    assert writer.put("urn:x:1", item(1, pubStatus="canceled")).status_code == 403
    assert Story.objects.get().live


def test_the_command_prints_the_token_alone(db):
    out = io.StringIO()
    call_command("token", "create", "Agency", "--scope", "items:write", "--scope", "items:publish", stdout=out, stderr=io.StringIO())
    token = out.getvalue().strip()
    assert tokens.is_well_formed(token) and tokens.recognise(token).scopes == ["items:publish", "items:write"]
    listed = io.StringIO()
    call_command("token", "list", stdout=listed)
    assert "Agency\titems:publish items:write" in listed.getvalue() and token not in listed.getvalue()
    call_command("token", "revoke", "Agency", stdout=io.StringIO())
    assert ApiToken.objects.get().revoked_at


@pytest.mark.parametrize("words", [("create", "A"), ("create", "A", "--scope", "items:all"), ("revoke", "B"),
                                   ("create", " ", "--scope", "items:read")])  # fmt: skip
def test_the_command_says_what_it_cannot_do(db, words):
    with pytest.raises(CommandError):
        call_command("token", *words, stdout=io.StringIO(), stderr=io.StringIO())


def test_two_tokens_cannot_have_one_name(db):
    tokens.create(name="A", scopes=["items:read"])
    with pytest.raises(tokens.TokenRefused):
        tokens.create(name="A", scopes=["items:read"])


def test_editions_are_listed_with_their_sections(sender_with):
    told = sender_with("items:write").get("editions").json()
    assert told[0]["code"] == "en" and told[0]["sections"] == [{"name": "City", "slug": "city"}]


def test_an_item_can_be_read_back_and_an_unknown_one_is_404(sender, item):
    sender.put("urn:x:1", item(standfirst="x", located="Porto"))
    told = sender.get("items/urn:x:1").json()
    assert told["state"] == "draft" and told["dateline"] == "Porto" and "line began" in told["text"]
    assert sender.get("items/urn:x:2").status_code == 404


def test_nothing_can_be_deleted(sender):
    assert sender.client.delete(ADDRESS, headers=sender.headers).status_code == 405


def test_the_schema_is_for_all_and_the_browser_for_staff(db, client):
    schema = client.get("/api/openapi.json").json()
    assert "/api/newsroom/v1/items/{guid}" in schema["paths"]
    assert client.get("/api/docs").status_code in (302, 403)
    client.force_login(Account.objects.create_user("reader@x.example"))
    assert client.get("/api/docs").status_code == 403
    client.force_login(Account.objects.create_superuser("editor@x.example"))
    assert client.get("/api/docs").status_code == 200


@pytest.mark.parametrize("query", [{"action": "burn"}, {"action": ""}, {"action": "PUBLISH"}])
def test_an_unknown_action_is_refused_by_name(sender, item, query):
    response = sender.put("urn:x:1", item(), **query)
    assert response.status_code == 422 and "action" in response.json()["problems"]
