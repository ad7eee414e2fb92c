"""Files that mean harm: each is refused in words an editor understands, or handled in little memory and time."""

import io
import re
import time
import zipfile

import pytest
import pyvips

from stoppress.pictures import derivatives
from stoppress.pictures.ingest import PictureRefused, children, take_in
from stoppress.pictures.metadata import Blobs
from tests.pictures import files
from tests.pictures.samples_of_derivatives import wanted

MOST_MEMORY, MOST_SECONDS = 200_000_000, 5.0
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="file:///etc/passwd"/></svg>'


@pytest.fixture
def attack():
    """Takes a file in and holds the child that reads it to its bounds; returns what was taken in, or the refusal's words."""
    take_in(files.jpeg(40, 30))

    def send(data, name="quay.jpg"):
        child, began = next(iter(children._idle), None), time.monotonic()
        try:
            return take_in(data, name)
        except PictureRefused as error:
            return str(error)
        finally:
            assert time.monotonic() - began < MOST_SECONDS * 2  # the machine may be shared
            assert child is None or child.peak < MOST_MEMORY

    return send


@pytest.mark.parametrize(("data", "says"), [
    (files.claiming(30_000, 30_000), "30,000 × 30,000"),
    (files.claiming(6_000, 5_000, is_progressive=True), "progressive JPEG may have 25 million"),
    (files.claiming(65_000, 100), "65,000 pixels long"),
    (files.png(30_000, 30_000, files.zeros(1_000_000)), "30,000 × 30,000"),
    (files.png(4_000, 4_000, files.zeros(1_000_000), colours=6, depth=16, interlaced=1), "interlaced"),
    (files.gif(1_000, 1_000, 299), "299 frames"),
    (files.gif(10, 10, 20_000), "20,000 frames"),
    (files.jpeg(800, 600)[:9_000], "breaks off"),
    (files.saved(files.photo(800, 600), ".png")[:50_000], "breaks off|damaged"),
    (files.saved(files.photo(800, 600), ".webp")[:5_000], "breaks off|damaged"),
    (SVG, "SVG"), (b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG, "SVG"),
    ("<?xml version='1.0' encoding='utf-16'?>".encode("utf-16") + SVG.decode().encode("utf-16-le"), "SVG"),
    (b"%PDF-1.7", "PDF"), (b"8BPS\0\1", "Photoshop"), (b"MZ\x90", "no picture"), (b"", "empty"),
    (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2", "film"), (b"\xff\xd8\xff", "damaged|breaks off"),
    (b"II*\0\x10\0\0\0CR\2\0", "raw"), (b"BM" + bytes(60), "BMP"),
    (b"P6 30000 30000 255\n", "no picture"), (b"#?RADIANCE\n", "no picture"), (b"\x89PNG\r\n\x1a\n", "damaged|no pixels"),
])  # fmt: skip
def test_refused(data, says, attack):
    told = attack(data)
    assert isinstance(told, str) and re.search(says, told), told
    assert told[0].isupper() and told.endswith(".") and "vips" not in told.lower() and "Error" not in told


def test_the_bomb_that_needs_543_bytes(attack):
    assert len(files.claiming(30_000, 30_000)) < 700
    assert "30,000" in attack(files.claiming(30_000, 30_000))


def test_a_bomb_that_is_as_large_as_allowed_is_handled(attack):
    """25 million pixels that are 25 KB of PNG, and 60 million of a JPEG."""
    told = attack(files.png(5_000, 4_990, files.zeros((5_000 * 3 + 1) * 4_990)))
    assert not isinstance(told, str) and told.width == 5_000
    blank = pyvips.Image.black(10_000, 5_900, bands=3).copy(interpretation="srgb")
    told = attack(files.saved(blank, ".jpg"))
    assert not isinstance(told, str) and told.width == 10_000


def test_a_deep_and_large_png_is_handled(attack):
    told = attack(files.png(5_000, 4_990, files.zeros((5_000 * 8 + 1) * 4_990), colours=6, depth=16))
    assert isinstance(told, str) or told.master


def test_an_svg_under_another_name_is_never_drawn(attack):
    for name in ("quay.jpg", "quay.png", "quay.svg"):
        assert "SVG" in attack(SVG, name)


def test_what_hides_behind_a_picture_is_not_served(attack):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("payload.html", "<script>alert(1)</script>")
    data = files.jpeg(640, 480) + packed.getvalue()
    taken = attack(data)
    made = derivatives.render(taken.master or data, wanted(box=(0, 0, 640, 480)), Blobs(b"", b""))
    assert b"payload" not in made and b"PK\3\4" not in made


def test_text_in_every_field_stays_text(attack, tmp_path):
    script = "<script>alert(1)</script>"
    tags = [f"-{name}={script}" for name in (
        "XMP-dc:Description", "XMP-dc:Creator", "XMP-photoshop:Credit", "XMP-dc:Rights", "XMP-photoshop:Headline",
        "XMP-photoshop:Instructions", "XMP-dc:Subject", "XMP-xmpRights:WebStatement", "XMP-xmpRights:UsageTerms",
        "XMP-iptcCore:AltTextAccessibility", "XMP-iptcExt:PersonInImage", "XMP-photoshop:City", "XMP-plus:LicensorURL",
        "EXIF:Artist", "IPTC:Caption-Abstract",
    )]  # fmt: skip
    words = attack(files.with_tags(files.jpeg(320, 240), tmp_path, *tags)).words
    assert words.caption == words.alt == words.credit == script and words.terms_url == words.licensor_url == ""


def test_a_child_that_hangs_is_killed_and_the_next_file_is_read(attack, monkeypatch):
    monkeypatch.setattr(children, "SECONDS", 0.05)
    busy = files.saved(files.photo(3_000, 2_000), ".png", compression=1)
    assert "too long" in attack(busy)
    monkeypatch.setattr(children, "SECONDS", 25.0)
    assert attack(files.jpeg(320, 240)).width == 320


def test_a_child_that_runs_out_of_memory_takes_nobody_along(attack, monkeypatch):
    children.close()
    code = "from stoppress.pictures.ingest import child; child.ROOM = 8_000_000; child.main()"
    real = children.subprocess.Popen
    monkeypatch.setattr(children.subprocess, "Popen", lambda argv, **more: real([argv[0], "-c", code], **more))
    with pytest.raises(PictureRefused, match=r"more memory|damaged"):
        take_in(files.jpeg(5_000, 4_000, interlace=True))
    monkeypatch.undo()
    children.close()
    assert take_in(files.jpeg(320, 240)).width == 320
