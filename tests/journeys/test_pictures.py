"""The picture desk in a real browser: files dropped, cuts drawn by mouse and moved by keys, replaced, seen by readers."""

import re
import secrets

import pytest
import pyvips
from axe_playwright_python.sync_playwright import Axe

from stoppress.pictures import rules
from tests.journeys.conftest import SCREENSHOTS
from tests.journeys.test_paper import _log_in, _press

pytestmark = [pytest.mark.journey, pytest.mark.processes]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def _photograph(path, width=2000, height=1500, tint=0):
    """A picture with something in it to look at, as a file."""
    grey = pyvips.Image.xyz(width, height)
    red, green = grey[0] * (255 / width), grey[1] * (255 / height)
    made = red.bandjoin([green, red * 0 + secrets.randbelow(90) + tint]).cast("uchar").copy(interpretation="srgb")
    made = made.draw_circle([250, 240, 230], width // 4, height // 4, height // 9, fill=True)
    made.write_to_file(str(path))
    return path


def _shot(page, name):
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"desk-{name}.png")


def _box(page):
    return page.evaluate("[...document.querySelectorAll('[id^=id_focal_point_], #id_crops')].map(f => f.value)")


def test_from_files_to_the_readers_page(site, page, tmp_path):
    _log_in(site, page)
    page.goto(f"{site.url}/desk/images/multiple/add/")
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 nothing that follows")
    files = [_photograph(tmp_path / "harbour-light.jpg"), broken, _photograph(tmp_path / "old-quay.png", tint=160)]
    page.set_input_files("#fileupload", files)
    rows = page.locator("#upload-list > li")
    rows.nth(0).locator("[name$=-title]").wait_for()
    rows.nth(2).locator("[name$=-title]").wait_for()
    refusal = rows.nth(1).locator(".error_messages")
    refusal.get_by_text(".", exact=False).first.wait_for()
    assert len(refusal.inner_text()) > 20
    _shot(page, "upload")
    waiting = page.locator("#upload-list > li:has([name$=-title])")
    for left, title in ((1, "Light over the harbour"), (0, "The old quay")):
        row = waiting.first
        row.locator("[name$=-title]").fill(title)
        row.locator("[name$=-alt]").fill(f"{title}, seen from the tower")
        row.locator("[name$=-credit]").fill("Courier / Lena Holt")
        row.locator("button[type=submit]").click()
        page.wait_for_function("n => document.querySelectorAll('#upload-list [name$=-title]').length === n", arg=left)

    # Where to look, by mouse; where to cut, by keys.
    page.goto(f"{site.url}/desk/images/?q=light+harbour")
    page.get_by_text("Light over the harbour").click()
    stage = page.locator(".cutting-stage")
    page.locator(".cutting-stage img").evaluate("image => image.complete || new Promise(done => image.onload = done)")
    room = stage.bounding_box()

    def drag(x0, y0, x1, y1):
        page.mouse.move(room["x"] + room["width"] * x0, room["y"] + room["height"] * y0)
        page.mouse.down()
        page.mouse.move(room["x"] + room["width"] * (x0 + x1) / 2, room["y"] + room["height"] * (y0 + y1) / 2)
        page.mouse.move(room["x"] + room["width"] * x1, room["y"] + room["height"] * y1)
        page.mouse.up()

    drag(0.1, 0.1, 0.4, 0.4)
    x, y, width, height, crops = _box(page)
    assert abs(int(x) - 500) < 20 and abs(int(y) - 375) < 20 and abs(int(width) - 600) < 20 and abs(int(height) - 450) < 20
    assert crops == "{}"
    shown = page.evaluate(
        """async ([w, h, focal]) => { const { automatic } = await import(document.querySelector('script[src*=cutting]').src);
        return ['16:9', '4:3', '1:1', '9:16'].map(shape => automatic(w, h, shape, focal)); }""",
        [2000, 1500, [200, 150, 800, 600]],
    )
    assert [tuple(box) for box in shown] == [rules.crop_box(2000, 1500, s, (200, 150, 800, 600)) for s in ("16:9", "4:3", "1:1", "9:16")]

    page.locator("[name=cutting][value='16:9']").focus()
    page.keyboard.press("Space")
    frame = page.locator(".cutting-frame")
    frame.focus()
    for key in ("Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowDown", "ArrowRight", "Control+ArrowRight"):
        page.keyboard.press(key)
    assert '"16:9"' in _box(page)[4] and "16:9" in page.locator("[data-said]").inner_text()
    page.locator("[name=cutting][value='1:1']").check()
    drag(0.5, 0.5, 0.9, 0.9)
    assert '"1:1"' in _box(page)[4]
    page.get_by_role("button", name="Automatic").click()
    assert '"1:1"' not in _box(page)[4]
    found = Axe().run(page, context=".desk-picture-cutting", options={"runOnly": WCAG, "resultTypes": ["violations"]}).response["violations"]
    complaints = [(v["id"], v["nodes"][0]["html"]) for v in found]
    assert complaints == [], complaints
    _shot(page, "cuts")
    cut = re.search(r'"16:9":\[(\d+),(\d+),(\d+),(\d+)\]', _box(page)[4]).groups()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("is saved; pages that show it").wait_for()

    # Into a story, by the chooser, and out to the readers.
    page.goto(f"{site.url}/desk/stories/add/")
    page.fill("[name=headline]", "Light over the harbour at last")
    page.select_option("[name=section]", label="City")
    page.get_by_role("button", name="Choose an image").first.click()
    modal = page.locator(".modal-content")
    modal.locator("[name=q]").fill("light over harb")
    modal.locator("a.image-choice", has_text="Light over the harbour").click()
    modal.wait_for(state="detached")
    page.locator("div:has(> input[name='body-count']) button[title='Insert a block']").last.click()
    page.locator("[role=option]:visible", has_text="Crosshead").first.click()
    page.locator("[name=body-0-value]").fill("The light is on again")
    _press(page, "publish")
    site.until("/latest/", "Light over the harbour at last")
    address = re.search(r'href="(/\d{8}/light-over[^"]+)"', site.get("/latest/")[1])[1]
    page.goto(site.url + address)
    lead = page.locator(".story-lead picture img").first
    assert f"_{':'.join(cut)}_" in lead.get_attribute("srcset") and lead.get_attribute("fetchpriority") == "high"
    assert lead.get_attribute("loading") is None and lead.evaluate("i => i.decode().then(() => i.naturalWidth)") >= 640
    assert "Courier / Lena Holt" in page.locator(".story-lead figcaption").inner_text()

    # Another picture everywhere.
    page.goto(f"{site.url}/desk/images/?q=light+harbour")
    page.get_by_text("Light over the harbour").first.click()
    assert "Light over the harbour at last" in page.locator(".desk-uses").inner_text()
    page.get_by_role("link", name="Replace everywhere…").click()
    page.get_by_role("button", name="Choose an image").click()
    modal.locator("a.image-choice", has_text="The old quay").first.click()
    modal.wait_for(state="detached")
    _shot(page, "replace")
    page.get_by_role("button", name="Replace it everywhere").click()
    page.get_by_text("stands in 1 place now").wait_for()
    site.until(address, "The old quay, seen from the tower")
    assert f"_{':'.join(cut)}_" not in site.get(address)[1]

    # A licence that ends: nothing is shown in its place, and the story stays.
    page.goto(f"{site.url}/desk/images/?q=old+quay")
    page.get_by_text("The old quay").first.click()
    page.locator("[name=licence_until_date]").fill("2020-01-31")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("is saved; pages that show it").wait_for()
    page.goto(f"{site.url}/desk/reports/picture-licences/")
    assert "The old quay" in page.locator("main").inner_text()
    _shot(page, "licences")
    site.until(address, "The light is on again")
    end = 100
    while "The old quay" in site.get(address)[1] and end:
        end -= 1
        page.wait_for_timeout(100)
    assert end, "the picture still shows"
