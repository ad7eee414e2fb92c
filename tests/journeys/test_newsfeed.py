"""Readers are told what happens while they read: the counter, the panel, notes on the page, and the story that comes next."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import SCREENSHOTS

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.journey, pytest.mark.processes]
#: An editor elsewhere: does what it is told, a line of JSON each time, and answers with a line.
EDITOR = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "stoppress.conf.settings"
import django
django.setup()
from stoppress.newsroom.models import Edition, Section, Story
from stoppress.newsroom.actions import drafts, stories
def publish(code, headline, breaking=False):
    edition = Edition.objects.get(code=code)
    fields = {"edition": edition, "section": Section.objects.filter(edition=edition, parent=None).first(), "headline": headline,
              "is_breaking": breaking}
    story, _ = drafts.write(story=None, fields=fields, body=[{"type": "paragraph", "value": "<p>More soon.</p>", "id": "a"}])
    story = stories.publish(story=story).story
    return story.pk, story.address
for line in sys.stdin:
    verb, number, said = json.loads(line)
    if verb == "publish":
        done = publish(*said)
    else:
        done = None
        getattr(stories, verb.removesuffix("_again"))(story=Story.objects.get(pk=number), **said)
    print(json.dumps(done), flush=True)
"""


@pytest.fixture(scope="module")
def editor(site) -> Iterator[Callable[..., object]]:
    """Calls an action of the newsroom in another process; publishing returns number and address."""
    process = subprocess.Popen([sys.executable, "-c", EDITOR], env={**site.env, "PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)  # fmt: skip

    def call(verb, number, /, **said):
        print(json.dumps([verb, number, said]), file=process.stdin, flush=True)
        return json.loads(process.stdout.readline())

    def publish(code, headline, breaking=False):
        print(json.dumps(["publish", 0, [code, headline, breaking]]), file=process.stdin, flush=True)
        return json.loads(process.stdout.readline())

    call.publish = publish
    yield call
    process.stdin.close()
    process.wait(20)
    process.stdout.close()


def until(page, condition, *given):
    """Wait until a condition holds in the page; its policy lets no text be run as a script there, so it is asked again and again."""
    end = time.monotonic() + 30
    while not page.evaluate(condition, *given):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


def wait_for(page, condition):
    """Wait until something has been seen of the page."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        page.wait_for_timeout(50)


IS_OPEN = "Object.keys(localStorage).some(name => name.startsWith('newsfeed:') && JSON.parse(localStorage[name]).at)"


@pytest.fixture
def reader(site, browser) -> Iterator[Callable[..., object]]:
    """Opens a page in a browser of its own, and waits until its stream is open."""
    contexts, complaints = [], []

    def open_page(path, context=None, **told):
        if context is None:
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "bypass_csp": False, **told})
            contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(site.url + path)
        until(page, IS_OPEN)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if "status of 500" not in text] == []


def shoot(page, name):
    """A picture to look at, when somebody wants to."""
    if os.environ.get("STOPPRESS_SCREENSHOTS"):
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")


def test_a_reader_sees_what_is_published_without_reloading(site, reader, editor):
    page = reader("/")
    link, count = page.locator("[data-newsfeed]"), page.locator("[data-newsfeed] [data-count]")
    assert count.is_hidden()
    first = editor.publish("en", "Pilot boat finds the missing buoy")[0]
    count.wait_for()
    assert page.locator("[data-newsfeed] [data-count] [data-number]").inner_text() == "1"
    note = page.locator("[data-note=new]")
    note.wait_for()
    assert page.locator(f"main a[href$='--{first}.html']").count() == 0, "the page itself does not move"

    link.focus()
    page.keyboard.press("Enter")
    item = page.locator(f"dialog.newsfeed li[data-story='{first}']")
    item.wait_for()
    assert count.is_hidden() and page.evaluate("document.activeElement.id") == "newsfeed"
    second = editor.publish("en", "Bridge closed to lorries", True)[0]
    page.locator(f"dialog.newsfeed li.stands-out.is-new[data-story='{second}']").wait_for()
    assert page.locator("dialog.newsfeed li").first.get_attribute("data-story") == str(second)
    assert page.evaluate("document.activeElement.id") == "newsfeed" and count.is_hidden()
    until(page, "document.querySelector('[data-said]').textContent.endsWith('1')")

    page.locator(f"dialog.newsfeed li[data-story='{second}'] a").focus()
    editor("correct", second, text="Only to heavy ones.")
    page.wait_for_timeout(500)
    assert page.evaluate("document.activeElement.closest('li')?.dataset.story") == str(second), "focus stays where it was"

    page.get_by_role("button", name="Pause").click()
    third = editor.publish("en", "Swans block the lock")[0]
    page.locator("[data-waiting]").wait_for()
    editor("kill", first)
    item.wait_for(state="detached")
    assert page.locator(f"dialog.newsfeed li[data-story='{third}']").count() == 0
    page.get_by_role("button", name="Pause").click()
    page.locator(f"dialog.newsfeed li[data-story='{third}']").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0 and page.evaluate("document.activeElement.matches('[data-newsfeed]')")

    shown = page.evaluate("[...document.querySelectorAll('dialog.newsfeed li')].slice(0, 20).map(li => li.dataset.story)")
    fresh = re.findall(r'<li data-story="(\d+)"', site.get("/parts/newsfeed.html")[1])[:20]
    assert shown == fresh


def test_a_story_says_that_it_has_changed_or_is_gone(site, reader, editor):
    number, address = editor.publish("en", "Tide tables were wrong")
    site.until(address, "Tide tables")
    page = reader(address)
    editor("publish_again", number, verb="refile")
    editor("correct", number, text="By an hour.")
    page.locator("[data-note=corrected]").wait_for()
    page.locator("[data-note=corrected] a").click()
    page.wait_for_selector(".corrections")
    page.wait_for_timeout(1500)
    assert page.locator(".note:not(.note-empty)").count() == 0, "the page is as new as what is told"
    editor("kill", number)
    page.locator("[data-note=gone]").wait_for()
    shoot(page, "story-gone")


def test_many_pages_of_a_browser_have_one_stream(site, reader, editor):
    first = reader("/")
    context = first.context
    others = [reader(path, context) for path in ("/city/", "/latest/", "/")]
    number = editor.publish("en", "Harbour lights switched on")[0]
    for page in (first, others[0], others[2]):
        page.locator("[data-note=new]").wait_for()
    assert number
    holders = [page.evaluate("navigator.locks.query().then(({held}) => held.filter(({name}) => name == 'live').length)") for page in others]
    assert holders == [1, 1, 1], "one lock, and so one stream, for all of them"
    asked = []
    context.on("request", lambda request: asked.append(request.url.split("channels=")[1].split("&")[0].split("%2C")) if "/live/?" in request.url else None)
    want = "([from, to]) => { window.bus ??= new BroadcastChannel('live'); for (let n = from; n <= to; n++) bus.postMessage({ name: 'want', said: ['story:' + n], from: 'tab' + n }); }"
    for numbers, last in (((1, 20), "story%3A20"), ((1, 1), "story%3A1")):
        others[1].evaluate(want, numbers)
        wait_for(others[1], lambda last=last: asked and last in asked[-1])
        assert len(asked[-1]) == 15 and "feed%3Aen" in asked[-1], "who looked last is heard of, among any number of pages"
    first.close()
    after = editor.publish("en", "Harbour lights switched off")[0]
    until(others[2], "document.querySelector('[data-note=new] [data-number]').textContent === '2'")
    assert after
    others[1].reload()
    assert others[1].locator("[data-newsfeed] [data-count]").is_hidden(), "who reads the latest has looked"


def test_without_a_stream_the_page_asks_again_and_again(site, reader, editor, browser):
    context = browser.new_context()
    context.route(re.compile(r"/live/\?"), lambda route: route.fulfill(status=503))
    context.add_init_script("const later = setTimeout; window.setTimeout = (f, t, ...a) => later(f, t > 10000 ? 300 : t, ...a);")
    page = context.new_page()
    page.goto(site.url + "/")
    until(page, "localStorage['newsfeed:en'] && JSON.parse(localStorage['newsfeed:en']).at")
    editor.publish("en", "Ferries return")
    page.locator("[data-newsfeed] [data-count]").wait_for()
    context.close()


def test_a_panel_that_cannot_be_loaded_says_so_and_tries_again(site, reader):
    page = reader("/")
    page.route("**/parts/newsfeed.html", lambda route: route.fulfill(status=500))
    page.locator("[data-newsfeed]").click()
    page.locator("dialog [data-retry]").wait_for()
    page.unroute("**/parts/newsfeed.html")
    page.locator("dialog [data-retry]").click()
    page.locator("dialog li").first.wait_for()


@pytest.mark.parametrize(("path", "scheme", "width"), [("/", "light", 1280), ("/", "dark", 360), ("/ar/", "dark", 1280), ("/ar/", "light", 360)])
def test_the_open_panel_is_accessible(site, browser, editor, path, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    code = "ar" if "ar" in path else "en"
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(site.url + path)
    until(page, f"localStorage['newsfeed:{code}'] && JSON.parse(localStorage['newsfeed:{code}']).at")
    editor.publish(code, "الجسر مغلق أمام الشاحنات" if code == "ar" else "Bridge closed to lorries", True)
    page.locator("[data-newsfeed] [data-count]").wait_for()
    assert page.locator("[data-newsfeed] [data-count] [data-number]").inner_text() == "1", "what was there before is not new"
    page.locator("[data-note=new]").wait_for()
    shoot(page, f"note-{code}-{scheme}-{width}")
    page.locator("[data-newsfeed]").click()
    page.locator("dialog li.is-new").first.wait_for()
    shoot(page, f"panel-{code}-{scheme}-{width}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_next_story_continues_below(site, reader, browser):
    from axe_playwright_python.sync_playwright import Axe

    stories = re.findall(r'href="(/\d{8}/[^"]+--\d+\.html)"', site.get("/city/")[1])
    numbers = {path: path.rpartition("--")[2] for path in stories}
    start = next(path for path, file in numbers.items() if "data-next" in site.get(f"/parts/next/{file}")[1])
    plain = re.search(r'<a rel="next" href="([^"]+)"', site.get(start)[1])[1]
    assert 'class="headline' in site.get(plain)[1], "without script a link leads on"
    page = reader(start, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    title = page.title()
    for _ in range(60):
        page.mouse.wheel(0, 1200)
        page.wait_for_timeout(60)
        if page.title() != title:
            break
    assert page.title() != title and not page.url.endswith(start)
    assert site.get(page.url.removeprefix(site.url))[0] == 200
    page.wait_for_timeout(200)
    shown = page.locator(".reading-title").inner_text()
    assert page.locator(".next-room h2.headline", has_text=shown).count() >= 1 and page.locator("h1").count() == 1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    shoot(page, "next-story")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.evaluate("scrollTo(0, 0)")
    until(page, "title => document.title === title", title)
    assert page.url.endswith(start)




def test_a_story_that_is_read_says_so_once_and_nothing_else(site, browser):
    address = re.search(r'href="(/\d{8}/[^"]+--(\d+)\.html)"', site.get("/")[1])
    said = {"quiet": [], "open": []}
    pages = {}
    for name in said:
        context = browser.new_context(user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
        context.add_init_script("const every = setInterval; window.setInterval = (f, t, ...a) => every(f, t / 20, ...a);")
        if name == "quiet":
            context.add_init_script("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true });")
        pages[name] = context.new_page()
        pages[name].on("response", lambda response, name=name: said[name].append(response) if "/reads/" in response.url else None)
        pages[name].goto(site.url + address[1])
    wait_for(pages["open"], lambda: said["open"])
    pages["open"].wait_for_timeout(1000)
    (response,) = said["open"]
    assert response.url.endswith(f"/reads/{address[2]}") and response.status == 204
    assert response.request.post_data is None and "cookie" not in response.request.headers
    assert said["quiet"] == []
    for page in pages.values():
        page.context.close()
