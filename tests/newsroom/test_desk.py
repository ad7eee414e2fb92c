"""The desk: its lists, first page, menu, groups, previews and links to stories."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.admin.menu import admin_menu
from wagtail.test.utils.form_data import rich_text, streamfield

from stoppress.newsroom import preview
from stoppress.newsroom.actions import drafts, groups, stories
from stoppress.newsroom.models import Story
from stoppress.readers.models import Account
from tests.newsroom.at_the_desk import form_of, member

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.newsroom.desk_urls")]


@pytest.fixture
def editor(client: Client) -> Account:
    return member(client, "Editors")


def test_the_list_takes_the_same_queries_for_one_story_and_for_three(
    client: Client, editor: Account, write_story: Callable[..., Story], django_assert_num_queries: Any
) -> None:
    write_story()
    client.get("/desk/stories/")
    with django_assert_num_queries(12):
        client.get("/desk/stories/")
    write_story(headline="Second")
    stories.publish(story=write_story(headline="Third"))
    with django_assert_num_queries(12):
        page = client.get("/desk/stories/").content.decode()
    assert page.index("Third") < page.index("Second") < page.index("Trams run all night")
    assert "desk-state--published" in page


def test_the_list_is_searched_by_headline_number_and_address(
    client: Client, editor: Account, write_story: Callable[..., Story]
) -> None:
    first, second = write_story(headline="Harbour frozen"), write_story(headline="Trams again")
    address = f"/20260101/y--{first.pk}.html"
    for words, found, other in [("HARB", first, second), (str(second.pk), second, first), (address, first, second)]:
        page = client.get("/desk/stories/", {"q": words}).content.decode()
        assert found.headline in page, words
        assert other.headline not in page, words


def test_the_list_is_filtered(client: Client, editor: Account, write_story: Callable[..., Story]) -> None:
    stories.publish(story=write_story(headline="Out already"))
    write_story(headline="Still a draft")
    page = client.get("/desk/stories/", {"state": "draft"}).content.decode()
    assert "Still a draft" in page
    assert "Out already" not in page


@pytest.mark.parametrize("asked", [{"story_type": "news"}, {"state": "published"}, {"q": "trams"}])
def test_a_filtered_list_takes_the_same_queries_for_one_story_and_for_three(
    client: Client, editor: Account, write_story: Callable[..., Story], asked: dict[str, str]
) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            stories.publish(story=write_story())
        client.get("/desk/stories/", asked)
        with CaptureQueriesContext(connection) as done:
            page = client.get("/desk/stories/", asked).content.decode()
        counts.append(len(done))
    assert page.count("Trams run all night") >= 3
    assert counts[0] == counts[1]


def test_the_first_page_takes_the_same_queries_for_many_stories(
    client: Client, editor: Account, write_story: Callable[..., Story], django_assert_num_queries: Any
) -> None:
    def some() -> None:
        live = stories.publish(story=write_story(headline="Out")).story
        stories.correct(story=live, text="A note.")
        stories.publish(story=write_story(headline="Later", go_live_at=timezone.now() + timedelta(hours=1)))
        drafts.write(story=write_story(), fields={"headline": "Mine"}, by=editor)

    some()
    client.get("/desk/")
    with django_assert_num_queries(17):
        client.get("/desk/")
    some()
    some()
    with django_assert_num_queries(17):
        page = client.get("/desk/").content.decode()
    for heading in ("My drafts", "Waiting for review", "Scheduled", "Published in the last 24 hours", "Corrected", "Mine"):
        assert heading in page


def test_groups_are_made_once_and_then_left_alone(db: None) -> None:
    groups.ensure_groups()
    reporters = Group.objects.get(name="Reporters")
    assert {p.codename for p in reporters.permissions.all()} >= {"access_admin", "add_story", "change_story"}
    assert not reporters.permissions.filter(codename="publish_story").exists()
    assert not Group.objects.get(name="Editors").permissions.filter(codename="kill_story").exists()
    assert Group.objects.get(name="Chief editors").permissions.filter(codename="kill_story").exists()
    reporters.permissions.clear()
    assert groups.ensure_groups() == []
    assert not reporters.permissions.exists()


@pytest.mark.parametrize("path", [
    "sections/", "sections/add/", "topics/", "topics/add/", "contributors/", "contributors/add/", "editions/",
    "editions/add/", "house-pages/", "house-pages/add/", "corrections/", "tokens/", "images/", "images/add/",
])  # fmt: skip
def test_every_page_of_the_menu_opens(client: Client, path: str, section: Any) -> None:
    member(client, "Chief editors")
    response = client.get(f"/desk/{path}")
    assert response.status_code == 200


def test_the_menu_speaks_of_stories_and_not_of_pages(client: Client, rf: Any) -> None:
    request = rf.get("/desk/")
    request.user = member(client, "Chief editors")
    names = [item.name for item in admin_menu.menu_items_for_request(request)]
    assert names[:2] == ["stories", "images"]
    assert not {"explorer", "snippets"} & set(names)


def test_a_preview_without_a_section_is_a_sentence(write_story: Callable[..., Story], rf: Any) -> None:
    response = preview.respond(write_story(section=None), rf.get("/"))
    assert "Choose a section" in response.content.decode()
    assert response["X-Robots-Tag"].startswith("noindex")


def test_a_preview_of_a_draft_never_saved(section: Any, rf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "_printer", lambda story: f"{story.is_preview} {story.address}")
    story = Story(edition=section.edition, section=section, headline="Not yet saved")
    response = preview.respond(story, rf.get("/"))
    today = f"{timezone.now():%Y%m%d}"
    assert response.content.decode() == f"True /{today}/not-yet-saved--0.html"
    assert response["Content-Security-Policy"] == "frame-ancestors 'self'"


def test_links_to_stories_survive_editing(client: Client, editor: Account, write_story: Callable[..., Story]) -> None:
    other = write_story(headline="The other story")
    told = f'<p data-block-key="k1">See <a linktype="story" id="{other.pk}">here</a>.</p>'
    story = write_story(body=[{"type": "paragraph", "value": told, "id": "b1"}])
    assert "The other story" in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    sent = form_of(story, body=streamfield([("paragraph", rich_text(told, features=["link", "story-link"]))]))
    client.post(f"/desk/stories/edit/{story.pk}/", sent)
    story.refresh_from_db()
    assert f'<a linktype="story" id="{other.pk}">here</a>' in story.body.raw_data[0]["value"]


def test_stories_are_chosen_newest_first_and_searched(
    client: Client, editor: Account, write_story: Callable[..., Story]
) -> None:
    write_story(headline="Older story")
    write_story(headline="Newer story")
    page = client.get("/desk/snippets/choose/newsroom/story/").json()["html"]
    assert page.index("Newer story") < page.index("Older story")
    page = client.get("/desk/snippets/choose/newsroom/story/results/", {"q": "older"}).content.decode()
    assert "Older story" in page
    assert "Newer story" not in page
