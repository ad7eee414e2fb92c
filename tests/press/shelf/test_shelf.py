"""What lies on the shelf, what is superseded, and what readers no longer get."""

import errno
import gzip
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest

from stoppress.press.shelf import BadAddress, Printed, Shelf, ShelfError, ShelfFull, etag, file_of, mending, sweeping
from stoppress.press.shelf import files as shelf_files

Print = Callable[..., Printed]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def put(shelf: Shelf, *pages: Printed) -> None:
    for page in pages:
        assert shelf.put(page, began=shelf.began())


def body_of(shelf: Shelf, address: str) -> str | None:
    found = shelf.get(address)
    return found.bodies.identity.decode().split(" ")[0] if found else None


def files_on(shelf: Shelf) -> list[str]:
    shelf.places.spares.clear()
    return sorted(p.name for p in shelf.folder.rglob("*") if p.is_file() and "index.sqlite3" not in p.name)


def test_a_page_comes_back_whole(shelf: Shelf, page: Print) -> None:
    said = page(headers=(("Link", "</feed>; rel=self"),), location="", edition="en", due_at=NOON)
    put(shelf, said)
    found = shelf.get("/news/")
    assert found is not None
    assert (found.address, found.kind, found.edition, found.status) == ("/news/", "story", "en", 200)
    assert found.bodies.identity == said.body
    assert brotli.decompress(found.bodies.br or b"") == gzip.decompress(found.bodies.gz or b"") == said.body
    assert found.headers == said.headers
    assert found.tags == said.tags == shelf.tags_of("/news/")
    printed_at = int(found.printed_at.timestamp())
    assert found.etags == {
        "": etag(printed_at, len(said.body)),
        "br": etag(printed_at, len(found.bodies.br or b"")),
        "gzip": etag(printed_at, len(found.bodies.gz or b"")),
    }
    assert found.etag != found.etags["br"]
    assert [row.address for row in shelf.rows()] == ["/news/"]


def test_tiny_and_compressed_bodies_have_one_form(shelf: Shelf) -> None:
    tiny = Printed("/t", "redirect", 301, "text/html; charset=utf-8", b"moved", frozenset(), location="/news/")
    picture = Printed("/p.png", "picture", 200, "image/png", b"\0" * 5000, frozenset())
    put(shelf, tiny, picture)
    for address in ("/t", "/p.png"):
        found = shelf.get(address)
        assert found is not None and found.bodies.br is None and found.bodies.gz is None


def test_what_would_break_a_header_line_is_refused(page: Print) -> None:
    with pytest.raises(ValueError, match="control character"):
        page(location="/x\r\nset-cookie: a=b")


def test_a_superseded_page_is_served_until_it_is_reprinted(shelf: Shelf, page: Print) -> None:
    put(shelf, page(body="old"))
    (row,) = shelf.purge({"story:1"}, entry=1, at_once=False)
    assert row.address == "/news/"
    assert body_of(shelf, "/news/") == "old"
    assert [r.address for r in shelf.superseded(10)] == ["/news/"]
    put(shelf, page(body="new"))
    assert body_of(shelf, "/news/") == "new"
    assert shelf.superseded(10) == []


def test_a_print_that_began_before_a_purge_is_refused(shelf: Shelf, page: Print) -> None:
    began = shelf.began()
    shelf.purge({"story:1"}, entry=1, at_once=False)
    assert not shelf.put(page(), began=began)
    assert shelf.get("/news/") is None
    assert shelf.put(page(), began=shelf.began())


def test_a_purge_of_other_tags_refuses_nothing(shelf: Shelf, page: Print) -> None:
    began = shelf.began()
    shelf.purge({"story:2"}, entry=1, at_once=False)
    assert shelf.put(page(), began=began)


def test_an_older_print_does_not_replace_a_newer_one(shelf: Shelf, page: Print) -> None:
    began = shelf.began()
    shelf.purge({"story:2"}, entry=1, at_once=False)
    put(shelf, page(body="new"))
    assert not shelf.put(page(body="old"), began=began)
    assert body_of(shelf, "/news/") == "new"


def test_a_kill_takes_the_page_from_readers_and_from_the_disk(shelf: Shelf, page: Print) -> None:
    put(
        shelf,
        page(),
        page("/", tags=frozenset({"story:1", "front"})),
        page("/other/", tags=frozenset({"story:2"})),
    )
    began = shelf.began()
    gone = shelf.purge({"story:1"}, entry=1, at_once=True)
    assert {row.address for row in gone} == {"/news/", "/"}
    assert shelf.get("/news/") is None and shelf.get("/") is None
    assert not (shelf.places.pages / file_of("/news/")).exists()
    assert not shelf.put(page(), began=began)
    assert [row.is_withdrawn for row in shelf.superseded(10)] == [True, True]
    assert shelf.count().pages == 1 and shelf.count().withdrawn == 2
    assert {row.address for row in shelf.purge({"story:1"}, entry=1, at_once=True)} == {"/news/", "/"}


def test_a_notice_replaces_a_page_without_leaving_its_files(shelf: Shelf, page: Print) -> None:
    put(shelf, page())
    put(shelf, page(status=410, body="gone"))
    found = shelf.get("/news/")
    assert found is not None and found.status == 410
    assert not (shelf.places.pages / file_of("/news/")).exists()
    put(shelf, page(status=200))
    assert not any(p.is_file() for p in shelf.places.notices.rglob("*"))


def test_a_small_page_leaves_no_compressed_file_of_the_large_one(shelf: Shelf, page: Print) -> None:
    put(shelf, page())
    put(shelf, Printed("/news/", "story", 200, "text/html; charset=utf-8", b"small", frozenset()))
    assert files_on(shelf) == ["generation", "index.html"]


def test_dropping_takes_row_and_files_and_refuses_running_prints(shelf: Shelf, page: Print) -> None:
    put(shelf, page())
    began = shelf.began()
    shelf.drop(["/news/", "/never/"])
    assert shelf.get("/news/") is None
    assert files_on(shelf) == ["generation"]
    assert not shelf.put(page(), began=began)


def test_superseding_everything_refuses_prints_with_old_templates(shelf: Shelf, page: Print) -> None:
    put(shelf, page("/a/"), page("/b/"))
    began = shelf.began()
    assert shelf.supersede_all() == 2
    assert not shelf.put(page("/c/", tags=frozenset()), began=began)
    assert len(shelf.superseded(1)) == 1 and len(shelf.superseded(10)) == 2


def test_the_most_read_pages_are_reprinted_first(shelf: Shelf, page: Print) -> None:
    put(shelf, page("/a/"), page("/b/"), page("/c/", tags=frozenset({"story:3"})))
    shelf.add_hits([("/a/", 2), ("/b/", 9), ("/gone/", 5)])
    shelf.purge({"story:1"}, entry=1, at_once=False)
    shelf.purge({"story:3"}, entry=2, at_once=True)
    assert [row.address for row in shelf.superseded(10)] == ["/c/", "/b/", "/a/"]
    shelf.sweep()
    assert [row.hits for row in shelf.superseded(10)] == [0, 4, 1]


def test_the_clock_gets_what_is_due(shelf: Shelf, page: Print) -> None:
    put(shelf, page("/late/", due_at=NOON), page("/later/", due_at=NOON + timedelta(hours=1)), page("/never/"))
    assert [row.address for row in shelf.due(NOON)] == ["/late/"]
    put(shelf, page("/late/"))
    assert shelf.due(NOON) == []


def test_the_cursor_never_goes_back(shelf: Shelf) -> None:
    assert shelf.cursor == 0
    shelf.advance(7)
    shelf.advance(3)
    assert shelf.cursor == 7
    again = Shelf(shelf.folder)
    assert again.cursor == 7
    again.close()


def test_each_change_has_a_later_second(shelf: Shelf, page: Print) -> None:
    times = []
    for body in "abc":
        put(shelf, page(body=body))
        times.append(shelf.get("/news/").printed_at)  # type: ignore[union-attr]
    assert times == sorted(set(times))


def test_printing_the_same_again_changes_nothing_for_readers(shelf: Shelf, page: Print) -> None:
    put(shelf, page())
    before, number = shelf.get("/news/"), shelf.generation.number
    shelf.purge({"story:1"}, entry=1, at_once=False)
    put(shelf, page())
    assert shelf.generation.number == number
    assert shelf.get("/news/") == before
    assert shelf.superseded(10) == []
    put(shelf, page(tags=frozenset({"story:1", "more"})))
    assert shelf.generation.number > number
    assert shelf.tags_of("/news/") == {"story:1", "more"}


def test_changes_are_told_in_order(shelf: Shelf, page: Print) -> None:
    start = shelf.last_change()
    put(shelf, page("/a/"), page("/b/"), page("/a/", body="new"))
    told = shelf.changes_after(start)
    assert (told.keys, told.withdrawn, told.everything) == (("/a/", "/b/"), False, False)
    assert told.number == shelf.last_change() == shelf.generation.number
    shelf.purge({"nobody"}, entry=1, at_once=True)
    assert shelf.changes_after(told.number).withdrawn
    assert shelf.changes_after(start, limit=2).everything


def test_a_torn_page_is_a_miss_and_waits_to_be_reprinted(shelf: Shelf, page: Print) -> None:
    put(shelf, page())
    place = (shelf.places.pages / file_of("/news/"))
    place.with_name("index.html.br").write_bytes(b"half")
    assert shelf.get("/news/") is None
    assert [row.address for row in shelf.superseded(10)] == ["/news/"]
    assert not place.exists()
    put(shelf, page())
    assert shelf.get("/news/") is not None


def test_a_sweep_removes_what_no_page_owns(shelf: Shelf, page: Print, monkeypatch: pytest.MonkeyPatch) -> None:
    put(shelf, page())
    stray = shelf.places.pages / "_" / "old" / "index.html"
    stray.parent.mkdir()
    stray.write_text("old")
    (shelf.places.incoming / "1-1-1").write_text("half")
    assert shelf.sweep().files == 0  # still young: perhaps somebody's work
    monkeypatch.setattr(sweeping, "_YOUNG", -5.0)
    assert shelf.sweep().files == 2
    assert not stray.parent.exists()
    assert shelf.get("/news/") is not None


def test_pages_that_others_read_from_their_files_count_as_read(shelf: Shelf, page: Print) -> None:
    put(shelf, page("/a/"), page("/b/"))
    kept = {path: path.stat().st_mtime_ns for path in files_of(shelf, "/a/")}
    if "noatime" in mount_options(shelf.folder):
        pytest.skip("this disk does not note who reads")
    for path in kept:
        path.read_bytes()
        shelf.get("/b/")  # its own reads do not count
        shelf.sweep()
        assert {row.address: row.hits for row in shelf.rows()} == {"/a/": 1, "/b/": 0}
    shelf.sweep()
    assert {row.address: row.hits for row in shelf.rows()} == {"/a/": 0, "/b/": 0}
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def files_of(shelf: Shelf, address: str) -> list[Path]:
    place = shelf.places.pages / file_of(address)
    return [path for path in shelf_files.variants(place) if path.exists()]


def mount_options(folder: Path) -> str:
    """How the disk of a folder is mounted, the innermost mount deciding."""
    mounts = [line.split()[1:4:2] for line in Path("/proc/mounts").read_text().splitlines()]
    return max((len(point), options) for point, options in mounts if folder.is_relative_to(point))[1]


def test_a_sweep_forgets_and_then_refuses_what_it_can_no_longer_judge(
    shelf: Shelf, page: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, began = shelf.last_change(), shelf.began()
    put(shelf, page("/a/"))
    shelf.purge({"x"}, entry=1, at_once=False)
    monkeypatch.setattr(sweeping, "MEMORY", -5.0)
    assert shelf.sweep().rows >= 2
    assert shelf.changes_after(number).everything
    last = shelf.last_change()
    assert not shelf.changes_after(last).everything
    assert not shelf.put(page("/b/", tags=frozenset()), began=began)
    put(shelf, page("/b/"))
    assert shelf.changes_after(last).keys == ("/b/",)


def test_what_is_withdrawn_is_off_the_disk_for_good_before_anyone_is_told(
    shelf: Shelf, page: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(page(), began=shelf.began())
    place = shelf.places.pages / file_of("/news/")
    done: list[tuple[str, bool]] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        done.append((os.readlink(f"/proc/self/fd/{descriptor}"), place.exists()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    shown = shelf.generation.number
    monkeypatch.setattr(type(shelf.generation), "show", lambda self, number: done.append(("told", number > shown)))
    shelf.purge({"story:1"}, entry=1, at_once=True)
    assert done == [(str(place.parent), False), ("told", True)]


def test_after_a_reboot_torn_pages_are_found(shelf: Shelf, page: Print, monkeypatch: pytest.MonkeyPatch) -> None:
    put(shelf, page("/a/"), page("/b/"), page("/c/"))
    assert shelf.has_rebooted() and shelf.mend() == 0 and not shelf.has_rebooted()
    shelf.drop(["/c/"])
    (shelf.places.pages / file_of("/a/")).write_text("older than its row")
    back = shelf.places.pages / file_of("/c/")
    back.parent.mkdir(exist_ok=True)
    back.write_text("removed, and not yet on the disk")
    monkeypatch.setattr(mending, "_this_boot", lambda: "another")
    assert shelf.has_rebooted() and shelf.mend() == 2
    assert [row.address for row in shelf.superseded(10)] == ["/a/"]
    assert not back.exists() and shelf.get("/b/") is not None
    assert not shelf.has_rebooted() and shelf.mend() == 0


def test_what_is_put_or_purged_waits_for_no_disk_and_what_is_withdrawn_does(
    shelf: Shelf, page: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[int] = []
    monkeypatch.setattr(shelf_files.os, "fsync", waits.append)
    put(shelf, page(body="first " * 200))
    shelf.purge({"story:1"}, entry=1, at_once=False)
    put(shelf, page(body="second " * 200))
    shelf.advance(1)
    assert not waits and body_of(shelf, "/news/").startswith("second")
    shelf.purge({"story:1"}, entry=2, at_once=True)
    assert waits


def test_pages_are_put_together_and_each_says_what_became_of_it(shelf: Shelf, page: Print) -> None:
    put(shelf, page("/same/"), page("/old/", body="old"))
    began = shelf.began()
    shelf.purge({"story:9"}, entry=1, at_once=False)
    late = page("/late/", tags=frozenset({"story:9"}))
    new = [page("/first/", body="first"), late, page("/same/"), page("/old/", body="new")]
    shown = shelf.generation.number
    assert shelf.put_all([shelf.ready(one, began=began) for one in new]) == [True, False, True, True]
    assert [body_of(shelf, f"/{name}/") for name in ("first", "late", "same", "old")] == ["first", None, "News", "new"]
    assert shelf.changes_after(shown).keys == ("/first/", "/old/") and shelf.generation.number > shown
    shelf.places.spares.clear()
    assert not list(shelf.places.incoming.iterdir()) and shelf.put_all([]) == []


def test_pages_put_together_come_all_or_not_at_all(shelf: Shelf, page: Print, monkeypatch: pytest.MonkeyPatch) -> None:
    put(shelf, page("/a/", body="old"), page("/b/", body="old"))
    before = files_on(shelf)
    ready = [shelf.ready(page(address, body="new"), began=shelf.began()) for address in ("/a/", "/c/", "/b/")]
    real, swaps = shelf_files.swap, []

    def full(one: Path, other: Path) -> bool:
        swaps.append(other)
        if other.parent.name == "b":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(one, other)

    monkeypatch.setattr(shelf_files, "swap", full)
    with pytest.raises(ShelfFull):
        shelf.put_all(ready)
    assert len(swaps) > 3 and files_on(shelf) == before
    assert [body_of(shelf, f"/{name}/") for name in "abc"] == ["old", "old", None]
    monkeypatch.undo()
    assert shelf.put_all(ready) == [True, True, True] and body_of(shelf, "/b/") == "new"


def test_a_page_that_can_lie_nowhere_shows_before_others_are_put_with_it(shelf: Shelf, page: Print) -> None:
    with pytest.raises(BadAddress):
        shelf.ready(page("/" + "%ED%95%9C" * 90), began=shelf.began())


def _cannot_swap(*_: object) -> bool:
    return False


def test_pages_are_replaced_where_the_system_cannot_swap_files(
    shelf: Shelf, page: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf_files, "swap", _cannot_swap)
    put(shelf, page(body="old"))
    put(shelf, page(body="new"))
    assert body_of(shelf, "/news/").startswith("new")
    put(shelf, page(body="gone", status=410))
    assert shelf.get("/news/").status == 410  # type: ignore[union-attr]
    shelf.places.spares.clear()
    assert not list(shelf.places.incoming.iterdir())


@pytest.mark.parametrize("call", ["write", "swap", "replace", "link"])
def test_a_full_disk_leaves_the_old_page(shelf: Shelf, page: Print, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    put(shelf, page(body="old"))
    owner = shelf_files if call == "swap" else os
    real, calls = getattr(owner, call), [0]

    def full(*args: object, **more: object) -> object:
        calls[0] += 1
        if calls[0] == 2:
            raise OSError(28, "No space left on device")
        return real(*args, **more)

    with monkeypatch.context() as patch:
        if call in ("replace", "link"):
            patch.setattr(shelf_files, "swap", _cannot_swap)
        patch.setattr(owner, call, full)
        with pytest.raises(ShelfFull):
            shelf.put(page(body="new"), began=shelf.began())
    assert body_of(shelf, "/news/") == "old"
    assert files_on(shelf) == ["generation", "index.html", "index.html.br", "index.html.gz"]


def test_a_full_index_leaves_the_old_page(shelf: Shelf, page: Print) -> None:
    put(shelf, page(body="old"))
    db = shelf._connections.mine()
    db.execute(f"PRAGMA max_page_count={db.execute('PRAGMA page_count').fetchone()[0]}")
    many = frozenset(f"tag:{n}" * 20 for n in range(500))
    with pytest.raises(ShelfFull):
        shelf.put(page(body="new", tags=many), began=shelf.began())
    assert body_of(shelf, "/news/") == "old"


def test_an_index_that_is_not_one_says_so(shelf: Shelf) -> None:
    shelf.close()
    for path in shelf.folder.glob("index.sqlite3*"):
        path.write_bytes(b"something else" * 100)
    with pytest.raises(ShelfError, match="delete the shelf's folder"):
        Shelf(shelf.folder)
    shelf.generation = shelf.generation.__class__(shelf.folder / "generation")


def test_tags_and_marks_are_found_by_an_index(shelf: Shelf) -> None:
    db = shelf._connections.mine()
    queries = {
        "SELECT * FROM page WHERE id IN (SELECT carries.page FROM tag JOIN carries ON carries.tag = tag.id"
        " WHERE tag.name IN (SELECT value FROM json_each('[]')))",
        "SELECT * FROM page WHERE superseded > 0 ORDER BY withdrawn DESC, hits DESC LIMIT 5",
        "SELECT * FROM page WHERE due_at <= 5 ORDER BY due_at",
        "SELECT * FROM purge WHERE tag IN (SELECT value FROM json_each('[]')) AND number > 5",
    }
    for query in queries:
        plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert not any(step in ("SCAN page", "SCAN tag", "SCAN carries", "SCAN purge") for step in plan), plan
        assert not any("TEMP B-TREE FOR ORDER BY" in step for step in plan), plan


def test_a_page_s_time_rises_with_every_change_also_across_being_dropped(shelf: Shelf, page: Print) -> None:
    """A web server makes entity tags from the time and the size; two pages of the same second and size must differ."""
    seen = set()
    for number in range(10):
        put(shelf, page("/", body=f"{number:04d}"))
        found = shelf.get("/")
        assert found is not None
        seen.add((found.printed_at, found.etag))
        if number % 3 == 0:
            shelf.drop(["/", "/other/"])
            shelf.drop(["/"])
    assert len(seen) == 10 and sorted(seen)[-1][0] - sorted(seen)[0][0] < timedelta(seconds=30)


def test_only_pages_whose_name_tells_all_lie_where_a_web_server_looks(shelf: Shelf, page: Print) -> None:
    html, feed = "text/html; charset=utf-8", "application/rss+xml; charset=utf-8"
    put(
        shelf,
        page("/", content_type=html),
        page("/rss.xml", content_type=feed),
        page("/gone/", content_type=html, status=410),
        page("/old/", content_type=html, status=301, location="/"),
        page("/linked/", content_type=html, headers=(("Link", "</hub>; rel=hub"),)),
        page("/odd.xml", content_type=feed),
        page("/picture.png", content_type="image/png"),
        page("/a", content_type=html),
    )
    lie = {file.relative_to(shelf.places.pages).as_posix() for file in shelf.places.pages.rglob("*") if file.is_file()}
    assert {name for name in lie if not name.endswith((".br", ".gz"))} == {"_/index.html", "_/rss.xml"}
    assert all(shelf.get(row.address) for row in shelf.rows()) and shelf.count().pages == 8
    put(shelf, page("/", content_type=html, status=410))
    assert not (shelf.places.pages / "_" / "index.html").exists()
