"""Files for tests of pictures, made as they are needed: photographs of a sort, and hostile ones."""

import struct
import subprocess
import zlib
from functools import cache
from pathlib import Path

import pyvips

SAMPLES = Path(__file__).with_name("samples")


@cache
def photo(width=1600, height=1200):
    """Something like a photograph: soft forms, an edge and grain."""
    x = pyvips.Image.xyz(width, height)
    waves = ((x[0] / 37).sin() * 60 + (x[1] / 53).cos() * 50 + 128).bandjoin([(x[0] + x[1]) / (width + height) * 255, (x[1] / 29).sin() * 90 + 128])
    grain = pyvips.Image.gaussnoise(width, height, sigma=6, mean=0, seed=7)
    edge = (x[0] > width / 3) * 30
    return (waves + grain + edge).cast("uchar").copy(interpretation="srgb").copy_memory()


@cache
def jpeg(width=1600, height=1200, **options):
    return photo(width, height).jpegsave_buffer(**{"Q": 85, **options})


def saved(image, ending, **options):
    return bytes(image.write_to_buffer(ending, **options))


def with_tags(data, tmp_path, *tags, ending=".jpg"):
    """The file with tags written by exiftool, which is somebody else's idea of the standards."""
    path = tmp_path / f"tagged{ending}"
    path.write_bytes(data)
    subprocess.run(["exiftool", "-q", "-overwrite_original", *tags, str(path)], check=True)
    return path.read_bytes()


def claiming(width, height, *, is_progressive=False):
    """A JPEG of a few hundred bytes that claims any size."""
    data = bytearray(saved(pyvips.Image.black(8, 8, bands=3).copy(interpretation="srgb"), ".jpg", interlace=is_progressive, keep="none"))
    at = data.index(b"\xff\xc2" if is_progressive else b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def png(width, height, rows=b"", *, colours=2, depth=8, interlaced=0, extra=b""):
    """A PNG put together by hand; `rows` are compressed already."""
    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + extra + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def zeros(count):
    """So many zero bytes as zlib has them."""
    packer = zlib.compressobj(9)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(count // len(block))) + packer.compress(bytes(count % len(block))) + packer.flush()


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def gif(width, height, frames):
    """A GIF of blank frames, each a few bytes."""
    head = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + b"\0\0\0\xff\xff\xff"
    loop = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    frame = b"\x21\xf9\x04\0\x0a\0\0\0" + b"\x2c\0\0\0\0" + struct.pack("<HH", width, height) + b"\0" + b"\x02\x02\x4c\x01\0"
    return head + loop + frame * frames + b";"


def what_exiftool_sees(data, tmp_path, ending):
    """Every tag of a file by group and name."""
    path = tmp_path / f"seen{ending}"
    path.write_bytes(data)
    told = subprocess.run(["exiftool", "-a", "-G1", "-s", "-n", "-struct", str(path)], check=True, capture_output=True, text=True)
    found = {}
    for line in told.stdout.splitlines():
        group, _, rest = line.partition("]")
        name, _, value = rest.partition(":")
        found.setdefault(f"{group.strip('[')}:{name.strip()}", value.strip())
    return found
