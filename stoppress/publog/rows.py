"""Rows that are inserted again and again: put into SQL once, then sent with other values."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import AutoField, Field, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

#: As many rows go in one statement.
MOST = 20


def enter(rows: Sequence[Model], *, ignoring_conflicts: bool = False) -> None:
    """Insert new rows of one model and set their keys, as `bulk_create` does, without Django's making the SQL each time.

    Of a publish's inserts Django took most of the time for that. What the rows refer to must be there already. When conflicts
    are ignored no row gets a key, for nobody knows which of them were left out. Raises `TypeError` for rows of several
    models, for one that has the key the database gives, and for values that are SQL expressions.
    """
    if not rows:
        return
    model = type(rows[0])
    if any(type(row) is not model for row in rows):
        raise TypeError("Rows of several models cannot be entered together.")
    if isinstance(model._meta.pk, AutoField) and any(row.pk is not None for row in rows):
        raise TypeError("A row that has its key already cannot be entered.")
    with transaction.atomic(savepoint=False):
        for start in range(0, len(rows), MOST):
            _enter(rows[start : start + MOST], ignoring_conflicts)


def _enter(rows: Sequence[Model], ignoring_conflicts: bool) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    fields = _fields(type(rows[0]))
    values = [[_as_stored(row, field, connection) for field in fields] for row in rows]
    statement = _Statement.of(rows, ignoring_conflicts, connection)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params(values))
        keys = cursor.fetchall() if statement.gives_keys else []
    for row, (key,) in zip(rows, keys, strict=bool(keys)):
        row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL for so many rows of a model. It is text and holds no connection, so that every thread may use it."""

    sql: str
    gives_keys: bool
    #: PostgreSQL takes several rows as one list for each column.
    is_by_columns: bool

    @classmethod
    def of(cls, rows: Sequence[Model], ignoring_conflicts: bool, connection: Any) -> "_Statement":
        model = type(rows[0])
        shape = (connection.vendor, model, len(rows), ignoring_conflicts)
        if shape not in _statements:
            _statements[shape] = cls._made(model, rows, ignoring_conflicts, connection)
        return _statements[shape]

    @classmethod
    def _made(cls, model: type[Model], rows: Sequence[Model], ignoring_conflicts: bool, connection: Any) -> "_Statement":
        key, fields = model._meta.pk, _fields(model)
        can_give_keys = isinstance(key, AutoField) and connection.features.can_return_rows_from_bulk_insert
        gives_keys = can_give_keys and not ignoring_conflicts
        query = InsertQuery(model, on_conflict=OnConflict.IGNORE if ignoring_conflicts else None)
        query.insert_values(fields, list(rows), raw=True)  # as they are now: their values were prepared before
        compiler = query.get_compiler(connection=connection)
        compiler.returning_fields = [key] if gives_keys else None
        ((sql, params),) = compiler.as_sql()
        return cls(sql, gives_keys, is_by_columns=len(params) != len(rows) * len(fields))

    def params(self, values: list[list[Any]]) -> list[Any]:
        if self.is_by_columns:
            return [list(column) for column in zip(*values, strict=True)]
        return [value for row in values for value in row]


#: For each model at most two for each number of rows.
_statements: dict[Any, _Statement] = {}


@cache
def _fields(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """What is inserted: all but what the database itself fills."""
    return tuple(f for f in model._meta.concrete_fields if not (f.generated or isinstance(f, AutoField)))


def _as_stored(row: Model, field: "Field[Any, Any]", connection: Any) -> Any:
    value = field.pre_save(row, add=True)
    if hasattr(value, "resolve_expression"):
        raise TypeError(f"An expression cannot be entered as {field}.")
    return field.get_db_prep_save(value, connection)
