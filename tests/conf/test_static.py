"""Static files: their addresses are worked out once, and anew when the files were collected again."""

from pathlib import Path

from stoppress.conf.static import HashedStatic


def test_an_address_is_worked_out_anew_when_files_were_collected_again(tmp_path: Path) -> None:
    storage = HashedStatic(location=tmp_path, base_url="/static/")
    (tmp_path / "a.css").write_text("a {}")
    list(storage.post_process({"a.css": (storage, "a.css")}))
    first = storage.url("a.css")
    assert first == storage.url("a.css") and (tmp_path / first.removeprefix("/static/")).read_text() == "a {}"
    (tmp_path / "a.css").write_text("b {}")
    list(storage.post_process({"a.css": (storage, "a.css")}))
    assert (tmp_path / storage.url("a.css").removeprefix("/static/")).read_text() == "b {}"
