"""Originals, masters and derivatives in a store that speaks S3: a real one, on this machine."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from urllib.request import Request, urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from stoppress.conf.environment import SettingError, media
from stoppress.pictures.darkroom.developing import Darkroom
from stoppress.pictures.darkroom.recent import Recent
from stoppress.pictures.darkroom.sweeping import sweep
from stoppress.pictures.models import SIGNING_KEYS
from stoppress.pictures.storage import BadMediaUrl, media_from
from stoppress.pictures.storage.media import Folder
from tests.pictures import files


@pytest.fixture(scope="module")
def endpoint():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "moto.server", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            with urlopen(Request(f"{address}/courier", method="PUT"), timeout=5):
                break
        except OSError:
            assert server.poll() is None, "moto's server does not start"
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait()


@pytest.fixture
def bucket_media(endpoint, monkeypatch, tmp_path, request):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    return media_from(f"s3://courier/{request.node.name[:20]}?endpoint={endpoint}&region=eu-west-1", tmp_path)


def test_files_are_kept_read_listed_and_let_go(bucket_media):
    place = bucket_media.originals
    place.write("a/quay.jpg", b"quay")
    place.write("b.jpg", b"b" * 1000)
    assert place.read("a/quay.jpg") == b"quay" and place.size("b.jpg") == 1000
    assert {(kept.name, kept.size) for kept in place.all()} == {("a/quay.jpg", 4), ("b.jpg", 1000)}
    assert list(bucket_media.derivatives.all()) == []
    place.delete("b.jpg")
    place.delete("b.jpg")
    for ask in (place.read, place.size):
        with pytest.raises(FileNotFoundError):
            ask("b.jpg")


@pytest.mark.django_db(transaction=True)
def test_a_newsroom_with_its_pictures_in_a_bucket(bucket_media, settings, tmp_path, picture):
    settings.MEDIA = bucket_media
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "stoppress.pictures.storage.django_storage.BucketStorage"}}
    storage = storages["default"]
    for file in (picture.file, picture.master):
        file.storage = storage
    data = files.jpeg(1600, 1200)
    picture.file.save("quay.jpg", ContentFile(data), save=False)
    picture.master.save("quay.jpg", ContentFile(data), save=False)
    picture.width, picture.height = 1600, 1200
    picture.save()
    assert bucket_media.originals.read(picture.file.name) == data and storage.size(picture.file.name) == len(data)
    with picture.file.open("rb") as kept:
        assert kept.read() == data
    assert "private" in storage.url(picture.file.name) and storage.exists(picture.master.name)

    path = picture.derivative_address("16:9", 480, "jpg")
    nodes = [Darkroom(folder=tmp_path / name, media=bucket_media, keys=SIGNING_KEYS, threads=1) for name in ("a", "b")]
    nodes[0].ask(path).result(30)
    made = nodes[0].folder.read(path.removeprefix("/img/"))
    assert bucket_media.derivatives.read(path.removeprefix("/img/")) == made
    for file in (picture.file, picture.master):
        storage.delete(file.name)
    nodes[1].ask(path).result(30)
    assert nodes[1].folder.read(path.removeprefix("/img/")) == made
    type(picture).objects.filter(pk=picture.pk).update(file_hash="another")
    assert sweep([nodes[0].folder, bucket_media.derivatives], SIGNING_KEYS).gone == 2
    assert list(bucket_media.derivatives.all()) == []


def test_a_store_that_is_away_is_told_in_words(bucket_media, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        away = media_from(f"s3://courier?endpoint=http://127.0.0.1:{closed.getsockname()[1]}", bucket_media)
        monkeypatch.setattr("stoppress.pictures.storage.buckets._TRIES", 0)
        with pytest.raises(OSError, match="store of pictures"):
            away.originals.read("quay.jpg")


def test_an_original_is_fetched_once_for_several_sizes(tmp_path):
    place, asked = Folder(tmp_path), []
    for name in "abc":
        place.write(name, name.encode() * 40)
    real = place.read
    place.read = lambda name: asked.append(name) or real(name)
    recent = Recent(place, most_bytes=100)
    for name in "aabbaca":
        assert recent.read(name) == name.encode() * 40
    assert asked == ["a", "b", "c", "a"]
    with pytest.raises(FileNotFoundError):
        recent.read("none")
    assert not recent._reading


@pytest.mark.parametrize("url", ["https://bucket", "s3://", "s3://bucket?endpoint=ftp://x", "s3://bucket?key=secret", "bucket"])
def test_an_address_that_is_no_store_is_refused(url, tmp_path, monkeypatch):
    with pytest.raises(BadMediaUrl):
        media_from(url, tmp_path)
    monkeypatch.setitem(os.environ, "STOPPRESS_MEDIA_URL", url)
    with pytest.raises(SettingError, match="STOPPRESS_MEDIA_URL "):
        media(tmp_path)


def test_without_a_setting_originals_lie_in_the_folder(tmp_path):
    told = media_from("", tmp_path)
    assert told == replace(told, derivatives=None, bucket=None) and told.originals.path == tmp_path
