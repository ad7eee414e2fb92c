"""The words of the interface: every one translated, none of another language on any page."""

import gettext
import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from stoppress.press.typeset import DESIGN, typeset
from tests import samples

spec = importlib.util.spec_from_file_location("words", DESIGN / "locale" / "words.py")
assert spec and spec.loader
words = importlib.util.module_from_spec(spec)
spec.loader.exec_module(words)

_SPOKEN = ("aria-label", "alt", "title", "label", "placeholder", "data-done")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    catalog = words.read(language)
    known = {(message.context, message.id): message for message in catalog if message.id}
    wanted = {(message.context, message.id) for message in words.words() if message.id}
    assert set(known) == wanted, "gather the words again: see stoppress/design/locale/README.md"
    for message in known.values():
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(given) and not message.fuzzy, message.id
        if isinstance(message.id, str):
            assert set(_PLACEHOLDER.findall(message.id)) == set(_PLACEHOLDER.findall(given[0])), message.id
        else:
            assert len(given) == catalog.num_plurals, message.id


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_compiled_catalogues_are_up_to_date(language: str, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.mo"
    with fresh.open("wb") as file:
        words.write_mo(file, words.read(language))
    with fresh.open("rb") as made, words.catalogue_path(language).with_suffix(".mo").open("rb") as committed:
        made_words, committed_words = gettext.GNUTranslations(made)._catalog, gettext.GNUTranslations(committed)._catalog
    made_words.pop(""), committed_words.pop("")
    assert made_words == committed_words


def spoken(page: Any) -> list[str]:
    """Every piece of text that a reader sees or hears."""
    soup = BeautifulSoup(typeset(page), "lxml")
    for tag in soup.select("script"):
        tag.decompose()
    texts = [
        " ".join(text.split())
        for text in soup.find_all(string=True)
        if type(text).__name__ in ("NavigableString", "TemplateString")
    ]
    texts += [tag[name] for name in _SPOKEN for tag in soup.select(f"[{name}]")]
    return [text for text in texts if text]


def english_patterns(language: str) -> list[re.Pattern[str]]:
    """A pattern for each English word of the interface that reads otherwise in `language`."""
    patterns = []
    for message in words.read(language):
        if isinstance(message.id, str) and message.id.strip(" ,") and message.id != message.string:
            parts = [re.escape(part) for part in _PLACEHOLDER.split(message.id.strip())]
            patterns.append(re.compile(".+".join(parts) + r"(?:[:.].*)?"))
    return patterns


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_english_word_leaks_into_other_languages(language: str) -> None:
    patterns = english_patterns(language)
    for name, page in samples.all_pages(language).items():
        leaks = [text for text in spoken(page) for pattern in patterns if pattern.fullmatch(text)]
        assert leaks == [], name


def test_every_latin_word_on_an_arabic_page_is_the_desks() -> None:
    shown_by_desk = set(re.findall(r"[A-Za-z]{3,}", samples.edition("ar").__repr__() + repr(samples.WORDS["ar"])))
    shown_by_desk |= {
        "Courier",
        "Oren",
        "Vale",
        "PDF",
        "RSS",
        "Atom",
        "Mastodon",
        "Bluesky",
        "WhatsApp",
        "Telegram",
        "social",
        "example",
        "lena",
        "courier",
    }
    for name, page in samples.all_pages("ar").items():
        for text in spoken(page):
            assert set(re.findall(r"[A-Za-z]{3,}", text)) <= shown_by_desk, (name, text)
