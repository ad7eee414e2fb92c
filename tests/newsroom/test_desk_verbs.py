"""The desk's verbs: by POST from the editor's form, and on their confirm pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import streamfield

from stoppress.newsroom.actions import drafts, spikes, stories
from stoppress.newsroom.errors import NotAllowed, NotReady, WrongState
from stoppress.newsroom.models import Correction, Story
from stoppress.readers.models import Account
from tests.newsroom.at_the_desk import form_of, member, said

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.newsroom.desk_urls")]


@pytest.fixture
def editor(client: Client) -> Account:
    return member(client, "Editors")


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


def test_each_picture_without_words_is_marked_in_its_own_block(
    client: Client, editor: Account, write_story: Callable[..., Story], picture: Any
) -> None:
    type(picture).objects.update(alt="", credit="")
    item = {"type": "item", "id": "i1", "value": {"picture": picture.pk, "alt": "Said here", "caption": ""}}
    story = write_story(body=[
        {"type": "picture", "id": "b1", "value": {"picture": picture.pk, "alt": "", "size": "wide"}},
        {"type": "gallery", "id": "b2", "value": {"title": "", "pictures": [item]}},
    ])  # fmt: skip
    page = client.get(f"/desk/stories/edit/{story.pk}/?refused=1")
    told = page.context["form"].errors["body"].as_data()[0].as_json_data()["blockErrors"]
    assert told[0]["blockErrors"]["alt"]["messages"][0].startswith("Block 1 (picture): the picture “Quay” has no alternative")
    assert "no credit" in told[0]["blockErrors"]["picture"]["messages"][0]
    gallery = told[1]["blockErrors"]["pictures"]["blockErrors"][0]["blockErrors"]
    assert "Block 2 (gallery), picture 1" in gallery["picture"]["messages"][0]
    assert "alt" not in gallery
    with pytest.raises(NotReady) as refusal:
        stories.publish(story=story)
    assert len(refusal.value.found) == 3 and refusal.value.problems["body"].count("“Quay”") == 3


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


def test_spiking_and_recovering(client: Client, editor: Account, write_story: Callable[..., Story]) -> None:
    story = write_story(headline="Never to be used", go_live_at=timezone.now() + timedelta(hours=1))
    stories.publish(story=story)
    assert f"/desk/stories/spike/{story.pk}/" in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert "scheduled for is cancelled" in client.get(f"/desk/stories/spike/{story.pk}/").content.decode()
    client.post(f"/desk/stories/spike/{story.pk}/")
    story = Story.objects.get(pk=story.pk)
    assert (story.state, story.go_live_at, story.scheduled_revision) == ("spiked", None, None)
    assert "is spiked" in client.get("/desk/stories/").content.decode()
    assert story.headline not in client.get("/desk/stories/").content.decode()
    for asked in ({"state": "spiked"}, {"q": "never"}):
        assert story.headline in client.get("/desk/stories/", asked).content.decode()
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert f"/desk/stories/recover/{story.pk}/" in page
    assert 'name="action-publish"' not in page and "action-submit" not in page
    with pytest.raises(WrongState):
        stories.publish(story=story)
    client.post(f"/desk/stories/recover/{story.pk}/")
    story.refresh_from_db()
    assert story.state == "draft"
    assert "Only a spiked story" in client.post(f"/desk/stories/recover/{story.pk}/").content.decode()
    history = client.get(f"/desk/stories/history/{story.pk}/").content.decode()
    assert "Spiked" in history and "Recovered" in history


def test_a_story_in_review_leaves_it_when_it_is_spiked(client: Client, write_story: Callable[..., Story]) -> None:
    member(client, "Reporters")
    story = write_story()
    client.post(f"/desk/stories/edit/{story.pk}/", form_of(story, **{"action-submit": "1"}))
    spikes.spike(story=story, by=member(client, "Editors"))
    story = Story.objects.get(pk=story.pk)
    assert (story.state, story.workflow_in_progress) == ("spiked", False)


def test_what_was_public_is_not_spiked_and_reporters_do_not_spike(client: Client, write_story: Callable[..., Story]) -> None:
    draft, story = write_story(), stories.publish(story=write_story()).story
    stories.take_down(story=story)
    reporter = member(client, "Reporters")
    assert f"/spike/{draft.pk}/" not in client.get(f"/desk/stories/edit/{draft.pk}/").content.decode()
    for verb in (spikes.spike, spikes.recover):
        with pytest.raises(NotAllowed):
            verb(story=draft, by=reporter)
    member(client, "Editors")
    assert f"/spike/{story.pk}/" not in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert "has been public" in client.post(f"/desk/stories/spike/{story.pk}/").content.decode()
