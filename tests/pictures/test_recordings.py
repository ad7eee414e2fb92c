"""Files that play: what they are is read in them, what browsers do not play is refused, captions are checked."""

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stoppress.kit import ranges
from stoppress.pictures.recordings.captions import BadCaptions, checked
from stoppress.pictures.recordings.playing import Playable, Unplayable, examine


def box(name, *parts):
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def track(handler, codec, width=0, height=0, turned=False):
    matrix = struct.pack(">9I", *((0, 65536, 0, 0xFFFF0000, 0, 0, 0, 0, 0x40000000) if turned else (65536, 0, 0, 0, 65536, 0, 0, 0, 0x40000000)))
    head = box(b"tkhd", bytes(40), matrix, struct.pack(">II", width << 16, height << 16))
    sample = box(b"stsd", struct.pack(">II", 0, 1), struct.pack(">I", 16), codec, bytes(8))
    return box(b"trak", head, box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12)), box(b"minf", box(b"stbl", sample))))


def mp4(*tracks, brand=b"isom", seconds=12.3, fast=True, large=False):
    moov = box(b"moov", box(b"mvhd", bytes(12), struct.pack(">II", 1000, int(seconds * 1000)), bytes(80)), *tracks)
    media = struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 16 + 400) + bytes(400) if large else box(b"mdat", bytes(400))
    return box(b"ftyp", brand, bytes(4), b"mp42") + (moov + media if fast else media + moov)


def element(number, *parts):
    body = b"".join(parts)
    return number + struct.pack(">Q", len(body) | 1 << 56) + body


def webm(codec=b"V_VP9", doctype=b"webm", length=4200.0):
    info = element(b"\x15\x49\xa9\x66", element(b"\x2a\xd7\xb1", b"\x0f\x42\x40"), element(b"\x44\x89", struct.pack(">d", length)))
    video = element(b"\xe0", element(b"\xb0", b"\x05\x00"), element(b"\xba", b"\x02\xd0"))
    tracks = element(b"\x16\x54\xae\x6b", element(b"\xae", element(b"\x86", codec), video))
    segment = b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + info + tracks + b"\x1f\x43\xb6\x75" + b"\x01" + b"\xff" * 7 + bytes(90)
    return element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", doctype)) + segment


def sound(seconds=2):
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16000 * seconds))
    return made.getvalue()


H264, AAC = track(b"vide", b"avc1", 1280, 720), track(b"soun", b"mp4a")


@pytest.mark.parametrize(
    ("data", "is_"),
    [
        (mp4(H264, AAC), Playable("video", "video/mp4", "mp4", 13, 1280, 720)),
        (mp4(track(b"vide", b"avc1", 1280, 720, turned=True)), Playable("video", "video/mp4", "mp4", 13, 720, 1280)),
        (mp4(H264, large=True), Playable("video", "video/mp4", "mp4", 13, 1280, 720)),
        (mp4(AAC, brand=b"M4A "), Playable("audio", "audio/mp4", "m4a", 13)),
        (webm(), Playable("video", "video/webm", "webm", 5, 1280, 720)),
        (webm(b"A_OPUS"), Playable("audio", "audio/webm", "webm", 5)),
        (sound(), Playable("audio", "audio/wav", "wav", 2)),
    ],
)
def test_what_a_file_is_is_read_in_it(data, is_):
    assert examine(io.BytesIO(data)) == is_


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (mp4(track(b"vide", b"hvc1", 8, 8), AAC), "H.265"),
        (mp4(H264, track(b"soun", b"ac-3")), "Dolby Digital"),
        (mp4(H264, brand=b"qt  "), "QuickTime"),
        (mp4(H264, fast=False), "fast start"),
        (mp4(), "neither picture nor sound"),
        (mp4(H264)[:-9], "damaged"),
        (webm(b"V_MPEG4/ISO/AVC", doctype=b"matroska"), "Matroska"),
        (b"RIFF\0\0\0\0AVI LIST", "do not play"),
        (b"%PDF-1.7", "do not play"),
        (b"OggS" + bytes(100), "sound"),
        (b"", "do not play"),
    ],
)
def test_what_browsers_do_not_play_is_refused_with_the_reason(data, why):
    with pytest.raises(Unplayable, match=why):
        examine(io.BytesIO(data))


@given(st.sampled_from([mp4(H264, AAC), webm(), sound(1)]), st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data, draw):
    at = draw.draw(st.integers(0, len(data) - 1))
    changed = data[:at] + draw.draw(st.binary(max_size=9)) + data[at + draw.draw(st.integers(0, 12)) :]
    try:
        assert examine(io.BytesIO(changed)).seconds >= 0
    except Unplayable as refusal:
        assert str(refusal).endswith(".")


GOOD = "WEBVTT - harbour\r\n\r\n1\r\n00:01.000 --> 00:04.200 align:start\r\nThe tide is out.\r\n\r\n00:01:05.000 --> 01:00:06.000\r\nLater.\r\n"


def test_captions_are_taken_as_they_are():
    assert checked(b"\xef\xbb\xbf" + GOOD.encode()) == GOOD.replace("\r\n", "\n").strip() + "\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nHello", "Line 1: .*SubRip"),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHello", "Line 3: times look like"),
        ("WEBVTT\n\n00:05.000 --> 00:02.000\nHello", "Line 3: .*ends before"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb", "Line 6: .*before the one above"),
        ("WEBVTT\n\nnothing", "no caption"),
    ],
)
def test_what_is_wrong_with_captions_is_said_with_its_line(text, why):
    with pytest.raises(BadCaptions, match=why):
        checked(text.encode())


def test_captions_must_be_utf_8():
    with pytest.raises(BadCaptions, match="UTF-8"):
        checked("WEBVTT é".encode("latin-1"))


@given(st.integers(0, 50), st.integers(0, 60), st.integers(0, 60))
def test_a_range_gives_the_bytes_it_names(size, first, last):
    data = bytes(range(size))
    try:
        part = ranges.wanted(f"bytes={first}-{last}", size)
    except ranges.NotSatisfiable:
        assert first >= size
        return
    if part is None:
        assert last < first
    else:
        assert data[part[0] : part[1]] == data[first : last + 1] != b""


@pytest.mark.parametrize(
    ("header", "part"),
    [("", None), ("bytes=0-", (0, 10)), ("bytes=-3", (7, 10)), ("bytes=-30", (0, 10)), ("bytes=0-0", (0, 1)), ("bytes=-", None),
     ("bytes=0-1,3-4", None), ("lines=0-1", None), ("BYTES = 2-3", (2, 4)), ("bytes=5-2", None)],
)  # fmt: skip
def test_what_a_range_header_asks_for(header, part):
    assert ranges.wanted(header, 10) == part


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=-0", "bytes=99-100"])
def test_bytes_beyond_the_end_are_not_there(header):
    with pytest.raises(ranges.NotSatisfiable):
        ranges.wanted(header, 10)
