"""A reader's own stream: told to nobody else, closed with the log-in, on every machine that follows the log."""

import json
import time
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client

from stoppress.newsfeed import tickets
from stoppress.press import telling
from stoppress.readers.actions import profile, sessions
from stoppress.readers.models import Account
from stoppress.readers.tidings import actions
from tests import aside
from tests.edge.asking import ask

KEY = tickets.key_from(django_settings.SECRET_KEY)


@pytest.fixture
def reader(edition: Any, settings: Any) -> Account:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    return profile.register(email="marta@reader.example", password="gulls-over-the-quay-7", name="Marta")


def tell(account: Account, subject: str) -> None:
    with transaction.atomic():
        actions.tell(account=account, kind="reply", subject=subject, facts={"name": "Iker", "headline": "A secret"})


def hears(streams: Any, channels: str) -> list[dict[str, Any]]:
    """What a stream of these channels would be told of all that is on the spool."""
    streams.edge.live.hub.look()
    ring = streams.edge.live.hub._ring
    return [json.loads(told.words) for told in ring.beyond(0, channels.split(","))]


def test_signs_of_what_is_new_go_to_their_reader_alone(streams: Any, reader: Account) -> None:
    other = profile.register(email="iker@reader.example", password="gulls-over-the-quay-7", name="Iker")
    assert telling.tell_own() == 0  # begins
    tell(reader, "reply:1"), tell(other, "reply:1")
    assert telling.tell_own() == 2 and telling.tell_own() == 0
    (mine,), (theirs,) = hears(streams, f"reader:{reader.pk}"), hears(streams, f"reader:{other.pk}")
    assert mine["kind"] == "told" and mine["channels"] == theirs["channels"] == ["own"]
    assert "secret" not in json.dumps(mine) and str(other.pk) not in json.dumps({**mine, "id": ""})
    assert hears(streams, "feed:en,story:1,talk:1") == []


def test_a_private_channel_takes_a_ticket_that_names_it_and_never_shows_in_what_was_missed(streams: Any, reader: Account) -> None:
    telling.tell_own()
    tell(reader, "reply:1")
    telling.tell_own()
    own = f"reader:{reader.pk}"
    good = tickets.issue(KEY, own, [own])
    others = tickets.issue(KEY, "reader:999", ["reader:999"])
    from stoppress.edge.live.hub import LiveSettings

    streams.edge.live.hub.settings = LiveSettings(ticket_key=KEY)
    for ticket in ("", others, good[:-2]):
        assert aside.run(ask(streams.edge, f"/live/since?channels={own}&ticket={ticket}")).status == 403
    answer = aside.run(ask(streams.edge, f"/live/since?channels=feed:en,{own}&since=0.0&ticket={good}"))
    assert answer.status == 200 and json.loads(answer.body)["events"] == []


@pytest.mark.parametrize("how", ["log out", "one of them", "everywhere", "password", "barred"])
def test_streams_end_with_the_log_in_on_every_machine(streams: Any, reader: Account, how: str) -> None:
    from stoppress.edge.live.hub import LiveSettings

    client = Client()
    client.post("/account/log-in/", {"login": reader.email, "password": "gulls-over-the-quay-7"})
    me = client.get("/account/me.json").json()
    assert me["unread"] == 0 and me["channel"] == f"reader:{reader.pk}"
    hub = streams.edge.live.hub
    hub.settings = LiveSettings(ticket_key=KEY)
    query = f"/live/since?channels={me['channel']}&ticket={me['ticket']}"
    assert aside.run(ask(streams.edge, query)).status == 200
    if how == "log out":
        client.post("/account/log-out/")
    elif how == "one of them":
        from allauth.usersessions.models import UserSession

        sessions.end(account=reader, number=UserSession.objects.get(user=reader).pk)
    elif how == "everywhere":
        sessions.end_all(account=reader)
    elif how == "password":
        told = {"oldpassword": "gulls-over-the-quay-7", "password1": "another-tide-entirely-9", "password2": "another-tide-entirely-9"}
        client.post("/account/password/", told)
    else:
        reader.is_active = False
        reader.save()
    streams.work()  # the log brings the order to this machine, as to every other
    assert aside.run(ask(streams.edge, query)).status == 403
    assert hub._closed[me["channel"]] <= time.time()
    if how == "password":  # who is still logged in asks anew
        me = client.get("/account/me.json").json()
        assert aside.run(ask(streams.edge, f"/live/since?channels={me['channel']}&ticket={me['ticket']}")).status == 200
    else:
        assert client.get("/account/me.json").json() == {}
