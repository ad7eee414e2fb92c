"""Gathers the words of the interface from templates into the catalogues, and compiles them.

python stoppress/design/locale/words.py gather    # after a template's words changed
python stoppress/design/locale/words.py compile   # after a translation was written
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HERE = Path(__file__).resolve().parent
DESIGN = HERE.parent
PRESS, READERS, DISCUSSION, NEWSLETTERS = (DESIGN.parent / room for room in ("press", "readers", "discussion", "newsletters"))
LANGUAGES = ("ar", "es")
KEYWORDS = {
    "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3), "_": None,
}  # fmt: skip


def words() -> Catalog:
    """Every word of the interface, as the templates, the typesetter and the readers' rooms hold them now."""
    catalog = Catalog(project="Stoppress", version="1", charset="utf-8")
    for path, source in _sources():
        words_of: Any = extract_python  # its annotations are narrower than what it takes
        for _, function, messages, _ in words_of(io.BytesIO(source.encode()), list(KEYWORDS), (), {"encoding": "utf-8"}):
            given: list[Any] = [text for text in (messages if isinstance(messages, tuple) else (messages,)) if text is not None]
            context = given.pop(0) if function in ("pgettext", "npgettext") else None
            message = tuple(given[:2]) if function in ("ngettext", "npgettext") else given[0]
            catalog.add(message, locations=[(path.relative_to(DESIGN.parent).as_posix(), 0)], context=context)
    return catalog


def _sources() -> Iterator[tuple[Path, str]]:
    for folder in ("pages", "parts", "letters"):
        for path in sorted(path for path in (DESIGN / folder).rglob("*") if path.suffix in (".html", ".txt")):
            yield path, templatize(path.read_text("utf-8"), origin=path.name)
    rooms = (READERS, DISCUSSION, NEWSLETTERS)
    of_readers = sorted(path for room in rooms for path in room.rglob("*.py") if not {"migrations", "desk"} & set(path.parts))
    for path in (PRESS / "typeset.py", PRESS / "mailing.py", *sorted((PRESS / "templatetags").glob("*.py")), *of_readers):
        yield path, path.read_text("utf-8")


def catalogue_path(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it lies in the folder; an empty one when there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def gather() -> None:
    """Brings every catalogue up to the templates: new words come without translation, gone ones go."""
    found = words()
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(found, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.project, catalog.version, catalog.msgid_bugs_address = "Stoppress", "1", ""
        catalog.last_translator = catalog.language_team = "Stoppress"
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=110, omit_header=False, sort_output=True, include_lineno=False)


def compile_catalogues() -> None:
    """Writes beside each catalogue the compiled one that pages read."""
    for language in LANGUAGES:
        with catalogue_path(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


if __name__ == "__main__":
    {"gather": gather, "compile": compile_catalogues}[sys.argv[1]]()
