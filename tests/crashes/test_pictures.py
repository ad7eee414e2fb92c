"""Pictures of a served newsroom: hostile ones stop nobody, cold ones are made once, and nobody gets those that are not out."""

import json
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.crashes import rounds
from tests.crashes.served import Newsroom, wait_for
from tests.pictures import files

pytestmark = pytest.mark.processes
ITEM = {
    "version": "1", "language": "en", "section": "city", "headlines": [{"value": "Trams run all night"}],
    "bodies": [{"contentType": "text/html", "value": "<p>The night line began.</p>"}],
}  # fmt: skip
BOMBS = (files.claiming(30_000, 30_000), files.png(30_000, 30_000, files.zeros(1_000_000)), files.gif(10, 10, 20_000), files.jpeg(640, 480)[:5_000],
         b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")  # fmt: skip


def send(newsroom: Newsroom, data: bytes, title: str = "Quay"):
    return newsroom.api("POST", f"pictures?title={title}&alt=The+quay&credit=Courier", data)


def item(newsroom: Newsroom, name: str, picture: str, action: str):
    told = {**ITEM, "uri": name, "associations": [{"uri": picture}]}
    return newsroom.api("PUT", f"items/{name}?action={action}", json.dumps(told))


def addresses(newsroom: Newsroom, page: str) -> list[str]:
    return re.findall(r"/img/[^\s\"]+", newsroom.get(page).body.decode())


def is_shown(newsroom: Newsroom, page: str) -> bool:
    return newsroom.get(page).status == 200 and bool(addresses(newsroom, page))


def test_pictures_from_hostile_files_to_readers(newsroom: Callable[..., Newsroom], tmp_path) -> None:
    with newsroom().served(workers=1) as courier:
        _bombs_stop_nobody(courier)
        secret = _kept(send(courier, files.jpeg(1000, 750), "Secret"))
        sent = _kept(send(courier, files.jpeg(1600, 1200)))
        assert item(courier, "urn:x:draft", secret, "draft").status in (200, 201)
        told = json.loads(item(courier, "urn:x:1", sent, "publish").body)
        wait_for(lambda: rounds.has_caught_up(courier), seconds=60, what="the press caught up")
        wait_for(lambda: is_shown(courier, told["address"]), seconds=60, what="the story with its picture")
        shown = addresses(courier, told["address"])
        _usual_sizes_are_made_ahead(courier, shown)
        _forty_readers_are_one_render(courier, shown)
        _nothing_else_is_to_be_had(courier, shown, secret)
        _a_darkroom_that_dies_comes_back(courier, shown)


def _kept(answer: Any) -> str:
    """The name of a picture that was taken in."""
    assert answer.status == 201, (answer.status, answer.body)
    return str(json.loads(answer.body)["uri"])


def _bombs_stop_nobody(courier: Newsroom) -> None:
    with ThreadPoolExecutor(2) as pool:
        refused = [pool.submit(send, courier, bomb) for bomb in BOMBS * 2]
        longest = 0.0
        while not all(answer.done() for answer in refused):
            began = time.monotonic()
            assert courier.get("/").status == 200
            longest = max(longest, time.monotonic() - began)
    assert longest < 2.0
    for answer in refused:
        said = json.loads(answer.result().body)
        assert answer.result().status in (400, 422) and len(said["message"]) > 40, said


def _usual_sizes_are_made_ahead(courier: Newsroom, shown: list[str]) -> None:
    folder = courier.home / "derivatives"
    usual = [address for address in shown if re.search(r"_960x0_.*\.avif$", address)]
    assert usual
    wait_for(lambda: all((folder / a.removeprefix("/img/")).exists() for a in usual), seconds=60, what="pictures made ahead")


def _forty_readers_are_one_render(courier: Newsroom, shown: list[str]) -> None:
    folder = courier.home / "derivatives"
    cold = next(address for address in shown if not (folder / address.removeprefix("/img/")).exists())
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: courier.get(cold), range(40)))
    assert {answer.status for answer in answers} == {200} and len({answer.body for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers}) == 1 and courier.get(cold).body == answers[0].body


def _nothing_else_is_to_be_had(courier: Newsroom, shown: list[str], secret: str) -> None:
    """Not another size or cut, not the picture of a draft, not an original, not a master."""
    number, known = secret.rsplit(":", 1)[1], shown[0]
    for path in (
        re.sub(r"_\d+x0_", "_4000x0_", known), re.sub(r"_\d+:\d+:", "_1:1:", known), re.sub(r"/\d+_", f"/{number}_", known),
        "/img/original_images/quay.jpg", "/img/masters/quay.jpg", "/originals-are-private/original_images/quay.jpg", "/img/../originals/",
    ):  # fmt: skip
        assert courier.get(path).status == 404, path
    pages = "".join(courier.get(page).body.decode() for page in ("/", "/city/", "/latest/"))
    assert f"/{number}_0:" not in pages and "/img/" in pages


def _a_darkroom_that_dies_comes_back(courier: Newsroom, shown: list[str]) -> None:
    [darkroom] = courier.children("conf.darkroom")
    courier.kill(darkroom)
    folder = courier.home / "derivatives"
    cold = next(address for address in shown if not (folder / address.removeprefix("/img/")).exists())
    assert courier.get(shown[0]).status in (200, 503)
    wait_for(lambda: courier.get(cold).status == 200, seconds=60, what="the next darkroom")
