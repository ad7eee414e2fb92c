"""A reader's way through the site in a real browser: registered, following, with a passkey, and gone again; in two languages."""

import json
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from stoppress.readers import demo
from tests.journeys.conftest import SCREENSHOTS

pytestmark = [pytest.mark.journey, pytest.mark.processes]
#: As the newsroom has it, not only as the page shows it at once.
KEPT = "button.keep.is-kept:not([aria-busy])"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WORDS = {
    "en": {"follow": "Follow", "following": "Following", "saved": "Saved", "title": "Profile"},
    "ar": {"follow": "متابعة", "following": "تتابعه", "saved": "محفوظ", "title": "الملف الشخصي"},
}


def newest_code(site: Any, email: str) -> str:
    """The code in the newest letter to this address in the folder of the home."""
    end = time.monotonic() + 15
    while time.monotonic() < end:
        for path in sorted(Path(site.env["STOPPRESS_HOME"], "mail").glob("*.log"), key=lambda p: p.stat().st_mtime_ns, reverse=True):
            letter = demo._read(path.read_bytes())
            if letter["to"] == email and (found := re.search(r"^([B-Z]{4}-[B-Z]{4})$", letter["text"], re.MULTILINE)):
                return found[1]
        time.sleep(0.1)
    raise AssertionError(f"no letter to {email}")


def look(page: Any, name: str) -> None:
    """Keep a picture, and see that the page is accessible and no wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"account-{name}.png", full_page=True)
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name


def complaint(message: Any) -> list[str]:
    """What a browser complains of, with where; except that a ticket from before a log-out everywhere opens no stream any more."""
    url = message.location.get("url", "")
    is_refused_ticket = "/live/" in url and "ticket=" in url and "403" in message.text
    return [f"{message.text} {url}"] if message.type == "error" and not is_refused_ticket else []


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("ar", "/ar")])
def test_a_readers_way(site: Any, page: Any, language: str, prefix: str) -> None:
    words, email, errors = WORDS[language], f"reader-{language}@reader.example", []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.extend(complaint(message)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    # Nobody is logged in, so nobody is asked who it is.
    page.goto(f"{site.url}{prefix}/")
    page.locator(".sections a").first.click()
    page.wait_for_load_state("networkidle")
    section = page.url
    assert not [url for url in asked if "me.json" in url]
    page.locator("[data-account]").click()
    page.wait_for_url("**/account/log-in/**")
    look(page, f"{language}-log-in")
    page.locator(".intro a").click()
    look(page, f"{language}-register")
    page.fill("[name=email]", email)
    page.fill("[name=name]", "Noor <b>Haddad</b>")
    page.locator("[data-proof] .chief").click()
    page.wait_for_url("**/account/confirm/")
    look(page, f"{language}-confirm")
    page.fill("[name=code]", newest_code(site, email))
    page.locator("form .chief").click()
    page.wait_for_url(section)  # back where it began
    page.locator("[data-account-name]", has_text="Noor <b>Haddad</b>").wait_for()

    page.locator("main article h2 a").last.click()  # of the demo, whose stories have topics
    page.wait_for_url(re.compile(r"--\d+\.html"))
    story = page.url
    save = page.locator("button.keep").first
    save.click()
    page.locator(KEPT, has_text=words["saved"]).first.wait_for()
    page.locator(".topics a").first.click()
    button = page.locator("button.keep", has_text=words["follow"])
    button.click()
    page.locator(KEPT, has_text=words["following"]).wait_for()
    topic = page.locator("h1").inner_text()
    page.reload()
    page.locator(KEPT, has_text=words["following"]).wait_for()
    assert page.locator("h1").inner_text() == topic
    look(page, f"{language}-topic-followed")

    page.locator("[data-account]").click()
    page.wait_for_url("**/account/profile/")
    assert page.locator("h1").inner_text() == words["title"]
    for path in ("profile", "follows", "saved", "notifications", "second-factor", "sessions", "data", "email", "password/set"):
        page.goto(f"{site.url}{prefix}/account/{path}/")
        look(page, f"{language}-{path.replace('/', '-')}")
    page.goto(f"{site.url}{prefix}/account/follows/")
    assert topic in page.locator(".rows").inner_text()
    page.goto(f"{site.url}{prefix}/account/saved/")
    assert page.locator(".rows a").first.get_attribute("href") in story

    add_a_passkey(site, page, prefix, language)
    # Everywhere: this browser is out as well, and comes back by the passkey alone, to where it wanted to go.
    page.goto(f"{site.url}{prefix}/account/sessions/")
    page.locator("[name=all]").click()
    page.wait_for_url("**/account/log-in/")
    page.goto(f"{site.url}{prefix}/account/data/")
    page.locator("[data-passkey=log-in] button").click()
    page.wait_for_url(f"{site.url}{prefix}/account/data/")

    page.locator("form[action$='export/'] button").click()
    page.wait_for_url("**/again/passkey/?next=**")
    with page.expect_download() as waiting:
        page.locator("[data-passkey=get] button").click()
    with zipfile.ZipFile(waiting.value.path()) as packed:
        told = json.loads(packed.read("account.json"))
    assert told["profile"][0]["email"] == email and told["follows"][0]["name"] == topic and len(told["saved"]) == 1

    page.goto(f"{site.url}{prefix}/account/data/")
    page.locator("form[action$='erase/'] button").click()
    page.locator(".said-wrong").first.wait_for()
    look(page, f"{language}-erased-tomorrow")
    assert errors == []


def add_a_passkey(site: Any, page: Any, prefix: str, language: str) -> None:
    """With the browser's virtual authenticator, as a phone with a finger on it would be."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})  # fmt: skip
    page.goto(f"{site.url}{prefix}/account/passkeys/add/")
    look(page, f"{language}-passkey-add")
    page.locator("[data-passkey=create] .chief").click()
    page.wait_for_url("**/again/passkey/**")
    look(page, f"{language}-again")
    page.locator("[data-passkey=get] button").click()
    page.locator(".codes li").first.wait_for()
    look(page, f"{language}-recovery-codes")
    page.goto(f"{site.url}{prefix}/account/passkeys/")
    assert page.locator(".rows li").count() == 1
    look(page, f"{language}-passkeys")


def test_account_pages_in_the_dark_and_on_a_small_screen(site: Any, browser: Any) -> None:
    name, email, password = demo.READERS[0]
    for prefix, width in (("", 320), ("/ar", 320), ("/es", 1280)):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark", java_script_enabled=width > 320)
        page = context.new_page()
        mark = f"{prefix.strip('/') or 'en'}-{width}-dark"
        page.goto(f"{site.url}{prefix}/account/register/")
        page.screenshot(path=SCREENSHOTS / f"account-{mark}-register.png", full_page=True)
        page.goto(f"{site.url}{prefix}/account/log-in/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", password)
        page.locator("form .chief").click()
        page.wait_for_url("**/account/profile/")
        assert name in page.locator(".account-menu").inner_text()
        for path in ("profile", "follows", "sessions", "second-factor", "data", "mail"):
            page.goto(f"{site.url}{prefix}/account/{path}/")
            look(page, f"{mark}-{path}") if width > 320 else page.screenshot(path=SCREENSHOTS / f"account-{mark}-{path}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        context.close()


def test_without_script_a_topic_is_followed_by_plain_forms(site: Any, browser: Any) -> None:
    _, email, password = demo.READERS[1]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/es/")
    page.locator(".sections a").nth(1).click()
    section = page.url
    page.locator("a.keep").click()
    page.wait_for_url("**/es/account/log-in/**")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.locator("form .chief").click()
    page.wait_for_url("**/es/account/keep/**")
    page.locator("form .chief").click()
    page.wait_for_url(section)
    page.locator("[data-account]").click()
    page.wait_for_url("**/es/account/profile/")
    context.close()
    # What was shown to them is on no shelf.
    shelf = Path(site.env["STOPPRESS_HOME"], "shelf")
    assert not [path for path in shelf.rglob("*") if "account" in path.parts]
