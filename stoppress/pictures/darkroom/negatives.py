"""What a derivative is made from: where the original lies and what must be said in it. Asks the database without Django's models.

The darkroom loads none of them: it starts in a moment and stays small.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from stoppress.pictures.taken_in import Words
from stoppress.pictures.versions import CARRIED, of_file

_COLUMNS = ("file", "master", "file_hash", "withdrawn_at", *CARRIED)


@dataclass(frozen=True, slots=True)
class Negative:
    """A picture as the darkroom knows it."""

    original: str
    master: str
    #: The part of its addresses' version that tells the file.
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
    file, master, file_hash, withdrawn_at, *words = rows[0]
    told: dict[str, Any] = dict(zip(CARRIED, words, strict=True))
    return Negative(file, master or "", of_file(file_hash, is_withdrawn=withdrawn_at is not None), Words(**told))


def versions() -> dict[int, str]:
    """The file's part of the version of every picture there is, by its number. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, file_hash, withdrawn_at FROM pictures_picture")
        return {number: of_file(file_hash, is_withdrawn=at is not None) for number, file_hash, at in cursor.fetchall()}


def _rows(where: str, values: list[int]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_COLUMNS)} FROM pictures_picture {where}", values)
        return cursor.fetchall()
