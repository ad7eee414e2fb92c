"""The picture desk: files taken in and refused, words and cuts, rights, uses, one picture in another's place."""

import io
import json
from datetime import timedelta

import pytest
import pyvips
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stoppress.kit import clock
from stoppress.newsroom.actions import due, stories
from stoppress.newsroom.errors import NotReady
from stoppress.pictures import actions
from stoppress.pictures.models import Picture
from stoppress.publog.models import Entry
from tests.newsroom.at_the_desk import member, said

pytestmark = pytest.mark.django_db


def jpeg(width=640, height=480, value=90):
    image = (pyvips.Image.black(width, height, bands=3) + value).cast("uchar").copy(interpretation="srgb")
    return image.write_to_buffer(".jpg")


def upload(data, name="quay.jpg"):
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def fields_of(picture, **changes):
    told = {name: getattr(picture, name) or "" for name in
            ("title", "alt", "caption", "credit", "creator", "copyright", "source", "persons", "place", "usage_terms",
             "terms_url", "licensor", "licensor_url", "instructions", "restriction", "restriction_note", "origin")}  # fmt: skip
    told |= {"tags": "", "collection": str(picture.collection_id), "crops": json.dumps(picture.crops), "stand_in": "",
             "licence_from_date": "", "licence_until_date": "",
             **{f"focal_point_{n}": getattr(picture, f"focal_point_{n}") or "" for n in ("x", "y", "width", "height")}}  # fmt: skip
    return {**told, **changes}


def test_several_files_are_taken_in_one_after_another_and_a_bad_one_is_refused_in_words(client, picture):
    member(client, "Editors")
    address = reverse("wagtailimages:add_multiple")
    page = client.get(address)
    assert page.status_code == 200 and "Add pictures" in page.content.decode()
    taken = client.post(address, {"files[]": upload(jpeg(800, 600), "harbour_dawn.jpg"), "title": "harbour_dawn"}).json()
    assert taken["success"] and 'name="image-' in taken["form"] and "credit" in taken["form"]
    refused = client.post(address, {"files[]": upload(b"%PDF-1.7 not a picture", "x.jpg"), "title": "x"}).json()
    assert refused["success"] is False and len(refused["error_message"]) > 20
    made = Picture.objects.get(pk=taken["image_id"])
    assert (made.width, made.height, made.kind) == (800, 600, "jpg") and made.colour.startswith("#")
    described = client.post(reverse("wagtailimages:edit_multiple", args=[made.pk]), {
        f"image-{made.pk}-{name}": value for name, value in
        {"title": "Harbour at dawn", "alt": "Cranes", "caption": "", "credit": "Courier", "creator": "", "copyright": "",
         "persons": "", "licence_until_date": "", "restriction": "", "collection": made.collection_id, "tags": ""}.items()
    })  # fmt: skip
    assert described.json()["success"], described.json()
    made.refresh_from_db()
    assert (made.title, made.credit, made.crops) == ("Harbour at dawn", "Courier", {})


def test_the_page_of_a_picture_shows_and_saves_cuts_and_words(client, picture, edition):
    from stoppress.newsroom.models import Edition

    Edition.objects.create(code="es", name="El Correo", language="es", prefix="/es", position=1)
    member(client, "Editors")
    address = reverse("wagtailimages:edit", args=[picture.pk])
    page = client.get(address).content.decode()
    assert "Words for El Correo (es)" in page and "Where it is used" in page
    told = fields_of(picture, crops='{"1:1": [0, 0, 200, 190]}', words_es_alt="El muelle", words_es_caption="",
                     focal_point_x="100", focal_point_y="80", focal_point_width="60", focal_point_height="40")  # fmt: skip
    answer = client.post(address, told)
    assert answer.status_code == 302, answer.context["form"].errors
    picture.refresh_from_db()
    assert picture.crops == {"1:1": [0, 0, 200, 200]} or picture.crops["1:1"][2] - picture.crops["1:1"][0] == 200
    assert picture.words_by_language["es"]["alt"] == "El muelle" and picture.focal_box == (70, 60, 130, 100)
    wrong = client.post(address, fields_of(picture, crops='{"1:1": [0, 0, 1, 1]}'))
    assert "too small" in str(wrong.context["form"].errors)
    assert Picture.objects.get(pk=picture.pk).crops == picture.crops
