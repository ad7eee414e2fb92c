"""Newsrooms in homes and databases of their own, worked on by real commands."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FIRST_STORIES = """
import io, pyvips
from django.core.files.base import ContentFile
from stoppress.newsroom.models import Edition, Section
from stoppress.newsroom.actions import drafts, stories
from stoppress.pictures.models import Picture
edition = Edition.objects.create(code="en", name="The Courier", language="en", time_zone="Europe/Lisbon")
section = Section.objects.create(edition=edition, name="City", slug="city")
data = pyvips.Image.black(64, 36, bands=3).copy(interpretation="srgb").write_to_buffer(".jpg")
picture = Picture(title="Quay", alt="The quay", credit="Courier", width=64, height=36)
picture.file.save("quay.jpg", ContentFile(data), save=False)
picture.width, picture.height = 64, 36
picture._set_file_hash()
picture.save()
"""
PUBLISH = """
from stoppress.newsroom.models import Edition, Section
from stoppress.newsroom.actions import drafts, stories
def publish(headline):
    section = Section.objects.get()
    blocks = [{"type": "paragraph", "value": "<p>The night line began.</p>", "id": "b1"}]
    story, _ = drafts.write(story=None, fields={"edition": section.edition, "section": section, "headline": headline}, body=blocks)
    stories.publish(story=story)
"""


class Newsroom:
    """A home, its database and commands run in it."""

    def __init__(self, home: Path, database_url: str = "") -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        clean = {name: value for name, value in os.environ.items() if not name.startswith("STOPPRESS_")}
        self.env = {**clean, "STOPPRESS_HOME": str(home), "STOPPRESS_URL": "http://localhost:8000",
                    "PYTHONPATH": str(ROOT)}  # fmt: skip
        if database_url:
            self.env["STOPPRESS_DATABASE_URL"] = database_url

    def run(self, *words: str | Path, check: bool = True) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(self._command(*words), env=self.env, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stderr
        return done

    def start(self, code: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(self._command("shell", "--no-imports", "-c", code), env=self.env, stdout=subprocess.PIPE, text=True)

    def sql(self, query: str) -> list[tuple]:
        """What the database answers."""
        with closing(self.open()) as db:
            return [tuple(row) for row in db.execute(query).fetchall()]

    def open(self) -> Any:
        """A connection to the newsroom's database."""
        if url := self.env.get("STOPPRESS_DATABASE_URL"):
            import psycopg

            return psycopg.connect(url)
        return sqlite3.connect(self.home / "newsroom.sqlite3")

    def _command(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", "stoppress.conf.command", *map(str, words)]
