"""`stoppress nginx-config`: prints what belongs into nginx's `http { … }` to serve this installation."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stoppress.conf.edge import edge_settings
from stoppress.edge.nginx import CannotConfigure, Wishes, configuration
from stoppress.newsroom.models import Edition


class Command(BaseCommand):
    help = "Print an nginx configuration that serves finished pages, static files and pictures from their files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        site = urlsplit(settings.SITE_URL)
        listen = "443 ssl" if site.scheme == "https" else "80"
        upstream = f"{settings.HOST}:{settings.PORT}"
        parser.add_argument("--server-name", action="append", help=f"host of the site; may be repeated ({site.hostname})")
        parser.add_argument("--listen", action="append", help=f"as nginx writes it; may be repeated ({listen})")
        parser.add_argument("--shelf", type=Path, default=settings.SHELF_FOLDER, help="folder of the shelf")
        parser.add_argument("--upstream", default=upstream, help=f"where `stoppress run` listens ({upstream})")
        parser.add_argument("--cache-seconds", type=int, default=0, help="how long nginx may serve what was superseded (0)")
        parser.add_argument("--certificate", type=Path, help="file of the TLS certificate and its chain")
        parser.add_argument("--certificate-key", type=Path, help="file of its key")
        parser.set_defaults(site_host=site.hostname, usual_listen=listen)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["cache_seconds"] < 0:
            raise CommandError("--cache-seconds is 0 or more.")
        if bool(options["certificate"]) != bool(options["certificate_key"]):
            raise CommandError("A certificate and its key go together: give both --certificate and --certificate-key.")
        wishes = Wishes(
            server_names=tuple(options["server_name"] or [options["site_host"]]),
            listen=tuple(options["listen"] or [options["usual_listen"]]),
            upstream=options["upstream"],
            shelf=options["shelf"].resolve(),
            cache_seconds=options["cache_seconds"],
            most_upload=settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 10 * 1024 * 1024,
            certificate=options["certificate"],
            key=options["certificate_key"],
        )
        hosts = Edition.objects.exclude(host="").values_list("host", flat=True)
        try:
            self.stdout.write(configuration(wishes, edge_settings(), hosts))
        except CannotConfigure as error:
            raise CommandError(str(error)) from error
