"""What may happen to a picture: taken in, described, cut, given another file, withdrawn when its licence ends."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from wagtail.log_actions import log as audit

from stoppress.kit.plain_text import clean, one_line, shorten
from stoppress.pictures import rules
from stoppress.pictures.ingest import take_in as read
from stoppress.pictures.keeping import credentials_as_json, keep_files
from stoppress.pictures.models import Picture
from stoppress.pictures.taken_in import TakenIn, Words

#: Columns that are filled from the file's own words, where the desk has not written anything.
_FROM_FILE = (
    "caption", "alt", "creator", "credit", "source", "copyright", "usage_terms", "terms_url", "licensor", "licensor_url",
    "instructions", "taken_at", "place", "digital_source_type", "data_mining",
)  # fmt: skip
#: Columns that may have several lines.
_LONG = {"caption", "usage_terms", "instructions"}
#: Columns that the desk describes a picture with.
DESCRIBED = (
    "title", *_FROM_FILE[:-2], "persons", "licence_from_date", "licence_until_date", "stand_in", "restriction",
    "restriction_note", "words_by_language",
)  # fmt: skip


def take_in(*, data: bytes, name: str, by: Any = None, fields: Mapping[str, Any] | None = None) -> Picture:
    """Keep an original with what its file says; `fields` override that. Raises `PictureRefused`."""
    picture = Picture(**(fields or {}), uploaded_by_user=by)
    fill(picture, read(data, name), data=data, name=name)
    with transaction.atomic():
        picture.save()
        add_keywords(picture)
        audit(instance=picture, action="wagtail.create", user=by)
    return picture


def fill(picture: Picture, taken: TakenIn, *, data: bytes, name: str) -> None:
    """Put what a file brought to light into `picture`, whose row is not saved yet; what the desk wrote stays."""
    title = shorten(one_line(taken.words.title), 255)
    if title and picture.title in ("", _stem(name), name):
        picture.title = title
    picture.title = picture.title or shorten(one_line(_stem(name)), 255) or "Picture"
    for column in _FROM_FILE:
        value = getattr(taken.words, column)
        if value and not getattr(picture, column):
            setattr(picture, column, _kept(column, value))
    if taken.words.persons and not picture.persons:
        picture.persons = shorten(one_line(", ".join(taken.words.persons)), 500)
    _put_file(picture, taken, data=data, name=name)
    picture.focal_point_x = picture.focal_point_y = picture.focal_point_width = picture.focal_point_height = None
    picture.crops, picture.is_focal_suggested = {}, taken.focal is not None
    if taken.focal is not None:
        _look_at(picture, taken.focal)
    picture.found_keywords = _keywords(taken.words)


def replace_file(*, picture: Picture, data: bytes, name: str, by: Any = None) -> Picture:
    """Give a picture another file, for every place that shows it; its words and rights stay. Raises `PictureRefused`.

    Cuts and the focal rectangle move along when the new file has the shape of the old one, else they are given up.
    """
    taken = read(data, name)
    with transaction.atomic():
        picture = _locked(picture)
        before = (str(picture.file.name), str(picture.master.name or ""))
        put_other_file(picture, taken, data=data, name=name)
        picture.save()
        audit(instance=picture, action="stoppress.replace_file", user=by)
        transaction.on_commit(lambda: _forget_files(picture, *before))
    return picture


def put_other_file(picture: Picture, taken: TakenIn, *, data: bytes, name: str) -> None:
    """`replace_file` for a row that somebody else saves."""
    width, height, focal, crops = picture.width, picture.height, picture.focal_box, dict(picture.crops)
    _put_file(picture, taken, data=data, name=name)
    if abs(width * taken.height - height * taken.width) * 100 > width * taken.height:
        picture.crops, focal = {}, taken.focal
        picture.is_focal_suggested = focal is not None
    else:
        scale = taken.width / width
        moved = {shape: [n * scale for n in box] for shape, box in crops.items()}
        picture.crops = {shape: list(rules.fitted_cut(taken.width, taken.height, shape, box)) for shape, box in moved.items()}
        focal = tuple(round(n * scale) for n in focal) if focal else None  # type: ignore[assignment]
    _look_at(picture, focal)


def describe(*, picture: Picture, fields: Mapping[str, Any], by: Any = None) -> Picture:
    """Change a picture's words, rights or licence. Raises ValidationError for what cannot be."""
    unknown = set(fields) - set(DESCRIBED)
    if unknown:
        raise ValueError(f"A picture is not described by {', '.join(sorted(unknown))}")
    with transaction.atomic():
        picture = _locked(picture)
        for name, value in fields.items():
            setattr(picture, name, value)
        picture.full_clean(exclude=["file"])
        picture.save()
        audit(instance=picture, action="wagtail.edit", user=by)
    return picture


def set_cuts(
    *, picture: Picture, focal: Sequence[int] | None, crops: Mapping[str, Sequence[int]], by: Any = None
) -> Picture:  # fmt: skip
    """Say where to look and, for shapes where that is not enough, where to cut; a shape that is not named is automatic.

    Raises ValueError with a sentence for a cut that cannot be.
    """
    with transaction.atomic():
        picture = _locked(picture)
        picture.crops = fitted(picture, crops)
        _look_at(picture, focal)
        picture.is_focal_suggested = False
        picture.save()
        audit(instance=picture, action="stoppress.cut_picture", user=by)
    return picture


def fitted(picture: Picture, crops: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Cuts that somebody drew, each within the picture and in its shape; raises ValueError with a sentence."""
    return {shape: list(rules.fitted_cut(picture.width, picture.height, shape, box)) for shape, box in crops.items()}


def end_licence(*, picture: Picture) -> Picture:
    """Let the stand-in, or nothing, take the place of a picture whose licence has ended, wherever it shows."""
    with transaction.atomic():
        picture.save()  # which withdraws what readers must not see any more, and tells the log
        audit(instance=picture, action="stoppress.end_licence", user=None)
    return picture


def add_keywords(picture: Picture) -> None:
    """The file's keywords as tags, once the row is there."""
    if keywords := getattr(picture, "found_keywords", ()):
        picture.tags.add(*keywords)


def _put_file(picture: Picture, taken: TakenIn, *, data: bytes, name: str) -> None:
    picture.master = ""
    keep_files(picture, data, taken, stem=shorten(_stem(one_line(name)), 80) or "picture")
    picture.kind, picture.colour, picture.blurhash = taken.kind, taken.colour, taken.blurhash
    picture.credentials = credentials_as_json(taken.credentials)


def _look_at(picture: Picture, focal: Sequence[int] | None) -> None:
    if focal is None:
        picture.focal_point_x = picture.focal_point_y = picture.focal_point_width = picture.focal_point_height = None
        return
    x0, x1 = sorted(min(max(0, n), picture.width) for n in focal[::2])
    y0, y1 = sorted(min(max(0, n), picture.height) for n in focal[1::2])
    picture.focal_point_x, picture.focal_point_y = (x0 + x1) // 2, (y0 + y1) // 2
    picture.focal_point_width, picture.focal_point_height = max(1, x1 - x0), max(1, y1 - y0)


def _kept(column: str, value: Any) -> Any:
    """Words of a file as they fit into their column; an address that is none is no address."""
    if not isinstance(value, str):
        return value
    if column.endswith("_url"):
        return value if value.startswith(("https://", "http://")) and len(value) <= 200 and " " not in value else ""
    most = Picture._meta.get_field(column).max_length
    text = clean(value).strip() if column in _LONG else one_line(value)
    return shorten(text, most or 10_000)


def _keywords(words: Words) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shorten(one_line(word), 100) for word in words.keywords[:40] if word.strip()))


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0] or name


def _locked(picture: Picture) -> Picture:
    return Picture.objects.select_for_update(of=("self",)).get(pk=picture.pk)


def _forget_files(picture: Picture, *names: str) -> None:
    """Delete files that nothing shows any more; derivatives of theirs are kept under the addresses that pages had."""
    for name in names:
        if name and name not in (picture.file.name, picture.master.name):
            picture.file.storage.delete(name)
