"""State and events: whoever loads the newsfeed at some moment and applies every event since, sees what a fresh load shows.

The list is applied by the page's own script, in a real browser.
"""

import shutil
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from stoppress.kit import clock
from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Story
from stoppress.press import follower, printing
from stoppress.press.gather import pages
from stoppress.press.typeset import DESIGN
from tests import aside
from tests.conftest import CHROMIUM

pytestmark = [
    pytest.mark.journey, pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]  # fmt: skip
APPLY = """
([html, events, fresh]) => {
  const list = feed.read(html);
  const isKnown = events.map(event => feed.apply(list, event)).every(Boolean);
  const seen = list => [...list.children].slice(0, list.dataset.most / 2).map(item => item.outerHTML);
  return [isKnown, seen(list), seen(feed.read(fresh)), list.querySelectorAll("[data-story]").length];
}
"""
headlines = st.sampled_from(["Trams run all night", "Ferry fares rise", "<b>& so on</b>", "تصويت المجلس"])


class Reader(RuleBasedStateMachine):
    """A newsroom at work, and a reader who loaded the newsfeed at some moment."""

    streams = edition = section = None
    cases: list[list[object]] = []

    def __init__(self):
        super().__init__()
        self.stories = []
        self.loaded = []
        self.load()

    @rule(headline=headlines, breaking=st.booleans(), hours=st.integers(0, 3))
    def publish(self, headline, breaking, hours):
        fields = {"edition": self.edition, "section": self.section, "headline": headline, "is_breaking": breaking}
        story, _ = drafts.write(story=None, fields=fields, body=[{"type": "paragraph", "value": "<p>x</p>", "id": "a"}])
        story = stories.publish(story=story, published_at=clock.now() - timedelta(hours=hours)).story
        self.stories.append(story.pk)

    @precondition(lambda self: self.stories)
    @rule(number=st.integers(0, 9), verb=st.sampled_from(["update", "refile", "correct", "kill", "kill", "take_down", "publish", "delete"]),
          headline=headlines)  # fmt: skip
    def turn(self, number, verb, headline):
        story = Story.objects.filter(pk=self.stories[number % len(self.stories)]).first()
        if story is None:
            return
        if verb in ("update", "refile") and story.live:
            story, revision = drafts.write(story=story, fields={"headline": headline})
            stories.publish(story=story, revision=revision, verb=verb)
        elif verb == "correct" and story.live:
            stories.correct(story=story, text="It rained.")
        elif verb in ("kill", "take_down") and story.live:
            getattr(stories, verb)(story=story)
        elif verb == "publish" and story.state == "taken_down":
            stories.publish(story=story)
        elif verb == "delete":
            story.delete()

    @rule()
    def load(self):
        """The reader loads the part, whatever the press has come to."""
        printed = printing.print_address("/parts/newsfeed.html")
        self.loaded.append((printed.body.decode(), dict(printed.headers)["Stoppress-Log"]))

    @rule()
    def press_works(self):
        follower.catch_up()

    @rule()
    def press_tells(self):
        self.streams.tell()

    def teardown(self):
        self.streams.work()
        fresh = printing.print_address("/parts/newsfeed.html").body.decode()
        for html, place in self.loaded:
            told = self.streams.since(place)
            if told["reset"]:
                continue
            self.cases.append([html, told["events"], fresh])
        Story.objects.filter(pk__in=self.stories).delete()


def test_state_and_events_are_a_fresh_load(streams, edition, section, monkeypatch):
    monkeypatch.setattr(pages, "NEWSFEED", 6)
    Reader.streams, Reader.edition, Reader.section, Reader.cases = streams, edition, section, []
    run_state_machine_as_test(
        Reader, settings=settings(max_examples=15, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
    assert len(Reader.cases) > 15
    for case, (is_known, seen, wanted, count) in zip(Reader.cases, aside.call(applied, Reader.cases), strict=True):
        # A list of which too much was withdrawn says that it must be loaded anew; it is never wrong without saying so.
        assert seen == wanted if is_known else count < 6, case
    assert any(events for _, events, _ in Reader.cases)


def applied(cases):
    """What the page's own script makes of each."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        page = browser.new_page()
        script = (DESIGN / "scripts" / "panel.js").read_text()
        page.set_content("<!doctype html><title>x</title>")
        page.add_script_tag(content=f"{script}\nwindow.feed = {{ read, apply }};", type="module")
        page.wait_for_function("window.feed")
        found = [page.evaluate(APPLY, case) for case in cases]
        browser.close()
    return found
