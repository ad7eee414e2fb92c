"""Video and sound at the desk: examined when uploaded, refused with the reason, described, and given to readers."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document

from stoppress.newsroom.actions import stories
from stoppress.pictures.recordings import actions
from stoppress.pictures.recordings.models import Recording
from stoppress.press import printing
from stoppress.publog.models import Entry
from tests.newsroom.at_the_desk import member
from tests.pictures.test_recordings import AAC, GOOD, H264, mp4, sound, track

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"


def send(client, data, name):
    answer = client.post(
        reverse("wagtaildocs:add_multiple"), {"files[]": SimpleUploadedFile(name, data), "title": name},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )  # fmt: skip
    return answer.json()


def test_a_film_is_examined_described_and_given_in_pieces_under_a_name_nobody_guesses(client, picture, write_story):
    member(client, "Editors")
    data = mp4(H264, AAC)
    told = send(client, data, "harbour.mp4")
    assert told["success"], told
    recording = Recording.objects.get(document_id=told["doc_id"])
    assert (recording.medium, recording.seconds, recording.width) == ("video", 13, 1280)

    page = reverse("wagtaildocs:edit", args=[recording.pk])
    assert "Captions" in client.get(page).content.decode()
    fields = {"title": "Harbour", "tags": "", "collection": "1", "captions_language": "es", "transcript": "The tide is out.",
              "poster": picture.pk}  # fmt: skip
    wrong = client.post(page, {**fields, "captions": SimpleUploadedFile("x.vtt", b"1\n00:00 --> x")})
    assert "begins with the word WEBVTT" in str(wrong.context["form"].errors)
    assert client.post(page, {**fields, "captions": SimpleUploadedFile("x.vtt", GOOD.encode())}).status_code == 302
    recording.refresh_from_db()
    assert recording.captions.startswith("WEBVTT") and recording.poster == picture

    block = {"type": "video", "id": "v", "value": {"file": recording.pk, "title": "The harbour", "poster": None, "caption": "",
                                                   "credit": "", "transcript": "", "duration": None}}  # fmt: skip
    story = stories.publish(story=write_story(body=[block])).story
    printed = printing.print_address(story.address)
    html = printed.body.decode()
    assert f'src="{recording.address}"' in html and f'src="{recording.captions_address}" srclang="es"' in html
    assert "The tide is out." in html and '"duration":"PT13S"' in html.replace(" ", "")
    assert {f"file:{recording.pk}", f"picture:{picture.pk}"} <= printed.tags

    part = client.get(recording.address, headers={"range": "bytes=4-7"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"ftyp")
    assert part["Content-Range"] == f"bytes 4-7/{len(data)}"
    assert b"".join(client.get(recording.captions_address).streaming_content).startswith(b"WEBVTT")
    assert client.get(recording.address, headers={"range": "bytes=99999-"}).status_code == 416
    assert client.get("/media/" + "x" * 22 + ".mp4").status_code == 404
    assert client.get(f"/media/{recording.token}.webm").status_code == 404


def test_what_browsers_do_not_play_is_refused_with_the_reason_and_other_files_are_files(client, picture):
    member(client, "Editors")
    refused = send(client, mp4(track(b"vide", b"hvc1", 8, 8)), "phone.mp4")
    assert not refused["success"] and "H.265" in refused["error_message"]
    assert "do not play" in send(client, b"nothing of the kind", "old.avi")["error_message"]
    assert Document.objects.count() == 0
    plain = send(client, b"%PDF-1.7", "minutes.pdf")
    assert plain["success"] and not Recording.objects.exists()


def test_another_file_has_another_address_and_pages_hear_of_it(client, picture):
    document = Document(title="Talk")
    document.file.save("talk.wav", SimpleUploadedFile("talk.wav", sound(1)), save=False)
    document.save()
    from stoppress.pictures.recordings.playing import examine

    recording = actions.keep(document=document, playable=examine(io.BytesIO(sound(1))))
    before = recording.address
    assert actions.keep(document=document, playable=examine(io.BytesIO(sound(3)))).address != before
    assert Entry.objects.latest("id").tags == [f"file:{document.pk}"]
    number = document.pk
    document.delete()
    assert (Entry.objects.latest("id").kind, Entry.objects.latest("id").tags) == ("file.changed", [f"file:{number}"])
    assert not Recording.objects.exists()
