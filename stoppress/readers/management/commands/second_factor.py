"""`stoppress second-factor EMAIL`: which second factors somebody has, and taking them away from who lost them."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from stoppress.readers.actions import sessions
from stoppress.readers.models import Account


class Command(BaseCommand):
    help = "Show an account's passkeys, app and recovery codes; --remove takes them away and ends all sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--remove", action="store_true", help="for somebody who lost them; be sure who asks you")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(email=options["email"].strip().lower()).first()
        if account is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        found = list(Authenticator.objects.filter(user=account))
        for one in found:
            self.stdout.write(f"{one.get_type_display()}, since {one.created_at:%Y-%m-%d}")
        if not found:
            self.stdout.write("There is none.")
        if options["remove"] and found:
            Authenticator.objects.filter(user=account).delete()
            sessions.end_all(account=account)
            self.stdout.write("Removed; the account is entered by password or e-mail code alone, and all its sessions are over.")
