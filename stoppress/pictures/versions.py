"""The content version in a picture's addresses: its file, whether readers may see it, and the words that derivatives carry.

What changes one of them changes every address, so that no cache keeps a wrong credit or a picture that was withdrawn.
"""

import hashlib
from collections.abc import Iterable

#: The words that derivatives carry; columns of the same name.
CARRIED = ("alt", "creator", "credit", "copyright", "usage_terms", "terms_url", "licensor", "licensor_url",
           "digital_source_type", "data_mining")  # fmt: skip
#: Characters that tell the file, and those behind them that tell the words.
_OF_FILE, _OF_WORDS = 8, 4


def of_file(file_hash: str, *, is_withdrawn: bool) -> str:
    """The part that tells the file; another one while the picture is withdrawn, so that addresses from before lead nowhere."""
    if is_withdrawn:
        return hashlib.sha256(f"withdrawn {file_hash}".encode()).hexdigest()[:_OF_FILE]
    return (file_hash or "0")[:_OF_FILE].rjust(_OF_FILE, "0")


def of_words(words: Iterable[str]) -> str:
    """The part that tells the words, in the order of `CARRIED`."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:_OF_WORDS]


def is_of(version: str, file_part: str) -> bool:
    """Whether a version is one of that file, whatever its words were."""
    return version[:_OF_FILE] == file_part
