"""Words in files: read as exiftool reads them, written so that it reads them, and nothing else kept."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.pictures.derivatives import render
from stoppress.pictures.ingest.reading import open_original
from stoppress.pictures.metadata import blobs_of, exif, iim, words_of, xmp
from stoppress.pictures.taken_in import Words
from tests.pictures import files
from tests.pictures.samples_of_derivatives import wanted

TERMS = "https://courier.example/terms"
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
NO_MINING = "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"
HOSTILE = "<script>alert(1)</script> & \"quotes\" \u202eesrever"


def words_in(data):
    opened = open_original(data)
    return words_of(exif_blob=opened.exif, xmp_blob=opened.xmp, iim_blob=opened.iim)


@pytest.mark.parametrize(("kind", "tags"), [
    ("iim", ["-IPTC:Caption-Abstract=Kapitän am Kai", "-IPTC:By-line=Ann Lee", "-IPTC:Credit=Reuters", "-IPTC:Source=AFP",
             "-IPTC:CopyrightNotice=© 2026 Ann Lee", "-IPTC:Headline=Harbour", "-IPTC:SpecialInstructions=No sales",
             "-IPTC:Keywords=quay", "-IPTC:Keywords=ship", "-IPTC:City=Lisbon", "-IPTC:DateCreated=2026:03:01",
             "-IPTC:TimeCreated=10:20:30+01:00", "-CodedCharacterSet=UTF8"]),
    ("xmp", ["-XMP-dc:Description=Kapitän am Kai", "-XMP-dc:Creator=Ann Lee", "-XMP-photoshop:Credit=Reuters", "-XMP-photoshop:Source=AFP",
             "-XMP-dc:Rights=© 2026 Ann Lee", "-XMP-photoshop:Headline=Harbour", "-XMP-photoshop:Instructions=No sales",
             "-XMP-dc:Subject=quay", "-XMP-dc:Subject=ship", "-XMP-photoshop:City=Lisbon",
             "-XMP-photoshop:DateCreated=2026:03:01 10:20:30+01:00"]),
])  # fmt: skip
@pytest.mark.parametrize("ending", [".jpg", ".tiff", ".png", ".webp"])
def test_what_agencies_write_is_read(kind, tags, ending, tmp_path):
    if kind == "iim" and ending in (".png", ".webp"):
        pytest.skip("no IIM in this format")
    data = files.with_tags(files.saved(files.photo(320, 240), ending), tmp_path, *tags, ending=ending)
    assert words_in(data) == Words(
        title="Harbour", caption="Kapitän am Kai", creator="Ann Lee", credit="Reuters", source="AFP", copyright="© 2026 Ann Lee",
        instructions="No sales", keywords=("quay", "ship"), place="Lisbon", taken_at=datetime(2026, 3, 1, 9, 20, 30, tzinfo=UTC),
    )  # fmt: skip


def test_rights_and_people_are_read(tmp_path):
    data = files.with_tags(
        files.jpeg(320, 240), tmp_path, "-XMP-xmpRights:UsageTerms=One use", f"-XMP-xmpRights:WebStatement={TERMS}",
        "-XMP-plus:LicensorName=Agency", f"-XMP-plus:LicensorURL={TERMS}", "-XMP-iptcCore:AltTextAccessibility=A quay",
        "-XMP-iptcExt:PersonInImage=Ann", "-XMP-iptcExt:PersonInImage=Bo", f"-XMP-iptcExt:DigitalSourceType={SOURCE_TYPE}",
    )  # fmt: skip
    words = words_in(data)
    assert (words.usage_terms, words.terms_url, words.licensor, words.licensor_url) == ("One use", TERMS, "Agency", TERMS)
    assert (words.alt, words.persons, words.digital_source_type) == ("A quay", ("Ann", "Bo"), SOURCE_TYPE)


def test_what_data_mining_may_do_is_read():
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        f'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"><plus:DataMining>{NO_MINING}</plus:DataMining></rdf:Description></rdf:RDF></x:xmpmeta>'
    )
    assert words_of(xmp_blob=packet.encode()).data_mining == NO_MINING


def test_exif_fills_what_the_others_leave_out(tmp_path):
    data = files.with_tags(
        files.jpeg(320, 240), tmp_path, "-EXIF:Artist=Ann Lee", "-EXIF:ImageDescription=Quay", "-EXIF:Copyright=© Ann",
        "-EXIF:DateTimeOriginal=2026:03:01 10:20:30", "-EXIF:OffsetTimeOriginal=+02:00", "-EXIF:GPSLatitude=51.5", "-EXIF:GPSLatitudeRef=N",
    )  # fmt: skip
    words = words_in(data)
    assert (words.creator, words.caption, words.copyright) == ("Ann Lee", "Quay", "© Ann")
    assert words.taken_at == datetime(2026, 3, 1, 8, 20, 30, tzinfo=UTC) and words.place == ""


def test_xmp_counts_before_iim_and_iim_before_exif(tmp_path):
    tags = ["-EXIF:Artist=Exif", "-IPTC:By-line=Iim", "-XMP-dc:Creator=Xmp"]
    seen = [words_in(files.with_tags(files.jpeg(320, 240), tmp_path, *tags[:n])).creator for n in (1, 2, 3)]
    assert seen == ["Exif", "Iim", "Xmp"]


def test_iim_without_a_character_set_is_utf8_else_cp1252():
    def block(raw):
        return bytes((0x1C, 2, 80)) + len(raw).to_bytes(2) + raw

    assert iim.read(block("Muñoz".encode()))[(2, 80)] == ["Muñoz"]
    assert iim.read(block("Muñoz – “Kai”".encode("cp1252")))[(2, 80)] == ["Muñoz – “Kai”"]


def test_addresses_that_would_run_something_are_left_out(tmp_path):
    data = files.with_tags(
        files.jpeg(320, 240), tmp_path, "-XMP-xmpRights:WebStatement=javascript:alert(1)", "-XMP-plus:LicensorURL=data:text/html,x"
    )
    words = words_in(data)
    assert words.terms_url == "" and words.licensor_url == ""


@pytest.mark.parametrize("packet", [
    b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', b"<x:xmpmeta", b"", b"\xff\xfe", b"<a>" * 100_000, b"x" * 2_000_000,
    b'<?xml version="1.0" encoding="nonsense"?><x/>',
])  # fmt: skip
def test_a_packet_that_is_none_says_nothing(packet):
    assert xmp.read(packet).texts == {}


@given(st.binary(max_size=400))
def test_no_bytes_break_the_readers(data):
    words_of(exif_blob=data, xmp_blob=data, iim_blob=data)
    words_of(exif_blob=b"Exif\0\0II*\0\x08\0\0\0" + data, iim_blob=b"Photoshop 3.0\x008BIM\x04\x04\0\0" + data)


def test_a_part_of_exif_that_leads_to_itself_ends():
    entry = b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0"
    assert exif.read(b"II*\0\x08\0\0\0" + b"\x01\0" + entry) == {}


@pytest.mark.parametrize("ending", [".jpg", ".webp", ".avif"])
def test_what_we_write_is_what_exiftool_reads(ending, tmp_path):
    words = Words(
        creator="Ann Muñoz", credit="Reuters", copyright="© 2026 <b>Ann</b> & Co", usage_terms=HOSTILE, terms_url=TERMS, alt="A quay",
        licensor="Agency", licensor_url=TERMS, digital_source_type=SOURCE_TYPE, data_mining=NO_MINING,
    )  # fmt: skip
    asked = wanted(format=ending[1:], box=(0, 0, 320, 240), width=320)
    data = render(files.jpeg(320, 240), asked, blobs_of(words))
    seen = files.what_exiftool_sees(data, tmp_path, ending)
    assert seen["XMP-dc:Creator"].strip("[]") == "Ann Muñoz" and seen["XMP-photoshop:Credit"] == "Reuters"
    assert seen["XMP-dc:Rights"] == "© 2026 <b>Ann</b> & Co" and seen["XMP-xmpRights:WebStatement"] == TERMS
    assert seen["XMP-xmpRights:UsageTerms"] == HOSTILE and seen["XMP-iptcCore:AltTextAccessibility"] == "A quay"
    assert "LicensorName=Agency" in seen["XMP-plus:Licensor"] and seen["XMP-iptcExt:DigitalSourceType"] == SOURCE_TYPE
    assert seen["XMP-plus:DataMining"].endswith("DMI-PROHIBITED")
    if ending == ".jpg":
        assert (seen["IPTC:By-line"], seen["IPTC:Credit"], seen["IPTC:CopyrightNotice"]) == ("Ann Muñoz", "Reuters", words.copyright)
    again = words_in(data)
    assert (again.creator, again.credit, again.copyright, again.licensor) == (words.creator, words.credit, words.copyright, words.licensor)


def test_nothing_to_say_is_nothing_said():
    assert blobs_of(Words()) == blobs_of(Words(title="x", caption="y"))
    assert blobs_of(Words()).xmp == b"" and blobs_of(Words()).iim == b""


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_said_is_xml(creator, terms):
    from stoppress.kit.plain_text import clean

    packet = blobs_of(Words(creator=clean(creator), usage_terms=clean(terms), credit="x")).xmp
    assert xmp.read(packet).first("photoshop:Credit") == "x"
