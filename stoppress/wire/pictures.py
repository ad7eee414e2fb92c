"""Pictures that come with an item, or by themselves: fetched within bounds, taken in and kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from time import monotonic

from wagtail.utils.file import hash_filelike

from stoppress.kit import safe_fetch
from stoppress.kit.plain_text import one_line, shorten
from stoppress.pictures import actions
from stoppress.pictures.errors import PictureRefused
from stoppress.pictures.ingest import take_in
from stoppress.pictures.models import Picture
from stoppress.pictures.taken_in import TakenIn
from stoppress.syndication.incoming import IncomingPicture

MOST_PICTURES, MOST_BYTES, SECONDS_EACH, SECONDS_ALL = 10, 20 * 1024 * 1024, 10.0, 30.0
#: How an item names a picture that has been sent before it.
OURS = "stoppress:picture:"


@dataclass(frozen=True, slots=True)
class Found:
    """A picture of an item: its words, and either the row that is there or the file to make one from."""

    words: IncomingPicture
    picture_id: int | None = None
    data: bytes = b""
    taken: TakenIn | None = None


def gather(pictures: Sequence[IncomingPicture], warnings: list[str]) -> list[Found]:
    """Each picture found or fetched; one that cannot be is left out and told in `warnings`.

    This may take seconds and so has no place inside a transaction.
    """
    until = monotonic() + SECONDS_ALL
    if len(pictures) > MOST_PICTURES:
        warnings.append(f"The item has {len(pictures)} pictures; the first {MOST_PICTURES} were taken.")
    found = []
    for words in pictures[:MOST_PICTURES]:
        try:
            found.append(_gather_one(words, min(SECONDS_EACH, until - monotonic())))
        except (safe_fetch.FetchError, PictureRefused) as error:
            warnings.append(f"The picture {shorten(words.href or words.guid, 200)} was left out: {error}")
    return found


def with_words(found: Found, *, alt: str, credit: str) -> Found:
    """The same picture with an alternative text and a credit."""
    return replace(found, words=replace(found.words, alt=alt, credit=credit))


def keep(found: Found, *, title: str) -> Picture:
    """The row of a gathered picture, made now if it is not there; call it inside the item's transaction."""
    if found.picture_id is not None:
        return Picture.objects.get(pk=found.picture_id)
    words = found.words
    assert found.taken is not None
    return store(
        found.data, found.taken, title=words.caption or title, alt=words.alt, caption=words.caption, credit=words.credit,
        copyright=words.copyright_notice, origin=words.href, wire_guid=_key(words),
    )  # fmt: skip


def store(
    data: bytes, taken: TakenIn, *, title: str, alt: str = "", caption: str = "", credit: str = "", copyright: str = "",
    origin: str = "", wire_guid: str = "",
) -> Picture:
    """Keep an original that was taken in; what the sender does not say is what the file says of itself."""  # fmt: skip
    picture = Picture(
        title=shorten(one_line(title or taken.words.title), 200) or "Picture", alt=shorten(one_line(alt), 500), caption=caption,
        credit=shorten(one_line(credit), 200), copyright=shorten(one_line(copyright), 300), origin=origin[:300],
        wire_guid=wire_guid,
    )  # fmt: skip
    actions.fill(picture, taken, data=data, name=f"{digest_of(data)[:20]}.{taken.kind}")
    picture.save()
    actions.add_keywords(picture)
    return picture


def digest_of(data: bytes) -> str:
    """The hash by which a file that is here already is known again."""
    return str(hash_filelike(BytesIO(data)))


def _gather_one(words: IncomingPicture, seconds: float) -> Found:
    if words.guid.startswith(OURS):
        number = words.guid.removeprefix(OURS)
        known = Picture.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 12 else None
        if known is None:
            raise PictureRefused("There is no picture of that number here.")
        return Found(replace(words, alt=words.alt or known.alt, caption=words.caption or known.caption,
                             credit=words.credit or known.credit), known.pk)  # fmt: skip
    known = Picture.objects.filter(wire_guid=_key(words)).first()
    if known is not None:
        return Found(words, known.pk)
    if seconds <= 0:
        raise safe_fetch.TooSlow("The pictures before it took all the time there was.")
    got = safe_fetch.fetch(words.href, most_bytes=MOST_BYTES, seconds=seconds, accept="image/*")
    return Found(words, data=got.body, taken=take_in(got.body, words.href))


def _key(words: IncomingPicture) -> str:
    """The name under which a picture is known again: its own and its address, for renditions may change."""
    key = f"{words.guid} {words.href}".strip()
    return key if len(key) <= 255 else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"
