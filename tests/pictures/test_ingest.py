"""Originals of every kind taken in: sizes, masters, words, colours."""

import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest
import pyvips

from stoppress.pictures.ingest import PictureRefused, child, children, take_in
from tests.pictures import files


def opened(data):
    return pyvips.Image.new_from_buffer(data, "")


def colour_at(data, x, y):
    return [round(value) for value in opened(data).colourspace("srgb").getpoint(x, y)[:3]]


def test_a_plain_jpeg_is_its_own_master():
    taken = take_in(files.jpeg(800, 600), "quay.png")
    assert (taken.kind, taken.width, taken.height, taken.master, taken.credentials) == ("jpg", 800, 600, None, None)
    assert taken.colour.startswith("#") and len(taken.colour) == 7 and len(taken.blurhash) == 28


@pytest.mark.parametrize(("ending", "kind"), [(".png", "png"), (".webp", "webp"), (".avif", "avif"), (".tif", "tiff"), (".gif", "gif")])
def test_other_kinds_are_taken_in(ending, kind):
    width, height = (2400, 1800) if kind == "png" else (400, 300)
    taken = take_in(files.saved(files.photo(width, height), ending))
    assert (taken.kind, taken.width, taken.height) == (kind, width, height)
    if kind != "gif":
        assert taken.master and opened(taken.master).get("vips-loader") == "jpegload_buffer"


def test_heic_is_taken_in():
    taken = take_in((files.SAMPLES / "colours.heic").read_bytes())
    assert (taken.kind, taken.width, taken.height) == ("heic", 320, 240)
    assert (taken.words.creator, taken.words.credit) == ("Ann Lee", "Courier")
    red, green, _ = colour_at(taken.master, 310, 10)
    assert red > 230 and green < 30


def test_a_small_png_keeps_its_edges_and_what_is_see_through():
    image = files.photo(400, 300).bandjoin(128)
    assert take_in(files.saved(image, ".png")).master is None
    deep = take_in(files.saved((image.cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16"), ".png"))
    assert opened(deep.master).hasalpha() and opened(deep.master).format == "uchar"


@pytest.mark.parametrize("ending", [".png", ".tif"])
def test_sixteen_bits_become_eight(ending):
    image = (files.photo(400, 300).cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")
    taken = take_in(files.saved(image, ending))
    assert opened(taken.master).format == "uchar"
    assert abs(opened(taken.master).avg() - files.photo(400, 300).avg()) < 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_says_which_way_is_up(orientation):
    """The corner that EXIF says is the upper left one is dark."""
    upright = (pyvips.Image.black(60, 40, bands=3) + 200).cast("uchar").draw_rect([20, 20, 20], 0, 0, 20, 20, fill=True)
    unturned = {1: lambda i: i, 2: lambda i: i.fliphor(), 3: lambda i: i.rot180(), 4: lambda i: i.flipver(),
                5: lambda i: i.rot90().fliphor(), 6: lambda i: i.rot270(), 7: lambda i: i.rot270().fliphor(), 8: lambda i: i.rot90()}  # fmt: skip
    image = unturned[orientation](upright).copy(interpretation="srgb")
    image.set_type(pyvips.GValue.gint_type, "orientation", orientation)
    data = files.saved(image, ".jpg", Q=95)
    taken = take_in(data)
    assert (taken.width, taken.height) == (60, 40) and (taken.master is None) == (orientation == 1)
    assert max(colour_at(taken.master or data, 4, 4)) < 60 and min(colour_at(taken.master or data, 50, 30)) > 160


def test_cmyk_becomes_srgb():
    image = files.photo(900, 600).icc_transform("cmyk", input_profile="srgb")
    taken = take_in(files.saved(image, ".jpg", Q=90))
    assert opened(taken.master).interpretation == "srgb" and opened(taken.master).bands == 3
    assert abs(opened(taken.master).avg() - files.photo(900, 600).avg()) < 12


def test_a_wide_gamut_becomes_srgb():
    """What Display P3 calls (200, 60, 60) is redder in sRGB's numbers."""
    plain = pyvips.Image.black(64, 64, bands=3).linear(1, [200, 60, 60]).cast("uchar").copy(interpretation="srgb")
    wide = plain.icc_transform("p3", input_profile="srgb")
    told = wide.getpoint(5, 5)
    taken = take_in(files.saved(wide, ".jpg", Q=98))
    assert told[0] < 190 and abs(colour_at(taken.master, 5, 5)[0] - 200) <= 3
    assert not opened(taken.master).get_typeof("icc-profile-data")


def test_a_progressive_jpeg_gets_a_master_that_is_read_line_by_line():
    taken = take_in(files.jpeg(800, 600, interlace=True))
    assert not opened(taken.master).get_typeof("interlaced")


def test_a_gain_map_is_left_behind():
    data = files.jpeg(800, 600)
    second = b"\xff\xe2\0\x08MPF\0II" + data[2:]
    taken = take_in(data[:2] + second + files.jpeg(200, 150))
    assert taken.master and b"MPF" not in taken.master and taken.master.count(b"\xff\xd8\xff") == 1


def test_a_moving_gif_moves_on():
    frames = [files.photo(200, 150) * share for share in (0.3, 0.6, 0.9)]
    film = pyvips.Image.arrayjoin([frame.cast("uchar") for frame in frames], across=1).copy(interpretation="srgb")
    film.set_type(pyvips.GValue.gint_type, "page-height", 150)
    taken = take_in(files.saved(film, ".gif"))
    assert (taken.kind, taken.width, taken.height, taken.master) == ("gif", 200, 150, None)


def test_two_pictures_in_one_file_are_refused():
    film = files.photo(200, 300).copy()
    film.set_type(pyvips.GValue.gint_type, "page-height", 150)
    for ending in (".tif", ".webp"):
        with pytest.raises(PictureRefused, match="2 pictures in this file"):
            take_in(files.saved(film, ending))


def test_children_are_warm_know_no_secret_and_end_when_told(monkeypatch):
    monkeypatch.setenv("STOPPRESS_SECRET_KEY", "never-seen")
    children.close()
    take_in(files.jpeg(80, 60))
    [child] = children._idle
    pid = child._process.pid
    assert "never-seen" not in Path(f"/proc/{pid}/environ").read_text()
    take_in(files.jpeg(80, 60))
    assert [c._process.pid for c in children._idle] == [pid]
    children.close()
    assert not children._idle and not Path(f"/proc/{pid}").exists()


def test_a_child_that_went_home_is_replaced():
    take_in(files.jpeg(80, 60))
    children._idle[0]._process.kill()
    children._idle[0]._process.wait()
    assert take_in(files.jpeg(80, 60)).width == 80


def test_a_child_that_goes_home_after_its_last_file_costs_nobody_a_picture():
    """It is still alive while it says good-bye, when the next file is there at once."""
    children.close()
    data = files.jpeg(40, 30)
    assert {take_in(data).width for _ in range(child._MOST + 5)} == {40}


def test_a_child_outlives_the_thread_that_started_it():
    children.close()
    first = Thread(target=take_in, args=(files.jpeg(80, 60),))
    first.start()
    first.join()
    [started] = children._idle
    with pytest.raises(subprocess.TimeoutExpired):
        started._process.wait(1)
    take_in(files.jpeg(80, 60))
    assert children._idle == [started]


def test_no_child_outlives_its_parent():
    text = "import os; from stoppress.pictures.ingest import children; from tests.pictures import files;" \
        "children.take_in(files.jpeg(80, 60)); print(children._idle[0]._process.pid, flush=True); os._exit(1)"  # fmt: skip
    pid = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False).stdout.strip()
    until = time.monotonic() + 20
    while Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < until
        time.sleep(0.05)
    assert int(pid) > 0


def test_memory_stays_flat():
    data = files.jpeg(2000, 1500)
    children.close()
    peaks = []
    for _ in range(8):
        take_in(data)
        peaks.append(children._idle[0].peak)
    assert peaks[-1] - peaks[1] < 6_000_000 and peaks[-1] < 150_000_000


def test_a_child_that_has_gone_home_is_replaced_and_leaves_nothing_open(monkeypatch):
    children.take_in(files.jpeg(64, 48))
    gone = children._idle[-1]
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), gone._process.stdin.fileno())  # it sees the end of its work
    assert gone._process.wait(30) == 0
    monkeypatch.setattr(children.Child, "is_alive", True)  # as it was a moment before
    assert children.take_in(files.jpeg(64, 48)).width == 64
    assert gone._process.stdin.closed and gone._process.stdout.closed
