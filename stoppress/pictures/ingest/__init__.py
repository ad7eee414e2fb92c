"""Taking in an original: sniffed, measured, normalised and read in a child process that a hostile file may kill."""

from stoppress.pictures.errors import PictureRefused
from stoppress.pictures.ingest.children import take_in

__all__ = ["PictureRefused", "take_in"]
