"""A round of crashes: many verbs at once while processes are killed at random, and then the reckoning."""

import http.client
import json
import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field

import psycopg

from stoppress.press.shelf import Shelf
from tests.crashes import sending
from tests.crashes.sending import Errand, Known, Tally
from tests.crashes.served import Newsroom, wait_for

SENDERS = 5
#: Seconds between two kills, at least and at most; and kills of a round, lest all wait for the supervisor's growing pauses.
PAUSE = (0.2, 1.2)
KILLS = 6
#: Seconds that the press may take after the last request, with all processes to be started again.
PATIENCE = 180.0
_PAGES = ("/", "/city/", "/latest/", "/rss.xml", "/city/atom.xml", "/feed.json", "/sitemaps/news.xml")


@dataclass
class Result:
    """What a round has come to; `lost`, `stale`, `half` and `torn` hold a sentence for each failure."""

    seed: int
    tally: Tally = field(default_factory=Tally)
    kills: Counter[str] = field(default_factory=Counter)
    caught_up: float = 0.0
    reads: int = 0
    #: Answers that neither are a page nor tell the reader to come back.
    read_errors: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)

    @property
    def failures(self) -> list[str]:
        """Every sentence."""
        return [*self.lost, *self.stale, *self.half, *self.torn]


def play(newsroom: Newsroom, seed: int, *, verbs: int = 200, kills: int = KILLS) -> Result:
    """One round on a served newsroom: send, kill at most so often meanwhile, wait for the press, compare, send the rest again."""
    chance, result = random.Random(seed), Result(seed)
    told = sending.errands(chance, f"r{seed}", verbs)
    _storm(newsroom, told, chance, result, kills)
    result.caught_up = wait_for(lambda: has_caught_up(newsroom), seconds=PATIENCE, what="the press caught up")
    finish(newsroom, told, result)
    return result


def finish(newsroom: Newsroom, told: list[Errand], result: Result) -> None:
    """Compare what is there with what the senders were told; then send the rest again, and read proof."""
    _reckon(newsroom, told, result)
    unanswered = [errand for errand in told if errand.perhaps]
    for errand in unanswered:
        _finish(newsroom, errand, result)
    wait_for(lambda: has_caught_up(newsroom), seconds=PATIENCE, what="the press caught up again")
    _reckon(newsroom, unanswered, result)
    proofread(newsroom, result)


def _storm(newsroom: Newsroom, told: list[Errand], chance: random.Random, result: Result, kills: int) -> None:
    """Send everything from several threads while readers read and the killer kills."""
    over = threading.Event()
    beside = [threading.Thread(target=_read, args=(newsroom, told, random.Random(chance.random()), over, result)),
              threading.Thread(target=_kill, args=(newsroom, random.Random(chance.random()), over, result, kills))]  # fmt: skip
    for thread in beside:
        thread.start()
    try:
        with ThreadPoolExecutor(SENDERS) as senders:
            work = [(told[n::SENDERS], random.Random(chance.random())) for n in range(SENDERS)]
            for done in [senders.submit(_send, newsroom, mine, own, result.tally) for mine, own in work]:
                done.result()
    finally:
        over.set()
        for thread in beside:
            thread.join()


def _send(newsroom: Newsroom, mine: list[Errand], chance: random.Random, tally: Tally) -> None:
    while open_ones := [e for e in mine if not (e.is_done or e.perhaps or e.refusals)]:
        sending.run(newsroom, chance.choice(open_ones[:6]), chance, tally)


def _kill(newsroom: Newsroom, chance: random.Random, over: threading.Event, result: Result, most: int) -> None:
    kinds: dict[str, Callable[[], int]] = {
        "press": lambda: _kill_child(newsroom, "command press", chance),
        "web": lambda: _kill_child(newsroom, "conf.web", chance),
        "newsroom": lambda: _kill_child(newsroom, "conf.newsroom", chance),
    }
    if newsroom.database_url:
        kinds["database"] = lambda: _end_connections(newsroom, chance)
    while not over.wait(chance.uniform(*PAUSE)) and result.kills.total() < most:
        kind = chance.choice(list(kinds))
        result.kills[kind] += kinds[kind]()


def _kill_child(newsroom: Newsroom, word: str, chance: random.Random) -> int:
    found = newsroom.children(word)
    if not found:
        return 0
    newsroom.kill(chance.choice(found))
    return 1


def _end_connections(newsroom: Newsroom, chance: random.Random) -> int:
    others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(newsroom.database_url, autocommit=True) as db:
        found = [pid for (pid,) in db.execute(others) if chance.random() < 0.7]
        return sum(db.execute("SELECT pg_terminate_backend(%s)", [pid]).fetchone() == (True,) for pid in found)


def _read(newsroom: Newsroom, told: list[Errand], chance: random.Random, over: threading.Event, result: Result) -> None:
    """A reader who wants whole pages, whatever happens."""
    while not over.wait(0.03):
        path = chance.choice([*_PAGES, *(e.address for e in told if e.address)])
        try:
            answer = newsroom.get(path)
        except (OSError, http.client.HTTPException):
            continue  # the worker was killed while it answered
        result.reads += 1
        if answer.status >= 500 and "retry-after" not in answer.headers:
            result.read_errors.append(f"{path}: {answer.status} {answer.body[:200]!r}")
        if answer.status == 200 and not is_whole(answer.body):
            result.torn.append(f"{path}: {answer.body[-80:]!r}")


def is_whole(body: bytes) -> bool:
    """Whether a page or feed goes to its end."""
    return body.rstrip().endswith((b"</html>", b"</rss>", b"</feed>", b"}", b"</urlset>", b"/>"))


def has_caught_up(newsroom: Newsroom) -> bool:
    """Whether the press is done with the log and nothing waits to be reprinted."""
    log = _log(newsroom)
    shelf = Shelf(newsroom.home / "shelf")
    with closing(shelf):
        return shelf.cursor == (log[-1][0] if log else 0) and not shelf.count().superseded


def _reckon(newsroom: Newsroom, told: list[Errand], result: Result) -> None:
    log = _log(newsroom)
    if [number for number, _, _ in log] != list(range(1, len(log) + 1)):
        result.lost.append("the log has gaps")
    by_guid = {errand.guid: _found(newsroom, errand, log) for errand in told if errand.known.state or errand.perhaps}
    kind_of = {number: kind for number, kind, _ in log}
    for errand in told:
        result.lost += [f"{errand.guid}: {refusal}" for refusal in errand.refusals]
        for number, kind in errand.entries:
            if kind_of.get(number) != kind:
                result.lost.append(f"{errand.guid}: entry {number} {kind} is {kind_of.get(number)}")
        if errand.guid in by_guid:
            _compare(errand, *by_guid[errand.guid], result)


def _compare(errand: Errand, found: Known, page: tuple[int, bytes], result: Result) -> None:
    expected = found if errand.perhaps == found else errand.known
    if found != expected:
        to = result.half if errand.perhaps else result.lost
        to.append(f"{errand.guid}: {found} instead of {errand.known} or {errand.perhaps}")
    elif found.state:
        status, body = page
        if status != found.page_status or (status == 200 and f"{found.headline}:".encode() not in body):
            result.stale.append(f"{errand.guid}: page {status} of {found}, at {errand.address}: {body[:300]!r}")


def _found(newsroom: Newsroom, errand: Errand, log: list[tuple[int, str, int]]) -> tuple[Known, tuple[int, bytes]]:
    """What the API, the log and the page say of a story."""
    answer = newsroom.api("GET", f"items/{errand.guid}")
    if answer.status != 200:
        return Known() if answer.status == 404 else Known(f"unknown: {answer}"), (404, b"")
    told = json.loads(answer.body)
    kinds = tuple(kind for _, kind, story in log if story == told["id"])
    errand.address = told["address"] or ""
    page = newsroom.get(errand.address) if errand.address else None
    found = Known(told["state"], told["headline"], told["wire_version"], kinds, len(told["corrections"]))
    return found, (page.status, page.body) if page else (404, b"")


def _finish(newsroom: Newsroom, errand: Errand, result: Result) -> None:
    """Send again what had no answer: it must be taken now, or have been taken before."""
    result.tally.retried += 1
    began = time.monotonic()
    while (done := sending.step(newsroom, errand, result.tally)) is False and time.monotonic() - began < 30:
        time.sleep(0.2)
    if not done:
        result.lost.append(f"{errand.guid}: sent again in vain")


def proofread(newsroom: Newsroom, result: Result) -> None:
    """Hold every shelved page against a fresh print, and what the edge gives against the shelf."""
    done = newsroom.stoppress("proofread", check=False)
    if done.returncode:
        result.stale.append(done.stdout + done.stderr[-2000:])
    shelf = Shelf(newsroom.home / "shelf")
    with closing(shelf):
        for path in _PAGES:
            page, got = shelf.get(path), newsroom.get(path)
            if page and got.body != page.bodies.identity:
                result.stale.append(f"{path}: the edge gives something else than lies on the shelf")


def _log(newsroom: Newsroom) -> list[tuple[int, str, int]]:
    """Every entry: number, kind and story."""
    if newsroom.database_url:
        with psycopg.connect(newsroom.database_url) as db:
            rows = db.execute("SELECT id, kind, facts FROM publog_entry ORDER BY id").fetchall()
            return [(number, kind, facts.get("story", 0)) for number, kind, facts in rows]
    with closing(sqlite3.connect(f"file:{newsroom.home}/newsroom.sqlite3?mode=ro", uri=True, timeout=20)) as db:
        rows = db.execute("SELECT id, kind, facts FROM publog_entry ORDER BY id").fetchall()
    return [(number, kind, json.loads(facts).get("story", 0)) for number, kind, facts in rows]
