"""`stoppress run`: web workers, the newsroom, the darkroom and the press under one command."""

import os
import signal
import sys
from argparse import ArgumentParser
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from stoppress.conf.gate import Gate
from stoppress.conf.listening import CannotListen, listen, listen_for_the_edge
from stoppress.conf.management.commands.seed import DEMO_EMAIL, DEMO_PASSWORD
from stoppress.conf.run import Child, supervise, web_workers
from stoppress.readers.models import Account


class Command(BaseCommand):
    help = "Serve the site: web workers, newsroom, darkroom and press, started again when one dies, until Ctrl-C or SIGTERM."

    _failure: BaseException | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--demo", action="store_true", help="bring all up to date first and load the demo if empty")
        parser.add_argument("--workers", type=int, default=settings.WORKERS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            listening = listen(options["host"], options["port"])
            behind = listen_for_the_edge(settings.HOME)
            dark = listen_for_the_edge(settings.HOME, settings.DARKROOM_SOCKET)
        except CannotListen as error:
            raise CommandError(str(error.strerror or error)) from error
        connections.close_all()
        gate = Gate()
        # The workers give readers what lies on the shelf while the database is looked after.
        Thread(target=self._prepare, args=(gate, options["demo"]), name="preparing", daemon=True).start()
        beside = [_child(name, gate) for name in ("press", *(["cdn"] if settings.CDN.kind else []))]
        web = web_workers(listening, options["workers"], trust_proxy=settings.TRUSTED_PROXIES)
        newsroom = web_workers(
            behind, settings.NEWSROOM_WORKERS, name="newsroom", app="stoppress.conf.newsroom:application", gate=gate.fd
        )
        darkroom = web_workers(dark, 1, name="darkroom", app="stoppress.conf.darkroom:application", gate=gate.fd)
        code = supervise([*web, *newsroom, *darkroom, *beside])
        if self._failure:
            raise self._failure
        if code:
            raise SystemExit(code)

    def _prepare(self, gate: Gate, is_demo: bool) -> None:
        """Bring all up to date, say where it is to be found, and let the children go on; or stop everything."""
        try:
            if is_demo:
                call_command("setup", "--demo", stdout=self.stdout)
            try:
                self._greet()
            except OperationalError as error:
                # Readers get what lies on the shelf; everything else comes back with the database.
                self.stderr.write(f"The database cannot be reached: {error}")
            gate.open()
        except BaseException as failure:  # noqa: BLE001 - the main thread raises it when all have stopped
            self._failure = failure
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            connections.close_all()

    def _greet(self) -> None:
        self.stdout.write(f"Stoppress serves {settings.SITE_URL}/ and the desk at {settings.SITE_URL}/desk/")
        if Account.objects.filter(email=DEMO_EMAIL).exists():
            if settings.PRODUCTION:
                raise CommandError("The demo's editor is in this database, with a public password; remove that account first.")
            self.stdout.write(f"Demo log-in: {DEMO_EMAIL} / {DEMO_PASSWORD}")
        self.stdout.flush()


def _child(name: str, gate: Gate) -> Child:
    return Child(name, (sys.executable, "-m", "stoppress.conf.command", name), (gate.fd,))
