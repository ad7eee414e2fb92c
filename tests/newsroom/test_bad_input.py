"""Bad input in the desk's forms: told beside the field, nothing lost, nothing that turns or breaks what stands beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import rich_text, streamfield

from stoppress.newsroom.models import Section, Story
from stoppress.publog.models import Entry
from stoppress.readers.models import Account
from tests.newsroom.at_the_desk import form_of, member

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.newsroom.desk_urls")]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def editor(client: Client) -> Account:
    return member(client, "Editors")


def test_a_story_without_a_headline_is_told_so_and_keeps_its_text(
    client: Client, editor: Account, write_story: Callable[..., Story]
) -> None:
    story = write_story()
    sent = form_of(story, headline="", standfirst="Typed just now", **{"action-publish": "1"})
    response = client.post(f"/desk/stories/edit/{story.pk}/", sent)
    page = response if response.status_code == 200 else client.get(response["Location"])
    assert "Give the story a headline" in page.content.decode() and "Typed just now" in page.content.decode()
    assert not Story.objects.get(pk=story.pk).live and not Entry.objects.filter(kind="story.published").exists()


def test_null_bytes_are_refused_beside_their_field(client: Client, editor: Account, write_story: Callable[..., Story]) -> None:
    story = write_story()
    response = client.post(f"/desk/stories/edit/{story.pk}/", form_of(story, headline="Trams\x00 run", kicker="Kept"))
    assert response.status_code == 200
    assert "Null characters are not allowed" in str(response.context["form"].errors["headline"])
    assert response.context["form"]["kicker"].value() == "Kept"


def test_directions_and_control_signs_stay_in_their_field(
    client: Client, editor: Account, write_story: Callable[..., Story]
) -> None:
    story = write_story()
    body = streamfield([("paragraph", rich_text("<p>Words \u202e turned</p>")), ("crosshead", "Head \u2067 turned")])
    sent = form_of(story, headline="Trams \u202e run\x1b \u2066", standfirst="First\u202d", body=body, **{"action-publish": "1"})
    assert client.post(f"/desk/stories/edit/{story.pk}/", sent).status_code == 302
    story.refresh_from_db()
    assert story.live and story.headline == "Trams \u202e run \u2066\u202c\u2069" and story.standfirst == "First\u202d\u202c"
    listed = client.get("/desk/stories/").content.decode()
    assert listed.count("\u202e") <= listed.count("\u202c")


def test_a_slug_that_is_taken_is_told_beside_its_field(client: Client, section: Any) -> None:
    member(client, "Chief editors")
    told = {"edition": section.edition_id, "name": "Another City", "slug": section.slug, "position": "1"}
    response = client.post("/desk/sections/add/", told)
    assert response.status_code == 200 and response.context["form"].errors
    assert "“city” is taken" in str(response.context["form"].errors) and Section.objects.count() == 1


def test_scripts_are_words_at_the_desk(client: Client, editor: Account, write_story: Callable[..., Story]) -> None:
    story = write_story(headline=SCRIPT, kicker=SCRIPT, standfirst=SCRIPT)
    for path in ("/desk/", "/desk/stories/", f"/desk/stories/edit/{story.pk}/", f"/desk/stories/history/{story.pk}/"):
        page = client.get(path)
        assert page.status_code == 200 and SCRIPT not in page.content.decode(), path
