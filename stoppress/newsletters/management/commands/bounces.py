"""`stoppress bounces`: read letters that came back, from a Maildir or from standard input."""

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stoppress.newsletters import returned
from stoppress.newsletters.actions import returning


class Command(BaseCommand):
    help = "Read reports of delivery and complaints: every new mail of a Maildir, or one mail from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "maildir", nargs="?", help="A Maildir; what was read is marked as seen. Without it one mail from stdin."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["maildir"]
        if folder is None:
            self.stdout.write(_take(sys.stdin.buffer.read(returned.LARGEST + 1)))
            return
        done = Counter(_take(mail) for mail in _new_mails(folder))
        for what, count in sorted(done.items()):
            self.stdout.write(f"{count} {what}")
        if not done:
            self.stdout.write("No new mail.")


def _new_mails(folder: str) -> Iterator[bytes]:
    """The mails that nobody has read; each is marked as read once it has been dealt with."""
    try:
        box = mailbox.Maildir(folder, factory=None, create=False)
    except mailbox.NoSuchMailboxError as error:
        raise CommandError(f"There is no Maildir at {folder}.") from error
    for key in sorted(box.keys()):
        message = box.get_message(key)
        if message.get_subdir() == "cur" and "S" in message.get_flags():
            continue
        yield box.get_bytes(key)
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message


def _take(mail: bytes) -> str:
    report = returned.read(mail)
    return returning.take(report=report) if report else "no report"
