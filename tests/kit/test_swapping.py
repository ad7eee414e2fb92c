"""Two files swap their names in one step, or nothing happens."""

import pytest

from stoppress.kit import swapping
from stoppress.kit.swapping import swap


def test_two_files_swap(tmp_path):
    one, other = tmp_path / "one", tmp_path / "naïve – other"
    one.write_text("first")
    other.write_text("second")
    assert swap(one, other)
    assert (one.read_text(), other.read_text()) == ("second", "first")


def test_nothing_happens_when_one_is_not_there(tmp_path):
    one = tmp_path / "one"
    one.write_text("first")
    assert not swap(one, tmp_path / "other") and not swap(tmp_path / "other", one)
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_what_is_wrong_is_said(tmp_path):
    (tmp_path / "one").write_text("first")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NotADirectoryError, match="file"):
        swap(tmp_path / "one", tmp_path / "file" / "other")


def test_where_the_system_cannot_it_says_so(tmp_path, monkeypatch):
    (tmp_path / "one").write_text("first")
    (tmp_path / "other").write_text("second")
    monkeypatch.setattr(swapping, "_renameat2", None)
    assert not swap(tmp_path / "one", tmp_path / "other")
