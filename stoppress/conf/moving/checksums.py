"""A sum over the rows of a table that is the same in SQLite and in PostgreSQL, in whatever order they are read."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_MODULUS = 1 << 128


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows, and the sum of their digests."""

    rows: int
    digest: int


def of_rows(rows: Iterable[Sequence[Any]], types: Sequence[str]) -> Sum:
    """The sum of rows whose columns have these PostgreSQL types; values as either database gives them."""
    plain = [_PLAIN.get(name, str) for name in types]
    count = total = 0
    for row in rows:
        parts = ("-" if value is None else "+" + make(value) for make, value in zip(plain, row, strict=True))
        told = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        total += int.from_bytes(hashlib.blake2b(told, digest_size=16).digest(), "big")
        count += 1
    return Sum(count, total % _MODULUS)


def _moment(value: Any) -> str:
    """SQLite keeps moments in UTC without saying so, PostgreSQL says `+00` and leaves out zeros at the end."""
    text = str(value).replace("T", " ").removesuffix("+00:00").removesuffix("+00")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _json(value: Any) -> str:
    read = json.loads(value, parse_float=Decimal, parse_int=Decimal)
    return json.dumps(read, sort_keys=True, default=lambda number: f"{number.normalize():f}")


def _bytes(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value).removeprefix("\\x")


_PLAIN: dict[str, Callable[[Any], str]] = {
    "boolean": lambda value: {"t": "1", "f": "0"}.get(str(value), str(value)),
    "timestamp with time zone": _moment,
    "time without time zone": _moment,
    "jsonb": _json,
    "uuid": lambda value: str(value).replace("-", ""),
    "numeric": lambda value: f"{Decimal(str(value)).normalize():f}",
    "double precision": lambda value: repr(float(value)),
    "bytea": _bytes,
}
