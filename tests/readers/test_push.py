"""Push messages: who takes them in, how they are sent, what becomes of those that are not taken."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from stoppress.kit import clock
from stoppress.readers import lent
from stoppress.readers.actions import profile
from stoppress.readers.lent import Place
from stoppress.readers.models import Account
from stoppress.readers.push import actions, keys, queries, rules, sending
from stoppress.readers.push.actions import Message
from stoppress.readers.push.models import Device, Push
from stoppress.readers.push.rules import BadDevice
from tests.readers.conftest import PASSWORD
from tests.readers.push_service import Browser, Service, push_service

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TRAMS = Message("story-12", {"title": "New in what you follow", "body": "Trams run all night", "url": "/x", "tag": "story:12"})


class Hands:
    def __init__(self) -> None:
        self.now = NOW


@pytest.fixture(autouse=True)
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    made = Hands()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    monkeypatch.setattr(sending, "_resting", {})
    return made


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with push_service() as service:
        yield service


@pytest.fixture
def service(running: Service) -> Service:
    running.browsers.clear(), running.taken.clear(), running.answers.clear(), running.asked.clear()
    return running


def device(service: Service, name: str, **told: Any) -> Device:
    endpoint, browser = service.browser(name)
    given = {"edition": "en", "key": keys.newest(), "account": None, **told}
    return Device.objects.create(endpoint=endpoint, public=browser.told["p256dh"], secret=browser.told["auth"], **given)


def send(service: Service) -> int:
    return sending.send_batch(resolve=service.resolve, network=service.network)


@pytest.mark.parametrize("count", [1, 3])
def test_a_browser_reads_what_was_sent(service: Service, count: int, django_assert_num_queries: Any) -> None:
    with_story = Message("story-12", TRAMS.words, is_urgent=True, lasts=timedelta(hours=6))
    actions.write(devices=[device(service, f"d{n}") for n in range(count)], message=with_story)
    # Is there any; begin, which, claim, commit; read; all are taken.
    with django_assert_num_queries(7):
        assert send(service) == count
    assert not Push.objects.exists() and send(service) == 0
    assert {path for path, *_ in service.taken} == {f"/p/d{n}" for n in range(count)}
    _, headers, said = service.taken[0]
    assert said == TRAMS.words
    assert (headers["ttl"], headers["urgency"], headers["topic"]) == ("21600", "high", "story-12")
    assert headers["content-encoding"] == "aes128gcm" and headers["authorization"].startswith("vapid t=ey")
    assert f"k={keys.newest()}" in headers["authorization"]


def test_a_later_message_about_the_same_takes_the_place_of_one_that_waits(service: Service) -> None:
    one = device(service, "d")
    actions.write(devices=[one], message=TRAMS)
    actions.write(devices=[one], message=Message("story-12", {"title": "A story that you follow has new facts"}))
    send(service)
    assert [said["title"] for *_, said in service.taken] == ["A story that you follow has new facts"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(service: Service, status: int) -> None:
    gone, stays = device(service, "gone"), device(service, "stays")
    actions.write(devices=[gone, stays], message=TRAMS)
    service.answers["/p/gone"] = status, {}
    send(service)
    assert list(Device.objects.values_list("pk", flat=True)) == [stays.pk] and not Push.objects.exists()


def test_a_service_that_stumbles_is_tried_again_and_given_up_in_the_end(service: Service, hands: Hands) -> None:
    actions.write(devices=[device(service, "d")], message=TRAMS)
    service.answers["/p/d"] = 503, {"Retry-After": "1800"}
    waits = []
    for _ in range(rules.TRIES):
        assert send(service) == 1
        row = Push.objects.get()
        waits.append(row.next_try_at - hands.now)
        assert send(service) == 0  # not before its time
        hands.now = row.next_try_at
    assert waits[:-1] == [timedelta(minutes=30)] * 5 + [timedelta(minutes=32)]
    row = Push.objects.get()
    assert row.parked_at and row.tries == rules.TRIES and "503" in row.reason
    assert queries.condition().parked == 1 and "could not be delivered" in queries.condition().problems[0]
    hands.now += timedelta(days=8)
    actions.forget_old()
    assert not Push.objects.exists()


def test_a_service_that_asks_for_patience_is_left_alone(service: Service, hands: Hands) -> None:
    actions.write(devices=[device(service, "a")], message=TRAMS)
    service.answers["/p/a"] = 429, {"Retry-After": "600"}
    send(service)
    actions.write(devices=[device(service, "b")], message=TRAMS)
    send(service)
    assert service.asked == ["/p/a"]
    assert set(Push.objects.values_list("tries", "next_try_at")) == {(1, NOW + timedelta(minutes=10)), (0, NOW + timedelta(minutes=10))}
    service.answers.clear()
    hands.now += timedelta(minutes=11)
    assert send(service) == 2 and len(service.taken) == 2


def test_after_a_crash_between_the_answer_and_its_note_it_goes_out_once_more(service: Service, hands: Hands, monkeypatch: Any) -> None:
    actions.write(devices=[device(service, "d")], message=TRAMS)

    def crash(pushes: list[Push]) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(sending, "_own", crash)
        with pytest.raises(KeyboardInterrupt):
            send(service)
    assert send(service) == 0  # claimed
    hands.now += sending.CLAIMED
    assert send(service) == 1 and len(service.taken) == 2 and not Push.objects.exists()


def test_of_a_story_that_is_no_longer_public_nothing_is_sent(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place("Trams", "/x", "en")
    monkeypatch.setitem(lent._lent, "places_of", lambda things: {thing: place for thing in things if thing == ("story", 12)})
    one = device(service, "d")
    actions.write(devices=[one], message=Message("story-12", {"title": "kept"}, story=12))
    actions.write(devices=[one], message=Message("story-13", {"title": "killed"}, story=13))
    send(service)
    assert [said["title"] for *_, said in service.taken] == ["kept"] and not Push.objects.exists()


def test_keys_are_changed_without_losing_a_browser(service: Service, settings: Any) -> None:
    old = keys.newest()
    actions.write(devices=[device(service, "old")], message=TRAMS)
    settings.PUSH_SECRETS = ["a new secret of the house", *settings.PUSH_SECRETS]
    assert keys.newest() != old
    send(service)
    assert f"k={old}" in service.taken[0][1]["authorization"]
    settings.PUSH_SECRETS = settings.PUSH_SECRETS[:1]
    actions.write(devices=list(Device.objects.all()), message=TRAMS)
    send(service)
    assert not Device.objects.exists() and len(service.taken) == 1


@pytest.mark.parametrize("found", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:10.0.0.7", "fd00::1", "0.0.0.0"])
def test_a_push_service_inside_the_house_is_not_asked(service: Service, found: str) -> None:
    """Also when the name led outside while it was looked at: it is looked up once, and that address is the one connected to."""
    actions.write(devices=[device(service, "d")], message=TRAMS)
    sending.send_batch(resolve=lambda host, port: [found], network=service.network)
    assert service.asked == [] and "not a public address" in Push.objects.get().reason
    Push.objects.update(parked_at=None, next_try_at=NOW)
    asked = iter([["93.184.215.14"], [found]])
    sending.send_batch(resolve=lambda host, port: next(asked), network=service.network)
    assert service.asked == ["/p/d"]


def test_a_push_service_leads_nowhere_else(service: Service) -> None:
    actions.write(devices=[device(service, "d")], message=TRAMS)
    service.answers["/p/d"] = 307, {"Location": "http://127.0.0.1/inside"}
    send(service)
    assert service.asked == ["/p/d"] and "another address" in Push.objects.get().reason


BAD = ["http://push.example/p", "https://127.0.0.1/p", "https://[::ffff:10.0.0.1]/p", "https://2130706433/p", "https://0x7f.1/p",
       "https://push.example:8443/p", "https://user:pw@push.example/p", "ftp://push.example/", "https://push.example/" + "x" * 2000, ""]  # fmt: skip


@pytest.mark.parametrize("endpoint", BAD)
def test_what_is_no_public_push_service_is_refused(endpoint: str) -> None:
    browser = Browser()
    with pytest.raises(BadDevice):
        actions.take_in(account=None, edition="en", endpoint=endpoint, public=browser.told["p256dh"], secret=browser.told["auth"], key="k")


SAME = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT": "application/json"}


def post(client: Client, browser: Browser, path: str = "device", endpoint: str = "https://push.example/p/1", **extra: Any) -> Any:
    return client.post(f"/account/push/{path}/", {"endpoint": endpoint, **browser.told}, **{**SAME, **extra})


def test_a_reader_without_an_account_leaves_nothing_but_the_subscription(edition: Any, spanish: Any) -> None:
    client, browser = Client(), Browser()
    assert 'data-push data-whose="edition"' in client.get("/account/push/").content.decode()
    assert client.post("/es/account/push/device/", {"endpoint": "https://push.example/p/1", **browser.told}, **SAME).status_code == 200
    row = Device.objects.get()
    assert (row.account, row.edition, row.name, row.since_at) == (None, "es", "", None)
    assert post(client, browser).status_code == 200 and Device.objects.get().edition == "en"
    # Somebody else who has seen the address of the push service cannot take it over or switch it off.
    stranger = Browser()
    assert post(Client(), stranger).status_code == 422
    assert post(Client(), stranger, "forget").status_code == 200 and Device.objects.count() == 1
    assert post(client, browser, "forget").status_code == 200 and not Device.objects.exists()


def test_forged_posts_are_refused(inside: Client, reader: Account) -> None:
    browser, strict = Browser(), Client(enforce_csrf_checks=True)
    for site in ("cross-site", "same-site"):
        assert post(strict, browser, HTTP_SEC_FETCH_SITE=site).status_code == 403
    assert strict.post("/account/push/device/", {"endpoint": "https://push.example/p", **browser.told}).status_code == 403
    assert strict.get("/account/push/device/").status_code == 405
    assert post(inside, browser).status_code == 200
    mine = Device.objects.get()
    other = profile.register(email="iker@reader.example", password=PASSWORD, name="Iker")
    foe = Client()
    foe.force_login(other)
    assert foe.post("/account/push/forget/", {"device": mine.pk}, **SAME).status_code == 302
    assert strict.post("/account/push/forget/", {"device": mine.pk}).status_code == 403
    assert Device.objects.get() == mine and mine.account == reader
    inside.post("/account/push/forget/", {"device": mine.pk}, **SAME)
    assert not Device.objects.exists()


def test_a_device_goes_with_its_log_in(inside: Client, reader: Account) -> None:
    post(inside, Browser(), endpoint="https://push.example/p/here")
    away = Client()
    away.force_login(reader)
    post(away, Browser(), endpoint="https://push.example/p/away")
    assert Device.objects.filter(account=reader).count() == 2
    inside.post("/account/log-out/")
    assert Device.objects.get().endpoint.endswith("away")


def test_export_and_erasure_know_devices_and_tidings(inside: Client, reader: Account) -> None:
    from stoppress.readers import exporting
    from stoppress.readers.tidings.models import Tiding

    post(inside, Browser())
    Tiding.objects.create(account=reader, kind="approved", subject="approved:1", facts={"headline": "Trams"}, told_at=NOW)
    parts = {name: rows(reader) for name, rows in exporting._OWN.items()}
    assert parts["devices"][0]["endpoint"] == "https://push.example/p/1" and "secret" not in parts["devices"][0]
    assert parts["tidings"][0]["headline"] == "Trams"
    json.dumps(parts, default=str)
    reader.delete()
    assert not Device.objects.exists() and not Tiding.objects.exists()
