"""The darkroom: one render for any number of readers, bounds, and what it does not show."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.template import Context

from stoppress.kit import clock
from stoppress.pictures import addresses, derivatives
from stoppress.pictures.copying import picture_copy
from stoppress.pictures.darkroom import negatives
from stoppress.pictures.darkroom.app import App, develop
from stoppress.pictures.darkroom.developing import Darkroom, NotThere
from stoppress.pictures.darkroom.queue import AHEAD, BETTER, NOW, Full, Queue
from stoppress.pictures.darkroom.sweeping import forget, sweep
from stoppress.pictures.models import SIGNING_KEYS, Picture
from stoppress.pictures.storage import media_from
from stoppress.pictures.storage.media import Folder
from stoppress.press.templatetags.pictures import picture as in_layout
from stoppress.press.typeset import _engine
from tests import aside
from tests.pictures import files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def quay(picture):
    picture.file.save("quay.jpg", ContentFile(files.jpeg(1600, 1200)), save=False)
    picture.width, picture.height, picture.creator, picture.file_hash = 1600, 1200, "Ann Lee", "abcdef0123456789"
    picture.save()
    return picture


@pytest.fixture
def darkroom(tmp_path, settings):
    return Darkroom(folder=tmp_path / "derivatives", media=settings.MEDIA, keys=SIGNING_KEYS, threads=2)


def file_of(darkroom, path):
    return darkroom.folder.path / path.removeprefix("/img/")


def settled(darkroom):
    """Wait until nothing is left to do."""
    while darkroom._queue._jobs:
        [job.done.exception() for job in list(darkroom._queue._jobs.values())]


def test_a_picture_is_made_into_the_folder(darkroom, quay, tmp_path):
    path = quay.derivative_address("16:9", 480, "jpg")
    darkroom.ask(path).result(20)
    seen = files.what_exiftool_sees(file_of(darkroom, path).read_bytes(), tmp_path, ".jpg")
    assert (seen["File:ImageWidth"], seen["File:ImageHeight"]) == ("480", "270")
    assert (seen["XMP-dc:Creator"].strip("[]"), seen["IPTC:Credit"]) == ("Ann Lee", "Courier")


def test_the_columns_are_those_of_the_model(quay):
    found = negatives.negative(quay.pk)
    assert (found.original, found.master, found.version) == (quay.file.name, "", quay.version[:8])
    assert found.words.credit == "Courier" and negatives.negative(10**9) is None
    assert {name: getattr(found.words, name) for name in negatives.CARRIED} == {name: getattr(quay, name) for name in negatives.CARRIED}


def test_forty_readers_of_a_cold_picture_are_one_render(darkroom, quay, monkeypatch):
    made = []
    real = derivatives.render
    monkeypatch.setattr(derivatives, "render", lambda *a, **k: made.append(1) or real(*a, **k))
    path = quay.derivative_address("full", 480, "webp")

    async def readers():
        return await asyncio.gather(*(develop(darkroom, path) for _ in range(40)))

    assert {status for status, _, _ in aside.run(readers())} == {204} and len(made) == 1
    assert aside.run(develop(darkroom, path))[0] == 204 and len(made) == 1


@pytest.mark.parametrize("spoil", [
    lambda path: path[:-5] + "0.jpg", lambda path: path.replace("_480x0", "_481x0"), lambda path: path.replace(".jpg", ".webp"),
    lambda path: path.replace(":", "%3A"), lambda path: path + "?x=1", lambda path: path.replace("/img/", "/img//"),
    lambda path: "/etc/passwd", lambda path: path.replace("/img/07", "/img/00"),
])  # fmt: skip
def test_what_we_have_not_signed_costs_nothing(darkroom, quay, spoil, monkeypatch):
    monkeypatch.setattr(negatives, "negative", lambda _: pytest.fail("the database was asked"))
    monkeypatch.setattr(derivatives, "render", lambda *_, **__: pytest.fail("a pixel was decoded"))
    with pytest.raises(NotThere):
        darkroom.ask(spoil(quay.derivative_address("full", 480, "jpg")))
    assert not darkroom.folder.path.exists()


def test_a_deleted_picture_and_a_replaced_file_are_not_there(darkroom, quay):
    path = quay.derivative_address("full", 480, "jpg")
    Picture.objects.filter(pk=quay.pk).update(file_hash="fedcba9876543210")
    assert aside.run(develop(darkroom, path))[0] == 404
    Picture.objects.all().delete()
    assert aside.run(develop(darkroom, path))[0] == 404


@pytest.mark.parametrize("kind", ["jpg", "gif"])
def test_a_gif_is_offered_as_what_may_move(quay, kind):
    quay.kind = kind
    template = _engine("").get_template("parts/picture.html")
    copy = picture_copy(quay, shapes=["full"])
    page = template.render(Context(in_layout(copy, "full", "100vw", moves=True)))
    assert ("image/avif" in page, "prefers-reduced-motion" in page) == (kind == "jpg", kind == "gif") and "image/webp" in page
    assert ("data-moves" in page) == (kind == "gif")
    still = template.render(Context(in_layout(copy, "full", "100vw")))
    assert ("image/webp" in still) == (kind == "jpg"), "where nothing pauses it, it stands still"


def test_a_withdrawn_picture_is_not_there_at_addresses_from_before(darkroom, quay):
    path = quay.derivative_address("full", 480, "jpg")
    darkroom.ask(path).result(20)
    quay.restriction = "barred"
    quay.save()
    forget(darkroom.folder.path, {quay.pk})
    assert not file_of(darkroom, path).exists() and aside.run(develop(darkroom, path))[0] == 404
    desk = quay.derivative_address("full", 480, "jpg")
    assert desk != path and aside.run(develop(darkroom, desk))[0] == 204
    quay.restriction = ""
    quay.save()
    assert quay.derivative_address("full", 480, "jpg") == path and aside.run(develop(darkroom, path))[0] == 204


def test_a_picture_that_is_withdrawn_while_it_is_made_is_not_kept(darkroom, quay, monkeypatch):
    real = derivatives.render

    def render(*args, **options):
        Picture.objects.filter(pk=quay.pk).update(withdrawn_at=clock.now())
        return real(*args, **options)

    monkeypatch.setattr(derivatives, "render", render)
    path = quay.derivative_address("full", 480, "jpg")
    assert aside.run(develop(darkroom, path))[0] == 404 and not file_of(darkroom, path).exists()


def test_another_credit_is_another_address(darkroom, quay, tmp_path):
    before = quay.derivative_address("full", 480, "jpg")
    quay.credit = "Reuters"
    quay.save()
    after = quay.derivative_address("full", 480, "jpg")
    assert before != after
    for path in (before, after):
        darkroom.ask(path).result(20)
        assert files.what_exiftool_sees(file_of(darkroom, path).read_bytes(), tmp_path, ".jpg")["IPTC:Credit"] == "Reuters"


def test_a_file_that_is_gone_or_broken_is_not_there(darkroom, quay):
    path = quay.derivative_address("full", 480, "jpg")
    quay.file.storage.delete(quay.file.name)
    assert aside.run(develop(darkroom, path))[0] == 404
    quay.file.storage.save(quay.file.name, ContentFile(b"\xff\xd8\xff broken"))
    assert aside.run(develop(darkroom, path))[0] == 404


def test_the_master_is_what_derivatives_are_made_from(darkroom, quay):
    quay.master.save("quay-master.jpg", ContentFile(files.saved(files.photo(1600, 1200) * 0, ".jpg")))
    path = quay.derivative_address("full", 480, "jpg")
    darkroom.ask(path).result(20)
    assert Folder(darkroom.folder.path).read(path.removeprefix("/img/"))
    import pyvips

    assert pyvips.Image.new_from_file(str(file_of(darkroom, path))).max() < 5


def test_a_full_disk_is_a_matter_of_time(darkroom, quay, monkeypatch):
    monkeypatch.setattr(Folder, "write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    status, headers, _ = aside.run(develop(darkroom, quay.derivative_address("full", 480, "jpg")))
    assert status == 503 and (b"retry-after", b"5") in headers


def test_an_avif_is_replaced_by_a_smaller_one(darkroom, quay, monkeypatch):
    hastes = []
    real = derivatives.render
    monkeypatch.setattr(derivatives, "render", lambda *a, **k: hastes.append(k["haste"]) or real(*a, **k))
    path = quay.derivative_address("full", 960, "avif")
    darkroom.ask(path).result(20)
    settled(darkroom)
    assert hastes == [derivatives.WAITED_FOR, derivatives.AFTERWARDS]
    careful = real(files.jpeg(1600, 1200), addresses.parse(path.removeprefix("/img/"), SIGNING_KEYS),
                   derivatives_words(quay), haste=derivatives.AFTERWARDS)  # fmt: skip
    assert file_of(darkroom, path).read_bytes() == careful


def derivatives_words(picture):
    from stoppress.pictures.metadata import blobs_of

    return blobs_of(negatives.negative(picture.pk).words)


def test_pictures_are_made_ahead(darkroom, quay):
    paths = [quay.derivative_address("16:9", 480, format) for format in ("jpg", "webp")]

    async def ask():
        said = []
        body = {"type": "http.request", "body": str([*paths, "/img/nonsense", 7]).replace("'", '"').encode()}
        scope = {"type": "http", "method": "POST", "path": "/ahead"}

        async def receive():
            return body

        async def send(message):
            said.append(message)

        await App(darkroom)(scope, receive, send)
        return said[0]["status"], said[1]["body"]

    assert aside.run(ask()) == (202, b"2")
    settled(darkroom)
    assert all(file_of(darkroom, path).exists() for path in paths)
    assert aside.run(ask()) == (202, b"0")


def test_addresses_of_an_older_key_are_shown_until_it_goes(quay, tmp_path, settings):
    old, new = addresses.keys_from("the old secret", "the new secret")
    derivative = addresses.parse(quay.derivative_address("full", 480, "jpg").removeprefix("/img/"), SIGNING_KEYS)
    path = addresses.address(derivative, [old])
    both = Darkroom(folder=tmp_path / "d", media=settings.MEDIA, keys=[new, old], threads=1)
    both.ask(path).result(20)
    assert addresses.address(derivative, both.keys) != path
    with pytest.raises(NotThere):
        Darkroom(folder=tmp_path / "d", media=settings.MEDIA, keys=[new], threads=1).ask(path)
    assert sweep([both.folder], [new, old]).kept == 1 and sweep([both.folder], [new]).gone == 1


def test_what_nobody_uses_is_swept(darkroom, quay, tmp_path):
    import os

    def name(**changes):
        derivative = addresses.parse(quay.derivative_address("full", 480, "jpg").removeprefix("/img/"), SIGNING_KEYS)
        return addresses.address(replace(derivative, **changes), SIGNING_KEYS).removeprefix("/img/")

    used, unread, other, gone = name(), name(width=640), name(version="00000000"), name(picture_id=10**6)
    for one in (used, unread, other, gone, "07ea/stray.txt", "07ea/.half-written"):
        darkroom.folder.write(one, b"x")
    os.utime(darkroom.folder.path / unread, (1, 1))
    swept = sweep([darkroom.folder], SIGNING_KEYS)
    assert {file.name for file in darkroom.folder.all()} == {used, "07ea/.half-written"}
    assert (swept.kept, swept.gone, swept.bytes_gone) == (2, 4, 4)


def test_nodes_share_what_one_has_made(quay, tmp_path, settings):
    shared = Folder(tmp_path / "shared")
    media = replace(media_from("", settings.ORIGINALS_FOLDER), derivatives=shared)
    path = quay.derivative_address("full", 480, "jpg")
    nodes = [Darkroom(folder=tmp_path / name, media=media, keys=SIGNING_KEYS, threads=1) for name in ("a", "b")]
    nodes[0].ask(path).result(20)
    quay.file.storage.delete(quay.file.name)
    nodes[1].ask(path).result(20)
    assert file_of(nodes[0], path).read_bytes() == file_of(nodes[1], path).read_bytes() == shared.read(path.removeprefix("/img/"))


class TestQueue:
    def held(self, threads=1, most=None):
        queue = Queue(threads=threads, most=most or {NOW: 2, AHEAD: 2, BETTER: 2})
        gate, begun = threading.Event(), threading.Event()
        first = queue.ask("first", lambda: (begun.set(), gate.wait(10)), NOW)
        begun.wait(10)
        return queue, gate, first

    def test_readers_come_first(self):
        queue, gate, _ = self.held()
        order = []
        waits = [queue.ask(name, lambda name=name: order.append(name), urgency)
                 for name, urgency in (("better", BETTER), ("ahead", AHEAD), ("now", NOW))]  # fmt: skip
        gate.set()
        [wait.result(10) for wait in waits]
        assert order == ["now", "ahead", "better"]

    def test_what_a_reader_waits_for_moves_up_and_is_done_once(self):
        queue, gate, _ = self.held()
        order = []
        queue.ask("a", lambda: order.append("a"), AHEAD)
        moved = queue.ask("b", lambda: order.append("b"), BETTER)
        assert queue.ask("b", lambda: order.append("b now"), NOW) is moved
        last = queue.ask("c", lambda: order.append("c"), BETTER)
        gate.set()
        last.result(10)
        assert order == ["b now", "a", "c"]

    def test_it_is_bounded(self):
        queue, gate, _ = self.held()
        for name in "ab":
            queue.ask(name, lambda: None, NOW)
        with pytest.raises(Full):
            queue.ask("c", lambda: None, NOW)
        assert queue.ask("a", lambda: None, NOW) and queue.waiting() == 2
        gate.set()

    def test_one_that_fails_is_told_and_the_next_goes_on(self):
        queue = Queue(threads=1, most={NOW: 9})
        with pytest.raises(ZeroDivisionError):
            queue.ask("a", lambda: 1 // 0, NOW).result(10)
        assert queue.ask("a", lambda: None, NOW).result(10) is None

    def test_many_ask_at_once_from_many_threads(self):
        queue, done = Queue(threads=2, most={NOW: 9}), []
        with ThreadPoolExecutor(16) as pool:
            waits = list(pool.map(lambda n: queue.ask(str(n % 4), lambda: done.append(threading.get_ident()), NOW), range(64)))
        [wait.result(10) for wait in waits]
        assert 4 <= len(done) <= 64 and not queue._jobs
