"""Nothing is lost, stale or half published when the power fails: rounds on a disk that forgets what was not written for good.

    python -m bench.power [--rounds 20] [--verbs 200] [--seed N] [--postgresql]

Each round sends verbs through the API from several senders until, at a random moment, the disk stops without writing its
journal and every process is killed; then all is started again, and the log, the stories, their pages and a proofreading
are compared with what the senders were told. The disk is an ext4 file system in a file, for which one must be root; what
a drive itself holds back when it says that it has written is not part of this.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.crashes import power
from tests.crashes.postgresql import PostgreSQL
from tests.crashes.rounds import Result
from tests.crashes.served import Newsroom


def main() -> int:
    """Play the rounds and print the table; the exit code is 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="bench.power", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--verbs", type=int, default=200, help="requests in a round, at most")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the first round; the others count up")
    parser.add_argument("--postgresql", action="store_true", help="with a PostgreSQL server of its own on the same disk")
    asked = parser.parse_args()
    if not power.can_fail():
        sys.exit("This benchmark makes a disk of its own: it needs root, loop devices and mkfs.ext4.")
    results: list[tuple[Result, int]] = []
    with tempfile.TemporaryDirectory(prefix="stoppress-power-") as folder, power.Disk(Path(folder)).mounted() as disk:
        server = _server(Path(folder), disk) if asked.postgresql else None
        newsroom = Newsroom(disk.place / "home", server.url if server else "")
        newsroom.log = Path(folder) / "said.log"
        newsroom.set_up()
        os.sync()
        try:
            for seed in range(asked.seed, asked.seed + asked.rounds):
                results.append(power.play(newsroom, disk, seed, verbs=asked.verbs, server=server))
                _say(*results[-1])
        finally:
            if server:
                server.kill()
    _table(results)
    return int(any(result.failures for result, _ in results))


def _server(folder: Path, disk: power.Disk) -> PostgreSQL:
    folder.chmod(0o711)  # the server has a user of its own
    place = disk.place / "postgresql"
    place.mkdir()
    server = PostgreSQL(place)
    server.make_migrated()
    return server


def _say(result: Result, torn: int) -> None:
    told = f"{result.tally.accepted} accepted, {result.tally.unanswered + result.tally.errors} without an answer"
    print(f"seed {result.seed}: {told}; {torn} pages torn; caught up in {result.caught_up:.1f} s", flush=True)
    for failure in result.failures:
        print(f"  {failure}", flush=True)


def _table(results: list[tuple[Result, int]]) -> None:
    waits = [result.caught_up for result, _ in results]
    rows = [
        ("power failures", len(results)), ("requests accepted", sum(r.tally.accepted for r, _ in results)),
        ("without an answer", sum(r.tally.unanswered + r.tally.errors for r, _ in results)),
        ("pages torn on the disk", sum(torn for _, torn in results)), ("lost", sum(len(r.lost) for r, _ in results)),
        ("stale", sum(len(r.stale) for r, _ in results)), ("half done", sum(len(r.half) for r, _ in results)),
        ("time to catch up, p50", f"{statistics.median(waits):.1f} s"), ("time to catch up, longest", f"{max(waits):.1f} s"),
    ]  # fmt: skip
    for name, value in rows:
        print(f"{name:28}{value:>12}")


if __name__ == "__main__":
    sys.exit(main())
