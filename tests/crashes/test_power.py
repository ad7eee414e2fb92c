"""The power fails while stories come out: nothing is lost, stale or half published once it is back."""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from stoppress.kit.lasting import flush
from stoppress.pictures.storage.folder_storage import FolderStorage
from stoppress.pictures.storage.media import Folder
from tests.crashes import power
from tests.crashes.served import Newsroom
from tests.made_once import migrated_home

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(not power.can_fail(), reason="a disk that can fail takes root, loop devices and mkfs.ext4"),
]


def test_on_sqlite(tmp_path: Path) -> None:
    with power.Disk(tmp_path).mounted() as disk:
        newsroom = Newsroom(disk.place / "home")
        newsroom.log = tmp_path / "said.log"
        newsroom.set_up()
        os.sync()
        result, _ = power.play(newsroom, disk, 9, verbs=200)
    assert not result.failures, result
    assert result.tally.accepted and result.tally.unanswered


@pytest.mark.parametrize("seconds", [2.5, None])
def test_static_files_are_whole_after_the_next_set_up(tmp_path: Path, seconds: float | None) -> None:
    """The power fails while they are collected, or just when all is done; the disk knows their names, not what is in them."""
    with power.Disk(tmp_path).mounted() as disk:
        newsroom = Newsroom(disk.place / "home")
        migrated_home(newsroom.home)
        os.sync()
        command = [sys.executable, "-m", "stoppress.conf.command", "setup"]
        with subprocess.Popen(command, env=newsroom.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as setting_up:
            if seconds is None:
                setting_up.wait()
            else:
                time.sleep(seconds)
            (disk.place / "beside").write_text("Somebody else's file, which is flushed, and the names of all others with it.")
            flush(disk.place / "beside")
            disk.fail()
            setting_up.kill()
        disk.unmount()
        disk.mount()
        newsroom.stoppress("setup")
        static = newsroom.home / "static"
        hashed = json.loads((static / "staticfiles.json").read_text())["paths"]
        assert len(hashed) > 100
        for name in hashed.values():
            assert hashlib.md5((static / name).read_bytes()).hexdigest()[:12] in name


def test_what_was_uploaded_is_there_and_a_derivative_is_whole_or_not_there(tmp_path: Path) -> None:
    with power.Disk(tmp_path, megabytes=32).mounted() as disk:
        FolderStorage(location=str(disk.place / "originals")).save("ab/original.jpg", ContentFile(b"light" * 50_000))
        Folder(disk.place / "derivatives").write("ab/small.jpg", b"light" * 9_000)
        disk.fail()
        disk.unmount()
        disk.mount()
        assert (disk.place / "originals" / "ab" / "original.jpg").read_bytes() == b"light" * 50_000
        small = disk.place / "derivatives" / "ab" / "small.jpg"
        assert not small.exists() or small.read_bytes() == b"light" * 9_000
