"""A disk fills up: readers keep what is shelved, the press waits, and goes on by itself when there is room again."""

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.crashes import rounds
from tests.crashes.served import Answer, Newsroom, wait_for

pytestmark = pytest.mark.processes


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own with so much room; skips where mounting is not allowed."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"A file system cannot be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> Path:
    """Take all the room there is."""
    file = folder / "filler"
    with file.open("ab", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"x" * 4096)
    return file


def publish(newsroom: Newsroom, number: int, version: int = 1) -> Answer:
    item = {
        "uri": f"urn:x:{number}", "version": str(version), "language": "en", "section": "city",
        "headlines": [{"value": f"Notice {number} in version {version}"}],
        "bodies": [{"contentType": "text/html", "value": f"<p>The harbour office gives notice {number}.</p>" * 20}],
    }  # fmt: skip
    return newsroom.api("PUT", f"items/urn:x:{number}?action=publish", json.dumps(item))


def check_fresh(newsroom: Newsroom) -> None:
    wait_for(lambda: rounds.has_caught_up(newsroom), seconds=60, what="the press caught up")
    result = rounds.Result(0)
    rounds.proofread(newsroom, result)
    assert not result.stale, result.stale


def test_the_shelfs_disk_is_full(newsroom: Callable[..., Newsroom]) -> None:
    made = newsroom()
    with small_disk(made.home / "shelf", "12m") as disk, made.served(workers=1):
        first = json.loads(publish(made, 1).body)["address"]
        wait_for(lambda: rounds.has_caught_up(made), seconds=30, what="the press caught up")
        shelved = [first, "/", "/city/", "/rss.xml"]
        before = {path: made.get(path).body for path in shelved}
        filler = fill(disk)
        torn: list[str] = []
        over = threading.Event()
        reader = threading.Thread(target=_read, args=(made, shelved, over, torn))
        reader.start()
        try:
            told = [publish(made, number) for number in range(2, 9)]
            assert [answer.status for answer in told] == [201] * 7, told  # the newsroom's own disk has room
            publish(made, 1, version=2)
            wait_for(lambda: "The disk of the press is full" in made.said(), seconds=20, what="the press says why it waits")
            assert not rounds.has_caught_up(made)
            assert made.get(first).status == 200 and made.get("/").body == before["/"]
            assert b"Notice 5" in made.get(json.loads(told[3].body)["address"]).body  # a miss is printed though not kept
        finally:
            over.set()
            reader.join()
        assert not torn, torn
        filler.unlink()
        check_fresh(made)
        assert b"version 2" in made.get(first).body and b"Notice 8" in made.get("/").body


def test_the_newsrooms_disk_is_full(newsroom: Callable[..., Newsroom], tmp_path: Path) -> None:
    with small_disk(tmp_path / "home", "40m") as disk:
        made = newsroom()
        with made.served(workers=1):
            assert publish(made, 1).status == 201
            wait_for(lambda: rounds.has_caught_up(made), seconds=30, what="the press caught up")
            filler = fill(disk)
            refused = []
            for number in range(2, 40):  # the database's log may still have a page of room
                answer = publish(made, number)
                if answer.status >= 400:
                    refused.append((number, answer))
            assert refused
            for _, answer in refused:
                said = json.loads(answer.body)
                assert answer.status == 507 and said["error"] == "disk_full" and "nothing was changed" in said["message"], answer
            assert made.get("/").status == 200
            filler.unlink()
            for number, _ in refused:
                assert made.api("GET", f"items/urn:x:{number}").status == 404
            assert publish(made, refused[0][0]).status == 201
            check_fresh(made)


def _read(newsroom: Newsroom, paths: list[str], over: threading.Event, torn: list[str]) -> None:
    """A reader who must always get whole pages."""
    while not over.wait(0.02):
        for path in paths:
            answer = newsroom.get(path)
            if answer.status != 200 or not rounds.is_whole(answer.body):
                torn.append(f"{path}: {answer.status} {answer.body[-60:]!r}")
