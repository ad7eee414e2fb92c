"""Derivatives: the right part, size, colour and words, and nothing else of the original."""

import pytest
import pyvips

from stoppress.pictures.addresses import QUALITY
from stoppress.pictures.derivatives import AFTERWARDS, NoSuchPart, render
from stoppress.pictures.ingest import masters, reading, take_in
from stoppress.pictures.metadata import Blobs, blobs_of
from stoppress.pictures.taken_in import Words
from tests.pictures import files
from tests.pictures.samples_of_derivatives import wanted

NOTHING = Blobs(b"", b"")
RIGHTS = blobs_of(Words(creator="Ann Lee", credit="Courier", copyright="© Ann Lee"))
POSITION = ("-EXIF:GPSLatitude=51.5", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=0.1", "-EXIF:GPSLongitudeRef=W",
            "-XMP-exif:GPSLatitude=51.5", "-EXIF:SerialNumber=12345", "-XMP-photoshop:City=Lisbon")  # fmt: skip


def opened(data):
    return pyvips.Image.new_from_buffer(data, "")


@pytest.mark.parametrize("format", ["jpg", "webp", "avif"])
@pytest.mark.parametrize("width", [320, 1920])
def test_size_and_colour(format, width):
    made = opened(render(files.jpeg(2400, 1600), wanted(box=(0, 0, 2400, 1600), width=width, format=format), NOTHING))
    assert (made.width, made.height) == (width, round(width * 2 / 3))
    whole = files.photo(2400, 1600).resize(width / 2400)
    assert abs(made.avg() - whole.avg()) < 2 and (made.colourspace("srgb") - whole).abs().avg() < 8


@pytest.mark.parametrize("shrunk", [240, 480, 960])
def test_the_part_that_was_asked_for(shrunk):
    """A white square on black fills the derivative of its box, whatever was shrunk on load."""
    image = pyvips.Image.black(4000, 3000, bands=3).draw_rect([255, 255, 255], 1203, 907, 1001, 1001, fill=True)
    source = files.saved(image.copy(interpretation="srgb"), ".jpg", Q=95)
    inside = opened(render(source, wanted(box=(1211, 915, 2196, 1900), width=shrunk), NOTHING))
    assert inside.crop(2, 2, inside.width - 4, inside.height - 4).min() > 230
    outside = opened(render(source, wanted(box=(0, 0, 1190, 3000), width=shrunk), NOTHING))
    assert outside.max() < 25


@pytest.mark.parametrize("box", [(0, 0, 1700, 1200), (100, 100, 100, 200), (0, 0, 100, 1201)])
def test_a_part_that_is_not_there(box):
    with pytest.raises(NoSuchPart):
        render(files.jpeg(1600, 1200), wanted(box=box), NOTHING)


def test_what_is_see_through_stays_so_or_becomes_white():
    clear = (pyvips.Image.black(800, 600, bands=4)).cast("uchar").copy(interpretation="srgb")
    source = files.saved(clear, ".png")
    asked = {"box": (0, 0, 800, 600), "width": 320}
    assert opened(render(source, wanted(**asked), NOTHING)).min() > 250
    for format in ("webp", "avif"):
        assert opened(render(source, wanted(**asked, format=format), NOTHING)).hasalpha()


def test_an_original_from_before_there_were_masters():
    image = files.photo(900, 600).icc_transform("cmyk", input_profile="srgb")
    data = files.saved(image, ".jpg")
    made = opened(render(data, wanted(box=(0, 0, 900, 600)), NOTHING, is_master=False))
    assert made.interpretation == "srgb" and made.bands == 3


def test_a_cmyk_files_derivative_is_srgb_and_small():
    image = pyvips.Image.new_from_file("demo/pictures/harbour-dawn.jpg").icc_transform("cmyk", input_profile="srgb")
    data = files.saved(image, ".jpg", Q=92)
    opened_original = reading.open_original(data)
    made = render(masters.make(opened_original, data), wanted(box=(0, 0, image.width, image.height)), RIGHTS)
    assert opened(made).interpretation == "srgb" and len(made) < 60_000


@pytest.mark.parametrize("format", ["jpg", "webp", "avif"])
def test_no_position_no_thumbnail_no_serial_number(format, tmp_path):
    thumbnail = tmp_path / "thumbnail.jpg"
    thumbnail.write_bytes(files.jpeg(160, 120))
    data = files.with_tags(files.jpeg(1600, 1200), tmp_path, *POSITION, f"-ThumbnailImage<={thumbnail}")
    before = files.what_exiftool_sees(data, tmp_path, ".jpg")
    assert any("GPS" in name for name in before) and any("Thumbnail" in name for name in before)
    taken = take_in(data)
    seen = files.what_exiftool_sees(render(taken.master or data, wanted(format=format), RIGHTS), tmp_path, f".{format}")
    assert not [name for name in seen if any(word in name for word in ("GPS", "Thumbnail", "Serial", "IFD0", "ExifIFD", "City", "ICC"))]
    assert seen["XMP-photoshop:Credit"] == "Courier"
    again = reading.open_original(render(taken.master or data, wanted(format=format), RIGHTS))
    assert again.exif == b""


def test_avif_takes_more_trouble_afterwards():
    source = files.jpeg(1600, 1200)
    quick, careful = (render(source, wanted(format="avif"), NOTHING, haste=haste) for haste in (0, AFTERWARDS))
    assert len(careful) < len(quick) * 1.05 and careful != quick


def test_a_moving_gif_moves_as_webp_and_stands_still_otherwise():
    frames = [(pyvips.Image.black(200, 150, bands=3) + shade).cast("uchar") for shade in (20, 120, 220)]
    film = pyvips.Image.arrayjoin(frames, across=1).copy(interpretation="srgb")
    film.set_type(pyvips.GValue.gint_type, "page-height", 150)
    film.set_type(pyvips.GValue.array_int_type, "delay", [50, 60, 70])
    source = files.saved(film, ".gif")
    asked = {"box": (20, 10, 180, 100), "width": 320}
    moving = pyvips.Image.new_from_buffer(render(source, wanted(**asked, format="webp"), RIGHTS), "", n=-1)
    assert (moving.get("n-pages"), moving.get("page-height"), moving.get("delay")) == (3, 180, [50, 60, 70])
    assert opened(render(source, wanted(**asked, format="avif"), RIGHTS)).height == 180
    assert QUALITY["webp"] == 75
