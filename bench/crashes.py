"""Nothing is lost, stale or half published, whatever dies: rounds of crashes on a served newsroom.

    python -m bench.crashes [--rounds 200] [--verbs 70] [--kills 6] [--seed N] [--postgresql | --database-url postgres://…]

Each round sends verbs through the API from several senders while web workers, the newsroom, the press and connections
to PostgreSQL are killed at random moments; then the log, the stories, their pages and a proofreading are compared
with what the senders were told.
"""

import argparse
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests.crashes import rounds
from tests.crashes.postgresql import own_server
from tests.crashes.served import Newsroom

#: Rounds between two starts: the supervisor waits the longer the more often a child dies.
SERVED = 3


def main() -> int:
    """Play the rounds and print the table; the exit code is 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="bench.crashes", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--verbs", type=int, default=70, help="requests in a round: about as long as the kills go on")
    parser.add_argument("--kills", type=int, default=rounds.KILLS, help="in a round, at most")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the first round; the others count up")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server started for it")
    parser.add_argument("--database-url", default="", help="on this database, which must be empty")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    results: list[rounds.Result] = []
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stoppress-crashes-"))) / "home"
        url = stack.enter_context(own_server()).url if asked.postgresql else asked.database_url
        newsroom = Newsroom(home, url)
        newsroom.set_up()
        try:
            _play(newsroom, asked, results)
        finally:  # also when somebody stops it
            if results:
                _table(results, "PostgreSQL" if url else "SQLite")
    return int(any(result.failures for result in results))


def _play(newsroom: Newsroom, asked: argparse.Namespace, results: list[rounds.Result]) -> None:
    seeds = range(asked.seed, asked.seed + asked.rounds)
    for first in seeds[::SERVED]:
        with newsroom.served():
            for seed in range(first, min(first + SERVED, seeds.stop)):
                results.append(rounds.play(newsroom, seed, verbs=asked.verbs, kills=asked.kills))
                _say(results[-1], newsroom)


def _say(result: rounds.Result, newsroom: Newsroom) -> None:
    kills = ", ".join(f"{count} {kind}" for kind, count in sorted(result.kills.items()))
    told = f"{result.tally.accepted} accepted; killed {kills}; caught up in {result.caught_up:.1f} s"
    print(f"seed {result.seed}: {told}", flush=True)
    for failure in [*result.failures, *result.read_errors]:
        print(f"  {failure}", flush=True)
    if result.failures or result.read_errors:
        print("  The processes said last:", newsroom.said()[-6000:], flush=True)


def _table(results: list[rounds.Result], database: str) -> None:
    kills: Counter[str] = Counter()
    for result in results:
        kills.update(result.kills)
    waits = [result.caught_up for result in results]

    def total(name: str) -> int:
        return sum(getattr(result.tally, name) for result in results)

    rows = [
        ("rounds", len(results)), *((f"kills: {kind}", count) for kind, count in sorted(kills.items())),
        ("requests accepted", total("accepted")), ("without an answer", total("unanswered")),
        ("answered with an error", total("errors")), ("sent again", total("retried")),
        ("lost", sum(len(r.lost) for r in results)),
        ("stale", sum(len(r.stale) for r in results)), ("half done", sum(len(r.half) for r in results)),
        ("pages read meanwhile", sum(r.reads for r in results)), ("of them torn", sum(len(r.torn) for r in results)),
        ("of them errors", sum(len(r.read_errors) for r in results)),
        ("time to catch up, p50", f"{statistics.median(waits):.1f} s"),
        ("time to catch up, longest", f"{max(waits):.1f} s"),
    ]  # fmt: skip
    print(f"\nCrashes on {database}")
    for name, value in rows:
        print(f"{name:28}{value:>12}")


if __name__ == "__main__":
    sys.exit(main())
