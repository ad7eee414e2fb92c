"""Readers are told while they read, on their devices, and read on without a connection: in real browsers."""

import json
import re
from typing import Any

import pytest

from stoppress.readers.demo import READERS
from tests.journeys.test_discussion import discussed, somebody
from tests.journeys.test_readers import look
from tests.readers.push_service import Browser

pytestmark = [pytest.mark.journey, pytest.mark.processes]
(MARTA, IKER, NOOR) = READERS
__all__ = ["somebody"]
BADGE = "[data-unread]:not([hidden]) [data-number]"


def write(page: Any, site: Any, path: str, text: str) -> None:
    page.goto(f"{site.url}/account/discussion/{path}")
    page.fill("textarea[name=text]", text)
    page.click(".account-page button.chief")
    page.wait_for_load_state()


def test_a_reply_is_told_while_its_reader_reads_and_the_stream_ends_with_the_log_in(somebody: Any, site: Any) -> None:
    number, address = discussed(site)
    marta, iker = somebody(MARTA), somebody(IKER)
    write(marta, site, f"{number}/", "Who keeps the lights burning?")
    own = marta.goto(f"{site.url}/account/discussion/{number}/own.json").json()
    comment = max(own["written"])
    # What the demo's readers have said to one another is read first.
    marta.goto(f"{site.url}/account/tidings/")
    marta.locator("[data-read]").wait_for(state="detached")
    # Two pages of one browser: one of them has the stream, both are told.
    marta.goto(site.url + address)
    second = marta.context.new_page()
    with marta.context.expect_event("request", lambda asked: "ticket=" in asked.url):
        second.goto(f"{site.url}/latest/")
    assert not second.locator(BADGE).count()
    others = iker.request.get(f"{site.url}/account/me.json").json()["unread"]
    write(iker, site, f"comment/{comment}/reply/", "The harbour master, every evening.")
    second.locator(BADGE, has_text="1").wait_for()
    marta.locator(BADGE, has_text="1").wait_for()
    second.locator("[data-account]").click()
    second.wait_for_url("**/account/tidings/")
    assert "Iker Sal replied to your comment" in second.locator(".tidings .is-new").inner_text()
    look(second, "tidings")
    second.locator("[data-read]").wait_for(state="detached")
    second.reload()
    assert not second.locator(BADGE).count() and not second.locator(".is-new").count()
    assert iker.request.get(f"{site.url}/account/me.json").json()["unread"] == others
    # Logged out on one page, the other hears nothing any more, and shows nothing.
    with marta.context.expect_event("request", lambda asked: asked.url.endswith("me.json")):
        second.locator(".account-menu form button").click()
    assert marta.request.get(f"{site.url}/account/me.json").json() == {}


def test_a_device_shows_push_messages_and_keeps_stories(somebody: Any, site: Any) -> None:
    page, device = somebody(), Browser()
    page.context.grant_permissions(["notifications"], origin=site.url)
    # The browser's own push service is not to be had here; all the rest is real.
    told = {"endpoint": "https://push.example/p/journey", "keys": device.told}
    page.add_init_script(f"""
      let made = null;
      PushManager.prototype.getSubscription = async () => made;
      PushManager.prototype.subscribe = async ({{ applicationServerKey }}) =>
        made = {{ ...{json.dumps(told)}, options: {{ applicationServerKey }}, toJSON() {{ return this; }}, unsubscribe: async () => made = null }};
    """)
    page.goto(f"{site.url}/account/push/")
    page.locator("[data-turn=on]").wait_for()
    look(page, "push")
    with page.expect_response("**/account/push/device/") as answer:
        page.locator("[data-turn=on]").click()
    assert answer.value.status == 200, answer.value.text()
    page.locator("[data-state=on]").wait_for()
    with page.expect_response("**/account/push/forget/") as answer:
        page.locator("[data-turn=off]").click()
    assert answer.value.status == 200
    page.locator("[data-state=off]").wait_for()

    page.goto(site.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    page.wait_for_function("navigator.serviceWorker.controller")
    worker = page.context.service_workers[0]
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    versions: list[Any] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda found: versions.extend(found["registrations"]))
    session.send("ServiceWorker.disable"), session.send("ServiceWorker.enable")
    page.wait_for_function("1")
    number = next(one["registrationId"] for one in versions if one["scopeURL"] == site.url + "/")
    _, latest = site.get("/latest/")
    stories = list(dict.fromkeys(re.findall(r'href="(/\d{8}/[^"]*--\d+\.html)"', latest)))
    message = {"title": "Breaking news", "body": "Lights out", "url": stories[0], "tag": "story:1", "lang": "en"}
    session.send("ServiceWorker.deliverPushMessage", {"origin": site.url, "registrationId": number, "data": json.dumps(message)})
    # It is there once the browser has fetched its icon, which nobody may have asked for before.
    shown = worker.evaluate("""async () => {
      for (let tries = 0; tries < 800; tries++) {
        const [one] = await registration.getNotifications();
        if (one) return { title: one.title, body: one.body, tag: one.tag, url: one.data.url };
        await new Promise(done => setTimeout(done, 50));
      }
    }""")
    assert shown == {"title": "Breaking news", "body": "Lights out", "tag": "story:1", "url": stories[0]}
    opened = worker.evaluate("""async () => {
      const [notification] = await registration.getNotifications();
      const opened = new Promise(done => { clients.openWindow = async address => done(address); });
      dispatchEvent(new NotificationEvent("notificationclick", { notification }));
      return opened;
    }""")
    assert opened == site.url + stories[0]

    # What was read is there without a connection; what was not is told to be missing, with what there is.
    page.goto(site.url + stories[0])
    headline = page.locator("h1").inner_text()
    page.wait_for_function("async url => (await (await caches.open('stories:')).keys()).some(kept => kept.url === url)", arg=site.url + stories[0])
    page.context.set_offline(True)
    page.goto(site.url + stories[0])
    assert page.locator("h1").inner_text() == headline
    page.goto(site.url + stories[1])
    page.locator("[data-kept] a", has_text=headline).wait_for()
    look(page, "offline")
    page.context.set_offline(False)
