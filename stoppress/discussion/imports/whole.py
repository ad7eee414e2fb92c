"""A whole import, from the file of another system to the report of what could not be brought in as it was."""

import json
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from stoppress.discussion import lent
from stoppress.discussion.actions import importing
from stoppress.discussion.actions.importing import CHUNK, Done
from stoppress.discussion.imports import coral, disqus, links, remark42, wordpress
from stoppress.discussion.imports.records import Records
from stoppress.discussion.imports.staging import Staging
from stoppress.kit import clock

FORMATS: dict[str, Callable[[Path, datetime], Records]] = {
    "disqus": disqus.read, "wordpress": wordpress.read, "coral": coral.read, "remark42": remark42.read,
}  # fmt: skip
_AT_ONCE = 200


@dataclass(slots=True)
class Outcome:
    """What became of a file: what was done, comments that belong to no public story, and why how many need a look."""

    done: Done = field(default_factory=Done)
    unmatched: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


def bring_in(
    system: str, path: Path, *, report: Path, map_file: Path | None = None, is_dry: bool = False, with_changes: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Outcome:  # fmt: skip
    """Bring in the comments of a file, or only say what would be done, and write the report.

    Raises BadFile, before anything is written, for a file that is not what it is said to be, and OSError without one.
    """
    outcome = Outcome()
    with TemporaryDirectory(prefix="stoppress-import-") as folder, closing(Staging(Path(folder), system)) as staging:
        if map_file:
            staging.map(links.pairs(map_file))
        staging.put(FORMATS[system](path, clock.now()))
        _match(staging, outcome)
        stories = staging.stories()
        outcome.done.stories = len(stories)
        for place, number in enumerate(stories):
            progress(place, len(stories))
            _story(staging, number, outcome.done, is_dry=is_dry, with_changes=with_changes)
        _write_report(staging, report, outcome)
    return outcome


def _match(staging: Staging, outcome: Outcome) -> None:
    talks = list(staging.talks())
    for begin in range(0, len(talks), _AT_ONCE):
        some = talks[begin : begin + _AT_ONCE]
        by_address = lent.stories_at([address for _, addresses, mapped, _ in some if not mapped for address in addresses])
        wanted = {
            key: mapped or next((by_address[address] for address in addresses if address in by_address), 0)
            for key, addresses, mapped, _ in some
        }  # fmt: skip
        public = lent.stories([number for number in wanted.values() if number])
        for key, addresses, _, count in some:
            if wanted[key] in public:
                staging.match(key, wanted[key])
                continue
            outcome.unmatched += count
            why = "its story is not public" if wanted[key] else "no story is known at its address"
            staging.trouble(f"{why}: a discussion", key, " ".join([f"{count} comments", *addresses]))


def _story(staging: Staging, number: int, done: Done, *, is_dry: bool, with_changes: bool) -> None:
    facts = lent.story(number)
    for staged in staging.of_story(number, CHUNK):
        if is_dry:
            before = importing.known(one.source for one in staged)
            done.known += len(before)
            done.added.update(str(one.state) for one in staged if one.source not in before)
        elif facts is not None:
            importing.bring_in(facts, staged, done, with_changes=with_changes)


def _write_report(staging: Staging, report: Path, outcome: Outcome) -> None:
    """One line of JSON for each thing that somebody may want to look at."""
    with report.open("w", encoding="utf-8") as out:
        for why, key, words in staging.troubles():
            outcome.reasons[why] += 1
            out.write(json.dumps({"why": why, "key": key, "words": words}, ensure_ascii=False) + "\n")
