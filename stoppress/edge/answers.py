"""Whole answers as plain data, and those that the edge gives in its own words."""

from dataclasses import dataclass

from stoppress.edge.headers import Headers


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as plain data, shared by everyone who asked for the same at that moment."""

    status: int
    headers: Headers
    body: bytes


def in_words(status: int, words: bytes, *more: tuple[bytes, bytes], caching: bytes = b"no-store") -> Answer:
    """A sentence for whoever asked, with `more` headers."""
    return Answer(status, [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", caching), *more], words)


#: When the reader had better come again.
SOON = (b"retry-after", b"2")
AWAY = in_words(503, b"The newsroom does not answer at this moment. Please try again.", SOON)
