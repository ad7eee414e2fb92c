"""Word lists: banned words refuse a comment, suspect words hold it, whatever case, marks or look-alike signs are used.

Found by Aho and Corasick's automaton ("Efficient string matching", CACM 18, 1975), so that time grows with the text alone.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import ahocorasick_rs

from stoppress.discussion.rules.verdicts import Span

LONGEST = 80
#: Digits that stand for letters; and signs that do, which may also be just that, as at the end of a sentence.
_DIGITS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"})
_SIGNS = _DIGITS | str.maketrans({"@": "a", "$": "s", "!": "i"})
_LOOK_ALIKE: tuple[dict[int, str], ...] = ({}, _DIGITS, _SIGNS)
#: Signs that show nothing and serve to cut words in two.
_UNSEEN = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"}


def normal(word: str) -> str:
    """A word of a list as it is compared: without marks, case and doubled blanks."""
    return " ".join(_fold(word)[0].split())


def find(text: str, words: tuple[str, ...]) -> tuple[Span, ...]:
    """The words of a list that stand in a text as whole words, with their places in it; `words` as `normal` makes them."""
    if not words or not text:
        return ()
    found: dict[tuple[int, int], Span] = {}
    for look_alike in range(len(_LOOK_ALIKE)):
        folded, places = _fold(text, look_alike=look_alike)
        automaton, originals = _automaton(words, look_alike)
        for index, begin, end in automaton.find_matches_as_indexes(folded, overlapping=True):
            if _is_whole(folded, begin, end):
                span = Span(places[begin], places[end - 1] + 1, originals[index])
                found.setdefault((span.begin, span.end), span)
    return tuple(found[place] for place in sorted(found))


@lru_cache(maxsize=16)
def _automaton(words: tuple[str, ...], look_alike: int) -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
    patterns: dict[str, str] = {}
    for word in words:
        patterns.setdefault(word.translate(_LOOK_ALIKE[look_alike]), word)
    return ahocorasick_rs.AhoCorasick(list(patterns)), tuple(patterns.values())


def _is_whole(text: str, begin: int, end: int) -> bool:
    before, after = text[begin - 1 : begin], text[end : end + 1]
    return not (before.isalnum() and text[begin].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


def _fold(text: str, *, look_alike: int = 0) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its signs the place in the original."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign in _UNSEEN:
            continue
        for part in unicodedata.normalize("NFKD", sign).casefold():
            if unicodedata.combining(part):
                continue
            part = " " if part.isspace() else part.translate(_LOOK_ALIKE[look_alike])
            if part == " " and letters and letters[-1] == " ":
                continue
            letters.append(part)
            places.append(place)
    return "".join(letters), places


def tidy_list(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a list as `find` takes them, once each, in order."""
    return tuple(sorted({word for word in map(normal, words) if word}))
