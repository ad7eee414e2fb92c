"""Rules about readers as plain functions: whom a limit counts together, where one may be led, what an export may hold."""

import re
import unicodedata
from urllib.parse import unquote

from stoppress.kit.networks import prefix_of as prefix_of

#: What a reader can follow, and what they can save for later.
FOLLOWED = ("section", "topic", "contributor", "story")
SAVED = "saved"
LONGEST_BIO = 600
_KEEPING = re.compile(rf"({'|'.join((*FOLLOWED, SAVED))}):([1-9]\d{{0,17}})")
#: What makes a cell a formula in spreadsheets, also after blanks (OWASP, “CSV Injection”).
_FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")
_LONGEST_ADDRESS = 2000
#: In this order, since each is also called by the names of those after it.
_BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "FxiOS/": "Firefox", "CriOS/": "Chrome",
             "Chrome/": "Chrome", "Safari/": "Safari"}  # fmt: skip
_SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS",
            "CrOS": "ChromeOS", "Linux": "Linux"}  # fmt: skip


def own_address(address: str) -> str:
    """`address` when it is a path of this site, else nothing: who logs in is led nowhere else.

    Browsers take a backslash for a slash and drop tabs and line ends, so an address with one of them is refused.
    """
    if not address.startswith("/") or len(address) > _LONGEST_ADDRESS:
        return ""
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") or sign in "\\ " for sign in address):
        return ""
    # Also what becomes of it when somebody on the way decodes it once more.
    return "" if address.startswith("//") or unquote(address[:20]).startswith(("//", "/\\")) else address


def harmless(cell: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula: an apostrophe before what would begin one."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def one_line(text: str) -> str:
    """`text` as it may stand in a header of a mail: no line ends, no other control characters."""
    kept = "".join(sign if unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp") else " " for sign in text)
    return " ".join(kept.split())


def clean_name(name: str) -> str:
    """A name as others see it: on one line, without invisible signs, at most two marks on a letter."""
    letters: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", one_line(name)):
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= 2:
            letters.append(sign)
    return "".join(letters).strip()


def browser(agent: str) -> str:
    """What a browser calls itself (its `User-Agent`), as people call it: `Firefox · Linux`."""
    named = next((name for mark, name in _BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), "")
    return " · ".join(part for part in (named, system) if part) or one_line(agent)[:80]


def keeping(what: str) -> tuple[str, int] | None:
    """Kind and number of `topic:12` or `saved:7`; None for what is nothing that can be kept."""
    match = _KEEPING.fullmatch(what)
    return (match[1], int(match[2])) if match else None
