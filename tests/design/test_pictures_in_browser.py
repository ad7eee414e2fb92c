"""Pictures of readers' pages in a real browser: no larger than needed, galleries by key and by swipe, both ways round."""

import re

import pytest

from tests.design.test_in_browser import Paper, address, documents  # noqa: F401  (fixtures)

pytestmark = pytest.mark.journey
PAGES = ("front", "section", "story", "topic", "contributor")
#: What every picture on a page needs and got, in pixels of its width; a picture that is cut by its box needs more.
MEASURE = """() => [...document.querySelectorAll('picture img')].filter(i => i.offsetWidth).map(i => {
    const box = i.getBoundingClientRect(), ratio = i.getAttribute('width') / i.getAttribute('height');
    const needed = getComputedStyle(i).objectFit === 'cover' ? Math.max(box.width, box.height * ratio) : box.width;
    const got = /_(\\d+)\\.(?:avif|webp|jpg)/.exec(i.currentSrc);
    const offered = [...(i.srcset.matchAll(/ (\\d+)w/g))].map(m => Number(m[1]));
    return { needed, got: got ? Number(got[1]) : 0, least: Math.min(...offered), most: Math.max(...offered), sizes: i.sizes,
             name: i.currentSrc.replace(/_\\d+\\..*/, '') };
})"""
_SIZED = re.compile(r"_(\d+)\.(?:avif|webp|jpg)$")


def _draw(route, ratio_of):
    """An empty picture of the width that the address asks for."""
    width = int(_SIZED.search(route.request.url)[1])
    height = round(width / ratio_of(route.request.url))
    route.fulfill(content_type="image/svg+xml", body=f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"/>')


@pytest.mark.parametrize("dots", [1, 2])
@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_no_picture_is_much_larger_than_its_place(width, dots, browser, address):  # noqa: F811
    context = browser.new_context(viewport={"width": width, "height": 900}, device_scale_factor=dots)
    page = context.new_page()
    shapes = {"16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1.0}
    page.route("**/img/**", lambda route: _draw(route, lambda url: next((r for n, r in shapes.items() if n in url), 1.5)))
    measured = 0
    for name in PAGES:
        page.goto(f"{address}/en/{name}.html")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate("Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode().catch(() => {}); }))")
        shown = [one for one in page.evaluate(MEASURE) if one["got"]]
        for one in shown:
            measured += 1
            needed = one["needed"] * dots
            # A browser shows again what it has already loaded for a larger place of the same picture.
            largest = max(other["needed"] for other in shown if other["name"] == one["name"]) * dots
            assert one["got"] <= 1.5 * largest + 1 or one["got"] == one["least"], (name, str(one))
            assert one["got"] >= 0.75 * needed or one["got"] == one["most"], (name, str(one))
    assert measured > 15
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_gallery_is_walked_by_key_and_by_swipe_in_reading_direction(language, browser, address):  # noqa: F811
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/{language}/story.html")
    gallery = page.locator("[data-gallery]").first
    links = gallery.locator("a[data-enlarge]")
    count = links.count()
    assert count > 2
    forward, backward = ("ArrowLeft", "ArrowRight") if language == "ar" else ("ArrowRight", "ArrowLeft")
    links.first.focus()
    page.keyboard.press(forward)
    assert links.nth(1).evaluate("link => link === document.activeElement")

    page.keyboard.press("Enter")
    dialog = page.locator("dialog.enlarged")
    dialog.wait_for()

    def place():
        return dialog.locator(".enlarged-place").inner_text()

    assert place() == f"2 / {count}"
    page.keyboard.press(forward)
    assert place() == f"3 / {count}"
    page.keyboard.press(backward)
    page.keyboard.press("Home")
    assert place() == f"1 / {count}"
    assert dialog.locator(".enlarged-words .credit").count() <= 1

    def swipe(across, down=0):
        page.evaluate(
            """([dx, dy]) => { const dialog = document.querySelector('dialog.enlarged');
            const touch = (x, y) => new Touch({ identifier: 1, target: dialog, clientX: x, clientY: y });
            const begin = touch(200, 300), end = touch(200 + dx, 300 + dy);
            dialog.dispatchEvent(new TouchEvent('touchstart', { touches: [begin], changedTouches: [begin], bubbles: true }));
            dialog.dispatchEvent(new TouchEvent('touchend', { touches: [], changedTouches: [end], bubbles: true })); }""",
            [across, down],
        )

    on = 120 if language == "ar" else -120
    swipe(on)
    assert place() == f"2 / {count}"
    swipe(-on)
    swipe(-on)
    assert place() == f"{count} / {count}"
    swipe(20)
    assert place() == f"{count} / {count}"
    swipe(0, 200)
    dialog.wait_for(state="hidden")
    assert links.nth(count - 1).evaluate("link => link === document.activeElement")
    context.close()
