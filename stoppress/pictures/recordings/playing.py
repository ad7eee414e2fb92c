"""Whether browsers play a file, what it is to them, and how long it takes; files that they do not play are refused."""

import math
from dataclasses import dataclass
from typing import BinaryIO

from tinytag import TinyTag, TinyTagException

from stoppress.pictures.recordings import mp4, webm
from stoppress.pictures.recordings.mp4 import Damaged


class Unplayable(ValueError):
    """Browsers do not play this file; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Playable:
    """What a file is: `video` or `audio`, its type, its ending, seconds (0: it does not say), and pixels of a video."""

    medium: str
    mime_type: str
    ending: str
    seconds: int
    width: int = 0
    height: int = 0


#: Codecs of MP4 that every current browser plays.
_MP4_PICTURE = {"avc1", "avc3", "av01", "vp09"}
_MP4_SOUND = {"mp4a", "Opus", "fLaC", ".mp3"}
_WEBM_PICTURE = {"V_VP8", "V_VP9", "V_AV1"}
_WEBM_SOUND = {"A_OPUS", "A_VORBIS"}
_NAMES = {"hvc1": "H.265", "hev1": "H.265", "dvh1": "Dolby Vision", "ap4h": "ProRes", "apcn": "ProRes", "apch": "ProRes",
          "ac-3": "Dolby Digital", "ec-3": "Dolby Digital Plus", "mp4v": "MPEG-4 part 2", "alac": "Apple Lossless"}  # fmt: skip
_ADVICE = "export it as MP4 with H.264 and AAC, or as WebM"
#: What sound files that browsers play are called, by the ending that tinytag knows them by.
_SOUNDS = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav", "flac": "audio/flac"}


def examine(file: BinaryIO) -> Playable:
    """What a file is; raises `Unplayable` with a sentence."""
    file.seek(0)
    head = file.read(64)
    try:
        if head[4:8] == b"ftyp":
            return _mp4(file)
        if head[:4] == b"\x1aE\xdf\xa3":
            return _webm(file)
    except Damaged as wrong:
        raise Unplayable(f"The file is damaged: {wrong}. Export it once more.") from wrong
    ending = _sound_ending(head)
    if not ending:
        raise Unplayable(f"Browsers do not play this kind of file; {_ADVICE}; sound alone as MP3, M4A, Ogg or WAV.")
    return _sound(file, ending)


def _mp4(file: BinaryIO) -> Playable:
    contents = mp4.read(file)
    pictures = [track for track in contents.tracks if track.handler == "vide"]
    sounds = [track for track in contents.tracks if track.handler == "soun"]
    wrong = [t.codec for t in pictures if t.codec not in _MP4_PICTURE] + [t.codec for t in sounds if t.codec not in _MP4_SOUND]
    if wrong:
        raise Unplayable(f"Not every browser plays {_NAMES.get(wrong[0], wrong[0].strip())}; {_ADVICE}.")
    if contents.brands[:1] == ("qt  ",):
        raise Unplayable(f"This is a QuickTime film, which not every browser plays; {_ADVICE}.")
    if not pictures and not sounds:
        raise Unplayable("There is neither picture nor sound in this file.")
    if not contents.is_ready:
        raise Unplayable("This film would begin only when it has come as a whole; export it “for the web” (fast start).")
    seconds = math.ceil(contents.seconds)
    if not pictures:
        return Playable("audio", "audio/mp4", "m4a", seconds)
    return Playable("video", "video/mp4", "mp4", seconds, pictures[0].width, pictures[0].height)


def _webm(file: BinaryIO) -> Playable:
    contents = webm.read(file)
    wrong = [codec for codec in contents.codecs if codec not in _WEBM_PICTURE | _WEBM_SOUND]
    if contents.doctype != "webm" or wrong:
        raise Unplayable(f"This is Matroska with {(wrong or contents.codecs)[0]}, which not every browser plays; {_ADVICE}.")
    seconds = math.ceil(contents.seconds)
    if not any(codec in _WEBM_PICTURE for codec in contents.codecs):
        return Playable("audio", "audio/webm", "webm", seconds)
    return Playable("video", "video/webm", "webm", seconds, contents.width, contents.height)


def _sound_ending(head: bytes) -> str:
    if head[:3] == b"ID3" or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE6 in (0xE2, 0xE4, 0xE6)):
        return "mp3"
    if head[:4] == b"OggS":
        return "opus" if b"OpusHead" in head else "ogg"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    return "flac" if head[:4] == b"fLaC" else ""


def _sound(file: BinaryIO, ending: str) -> Playable:
    file.seek(0)
    try:
        told = TinyTag.get(f"sound.{ending}", file_obj=file, tags=False)
    except (TinyTagException, ValueError, IndexError, OverflowError, MemoryError) as wrong:
        raise Unplayable("The file is damaged and cannot be read as sound. Export it once more.") from wrong
    if not told.duration or not math.isfinite(told.duration):
        raise Unplayable("There is no sound in this file that could be read. Export it once more.")
    return Playable("audio", _SOUNDS[ending], "ogg" if ending == "opus" else ending, math.ceil(told.duration))
