"""How much a text looks like spam, learned from the newsroom's own decisions; nothing leaves the house.

Naive Bayes over words with Laplace's smoothing (Graham, "A Plan for Spam", 2002; Robinson's combining is not needed for
texts this short), shifted by what the writer does: links, a young account, writing fast.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

_WORD = re.compile(r"https?://[^\s/)]+|\w{2,30}")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
#: Different words that count, and decisions of each kind before what was learned counts at all.
MOST_WORDS, LEAST = 150, 20
#: Scores from which a comment is taken for spam, and from which somebody should look.
IS_SPAM, MAY_BE = 0.95, 0.8


@dataclass(frozen=True, slots=True)
class Learned:
    """How many decided comments were spam and were not, and for each word how many of both held it."""

    spam: int = 0
    ham: int = 0
    words: Mapping[str, tuple[int, int]] | None = None


def words_of(text: str) -> tuple[str, ...]:
    """The different words by which texts are compared; of links the host."""
    return tuple(dict.fromkeys(_WORD.findall(text.casefold())))[:MOST_WORDS]


def links_in(text: str) -> int:
    """How many links a text holds."""
    return len(_LINK.findall(text))


def score(text: str, learned: Learned, *, account_age: timedelta, written_last_hour: int) -> float:
    """From 0 (surely not) to 1 (surely spam)."""
    weight = _by_words(text, learned)
    links = links_in(text)
    weight += 0.9 * min(links, 4)
    weight += 0.8 if links and account_age < timedelta(hours=1) else 0.0
    weight += 0.25 * max(0, written_last_hour - 5)
    # An ordinary comment by an ordinary reader begins far below one half.
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight - 2.5))))


def _by_words(text: str, learned: Learned) -> float:
    if learned.spam < LEAST or learned.ham < LEAST or not learned.words:
        return 0.0
    weight = 0.0
    for word in words_of(text):
        spam, ham = learned.words.get(word, (0, 0))
        if spam or ham:
            weight += math.log((spam + 1) / (learned.spam + 2)) - math.log((ham + 1) / (learned.ham + 2))
    return weight
