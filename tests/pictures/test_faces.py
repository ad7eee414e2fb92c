"""Where to look: around the faces that a detector finds, in upright pixels of the original; else nowhere in particular."""

import pytest
import pyvips

from stoppress.pictures.ingest import examining, faces
from tests.pictures import files

IMAGE = pyvips.Image.black(320, 240, bands=3).copy(interpretation="srgb")


@pytest.mark.parametrize(("found", "around"), [
    ([], None),
    ([(10, 20, 50, 60)], (10, 20, 50, 60)),
    ([(10, 20, 50, 60), (200, 30, 230, 60)], (10, 20, 230, 60)),
    ([(100, 100, 180, 180), (0, 0, 9, 9)], (100, 100, 180, 180)),
])  # fmt: skip
def test_around_all_but_those_in_the_background(found, around, monkeypatch):
    monkeypatch.setattr(faces, "_cascade", lambda: lambda image: found)
    assert faces.find(IMAGE) == around


def test_nobody_looks_without_opencv(monkeypatch):
    monkeypatch.setattr(faces, "_cascade", lambda: None)
    assert faces.find(IMAGE) is None and faces.find(IMAGE, "/no/such/model.onnx") is None


def test_the_suggestion_is_in_pixels_of_the_upright_original(monkeypatch):
    """A picture that lies on its side, 1600 × 1200 upright, is searched at 320 × 240."""
    monkeypatch.setattr(faces, "_cascade", lambda: lambda image: [(30, 40, 90, 100)] if (image.width, image.height) == (320, 240) else [])
    lying = files.photo(1600, 1200).rot270().copy()
    lying.set_type(pyvips.GValue.gint_type, "orientation", 6)
    assert examining.examine(files.saved(lying, ".jpg")).focal == (150, 200, 450, 500)
    assert examining.examine(files.jpeg(1600, 1200)).focal == (150, 200, 450, 500)
