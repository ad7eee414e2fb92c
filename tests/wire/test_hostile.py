"""What a careless or hostile sender may send: it is refused with a reason or made harmless, never an error of ours."""

import json
import time

import pytest

from stoppress.newsroom import body
from stoppress.newsroom.models import Story
from stoppress.wire import bodies
from stoppress.wire.errors import TooMuch

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;script&gt;"


class Endless:
    """A body that never ends and remembers how much of it was read."""

    def __init__(self, size):
        self.left, self.taken = size, 0

    def read(self, most=-1):
        piece = b" " * min(self.left, most if most > 0 else self.left)
        self.left -= len(piece)
        self.taken += len(piece)
        return piece

    readline = read


def test_a_body_over_25_megabytes_is_refused_before_it_is_read(sender):
    endless = Endless(50_000_000)
    environ = {"wsgi.input": endless, "CONTENT_LENGTH": "50000000", "CONTENT_TYPE": "application/json",
               "PATH_INFO": "/api/newsroom/v1/items/x", "REQUEST_METHOD": "PUT",
               "HTTP_AUTHORIZATION": sender.headers["authorization"]}  # fmt: skip
    response = sender.client.request(**environ)
    assert response.status_code == 413 and "26,214,400" in response.json()["message"]
    assert endless.taken == 0


def test_a_body_that_does_not_say_its_size_is_read_to_the_bound(rf):
    request = rf.put("/")
    request._stream = Endless(50_000_000)
    request.META["CONTENT_LENGTH"] = ""
    with pytest.raises(TooMuch):
        bodies.read(request)
    assert request._stream.taken <= bodies.MOST_BYTES + 65_536


@pytest.mark.parametrize(("sent", "words"), [
    (b"", "empty"), (b"  ", "empty"), (b"{", "line 1, column 2"), (b'{\n "uri": }', "line 2, column 9"), (b"\xff{}", "byte 0"),
    (b"[" * 100_000, "nested"), (b'{"a": NaN}', "NaN"), (b"null true", "column 6"), (b'{"version": ' + b"9" * 5000 + b"}", "JSON"),
])  # fmt: skip
def test_what_is_not_json_is_told_with_its_place(sender, sent, words):
    response = sender.put("urn:x:1", sent)
    assert response.status_code == 400 and words in response.json()["message"]


@pytest.mark.parametrize("sent", [None, [], "x", 3, True, {}, {"uri": None}, {"uri": ["x"]}, {"headlines": None}, {"bodies": {}},
                                  {"bodies": [None]}, {"associations": [None, 3, {"uri": 5}]}, {"embargoedUntil": "soon"}])  # fmt: skip
def test_what_is_no_item_is_refused_with_a_sentence(sender, sent):
    response = sender.put("urn:x:1", json.dumps(sent), action="publish")
    assert response.status_code == 422 and response.json()["problems"]


@pytest.mark.parametrize("value", [None, -1, True, [None], {"a": {}}, "\x00²"])
def test_every_field_may_hold_anything(sender, item, value):
    names = ("version", "versionCreated", "urgency", "language", "located", "by", "people", "places", "organisations", "subjects",
             "events", "genres", "copyrightNotice", "copyrightHolder", "edNote", "usageTerms", "pubStatus", "expires", "associations",
             "section", "sections", "correction", "rightsInfo", "altIds", "infoSources", "title", "slugline", "standard",
             "renditions", "firstCreated", "headlines", "descriptions")  # fmt: skip
    for number, name in enumerate(names):
        response = sender.put(f"urn:x:{number}", item(**{name: value}), action="publish")
        assert response.status_code in (201, 422), (name, response.content)


def test_scripts_in_every_field_stay_words(sender, item):
    name = [{"name": SCRIPT}]
    told = sender.put("urn:x:1", item(
        headline=SCRIPT, located=SCRIPT, by=SCRIPT, people=name, subjects=name, copyrightNotice=SCRIPT, edNote=SCRIPT,
        descriptions=[{"value": SCRIPT}], infoSources=name, genres=name,
        bodies=[{"contentType": "text/html", "value": f'<p onclick="x">Words {SCRIPT}<a href="javascript:x">l</a></p><table><tr>'
                 f'<td>{SCRIPT}<td>b</table><h2>{SCRIPT} head</h2><ul><li>{SCRIPT} i</ul><blockquote>{SCRIPT} q</blockquote>'}],
    ), action="publish")  # fmt: skip
    assert told.status_code == 201
    kept = json.dumps(body.raw(Story.objects.get().body))
    for block in body.raw(Story.objects.get().body):
        if block["type"] in ("paragraph", "list"):
            assert "<script" not in json.dumps(block) and "<img" not in json.dumps(block)
            assert "alert" not in json.dumps(block)
    assert "javascript:" not in kept and "onclick" not in kept


def test_long_bodies_and_many_blocks_are_taken_in_good_time(sender, item):
    def html(value):
        return [{"contentType": "text/html", "value": value}]

    began = time.process_time()
    assert sender.put("urn:x:1", item(bodies=html("<p>" + "word " * 200_000 + "</p>")), action="publish").status_code == 201
    assert sender.put("urn:x:2", item(bodies=html("<p>x</p>" * 5_000)), action="publish").status_code == 201
    assert len(body.raw(Story.objects.get(guid="urn:x:2").body)) == 5_000
    assert sender.put("urn:x:3", item(bodies=html("<p>x</p>" * 10_001))).status_code == 422
    assert sender.put("urn:x:4", item(bodies=html("<div>" * 100_000 + "x"))).status_code == 422
    assert sender.put("urn:x:5", item(bodies=html("x" * 2_000_001))).status_code == 422
    assert time.process_time() - began < 30


def test_directions_and_marks_cannot_leave_their_field(sender, item):
    turned = "\u202eturned\u2066 🎉👩‍👩‍👧 e" + "\u0301" * 500
    sender.put("urn:x:1", item(headline=turned, bodies=[{"value": f"{turned}\n\nNext \u202e words"}]), action="publish")
    story = Story.objects.get()
    assert story.headline.count("\u202e") == story.headline.count("\u202c") and "👩‍👩‍👧" in story.headline
    assert story.headline.count("\u0301") < 10
    for block in body.raw(story.body):
        assert block["value"].count("\u202e") <= block["value"].count("\u202c")


def test_long_words_are_cut_with_a_note_and_control_signs_go(sender, item):
    told = sender.put("urn:x:1", item(headline="A\x00\x1b long word " * 100, located="x" * 300), action="publish").json()
    story = Story.objects.get()
    assert len(story.headline) <= 250 and story.headline.endswith("…") and "\x00" not in story.headline
    assert any("headline" in w for w in told["warnings"]) and any("dateline" in w for w in told["warnings"])


@pytest.mark.parametrize("guid", ["x" * 256, "a\nb", "a\x00b", " "])
def test_a_guid_is_one_line(sender, item, guid):
    response = sender.put(guid, item())
    assert response.status_code in (404, 405, 422)
    assert not Story.objects.exists()
