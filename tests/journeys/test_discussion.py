"""Two readers and a moderator in real browsers: what one writes, the other sees arrive; nothing typed is lost."""

import re
from typing import Any

import pytest

from stoppress.readers.demo import READERS

pytestmark = pytest.mark.journey
(MARTA, IKER, NOOR) = READERS


@pytest.fixture
def somebody(browser: Any, site: Any) -> Any:
    """A new browser, logged in or not."""
    contexts = []

    def enter(who: tuple[str, str, str] | None = None, **told: Any) -> Any:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **told)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if who:
            page.goto(f"{site.url}/account/log-in/")
            page.fill("[name=login]", who[1])
            page.fill("[name=password]", who[2])
            page.click(".account button.chief")
            page.wait_for_url("**/account/profile/")
        return page

    yield enter
    for context in contexts:
        context.close()


def discussed(site: Any) -> tuple[int, str]:
    """A story that the demo's readers talk about, and its address."""
    _, latest = site.get("/latest/")
    for address, number in re.findall(r'href="(/\d{8}/[^"]*--(\d+)\.html)"', latest + site.get("/city/")[1]):
        if 'data-count="0"' not in site.get(f"/parts/discussion/{number}.html")[1]:
            return int(number), address
    raise AssertionError("nobody talks in the demo")


def test_what_one_reader_writes_another_sees_arrive_and_it_waits_for_them(somebody, site):
    _, address = discussed(site)
    reading, writing = somebody(), somebody(MARTA)
    reading.goto(f"{site.url}{address}#discussion")
    reading.wait_for_selector("[data-comment]")
    before = reading.locator("[data-comment]").count()
    reading.wait_for_timeout(1500)  # until the stream is open
    writing.goto(f"{site.url}{address}#discussion")
    writing.fill("[data-write] textarea", "The tide is *out*. <b>Bold?</b>")
    writing.click("[data-write] button.chief")
    reading.wait_for_selector("[data-new]:not([hidden])")
    assert reading.locator("[data-comment]").count() == before, "the page moved under the reader"
    reading.click("[data-new] button")
    arrived = reading.locator("[data-comment]", has_text="The tide is out. <b>Bold?</b>")
    assert arrived.count() == 1 and arrived.locator("em").inner_text() == "out"
    mine = writing.locator("[data-comment]", has_text="The tide is out")
    mine.wait_for()
    # The answer comes below it, and what is deleted leaves a stone.
    number_of = mine.get_attribute("data-comment")
    reading.wait_for_selector(f"[data-comment='{number_of}']")
    writing.goto(f"{site.url}/account/discussion/comment/{number_of}/delete/")
    writing.click("button.grave")
    reading.wait_for_selector(f"[data-comment='{number_of}']", state="detached")


def test_a_text_typed_before_the_log_in_is_there_after_it(somebody, site):
    number, address = discussed(site)
    page = somebody()
    page.goto(f"{site.url}{address}#discussion")
    page.fill("[data-write] textarea", "I had to say this & <more>")
    page.click("[data-write] button.chief")
    page.wait_for_url("**/account/log-in/**")
    page.fill("[name=login]", IKER[1])
    page.fill("[name=password]", IKER[2])
    page.click(".account button.chief")
    page.wait_for_url(f"**/account/discussion/{number}/")
    assert page.input_value("textarea[name=text]") == "I had to say this & <more>"
    # Then the session ends while something else is typed.
    page.goto(f"{site.url}{address}#discussion")
    page.wait_for_selector("[data-write] textarea")
    page.fill("[data-write] textarea", "An hour of thought")
    page.context.clear_cookies(name="sessionid")
    page.click("[data-write] button.chief")
    page.wait_for_url("**/account/log-in/**")
    page.fill("[name=login]", IKER[1])
    page.fill("[name=password]", IKER[2])
    page.click(".account button.chief")
    page.wait_for_url(f"**/account/discussion/{number}/")
    assert page.input_value("textarea[name=text]") == "An hour of thought"


def test_without_script_one_reads_sorts_and_writes_by_plain_forms(somebody, site):
    number, address = discussed(site)
    page = somebody(NOOR, java_script_enabled=False)
    page.goto(f"{site.url}{address}")
    page.click("#discussion a")
    assert page.locator("[data-comment]").count() > 0
    page.click("text=Most liked")
    assert page.locator("[aria-current]", has_text="Most liked").count() == 1
    page.fill("textarea[name=text]", "Written without any script")
    page.click(".comment-form button.chief")
    page.wait_for_url(f"**/account/discussion/{number}/")
    assert "Your comment is published." in page.content()
    site.until(f"/discussion/{number}/", "Written without any script")


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("width, scheme", [(360, "dark"), (1280, "light")])
def test_discussions_chats_and_their_forms_have_no_barriers(somebody, site, prefix, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    _, latest = site.get(f"{prefix}/latest/")
    numbers = re.findall(r"--(\d+)\.html", latest + site.get(f"{prefix}/")[1])
    number = next(n for n in numbers if 'data-count="0"' not in site.get(f"{prefix}/parts/discussion/{n}.html")[1])
    room = re.search(r'href="(/chats/\d+/)"', site.get("/parts/chats.html")[1])[1]
    comment = re.search(r'data-comment="(\d+)"', site.get(f"{prefix}/parts/discussion/{number}.html")[1])[1]
    page = somebody(MARTA, color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for path in (f"{prefix}/discussion/{number}/", f"{prefix}/account/discussion/{number}/", f"{prefix}/account/discussion/",
                 f"{prefix}/account/discussion/notice/", f"{prefix}/account/discussion/comment/{comment}/report/", f"{prefix}/chats/", room):  # fmt: skip
        page.goto(site.url + path)
        found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]]
        assert not found, (path, found)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.click(".to-chats")
    page.click(".chats .rooms a")
    page.wait_for_selector(".chats-room [data-messages]")
    found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]]
    assert not found and page.evaluate("document.querySelector('.chats').scrollWidth <= innerWidth"), found


def test_a_chat_goes_on_while_one_watches_and_a_ban_is_told(somebody, site):
    room = re.search(r'href="(/chats/(\d+)/)"', site.get("/parts/chats.html")[1])
    watching, speaking, editor = somebody(), somebody(IKER), somebody()
    # In the panel over any page, by keyboard: the list with what is unread, then the room under its story's headline.
    watching.goto(f"{site.url}/")
    watching.wait_for_load_state("networkidle")
    watching.focus(".to-chats")
    watching.keyboard.press("Enter")
    watching.wait_for_selector(".chats [data-unread]:visible")
    watching.focus(f"[data-room-of='{room[2]}'] a")
    watching.keyboard.press("Enter")
    watching.wait_for_selector(".chats-room [data-message]")
    assert watching.evaluate("document.activeElement.id") == "chats-panel"
    headline = watching.inner_text("#chats-panel")
    assert headline in site.get(watching.get_attribute(".chats [data-further]", "href"))[1]
    watching.wait_for_timeout(1500)  # until the stream is open
    speaking.goto(site.url + room[1])
    speaking.fill("[data-say] input", "Is anybody <i>there</i>?")
    speaking.press("[data-say] input", "Enter")
    watching.wait_for_selector(".chats-room >> text=Is anybody <i>there</i>?")
    watching.wait_for_selector("[data-heard]:has-text('Is anybody')", state="attached")
    watching.keyboard.press("Escape")
    assert watching.evaluate("document.activeElement.className") == "to-chats"
    watching.click(".to-chats")
    watching.wait_for_selector(f"[data-room-of='{room[2]}']")
    assert not watching.locator(".chats [data-unread]:visible").count(), "what was seen is not unread"
    watching.click(f"[data-room-of='{room[2]}'] a")
    watching.wait_for_selector(".chats-room >> text=Is anybody <i>there</i>?")
    editor.goto(f"{site.url}/desk/login/")
    editor.fill("[name=username]", "editor@courier.example")
    editor.fill("[name=password]", "harbour-lights-1871")
    editor.click("button[type=submit]")
    editor.goto(f"{site.url}/desk/discussion/chats/?room={room[2]}")
    card = editor.locator(".card-of", has_text="Is anybody")
    card.locator("[name=reason]").fill("Shouting")
    card.locator("[value=block]").click()
    editor.wait_for_load_state()
    speaking.reload()
    speaking.wait_for_selector("text=The reason: Shouting")
    editor.locator(".card-of", has_text="Is anybody").locator("[value=remove]").click()
    watching.wait_for_selector("text=Is anybody <i>there</i>?", state="detached")


def test_a_moderator_works_by_keys(somebody, site):
    editor = somebody()
    editor.goto(f"{site.url}/desk/login/")
    editor.fill("[name=username]", "editor@courier.example")
    editor.fill("[name=password]", "harbour-lights-1871")
    editor.click("button[type=submit]")
    number, _ = discussed(site)
    writing = somebody(MARTA)
    writing.goto(f"{site.url}/account/discussion/{number}/")
    writing.fill("textarea[name=text]", "What idiots decided this?")
    writing.click("form button.chief")
    writing.wait_for_selector("text=holds words that we look at first")
    editor.goto(f"{site.url}/desk/discussion/pending/")
    assert editor.locator("[data-card] mark", has_text="idiots").count() >= 1
    editor.keyboard.press("j")
    editor.keyboard.press("a")
    editor.wait_for_selector("text=Approved.")
    assert editor.locator("[data-badge=pending]:not([hidden])").count() == 0
    site.until(f"/parts/discussion/{number}.html", "What idiots decided this?")
    editor.keyboard.press("u")
    editor.wait_for_selector("[data-card] mark")
