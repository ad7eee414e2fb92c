"""The demo's three readers, and the place where letters lie that the demo does not send."""

from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from django.conf import settings

from stoppress.readers.actions import keeping, profile
from stoppress.readers.models import Account

#: Name, address and password of each; the README tells them.
READERS = (
    ("Marta Quay", "marta@reader.example", "gulls-over-the-quay-7"),
    ("Iker Sal", "iker@reader.example", "salt-on-the-rope-31"),
    ("Noor Haddad", "noor@reader.example", "lanterns-at-dusk-58"),
)
#: As many of the newest letters are shown.
SHOWN = 30
#: What Django writes after each letter in a file.
_BETWEEN = b"\n" + b"-" * 79 + b"\n"


def load_readers(things: list[tuple[str, int]]) -> None:
    """Register the demo's readers and let them follow and save some of `things`; those that are there stay as they are."""
    for number, (name, email, password) in enumerate(READERS):
        if not Account.objects.filter(email=email).exists():
            account = profile.register(email=email, password=password, name=name)
            for kind, target in things[number : number + 4]:
                keeping.keep(account=account, kind=kind, number=target)


def shows_mail() -> bool:
    """Whether anybody may read the letters: only in the demo, where they are kept instead of sent, never in production."""
    return is_kept() and not settings.PRODUCTION and Account.objects.filter(email=READERS[0][1]).exists()


def is_kept() -> bool:
    """Whether letters are put into a folder instead of sent."""
    return str(settings.EMAIL_BACKEND).endswith("filebased.EmailBackend")


def letters() -> list[dict[str, Any]]:
    """The newest letters in the folder, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH or "")
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:SHOWN]
    # Letters that were sent over one connection lie in one file, the newest last.
    found = [letter for path in files for letter in reversed(path.read_bytes().split(_BETWEEN)) if letter.strip()]
    return [_read(letter) for letter in found[:SHOWN]]


def _read(letter: bytes) -> dict[str, Any]:
    message = BytesParser(policy=policy.default).parsebytes(letter)
    body: Any = message.get_body(("plain",))
    return {"to": str(message["To"]), "subject": str(message["Subject"]), "date": str(message["Date"]),
            "language": str(message["Content-Language"] or "en"), "text": body.get_content() if body else ""}  # fmt: skip
