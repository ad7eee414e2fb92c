"""`stoppress token`: keys for machines."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stoppress.newsroom.actions import tokens
from stoppress.newsroom.models import ApiToken


class Command(BaseCommand):
    help = "Create, list and revoke the tokens with which programs may use the newsroom's interface."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a token and print it, this once")
        create.add_argument("name")
        create.add_argument("--scope", action="append", default=[], metavar="SCOPE", dest="scopes",
                            help=f"one of {', '.join(tokens.SCOPES)}; give it again for more")  # fmt: skip
        verbs.add_parser("list", help="show every token's name, scopes and last use")
        revoke = verbs.add_parser("revoke", help="make a token worthless at once")
        revoke.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['verb']}")(options)
        except tokens.TokenRefused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _create(self, options: dict[str, Any]) -> None:
        # Nothing but the token on standard output, so that a script can keep it as it is.
        self.stdout.write(tokens.create(name=options["name"], scopes=options["scopes"]))
        self.stderr.write("Keep this token now; it cannot be shown again.")

    def _list(self, options: dict[str, Any]) -> None:
        for token in ApiToken.objects.order_by("name"):
            used = f"last used {token.last_used_at:%Y-%m-%d %H:%M} UTC" if token.last_used_at else "never used"
            state = f"revoked {token.revoked_at:%Y-%m-%d %H:%M} UTC" if token.revoked_at else used
            self.stdout.write(f"{token.name}\t{' '.join(token.scopes)}\t{state}")

    def _revoke(self, options: dict[str, Any]) -> None:
        token = tokens.revoke(name=options["name"])
        self.stdout.write(f"“{token.name}” is revoked.")
