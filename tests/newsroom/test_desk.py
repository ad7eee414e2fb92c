"""The desk: its list, its verbs by POST, its confirm pages, its groups and its first page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from stoppress.newsroom import preview
from stoppress.newsroom.actions import drafts, groups, stories
from stoppress.newsroom.models import Correction, Story
from stoppress.readers.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.newsroom.desk_urls")]


def member(client: Client, group: str) -> Account:
    """Somebody of that group, logged in."""
    groups.ensure_groups()
    account = Account.objects.create_user(f"{group.split()[0].lower()}@courier.example", "pw", name=group)
    account.groups.add(Group.objects.get(name=group))
    client.force_login(account)
    return account


@pytest.fixture
def editor(client: Client) -> Account:
    return member(client, "Editors")


def form_of(story: Story | None = None, **changes: Any) -> dict[str, str]:
    """What the editor's form sends for a story."""
    told = {
        "headline": "Trams run all night", "standfirst": "", "kicker": "", "story_type": "news", "urgency": "5",
        "lead_media": streamfield([]), "body": streamfield([("paragraph", rich_text("<p>The night line began.</p>"))]),
        **{f"{name}-{part}_FORMS": "0" for name in ("bylines", "story_topics") for part in ("TOTAL", "INITIAL")},
    }  # fmt: skip
    if story:
        told |= {"edition": str(story.edition_id), "section": str(story.section_id or ""), "headline": story.headline}
    return nested_form_data({**told, **changes})


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


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
    for words, found, other in [("HARB", first, second), (str(second.pk), second, first), (f"/x/y--{first.pk}.html", first, second)]:
        page = client.get("/desk/stories/", {"q": words}).content.decode()
        assert found.headline in page, words
        assert other.headline not in page, words


def test_the_list_is_filtered(client: Client, editor: Account, write_story: Callable[..., Story]) -> None:
    stories.publish(story=write_story(headline="Out already"))
    write_story(headline="Still a draft")
    page = client.get("/desk/stories/", {"state": "draft"}).content.decode()
    assert "Still a draft" in page
    assert "Out already" not in page


def test_a_new_story_starts_in_the_first_edition(client: Client, editor: Account, section: Any) -> None:
    response = client.get("/desk/stories/add/")
    assert response.context["form"]["edition"].value() == section.edition_id
    client.post("/desk/stories/add/", form_of(edition=str(section.edition_id), headline="Begun"))
    story = Story.objects.get()
    assert (story.headline, story.state, story.live, story.slug) == ("Begun", "draft", False, "begun")


def test_publishing_from_the_form(client: Client, editor: Account, write_story: Callable[..., Story]) -> None:
    story = write_story()
    response = client.post(f"/desk/stories/edit/{story.pk}/", form_of(story, **{"action-publish": "1"}))
    assert response.status_code == 302
    story.refresh_from_db()
    assert (story.live, story.state, story.version) == (True, "published", 1)
    assert "is published" in said(response)


def test_a_refused_publication_keeps_the_draft_and_names_the_fields(
    client: Client, editor: Account, write_story: Callable[..., Story], picture: Any
) -> None:
    picture.alt = ""
    picture.save()
    story = write_story()
    sent = form_of(story, section="", headline="Typed just now", lead_picture=str(picture.pk), **{"action-publish": "1"})
    response = client.post(f"/desk/stories/edit/{story.pk}/", sent)
    assert response.status_code == 302
    assert response["Location"].endswith("?refused=1")
    assert "Choose the section" in said(response)
    page = client.get(response["Location"])
    form = page.context["form"]
    assert form["headline"].value() == "Typed just now"
    assert "Choose the section" in str(form.errors["section"])
    assert "Describe the lead picture" in str(form.errors["lead_alt"])
    story.refresh_from_db()
    assert (story.live, story.state, story.headline) == (False, "draft", "Typed just now")


def test_a_refused_first_publication_makes_one_draft(client: Client, editor: Account, section: Any) -> None:
    sent = form_of(edition=str(section.edition_id), body=streamfield([]), **{"action-publish": "1"})
    response = client.post("/desk/stories/add/", sent)
    story = Story.objects.get()
    assert response["Location"] == f"/desk/stories/edit/{story.pk}/?refused=1"
    assert client.get(response["Location"]).context["form"].errors["body"]
    assert not story.live


def test_updating_moves_the_time_and_refiling_does_not(
    client: Client, editor: Account, write_story: Callable[..., Story]
) -> None:
    story = stories.publish(story=write_story()).story
    client.post(f"/desk/stories/edit/{story.pk}/", form_of(story, headline="Typo mended", **{"action-refile": "1"}))
    story.refresh_from_db()
    assert (story.headline, story.updated_at, story.version) == ("Typo mended", None, 2)
    client.post(f"/desk/stories/edit/{story.pk}/", form_of(story, headline="New facts", **{"action-publish": "1"}))
    story.refresh_from_db()
    assert story.headline == "New facts"
    assert story.updated_at is not None


def test_saving_a_draft_of_a_live_story_leaves_readers_their_version(
    client: Client, editor: Account, write_story: Callable[..., Story]
) -> None:
    story = stories.publish(story=write_story()).story
    client.post(f"/desk/stories/edit/{story.pk}/", form_of(story, headline="Being prepared"))
    story.refresh_from_db()
    assert (story.headline, story.has_unpublished_changes) == ("Trams run all night", True)
    assert "+ draft" in client.get("/desk/stories/").content.decode()


def test_a_schedule_makes_it_wait_and_can_be_cancelled(
    client: Client, editor: Account, write_story: Callable[..., Story]
) -> None:
    story = write_story()
    at = (timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M")
    response = client.post(f"/desk/stories/edit/{story.pk}/", form_of(story, go_live_at=at, **{"action-publish": "1"}))
    assert "will come out at" in said(response)
    story.refresh_from_db()
    assert (story.live, story.state) == (False, "scheduled")
    client.post(f"/desk/stories/history/{story.pk}/revisions/{story.scheduled_revision.pk}/unschedule/")
    story = Story.objects.get(pk=story.pk)
    assert (story.state, story.scheduled_revision) == ("draft", None)


def test_correcting_saves_the_draft_and_asks_for_the_note(
    client: Client, editor: Account, write_story: Callable[..., Story]
) -> None:
    story = stories.publish(story=write_story()).story
    sent = form_of(story, headline="Line six, not five", **{"action-correct": "1"})
    response = client.post(f"/desk/stories/edit/{story.pk}/", sent)
    assert response["Location"] == f"/desk/stories/correct/{story.pk}/"
    empty = client.post(response["Location"], {"text": " "})
    assert "readers will see this note" in empty.content.decode()
    client.post(response["Location"], {"text": "It was line six.", "with_draft": "on"})
    story.refresh_from_db()
    assert (story.state, story.headline) == ("corrected", "Line six, not five")
    assert Correction.objects.get().text == "It was line six."


def test_a_correction_that_cannot_come_out_keeps_the_note(
    client: Client, editor: Account, write_story: Callable[..., Story]
) -> None:
    story = stories.publish(story=write_story()).story
    drafts.write(story=story, fields={"section": None})
    response = client.post(f"/desk/stories/correct/{story.pk}/", {"text": "It was line six.", "with_draft": "on"})
    page = response.content.decode()
    assert "Choose the section" in page
    assert "It was line six." in page
    assert not Correction.objects.exists()


def test_taking_down_and_killing(client: Client, write_story: Callable[..., Story]) -> None:
    member(client, "Chief editors")
    story = stories.publish(story=write_story()).story
    assert client.get(f"/desk/stories/take-down/{story.pk}/").status_code == 200
    client.post(f"/desk/stories/take-down/{story.pk}/")
    story.refresh_from_db()
    assert (story.live, story.state) == (False, "taken_down")
    again = client.post(f"/desk/stories/take-down/{story.pk}/")
    assert "done already" in again.content.decode()
    client.post(f"/desk/stories/kill/{story.pk}/", {"notice": "Withdrawn on legal advice."})
    story.refresh_from_db()
    assert (story.state, story.kill_notice) == ("killed", "Withdrawn on legal advice.")
    history = client.get(f"/desk/stories/history/{story.pk}/").content.decode()
    assert "Killed for good" in history
    assert "Taken down" in history


def test_wagtails_unpublish_page_leads_to_ours(client: Client, editor: Account, write_story: Callable[..., Story]) -> None:
    story = stories.publish(story=write_story()).story
    response = client.get(f"/desk/stories/unpublish/{story.pk}/")
    assert response["Location"] == f"/desk/stories/take-down/{story.pk}/"


@pytest.mark.parametrize(("group", "page"), [("Reporters", "correct"), ("Reporters", "take-down"), ("Editors", "kill")])
def test_who_may_not_is_turned_away(client: Client, group: str, page: str, write_story: Callable[..., Story]) -> None:
    member(client, group)
    story = stories.publish(story=write_story()).story
    response = client.post(f"/desk/stories/{page}/{story.pk}/", {"text": "A note", "notice": ""})
    assert response["Location"] == "/desk/"
    story.refresh_from_db()
    assert (story.live, story.state) == (True, "published")


@pytest.mark.parametrize(("group", "shown"), [
    ("Reporters", set()),
    ("Editors", {"action-publish", "action-refile", "action-correct", "take-down"}),
    ("Chief editors", {"action-publish", "action-refile", "action-correct", "take-down", "kill"}),
])  # fmt: skip
def test_the_menu_shows_what_each_may_do(
    client: Client, group: str, shown: set[str], write_story: Callable[..., Story]
) -> None:
    member(client, group)
    story = stories.publish(story=write_story()).story
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    found = {name for name in ("action-publish", "action-refile", "action-correct") if f'name="{name}"' in page}
    found |= {name for name in ("take-down", "kill") if f"/desk/stories/{name}/{story.pk}/" in page}
    assert found == shown
    assert "action-unpublish" not in page


def test_a_reporters_publication_is_only_saved(client: Client, write_story: Callable[..., Story]) -> None:
    member(client, "Reporters")
    story = write_story()
    client.post(f"/desk/stories/edit/{story.pk}/", form_of(story, headline="Mine", **{"action-publish": "1"}))
    story.refresh_from_db()
    assert (story.live, story.headline) == (False, "Mine")


def test_review_goes_from_a_reporter_to_an_editor(client: Client, write_story: Callable[..., Story]) -> None:
    member(client, "Reporters")
    story = write_story(section=None)
    client.post(f"/desk/stories/edit/{story.pk}/", form_of(story, **{"action-submit": "1"}))
    story.refresh_from_db()
    assert story.state == "in_review"
    member(client, "Editors")
    assert story.headline in client.get("/desk/").content.decode()
    task = story.current_workflow_task_state
    response = client.post(f"/desk/stories/workflow/action/{story.pk}/approve/{task.pk}/")
    assert "Choose the section" in said(response)
    story.refresh_from_db()
    assert (story.live, story.state, story.workflow_in_progress) == (False, "in_review", True)


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
    with django_assert_num_queries(14):
        client.get("/desk/")
    some()
    some()
    with django_assert_num_queries(14):
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
    assert "/desk/pages/" not in client.get("/desk/").content.decode()


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
    assert f'<a id="{other.pk}" linktype="story">here</a>' in story.body.raw_data[0]["value"]


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
