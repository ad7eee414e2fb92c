"""Pictures that come with items or by themselves."""

import pytest
import pyvips

from stoppress.kit import safe_fetch
from stoppress.newsroom import body
from stoppress.newsroom.models import Story
from stoppress.pictures.models import Picture

HREF = "https://pictures.example/a.jpg"


def jpeg(shade=90):
    return (pyvips.Image.black(400, 300, bands=3) + shade).cast("uchar").copy(interpretation="srgb").write_to_buffer(".jpg")


@pytest.fixture
def fetched(monkeypatch):
    """What addresses answer, and which were asked."""
    answers, asked = {}, []

    def fetch(url, **bounds):
        asked.append(url)
        if url not in answers:
            raise safe_fetch.NotReached("The network is away.")
        return safe_fetch.Fetched(url, "image/jpeg", answers[url])

    monkeypatch.setattr(safe_fetch, "fetch", fetch)
    answers["asked"] = asked
    return answers


def association(href=HREF, uri="urn:picture:1", **others):
    return {"uri": uri, "type": "picture", "by": "Ann Lee", "descriptions": [{"role": "caption", "value": "The quay at dawn"}],
            "renditions": [{"name": "main", "href": href, "contentType": "image/jpeg", "width": 400, "height": 300}], **others}  # fmt: skip


def test_the_first_picture_leads_and_others_follow_the_text(sender, item, fetched):
    fetched |= {HREF: jpeg(), HREF + "2.jpg": jpeg(120)}
    beside = [association(), association(HREF + "2.jpg", "urn:picture:2")]
    told = sender.put("urn:agency:1", item(associations=beside), action="publish").json()
    story = Story.objects.get()
    assert told["warnings"] == [] and story.lead_picture.credit == "Ann Lee" and story.lead_alt == "The quay at dawn"
    assert (story.lead_picture.width, story.lead_picture.height) == (400, 300)
    assert [b["type"] for b in body.raw(story.body)] == ["paragraph", "picture"]


def test_a_picture_is_fetched_once_and_never_for_nothing(sender, item, fetched):
    fetched[HREF] = jpeg()
    for version in (1, 1, 2):
        sender.put("urn:x:1", item(version, associations=[association()]), action="publish")
    sender.put("urn:x:1", item(1, associations=[association(HREF + "9.jpg")]), action="publish")
    assert fetched["asked"] == [HREF] and Picture.objects.count() == 1
    assert Story.objects.get().lead_picture


@pytest.mark.parametrize("data", [None, b"<svg onload='x'/>", b"%PDF-1.4", jpeg()[:40], b"", b"GIF89a"])
def test_without_its_picture_the_story_still_comes_out(sender, item, fetched, data):
    if data is not None:
        fetched[HREF] = data
    told = sender.put("urn:x:1", item(associations=[association()]), action="publish").json()
    assert told["state"] == "published" and any(HREF in w and "left out" in w for w in told["warnings"])
    assert Story.objects.get().lead_picture is None and not Picture.objects.exists()


def test_a_picture_without_words_or_credit_is_left_out(sender, item, fetched):
    fetched[HREF] = jpeg()
    bare = {**association(), "by": "", "descriptions": []}
    told = sender.put("urn:x:1", item(associations=[bare]), action="publish").json()
    assert told["state"] == "published" and any("no alternative text" in w for w in told["warnings"])


def test_inner_addresses_are_not_fetched(sender, item, monkeypatch):
    monkeypatch.undo()
    beside = association("http://169.254.169.254/latest/a.jpg")
    told = sender.put("urn:x:1", item(associations=[beside]), action="publish").json()
    assert any("not a public address" in w for w in told["warnings"])


def test_a_failure_leaves_no_file_behind(sender, item, fetched, settings, monkeypatch):
    from stoppress.wire import verbs

    fetched[HREF] = jpeg()
    kept = []
    monkeypatch.setattr(verbs, "bring_out", lambda *a: kept.append(Picture.objects.get().file) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sender.put("urn:x:1", item(associations=[association()]), action="publish")
    assert kept and not kept[0].storage.exists(kept[0].name) and not Picture.objects.exists()


def post(sender, data, **query):
    address = "/api/newsroom/v1/pictures"
    return sender.client.post(address, data, content_type="image/jpeg", query_params=query, headers=sender.headers)


def test_a_picture_can_be_sent_first_and_named_by_items(sender, item):
    sent = post(sender, jpeg(), title="Quay", alt="The quay", credit="Ann Lee", caption="At dawn")
    assert sent.status_code == 201 and sent.json()["uri"] == f"stoppress:picture:{sent.json()['id']}"
    again = post(sender, jpeg(), title="Quay")
    assert again.status_code == 200 and again.json()["id"] == sent.json()["id"]
    for beside in ([{"uri": sent.json()["uri"], "type": "picture"}], {"main": {"uri": sent.json()["uri"]}}):
        guid = f"urn:x:{type(beside)}"
        told = sender.put(guid, item(uri=guid, associations=beside), action="publish").json()
        assert told["warnings"] == []
    assert {s.lead_picture_id for s in Story.objects.all()} == {sent.json()["id"]}
    assert Story.objects.first().lead_alt == "The quay"
    unknown = sender.put("urn:x:9", item(associations=[{"uri": "stoppress:picture:999"}]), action="publish").json()
    assert unknown["state"] == "published" and any("no picture of that number" in w for w in unknown["warnings"])


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"%PDF-1.4", b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture_is_refused(sender, data):
    response = post(sender, data)
    assert response.status_code == 422 and response.json()["problems"]["picture"]


def test_sending_pictures_needs_the_scope(sender_with):
    assert post(sender_with("items:read"), jpeg()).status_code == 403
