"""What a derivative is made from: where the original lies and what must be said in it. Asks the database without Django's models.

The darkroom loads none of them: it starts in a moment and stays small.
"""

from dataclasses import dataclass, fields
from typing import Any

from django.db import connection

from stoppress.pictures.taken_in import Words

#: The words that derivatives carry; columns of the same name.
CARRIED = ("alt", "creator", "credit", "copyright", "usage_terms", "terms_url", "licensor", "licensor_url",
           "digital_source_type", "data_mining")  # fmt: skip
_COLUMNS = ("file", "master", "file_hash", *CARRIED)
assert set(CARRIED) <= {field.name for field in fields(Words)}


@dataclass(frozen=True, slots=True)
class Negative:
    """A picture as the darkroom knows it."""

    original: str
    master: str
    version: str
    words: Words

    @property
    def source(self) -> str:
        """The name of the file that derivatives are made from."""
        return self.master or self.original


def negative(picture_id: int) -> Negative | None:
    """The picture of that number; None when there is none. Raises DatabaseError."""
    rows = _rows("WHERE id = %s", [picture_id])
    if not rows:
        return None
    file, master, file_hash, *words = rows[0]
    told: dict[str, Any] = dict(zip(CARRIED, words, strict=True))
    return Negative(file, master or "", _version(file_hash), Words(**told))


def versions() -> dict[int, str]:
    """The content version of every picture there is, by its number. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, file_hash FROM pictures_picture")
        return {number: _version(file_hash) for number, file_hash in cursor.fetchall()}


def _version(file_hash: str) -> str:
    return (file_hash or "0")[:8]


def _rows(where: str, values: list[int]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_COLUMNS)} FROM pictures_picture {where}", values)
        return cursor.fetchall()
