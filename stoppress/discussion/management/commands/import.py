"""`stoppress import comments FORMAT FILE`: comments of another system, brought in under the stories they belong to."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stoppress.discussion.imports import whole
from stoppress.discussion.imports.records import BadFile


class Command(BaseCommand):
    help = "Bring in what another system holds: comments of Disqus, WordPress, Coral or Remark42."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        comments = what.add_parser("comments", help="comments, under the public stories that they belong to")
        comments.add_argument("format", choices=sorted(whole.FORMATS))
        comments.add_argument("file", type=Path, help="the file of its export; of Coral the folder with its collections")
        comments.add_argument("--map", type=Path, metavar="FILE", help="lines OLD-ADDRESS,STORY-NUMBER for stories that moved")
        comments.add_argument("--report", type=Path, metavar="FILE", help="where to list what needs a look; else beside the file")
        comments.add_argument("--update", action="store_true", help="let what came in before become what the file says now")
        comments.add_argument("--dry-run", action="store_true", help="only count what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        report = options["report"] or path.with_name(f"{path.name}.report.jsonl")
        try:
            outcome = whole.bring_in(
                options["format"], path, report=report, map_file=options["map"], is_dry=options["dry_run"],
                with_changes=options["update"], progress=self._progress,
            )  # fmt: skip
        except BadFile as bad:
            raise CommandError(f"{bad} Nothing was brought in.") from bad
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        self._tell(outcome, report, is_dry=options["dry_run"])

    def _tell(self, outcome: whole.Outcome, report: Path, *, is_dry: bool) -> None:
        done = outcome.done
        by_state = ", ".join(f"{count:,} {state}" for state, count in sorted(done.added.items()))
        said = "would be brought in" if is_dry else "were brought in"
        states = f" ({by_state})" if by_state else ""
        self.stdout.write(f"{done.added.total():,} comments {said}{states}, of {done.stories:,} stories.")
        self.stdout.write(f"{done.known:,} were here already; {done.changed:,} of them changed.")
        if not is_dry:
            self.stdout.write(f"{done.accounts:,} readers got an account without password.")
        self.stdout.write(f"{outcome.unmatched:,} belong to no public story here.")
        for why, count in outcome.reasons.most_common():
            self.stdout.write(f"  {count:,} × {why}")
        self.stdout.write(f"Each of these is in {report}.")

    def _progress(self, done: int, of: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done:,} of {of:,} stories", ending="")
