"""The index by which pictures are found by their words: FTS5 on SQLite, GIN on PostgreSQL, both kept by the database."""

from typing import Any

from django.db import connections

#: The columns that are searched.
COLUMNS = ("title", "caption", "alt", "credit", "creator", "persons", "place")
_TABLE, _INDEX = "pictures_picture", "pictures_words"
_NEW = ", ".join(f"new.{name}" for name in COLUMNS)
_OLD = ", ".join(f"old.{name}" for name in COLUMNS)
_NAMES = ", ".join(COLUMNS)
_ADD = f"INSERT INTO {_INDEX}(rowid, {_NAMES}) VALUES (new.id, {_NEW});"
_DROP = f"INSERT INTO {_INDEX}({_INDEX}, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});"
_TRIGGERS = {
    "pictures_words_added": f"AFTER INSERT ON {_TABLE} BEGIN {_ADD} END",
    "pictures_words_gone": f"AFTER DELETE ON {_TABLE} BEGIN {_DROP} END",
    "pictures_words_changed": f"AFTER UPDATE OF {_NAMES} ON {_TABLE} BEGIN {_DROP} {_ADD} END",
}
#: What PostgreSQL indexes, to be repeated letter for letter by whoever asks.
VECTOR = "to_tsvector('simple'::regconfig, " + " || ' ' || ".join(f"{_TABLE}.{name}" for name in COLUMNS) + ")"


def ensure(using: str = "default") -> None:
    """Make what is missing of the index, and fill it then.

    Not a migration: SQLite drops a table's triggers whenever a later migration makes the table anew.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {_INDEX} ON {_TABLE} USING gin (({VECTOR}))")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'pictures_words%%'", [])
        present = {name for (name,) in cursor.fetchall()}
        if {_INDEX, *_TRIGGERS} <= present:
            return
        if _INDEX not in present:
            cursor.execute(
                f"CREATE VIRTUAL TABLE {_INDEX} USING fts5({_NAMES}, content='{_TABLE}', content_rowid='id', "
                "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
            )
        for name, what in _TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {what}")
        cursor.execute(f"INSERT INTO {_INDEX}({_INDEX}) VALUES ('rebuild')")


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Called when the room's tables are as they should be."""
    ensure(using)
