"""The paper comes out: written at the desk, read on the site, corrected, killed; with a real browser."""

import json
import re
import tomllib
import urllib.request
from pathlib import Path

import pytest

from stoppress.conf.management.commands.seed import DEMO_EMAIL, DEMO_PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def _log_in(site, page):
    page.goto(f"{site.url}/desk/")
    if "login" in page.url:
        page.fill("input[name=username]", DEMO_EMAIL)
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "login" not in url)


def test_a_reader_finds_the_front_a_story_and_the_other_editions(site, page):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{site.url}/")
    assert page.locator("h1").count() == 1
    page.locator("main article a, main h2 a, main h3 a").first.click()
    page.wait_for_url(re.compile(r"--\d+\.html"))
    assert page.locator("h1").count() == 1 and page.locator("article time[datetime]").count() >= 1
    page.goto(f"{site.url}/ar/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert errors == []


@pytest.mark.parametrize("path", ["/", "/es/", "/ar/"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_no_axe_violations(site, browser, path, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    try:
        for address in (path, _first_story(site, path), f"{path}corrections/", f"{path}latest/"):
            page.goto(site.url + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            found = Axe().run(page)
            assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
    finally:
        context.close()


def _first_story(site, front):
    return re.search(rf'href="({front}\d{{8}}/[^"]+\.html)"', site.get(front)[1])[1]


def test_published_from_the_desk_then_corrected_then_killed(site, page):
    _log_in(site, page)
    headline = "Night ferry saves the last train"
    page.goto(f"{site.url}/desk/stories/add/")
    page.fill("[name=headline]", headline)
    page.fill("[name=standfirst]", "The skipper waited eleven minutes.")
    page.select_option("[name=section]", label="City")
    page.locator("div:has(> input[name='body-count']) button[title='Insert a block']").last.click()
    page.locator("[role=option]:visible", has_text="Crosshead").first.click()
    page.locator("[name=body-0-value]").fill("Eleven minutes")
    _press(page, "publish")
    page.wait_for_load_state()
    site.until("/", headline)
    for path in ("/city/", "/rss.xml", "/sitemaps/news.xml", "/latest/"):
        site.until(path, headline)
    address = re.search(r'href="(/\d{8}/night-ferry[^"]+)"', site.get("/latest/")[1])[1]
    number = re.search(r"--(\d+)\.html", address)[1]
    assert site.get(address)[0] == 200

    page.goto(f"{site.url}/desk/stories/correct/{number}/")
    page.fill("textarea", "The skipper waited twelve minutes.")
    page.locator("main form button[type=submit], main form input[type=submit]").last.click()
    site.until(address, "twelve minutes")
    site.until("/corrections/", "twelve minutes")

    page.goto(f"{site.url}/desk/stories/kill/{number}/")
    page.fill("textarea", "This story was withdrawn: the ferry does not exist.")
    page.locator("main form button[type=submit], main form input[type=submit]").last.click()
    site.until(address, "the ferry does not exist")
    assert site.get(address)[0] == 410
    for path in ("/", "/city/", "/rss.xml", "/sitemaps/news.xml", "/latest/"):
        assert headline not in site.get(path)[1]


def _press(page, verb):
    """Press one of the verbs in the editor's footer menu."""
    page.locator("footer .w-dropdown__toggle").click()
    page.locator(f"button[name=action-{verb}]:visible").click()



def test_an_item_put_by_a_machine_is_on_every_page(site):
    token = site.stoppress("token", "create", "journey", "--scope", "items:write", "--scope", "items:publish").stdout.strip()
    item = {"uri": "urn:journey:1", "version": "1", "type": "text", "language": "en", "section": "city",
            "headlines": [{"value": "Machine sends harbour bulletin"}],
            "bodies": [{"value": "All quiet in the roads."}]}  # fmt: skip
    request = urllib.request.Request(
        f"{site.url}/api/newsroom/v1/items/urn:journey:1?action=publish", json.dumps(item).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}, method="PUT",
    )  # fmt: skip
    with urllib.request.urlopen(request) as answer:
        told = json.load(answer)
    for path in (told["address"], "/", "/rss.xml", "/sitemaps/news.xml"):
        site.until(path, "Machine sends harbour bulletin")


def test_embargoed_scheduled_killed_and_draft_copy_is_nowhere(site):
    """The words of stories that readers must not see, looked for on every public surface."""
    root = Path(__file__).resolve().parents[2] / "demo"
    hidden = []
    for path in root.glob("*/stories/*.toml"):
        told = tomllib.loads(path.read_text())
        if told.get("fate", "published") != "published":
            hidden.append(told["headline"])
    assert len(hidden) >= 6
    index = site.get("/sitemap.xml")[1]
    surfaces = ["/", "/es/", "/ar/", "/latest/", "/es/latest/", "/ar/latest/", "/rss.xml", "/atom.xml", "/feed.json",
                "/es/rss.xml", "/ar/rss.xml", "/city/", "/opinion/"]  # fmt: skip
    surfaces += [url.removeprefix(site.url) for url in re.findall(r"<loc>([^<]+)</loc>", index)]
    for surface in surfaces:
        status, text = site.get(surface)
        assert status == 200, surface
        for headline in hidden:
            assert headline not in text, f"{surface} shows {headline!r}"


def test_the_whole_shelf_is_right(site):
    """Runs last in this file: after all that happened above, every shelved page equals a fresh print."""
    done = site.stoppress("proofread", check=False)
    assert done.returncode == 0, done.stdout[-3000:]
