"""A newsroom comes back whole from one file, and no file that is not whole and honest is let in."""

import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from stoppress.conf.backups.errors import CannotBackUp, NotABackup
from stoppress.conf.backups.packing import Package
from stoppress.conf.backups.restoring import check
from stoppress.conf.backups.unpacking import Backup
from tests.conf.newsrooms import FIRST_STORIES, PUBLISH, Newsroom
from tests.made_once import migrated_home
from tests.on_postgresql import URL, database_of_its_own, migrated_database_of_its_own

pytestmark = pytest.mark.processes
Change = Callable[[dict[str, bytes]], None]
COUNT = "SELECT count(*) FROM newsroom_story"
#: Three numbers that every transaction of the desk keeps equal.
PUBLIC = """SELECT (SELECT count(*) FROM newsroom_story WHERE live), (SELECT count(*) FROM newsroom_listing WHERE list LIKE 'edition:%'),
            (SELECT count(*) FROM publog_entry WHERE kind = 'story.published')"""


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Newsroom, Newsroom]]:
    """A newsroom at work, and a place for another."""
    with migrated_database_of_its_own() as url, database_of_its_own() as other:
        one = Newsroom(tmp_path_factory.mktemp("from"), url)
        if not URL:
            migrated_home(one.home)
        one.run("migrate")
        one.run("shell", "--no-imports", "-c", FIRST_STORIES + PUBLISH + "publish('Trams run all night')")
        yield one, Newsroom(tmp_path_factory.mktemp("to"), other)


@pytest.fixture(scope="module")
def backup(homes: tuple[Newsroom, Newsroom], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup made while stories were coming out."""
    newsroom, path = homes[0], tmp_path_factory.mktemp("backups") / "courier.zip"
    desk = newsroom.start(PUBLISH + "for n in range(10_000): publish(f'Story {n}'); print(n, flush=True)")
    assert desk.stdout is not None
    try:
        while desk.stdout.readline() != "3\n":
            pass
        said = newsroom.run("backup", path).stdout
        assert desk.poll() is None, "the desk had to stop for the backup"
    finally:
        desk.kill()
        desk.communicate()
    assert "1 pictures" in said
    return path


def test_a_newsroom_comes_back_whole(homes: tuple[Newsroom, Newsroom], backup: Path) -> None:
    one, two = homes
    told = json.loads(zipfile.ZipFile(backup).read("manifest.json"))
    said = two.run("restore", backup).stdout
    assert "is restored" in said and "no secret key" in said
    # The copy is of one moment, whatever the desk was just doing.
    assert two.sql(COUNT) == [(told["facts"]["counts"]["stories"],)]
    ((live, listed, entries),) = two.sql(PUBLIC)
    assert live == listed == entries > 4
    (picture,) = (one.home / "originals").rglob("quay*.jpg")
    assert (two.home / picture.relative_to(one.home)).read_bytes() == picture.read_bytes()
    ((newest,),) = two.sql("SELECT headline FROM newsroom_story WHERE live ORDER BY id DESC LIMIT 1")
    assert newest.encode() in b"".join(p.read_bytes() for p in (two.home / "shelf" / "pages").rglob("*.html"))
    assert not [p for p in two.home.iterdir() if p.name.startswith(("before-restore", ".restoring"))]
    assert (one.home / "secret-key").read_text() != (two.home / "secret-key").read_text()


def test_a_newsroom_with_stories_is_replaced_only_when_told_so_and_kept(homes: tuple[Newsroom, Newsroom], tmp_path: Path) -> None:
    one, two = homes
    path = tmp_path / "with-key.zip"
    one.run("backup", path, "--with-secrets")
    before = two.sql(COUNT)
    refused = two.run("restore", path, check=False)
    assert refused.returncode == 1 and "add --replace" in refused.stderr
    with closing(two.open()) as db:
        db.execute(COUNT).fetchall()
        refused = two.run("restore", path, "--replace", check=False)
    assert refused.returncode == 1 and ("running" in refused.stderr or "other connections" in refused.stderr)
    assert two.sql(COUNT) == before
    said = two.run("restore", path, "--replace").stdout
    assert two.sql(COUNT) == one.sql(COUNT) != before
    (kept,) = two.home.glob("before-restore-*")
    assert str(kept) in said and list((kept / "originals").rglob("*.jpg"))
    assert (one.home / "secret-key").read_text() == (two.home / "secret-key").read_text()
    assert stat.S_IMODE((two.home / "secret-key").stat().st_mode) == stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_backup_that_cannot_be_brought_to_life_changes_nothing(homes: tuple[Newsroom, Newsroom], backup: Path, tmp_path: Path) -> None:
    two, before = homes[1], homes[1].sql(COUNT)

    def no_database(files: dict[str, bytes]) -> None:
        name = next(name for name in files if name.startswith("database"))
        files[name] = files[name][:4096] + b"\0" * 9000

    refused = two.run("restore", changed(backup, tmp_path, no_database, is_honest=True), "--replace", check=False)
    assert refused.returncode == 1 and ("is damaged" in refused.stderr or "failed" in refused.stderr)
    assert two.sql(COUNT) == before


def test_a_backup_of_an_older_version_is_brought_up_to_date_and_one_of_a_later_is_refused(
    homes: tuple[Newsroom, Newsroom], tmp_path: Path
) -> None:
    one, two = homes
    names = sorted(p.stem for p in (Path(__file__).parents[2] / "stoppress/newsroom/migrations").glob("0*.py"))
    one.run("migrate", "newsroom", names[-2])
    path = tmp_path / "older.zip"
    one.run("backup", path)
    two.run("restore", path, "--replace")
    assert two.sql(f"SELECT count(*) FROM django_migrations WHERE app = 'newsroom' AND name = '{names[-1]}'") == [(1,)]

    def later(files: dict[str, bytes]) -> None:
        told = json.loads(files["manifest.json"])
        told["facts"]["migrations"].append("newsroom.9999_from_tomorrow")
        files["manifest.json"] = json.dumps(told).encode()

    refused = two.run("restore", changed(path, tmp_path, later, is_honest=True), "--replace", check=False)
    assert refused.returncode == 1 and "update Stoppress first" in refused.stderr


def changed(path: Path, folder: Path, change: Change, *, is_honest: bool = False) -> Path:
    """A copy of a backup with changed files; an honest one has the checksums of the change in its manifest."""
    with zipfile.ZipFile(path) as source:
        files = {name: source.read(name) for name in source.namelist()}
    change(files)
    if is_honest:
        told = json.loads(files["manifest.json"])
        told["members"] = {name: {"size": len(data), "sha256": sha256(data).hexdigest()} for name, data in files.items()
                           if name != "manifest.json"}  # fmt: skip
        files["manifest.json"] = json.dumps(told).encode()
    made = folder / "changed.zip"
    with zipfile.ZipFile(made, "w") as target:
        for name, data in files.items():
            target.writestr(name, data)
    return made


def flip(files: dict[str, bytes]) -> None:
    name = next(name for name in files if name.startswith("originals/"))
    files[name] = bytes([files[name][0] ^ 1]) + files[name][1:]


def add(name: str) -> Change:
    return lambda files: files.update({name: b"gotcha"})


@pytest.mark.parametrize(
    ("change", "is_honest", "said"),
    [
        (flip, False, "not what its checksum says"),
        (lambda files: files.pop("settings.json"), False, "does not hold the files that its manifest names"),
        (lambda files: files.pop("manifest.json"), False, "has no manifest"),
        (lambda files: files.update({"manifest.json": b"{"}), False, "manifest cannot be read"),
        (add("originals/new.jpg"), False, "does not hold the files that its manifest names"),
        (add("originals/../../outside"), True, "made to do harm"),
        (add("/etc/cron.d/outside"), True, "made to do harm"),
        (add("originals/a\\..\\b"), True, "made to do harm"),
        (add("newsroom.sqlite3"), True, "made to do harm"),
    ],
)  # fmt: skip
def test_what_was_changed_is_refused(backup: Path, tmp_path: Path, change: Change, is_honest: bool, said: str) -> None:
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(NotABackup, match=said), closing(Backup(changed(backup, tmp_path, change, is_honest=is_honest))) as opened:
        opened.unpack(target)
    assert {p.name for p in tmp_path.iterdir()} == {"target", "changed.zip"}


def test_a_link_is_refused(backup: Path, tmp_path: Path) -> None:
    made = tmp_path / "link.zip"
    made.write_bytes(backup.read_bytes())
    link = zipfile.ZipInfo("originals/link.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(made, "a") as target:
        target.writestr(link, "/etc/passwd")
    with pytest.raises(NotABackup, match="a link or a device"):
        Backup(made)


@pytest.mark.parametrize("part", [0, 0.1, 0.5, 0.99])
def test_a_file_cut_short_is_refused(backup: Path, tmp_path: Path, part: float) -> None:
    made = tmp_path / "short.zip"
    data = backup.read_bytes()
    made.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(NotABackup, match="cut short"):
        Backup(made)


def test_a_backup_is_never_written_over_another(backup: Path, tmp_path: Path) -> None:
    data = backup.read_bytes()
    with pytest.raises(CannotBackUp, match="is there already"):
        Package(backup)
    assert backup.read_bytes() == data and [p.name for p in backup.parent.iterdir()] == [backup.name]
    with pytest.raises(ZeroDivisionError), Package(tmp_path / "half.zip") as half:
        half.add_bytes("settings.json", b"{}")
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_any_backup_can_be_checked_where_it_lies(backup: Path, tmp_path: Path) -> None:
    assert check(backup).facts.counts["pictures"] == 1
    with pytest.raises(NotABackup, match="checksum"):
        check(changed(backup, tmp_path, flip))
