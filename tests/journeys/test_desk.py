"""What only a real browser shows of the desk: links made with the text editor's buttons, a token copied."""

import re

import pytest

from tests.journeys.test_paper import _log_in, _press

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def _select(page, key, count, towards):
    page.keyboard.press(key)
    for _ in range(count):
        page.keyboard.press(f"Shift+{towards}")


def test_links_lead_to_a_phone_and_to_a_story(site, page):
    _log_in(site, page)
    page.goto(f"{site.url}/desk/stories/add/")
    page.fill("[name=headline]", "Whom to call about the trams")
    page.select_option("[name=section]", label="City")
    page.locator("div:has(> input[name='body-count']) button[title='Insert a block']").last.click()
    page.locator("[role=option]:visible", has_text="Paragraph").first.click()
    body = page.locator("[data-contentpath=body]")
    text = body.locator(".public-DraftEditor-content").first
    text.click()
    page.keyboard.type("Call the harbour office or read about trams")

    _select(page, "Control+Home", 4, "ArrowRight")
    body.locator("button[name=LINK]").first.click()
    modal = page.locator(".modal-content")
    modal.locator("input[type=submit]").wait_for()
    assert modal.locator(".link-types").inner_text().split(" | ") == ["Address", "E-mail", "Phone"]
    modal.locator("a", has_text="Phone").click()
    modal.locator("[name$=phone_number]").fill("+351 555 010 100")
    modal.locator("input[type=submit]").click()
    modal.wait_for(state="detached")

    text.click()
    _select(page, "Control+End", 5, "ArrowLeft")
    body.locator("button[name=STORY_LINK]").first.click()
    modal.locator("[name=q]").fill("trams to run all night")
    modal.locator("[data-chooser-modal-choice]", has_text="Trams to run all night").first.click()
    modal.wait_for(state="detached")
    _press(page, "publish")
    site.until("/latest/", "Whom to call about the trams")
    address = re.search(r'href="(/\d{8}/whom-to-call[^"]+)"', site.get("/latest/")[1])[1]
    printed = site.get(address)[1]
    assert '<a href="tel:+351555010100" rel="noopener">Call</a>' in printed
    assert re.search(r'<a href="/\d{8}/tram[^"]+--\d+\.html" rel="noopener">trams</a>', printed)


def test_a_token_is_copied_and_seen_no_more(site, page):
    _log_in(site, page)
    page.goto(f"{site.url}/desk/tokens/make/")
    page.fill("[name=name]", "Agency feed")
    page.check("[value='items:read']")
    page.locator("button", has_text="Make the token").click()
    token = page.locator("#token").input_value()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copies]").click()
    page.locator("[data-copies]", has_text="Copied").wait_for()
    assert token == page.evaluate("navigator.clipboard.readText()")
    page.goto(f"{site.url}/desk/tokens/")
    assert token not in page.content()
