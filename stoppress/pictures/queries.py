"""Finding pictures: by their words, by date, and those whose licence ends."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from stoppress.pictures.models import Picture
from stoppress.pictures.word_index import COLUMNS, VECTOR

_WORD = re.compile(r"\w+")
#: Words of a question that are looked at; nobody types more.
MOST_WORDS = 12


def matching(pictures: QuerySet[Picture], words: str, column: str = "") -> QuerySet[Picture]:
    """Pictures that have every one of `words`, or words that begin so; in one column when it is named."""
    if column and column not in COLUMNS:
        raise ValueError(f"{column!r} is not searched")
    asked = _WORD.findall(words.lower())[:MOST_WORDS]
    if not asked:
        return pictures.none() if words.strip() else pictures
    if connection.vendor != "postgresql":
        wanted = " AND ".join(f'"{word}"*' for word in asked)
        match = f"{column} : ({wanted})" if column else wanted
        return pictures.filter(pk__in=RawSQL("SELECT rowid FROM pictures_words WHERE pictures_words MATCH %s", [match]))
    wanted = " & ".join(f"{word}:*" for word in asked)
    is_among = RawSQL(f"{VECTOR} @@ to_tsquery('simple', %s)", [wanted], output_field=BooleanField())
    pictures = pictures.filter(is_among)
    if column:  # the index finds the word anywhere; this says that it is there
        within = f"to_tsvector('simple'::regconfig, pictures_picture.{column}) @@ to_tsquery('simple', %s)"
        pictures = pictures.filter(RawSQL(within, [wanted], output_field=BooleanField()))
    return pictures


def of_days(pictures: QuerySet[Picture], first: date | None, last: date | None) -> QuerySet[Picture]:
    """Pictures taken within those days, by UTC; of one whose file does not say, the day it was uploaded counts."""
    if first is None and last is None:
        return pictures
    taken, uploaded = Q(), Q(taken_at=None)
    for name, day in (("gte", first), ("lt", last + timedelta(days=1) if last else None)):
        if day is not None:
            moment = datetime.combine(day, time.min, UTC)
            taken &= Q(**{f"taken_at__{name}": moment})
            uploaded &= Q(**{f"created_at__{name}": moment})
    # Two questions, each answered by an index of its own, where one with “or” would look at every row.
    found = Picture.objects.filter(taken).values("pk").union(Picture.objects.filter(uploaded).values("pk"), all=True)
    return pictures.filter(pk__in=found)


def with_licence_ending(*, today: date, within_days: int) -> QuerySet[Picture]:
    """Pictures whose licence has ended or will within so many days, the first to end first."""
    last = today + timedelta(days=within_days)
    return Picture.objects.filter(licence_until_date__lte=last).order_by("licence_until_date", "id")


def due_to_end(today: date) -> QuerySet[Picture]:
    """Pictures that readers still get although their licence has ended."""
    return Picture.objects.filter(licence_until_date__lt=today, withdrawn_at=None)
