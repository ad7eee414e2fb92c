"""Queries that are asked again and again: put into SQL once, then asked with other values."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from threading import local
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

#: As many values an `__in` may have; for more, putting them into SQL is the least of it.
MOST = 8
#: Stand for values while a query is put into SQL; no query holds these by itself.
_MARK, _MARKED_DAY = 1_907_110_000, datetime(1907, 11, 1, tzinfo=UTC)


def worded(ask: Callable[..., "QuerySet[Any, Any]"]) -> Callable[..., list[Any]]:
    """Let a function from values to a queryset give the rows, without Django's making the SQL each time.

    Of a publish's queries Django took most of the time for that. The values are whole numbers, texts, uuids, moments, days, or
    tuples of such for `__in`; the function only compares with them and decides nothing by what they are.
    """
    made: dict[Any, _Statement] = {}
    own = local()

    @wraps(ask)
    def rows(*values: Any) -> list[Any]:
        shape = tuple(len(value) if isinstance(value, tuple) else -1 for value in values)
        if 0 in shape:
            return []
        if max(shape, default=0) > MOST:
            return list(ask(*values))
        known: dict[Any, _Statement] = own.__dict__
        statement = known.get(str(shape))
        if statement is None or statement.is_of_another_connection:
            # A thread is given another connection now and then, and would put it all into SQL again.
            if shape not in made or not made[shape].is_for_this_database:
                made[shape] = _Statement.of(ask, values)
            statement = known[str(shape)] = made[shape].for_this_thread()
        return statement.rows(values)

    return rows


@dataclass(slots=True)
class _Statement:
    """SQL with its parameters: each a value's place among the values, or what it always is."""

    asked: "QuerySet[Any, Any]"
    compiler: SQLCompiler
    sql: str
    places: list[int | None]
    params: list[Any]

    @classmethod
    def of(cls, ask: Callable[..., "QuerySet[Any, Any]"], values: Sequence[Any]) -> "_Statement":
        flat = _flat(values)
        marks = iter([_mark(value, place) for place, value in enumerate(flat)])
        asked = ask(*(tuple(next(marks) for _ in value) if isinstance(value, tuple) else next(marks) for value in values))
        compiler = asked.query.get_compiler(asked.db)
        sql, params = compiler.as_sql()
        known = {_as_stored(_mark(value, place), asked.db): place for place, value in enumerate(flat)}
        places = [known.get(param) for param in params]
        if not set(known.values()) <= set(places):
            raise TypeError(f"{ask.__qualname__} does not compare with each of its values: {sql}")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        compiler.get_converters = lambda _: converters  # type: ignore[method-assign]
        return cls(asked, compiler, sql, places, list(params))

    def for_this_thread(self) -> "_Statement":
        """The same with a compiler that this thread and its connection have for themselves: what one gives it to send is
        not for another."""
        compiler, asked = copy(self.compiler), self.asked.all()
        compiler.connection = connections[asked.db]
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return replace(self, asked=asked, compiler=compiler)

    @property
    def is_for_this_database(self) -> bool:
        """Whether the database speaks the SQL that this was put into."""
        return self.compiler.connection.vendor == connections[self.asked.db].vendor

    @property
    def is_of_another_connection(self) -> bool:
        """Whether this thread has been given another connection since."""
        return self.compiler.connection is not connections[self.asked.db]

    def rows(self, values: Sequence[Any]) -> list[Any]:
        flat = [_as_stored(value, self.asked.db) for value in _flat(values)]
        params = tuple(
            param if place is None else flat[place] for place, param in zip(self.places, self.params, strict=True)
        )
        self.compiler.as_sql = lambda *_, **__: (self.sql, params)  # type: ignore[method-assign]
        return list(self.asked.all())


def _flat(values: Sequence[Any]) -> list[Any]:
    return [one for value in values for one in (value if isinstance(value, tuple) else (value,))]


def _mark(value: Any, place: int) -> Any:
    """Something of the kind of `value` that no query compares with."""
    match value:
        case int():
            return _MARK + place
        case str():
            return f"value {_MARK + place}"
        case UUID():
            return UUID(int=_MARK + place)
        case datetime():
            return _MARKED_DAY + timedelta(days=place)
        case date():
            return _MARKED_DAY.date() + timedelta(days=place)
    raise TypeError(f"A query cannot be put into SQL for {value!r} yet.")


def _as_stored(value: Any, alias: str) -> Any:
    """A value as the database takes it."""
    connection = connections[alias]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
