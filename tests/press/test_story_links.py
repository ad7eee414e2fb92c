"""Links to stories in running text: their addresses in print, their tags, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stoppress.newsroom import body
from stoppress.newsroom.actions import drafts, stories
from stoppress.newsroom.models import Story
from stoppress.press.gather.stories import stories as gather
from stoppress.press.printing import print_address

pytestmark = pytest.mark.django_db


def link_to(*others, words="there"):
    return " ".join(f'<a id="{other.pk}" linktype="story">{words} &amp; {n}</a>' for n, other in enumerate(others))


def block(html, kind="paragraph"):
    return {"type": kind, "value": html, "id": "b1"}


def text_of(story):
    seen = set()
    (copy,) = gather((story.pk,), False, seen)
    return copy.body[0].html, seen


def test_a_link_leads_to_the_storys_address_of_the_moment(write_story):
    other = stories.publish(story=write_story(headline="The other story")).story
    story = stories.publish(story=write_story(body=[block(f"<p>See {link_to(other)}.</p>")])).story
    html, seen = text_of(story)
    assert html == f'See <a href="{other.address}" rel="noopener">there &amp; 0</a>.'
    assert f'href="{other.address}"' in print_address(story.address).body.decode()
    before = other.address
    drafts.write(story=other, fields={"slug": "another-name"})
    outcome = stories.publish(story=other, verb="refile")
    assert outcome.story.address != before
    assert seen & set(outcome.entry.tags), "the page with the link is printed again"
    assert text_of(story)[0] == f'See <a href="{outcome.story.address}" rel="noopener">there &amp; 0</a>.'


def test_a_link_to_a_killed_story_is_plain_text(write_story):
    other = stories.publish(story=write_story(headline="The other story")).story
    story = stories.publish(story=write_story(body=[block(f"<p>See {link_to(other, words='<b>there</b>')}.</p>")])).story
    _, seen = text_of(story)
    outcome = stories.kill(story=other)
    assert seen & set(outcome.entry.tags)
    assert text_of(story)[0] == "See <b>there</b> &amp; 0."


def test_a_link_to_a_draft_is_plain_text_until_it_comes_out(write_story):
    other = write_story(headline="Not yet out")
    story = stories.publish(story=write_story(body=[block(f"<p>{link_to(other)}</p>")])).story
    html, seen = text_of(story)
    assert html == "there &amp; 0"
    outcome = stories.publish(story=other)
    assert seen & set(outcome.entry.tags)
    assert outcome.story.address in text_of(story)[0]


def test_links_cost_the_same_for_one_and_for_three(write_story):
    others = [stories.publish(story=write_story(headline=f"Other {n}")).story for n in range(3)]
    counts = []
    for linked in (others[:1], others):
        story = stories.publish(story=write_story(body=[block(f"<p>{link_to(*linked)}</p>")])).story
        with CaptureQueriesContext(connection) as asked:
            html, _ = text_of(story)
        assert html.count("href=") == len(linked)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("stored", [
    '<a linktype="story" id="7">x</a>', '<a id="7" linktype="story">x</a>', '<a class="c" id="7"\nlinktype="story">x</a>',
])  # fmt: skip
def test_links_are_found_however_they_are_written(stored):
    assert list(body.story_links(stored)) == [7]
    assert body.resolve_story_links(stored, {7: '/"a'}.get) == '<a href="/&quot;a">x</a>'


@pytest.mark.parametrize("stored", [
    '<a linktype="story">x</a>', '<a linktype="story" data-id="7">x</a>', f'<a linktype="story" id="{10**30}">x</a>',
    '<a href="/" id="7">x</a>',
])  # fmt: skip
def test_what_is_no_link_to_a_story_asks_for_none(stored, db):
    assert list(body.story_links(stored)) == []
    assert not Story.objects.filter(pk__in=body.story_links(stored)).exists()


def test_links_in_boxes_answers_and_lists_are_found():
    html = '<p><a linktype="story" id="7">x</a></p>'
    raw = [
        {"type": "fact_box", "value": {"title": "Box", "html": html}},
        {"type": "q_and_a", "value": {"items": [{"type": "item", "value": {"question": "?", "html": html.replace("7", "8")}}]}},
        {"type": "list", "value": {"items": [html.replace("7", "9")]}},
    ]
    assert body.references(raw).stories == {7, 8, 9}
