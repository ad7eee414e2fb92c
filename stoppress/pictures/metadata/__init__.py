"""What a picture's file says of itself (IPTC IIM, XMP, EXIF), read; and what derivatives say of it, written."""

from stoppress.pictures.metadata.reading import orientation_of, words_of
from stoppress.pictures.metadata.writing import Blobs, blobs_of

__all__ = ["Blobs", "blobs_of", "orientation_of", "words_of"]
