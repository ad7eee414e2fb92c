"""The picture desk: files taken in and refused, words and cuts, rights, uses, one picture in another's place."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import pyvips
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stoppress.kit import clock
from stoppress.newsroom import picture_uses
from stoppress.newsroom.actions import due, stories
from stoppress.newsroom.actions.pictures import replace_everywhere
from stoppress.newsroom.errors import NotAllowed, NotReady, WrongState
from stoppress.newsroom.models import Edition, Story
from stoppress.pictures import actions, queries
from stoppress.pictures.errors import PictureRefused
from stoppress.pictures.models import Picture
from stoppress.publog.models import Entry
from tests.newsroom.at_the_desk import member

pytestmark = pytest.mark.django_db


def jpeg(width=640, height=480, value=90):
    image = (pyvips.Image.black(width, height, bands=3) + value).cast("uchar").copy(interpretation="srgb")
    return image.write_to_buffer(".jpg")


def upload(data, name="quay.jpg"):
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def fields_of(picture, **changes):
    """What the form of a picture's own page sends."""
    told = {name: getattr(picture, name) or "" for name in
            ("title", "alt", "caption", "credit", "creator", "copyright", "source", "persons", "place", "usage_terms",
             "terms_url", "licensor", "licensor_url", "instructions", "restriction", "restriction_note", "origin",
             "licence_from_date", "licence_until_date")}  # fmt: skip
    told |= {"tags": "", "collection": str(picture.collection_id), "crops": json.dumps(picture.crops), "stand_in": "",
             **{f"focal_point_{n}": getattr(picture, f"focal_point_{n}") or "" for n in ("x", "y", "width", "height")}}  # fmt: skip
    return {**told, **changes}


def bare(title, **fields):
    """A picture's row alone."""
    told = {"width": 1600, "height": 900, "alt": title, "credit": "Courier", "file": "none.jpg", "file_hash": "0" * 40}
    return Picture(title=title, **{**told, **fields})


@pytest.fixture
def other(picture):
    other = bare("Lighthouse")
    other.save()
    return other


def test_several_files_are_taken_in_one_after_another_and_a_bad_one_is_refused_in_words(client, picture):
    member(client, "Editors")
    address = reverse("wagtailimages:add_multiple")
    assert "Add pictures" in client.get(address).content.decode()
    taken = client.post(address, {"files[]": upload(jpeg(800, 600), "harbour_dawn.jpg"), "title": "harbour_dawn"}).json()
    assert taken["success"] and f'name="image-{taken["image_id"]}-credit"' in taken["form"]
    refused = client.post(address, {"files[]": upload(b"%PDF-1.7 not a picture", "x.jpg"), "title": "x"}).json()
    assert refused["success"] is False and refused["error_message"].endswith(".")
    made = Picture.objects.get(pk=taken["image_id"])
    assert (made.width, made.height, made.kind) == (800, 600, "jpg") and made.colour.startswith("#")
    told = {"title": "Harbour at dawn", "alt": "Cranes", "caption": "", "credit": "Courier", "creator": "", "copyright": "",
            "persons": "", "licence_until_date": "", "restriction": "", "collection": made.collection_id, "tags": ""}  # fmt: skip
    described = client.post(
        reverse("wagtailimages:edit_multiple", args=[made.pk]), {f"image-{made.pk}-{name}": value for name, value in told.items()}
    )
    assert described.json()["success"], described.json()
    made.refresh_from_db()
    assert (made.title, made.credit, made.crops) == ("Harbour at dawn", "Courier", {})


def test_the_page_of_a_picture_shows_and_saves_cuts_and_words(client, picture, edition):
    Edition.objects.create(code="es", name="El Correo", language="es", prefix="/es", position=1)
    member(client, "Editors")
    address = reverse("wagtailimages:edit", args=[picture.pk])
    page = client.get(address).content.decode()
    assert "Words for El Correo (es)" in page and "Nothing uses this picture yet." in page
    told = fields_of(picture, crops='{"1:1": [0, 0, 200, 190]}', words_es_alt="El muelle", words_es_caption="",
                     focal_point_x="100", focal_point_y="80", focal_point_width="60", focal_point_height="40")  # fmt: skip
    answer = client.post(address, told)
    assert answer.status_code == 302, answer.context["form"].errors
    picture.refresh_from_db()
    assert picture.crop_box("1:1") == (0, 0, 200, 200) and picture.focal_box == (70, 60, 130, 100)
    assert picture.words_by_language["es"] == {"alt": "El muelle"}
    wrong = client.post(address, fields_of(picture, crops='{"1:1": [0, 0, 1, 1]}'))
    assert "too small" in str(wrong.context["form"].errors)
    assert Picture.objects.get(pk=picture.pk).crops == picture.crops


def test_another_file_takes_the_place_of_the_old_one_and_cuts_move_along(picture):
    picture = actions.set_cuts(picture=picture, focal=(100, 100, 200, 160), crops={"1:1": [0, 0, 240, 240]})
    before = picture.version
    picture = actions.replace_file(picture=picture, data=jpeg(1280, 960), name="larger.jpg")
    assert (picture.width, picture.crops["1:1"], picture.focal_box) == (1280, [0, 0, 480, 480], (200, 200, 400, 320))
    assert picture.version != before and picture.credit == "Courier"
    picture = actions.replace_file(picture=picture, data=jpeg(600, 900), name="tall.jpg")
    assert (picture.width, picture.height, picture.crops) == (600, 900, {})
    with pytest.raises(PictureRefused):
        actions.replace_file(picture=picture, data=b"nothing", name="x.jpg")
    assert Picture.objects.get(pk=picture.pk).width == 600


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"restriction": "barred", "restriction_note": "court order"}, "must not be published (court order)"),
     ({"restriction": "ask"}, "Ask the picture desk"), ({"licence_until_date": date(2020, 1, 1)}, "ended on 01 January 2020"),
     ({"licence_from_date": date(2090, 1, 1)}, "begins on 01 January 2090"), ({"credit": ""}, "no credit"), ({"alt": ""}, "Describe")],
)  # fmt: skip
def test_rights_are_asked_about_before_publication_and_said_beside_the_field(fields, why, write_story, picture, client):
    actions.describe(picture=picture, fields=fields)
    story = write_story(lead_picture=Picture.objects.get(pk=picture.pk))
    editor = member(client, "Editors")
    with pytest.raises(NotReady) as refusal:
        stories.publish(story=story, by=editor)
    assert any(why in sentence for sentence in refusal.value.problems.values())
    page = client.get(reverse(Story.snippet_viewset.get_url_name("edit"), args=[story.pk]) + "?refused=1").content.decode()
    assert why.split(" (")[0] in page


def test_who_may_clear_a_picture_publishes_it_and_then_it_is_cleared_for_that_story(write_story, picture, client):
    actions.describe(picture=picture, fields={"restriction": "ask"})
    body = [{"type": "paragraph", "value": "<p>x</p>", "id": "a"},
            {"type": "picture", "value": {"picture": picture.pk, "alt": "", "caption": ""}, "id": "b"}]  # fmt: skip
    story = write_story(body=body)
    editor = member(client, "Editors")
    with pytest.raises(NotReady, match="Block 2"):
        stories.publish(story=story, by=editor)
    chief = member(client, "Chief editors")
    story = stories.publish(story=story, by=chief).story
    assert stories.publish(story=story, by=editor, verb="refile").story.live


def test_a_scheduled_story_is_judged_by_the_day_it_comes_out(write_story, picture, monkeypatch):
    tomorrow = clock.now() + timedelta(days=1)
    actions.describe(picture=picture, fields={"licence_from_date": tomorrow.date()})
    story = write_story(lead_picture=Picture.objects.get(pk=picture.pk), go_live_at=tomorrow)
    assert stories.publish(story=story).waits_until
    actions.describe(picture=picture, fields={"licence_from_date": None, "licence_until_date": clock.now().date()})
    monkeypatch.setattr(clock, "now", lambda: tomorrow + timedelta(minutes=1))
    assert due.run_due() == 1  # the licence has ended; the story could not come out and says so in the log
    assert not Story.objects.get(pk=story.pk).live


def test_at_the_end_of_its_last_day_the_clock_withdraws_a_picture(picture, other, monkeypatch):
    actions.describe(picture=picture, fields={"licence_until_date": clock.now().date(), "stand_in": other})
    assert due.run_due() == 0
    midnight = datetime.combine(clock.now().date() + timedelta(days=1), datetime.min.time(), UTC)
    monkeypatch.setattr(clock, "now", lambda: midnight - timedelta(microseconds=1))
    assert due.run_due() == 0
    monkeypatch.setattr(clock, "now", lambda: midnight)
    assert (due.run_due(), due.run_due()) == (1, 0)
    assert Picture.objects.get(pk=picture.pk).withdrawn_at == midnight
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.tags, entry.at_once) == ("picture.changed", [f"picture:{picture.pk}"], True)
    picture = actions.describe(picture=picture, fields={"licence_until_date": midnight.date()})
    assert picture.withdrawn_at is None


def test_uses_name_stories_drafts_topics_and_what_lists_them(picture, write_story, topic, section, client):
    gallery = {"type": "gallery", "value": {"title": "", "pictures": [{"picture": picture.pk, "alt": "x", "caption": ""}]}, "id": "g"}
    text = {"type": "paragraph", "value": "<p>x</p>", "id": "p"}
    live = stories.publish(story=write_story(lead_picture=picture)).story
    draft = write_story(body=[text, gallery], headline="A gallery")
    ahead = stories.publish(story=write_story(headline="Ahead")).story
    ahead.lead_picture = picture
    ahead.save_revision()
    topic.picture = picture
    topic.save()
    uses = {(use.kind, str(use.holder)): use for use in picture_uses.uses_of(picture)}
    assert set(uses) == {("Story", str(live)), ("Story", "A gallery"), ("Story", "Ahead"), ("Topic", "Trams")}
    assert uses["Story", str(live)].lists == ("Front of The Courier", "City", "Trams")
    assert uses["Story", "A gallery"].state == "Draft" and uses["Story", "Ahead"].is_draft_only
    assert draft.pk
    member(client, "Editors")
    page = client.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()
    assert "A gallery" in page and "(in the draft)" in page


def test_another_picture_takes_the_place_everywhere_in_one_step(picture, other, write_story, topic, client):
    text = {"type": "paragraph", "value": "<p>x</p>", "id": "p"}
    block = {"type": "picture", "value": {"picture": picture.pk, "alt": "old words", "caption": "old"}, "id": "b"}
    live = stories.publish(story=write_story(lead_picture=picture, lead_alt="old lead", body=[text, block])).story
    live.headline = "Not out yet"
    live.save_revision()
    topic.picture = picture
    topic.save()
    newest = Entry.objects.latest("id").pk
    editor = member(client, "Editors")
    assert replace_everywhere(picture=picture, other=other, by=editor) == 2
    story = Story.objects.get(pk=live.pk)
    assert (story.lead_picture_id, story.lead_alt, story.headline, story.version) == (other.pk, "", "Trams run all night", 2)
    value = next(b for b in story.body.raw_data if b["type"] == "picture")["value"]
    assert (value["picture"], value["alt"], value["caption"]) == (other.pk, "", "")
    ahead = story.get_latest_revision_as_object()
    assert (ahead.headline, ahead.lead_picture_id) == ("Not out yet", other.pk)
    assert picture_uses.uses_of(picture) == []
    topic.refresh_from_db()
    assert topic.picture_id == other.pk
    told = [(e.kind, set(e.tags)) for e in Entry.objects.filter(pk__gt=newest)]
    assert ("story.refiled", {f"story:{live.pk}", f"card:{live.pk}", f"news:{live.edition_id}"}) in told
    assert told[-1] == ("picture.changed", {f"picture:{picture.pk}", f"picture:{other.pk}"})


def test_what_must_not_be_shown_takes_nobodys_place(picture, other, write_story, client):
    live = stories.publish(story=write_story(lead_picture=picture)).story
    newest = Entry.objects.latest("id").pk
    with pytest.raises(WrongState):
        replace_everywhere(picture=picture, other=picture)
    with pytest.raises(NotAllowed):
        replace_everywhere(picture=picture, other=other, by=member(client, "Reporters"))
    actions.describe(picture=other, fields={"credit": "", "restriction": "barred"})
    address = reverse("desk_replace_picture", args=[picture.pk])
    member(client, "Editors")
    page = client.post(address, {"other": other.pk}).content.decode()
    assert "needs a credit" in page and "must not be published" in page
    assert Story.objects.get(pk=live.pk).lead_picture_id == picture.pk
    assert Entry.objects.filter(pk__gt=newest, kind="story.refiled").count() == 0
    assert "Choose either" in client.post(address, {}).content.decode()
    assert client.post(address, {"file": upload(jpeg(700, 500))}).status_code == 302
    assert Picture.objects.get(pk=picture.pk).width == 700


def test_pictures_are_found_by_words_credit_people_and_days(picture):
    bare("Fähre im Hafen", caption="The ferry at dawn", credit="Reuters", persons="Ana López, Jo Reed", taken_at=datetime(2026, 3, 5, tzinfo=UTC)).save()
    bare("Tram", caption="A tram in the harbour", credit="Courier").save()

    def titles(words, column=""):
        return sorted(queries.matching(Picture.objects.all(), words, column).values_list("title", flat=True))

    assert titles("harbour") == ["Tram"] and titles("hafen ferr") == ["Fähre im Hafen"]
    assert titles("lopez" if connection.vendor == "sqlite" else "lópez", "persons") == ["Fähre im Hafen"]
    assert titles("reuters", "credit") == ["Fähre im Hafen"] and titles("reuters", "persons") == []
    assert titles('" OR title : * NEAR(') == [] and titles("()") == [] and titles("") == sorted(["Fähre im Hafen", "Quay", "Tram"])
    days = queries.of_days(Picture.objects.all(), date(2026, 3, 5), date(2026, 3, 5))
    assert [p.title for p in days] == ["Fähre im Hafen"]
    tram = Picture.objects.get(title="Tram")
    tram.caption = "Nothing of that kind"
    tram.save()
    assert titles("harbour") == []
    tram.delete()
    assert titles("kind") == []


def test_the_chooser_goes_on_after_the_last_picture_shown(client, picture):
    member(client, "Editors")
    Picture.objects.bulk_create(bare(f"Picture {n:02}", collection_id=picture.collection_id) for n in range(45))
    address = reverse("wagtailimages_chooser:choose_results")
    first = client.get(address).content.decode()
    assert "Picture 44" in first and "Picture 25" in first and "Picture 24" not in first and "Older" in first
    last_shown = Picture.objects.get(title="Picture 25").pk
    second = client.get(address, {"p": last_shown}).content.decode()
    assert "Picture 24" in second and "Picture 05" in second and "Picture 25" not in second and "Newest" in second
    assert client.get(address, {"p": "x"}).status_code == 404
    found = client.get(address, {"q": "picture 07"}).content.decode()
    assert "Picture 07" in found and "Picture 08" not in found


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_pictures_take_a_fixed_number_of_queries(count, client, picture, write_story, edition):
    for number in range(count - 1):
        bare(f"Picture {number}").save()
    for _ in range(count):
        stories.publish(story=write_story(lead_picture=picture))
    member(client, "Editors")
    expected = {
        reverse("wagtailimages_chooser:choose"): CHOOSER, reverse("wagtailimages_chooser:choose_results") + "?q=q": RESULTS,
        reverse("wagtailimages:index"): INDEX, reverse("desk_picture_licences"): LICENCES,
        reverse("wagtailimages:edit", args=[picture.pk]): EDIT,
    }  # fmt: skip
    found = {}
    for address in expected:
        client.get(address)  # content types are remembered from now on
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        found[address] = len(asked)
    assert found == expected


#: Queries of the desk's pages on pictures, whatever they list; a session's and an account's are among them.
CHOOSER, RESULTS, INDEX, LICENCES, EDIT = 11, 9, 13, 10, 25


def test_a_picture_that_is_deleted_takes_its_file_along_and_leaves_every_page(picture, write_story, django_capture_on_commit_callbacks):
    story = stories.publish(story=write_story(lead_picture=picture)).story
    storage, name, number = picture.file.storage, picture.file.name, picture.pk
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert not storage.exists(name) and Story.objects.get(pk=story.pk).lead_picture is None
    entry = Entry.objects.latest("id")
    assert (entry.tags, entry.at_once) == ([f"picture:{number}"], True)


def test_the_report_on_licences_names_what_ends_and_what_stands_in(client, picture, other):
    actions.describe(picture=picture, fields={"licence_until_date": clock.now().date() + timedelta(days=3), "stand_in": other})
    member(client, "Editors")
    page = client.get(reverse("desk_picture_licences")).content.decode()
    assert "Quay" in page and "Lighthouse" in page and "No licence has ended." in page
