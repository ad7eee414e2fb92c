"""Rules of the outbox as plain functions: when to try again, what a server's answer means, what a letter may hold."""

import re
import smtplib
from collections.abc import Mapping
from datetime import timedelta

#: How often a letter is tried: with the pauses below, for three days (RFC 5321, 4.5.4.1, asks for days).
TRIES = 26
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
_LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r'[^\s@<>"(),:;\\\[\]\x00-\x1f\x7f]+@[^\s@<>"(),:;\\\[\]\x00-\x1f\x7f]+')
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_MARK = re.compile(r"\{\{([a-z_]+)\}\}")


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: a minute, then twice as long each time, up to four hours."""
    return min(FIRST_PAUSE * 2 ** min(tries - 1, 20), LONGEST_PAUSE)


def is_address(text: str) -> bool:
    """Whether this can stand in a header as one plain address and as nothing else."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def is_header(name: str, value: str) -> bool:
    """Whether a header stays one header: a plain name, and a value on one line."""
    return _HEADER.fullmatch(name) is not None and not any(sign in value for sign in "\r\n\0")


def filled(text: str, fills: Mapping[str, str]) -> str:
    """`text` with each `{{mark}}` replaced by what `fills` has for it; once, so that a value brings no marks of its own."""
    return _MARK.sub(lambda match: fills.get(match[1], match[0]), text)


def is_final(error: Exception) -> bool:
    """Whether the server said that this letter will never be taken: an answer of the 500s (RFC 5321, 4.2.1)."""
    return code_of(error) >= 500


def is_of_the_server(error: Exception) -> bool:
    """Whether what went wrong is the server's or the connection's, so that the next letter would fare no better."""
    if isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError | smtplib.SMTPAuthenticationError):
        return True
    # 421: the server closes the connection.
    return code_of(error) == 421 or not isinstance(error, smtplib.SMTPException)


def code_of(error: Exception) -> int:
    """The server's answer; 0 when there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def reason_of(error: Exception) -> str:
    """Why a letter was not taken, in words that a person can do something with, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {_words(answer)}" for code, answer in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {_words(error.smtp_error)}"
    else:
        return " ".join(f"The mail server cannot be reached: {error}".split())[:300]
    return " ".join(f"The mail server answered: {said}".split())[:300]


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
