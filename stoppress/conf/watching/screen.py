"""The screen of `stoppress status`: the facts as one readable page."""

from collections.abc import Iterator

from stoppress.conf.watching.facts import Facts
from stoppress.kit import clock
from stoppress.publog.reports import spoken

_WIDTH = 11


def lines(facts: Facts) -> Iterator[str]:
    """The screen, line by line."""
    yield f"Stoppress {facts['version']} on {facts['node']} ({facts['environment']}), {facts['url']}"
    yield from _row("Home", facts["home"])
    yield from _row("Database", facts["database"])
    yield from _row("Editions", *_editions(facts))
    yield from _row("Stories", _stories(facts))
    yield from _row("Log", _newest(facts))
    yield from _row("Press", *_followers(facts))
    yield from _row("Parked", _parked(facts))
    yield from _row("Letters", _letters(facts))
    yield from _row("Push", _push(facts))
    yield from _row("Rounds", _rounds(facts))
    yield from _row("Shelf", _shelf(facts))
    yield from _row("Readers", _readers(facts))
    yield from _row("Streams", _streams(facts))
    yield from _row("Disk", f"{_bytes(facts['disk']['free'])} free of {_bytes(facts['disk']['total'])}")
    yield ""
    if facts["attention"]:
        yield "Needs attention:"
        yield from (f"- {sentence}" for sentence in facts["attention"])
    else:
        yield "All is well."


def _row(name: str, *said: str) -> Iterator[str]:
    for n, words in enumerate(said):
        yield f"{name if n == 0 else '':<{_WIDTH}}{words}"


def _editions(facts: Facts) -> list[str]:
    if facts["editions"] is None:
        return ["not known"]
    told = [f"{one['name']} ({one['code']}) at {one['host'] or 'the site'}{one['prefix']}/" for one in facts["editions"]]
    return told or ["none yet"]


def _stories(facts: Facts) -> str:
    if facts["stories"] is None:
        return "not known"
    return ", ".join(f"{count:,} {state.replace('_', ' ')}" for state, count in facts["stories"].items()) or "none yet"


def _newest(facts: Facts) -> str:
    if facts["stories"] is None:
        return "not known"
    newest = facts["newest_entry"]
    if newest is None:
        return "empty"
    age = spoken((clock.now() - newest["recorded_at"]).total_seconds())
    return f"entry {newest['id']} ({newest['kind']}), {age} ago"


def _followers(facts: Facts) -> list[str]:
    if facts["followers"] is None:
        return ["not known"]
    return [_follower(one) for one in facts["followers"]] or ["not running"]


def _follower(one: Facts) -> str:
    waiting = f"{one['behind']} waiting for {spoken(one['behind_seconds'])}" if one["behind"] > 0 else "nothing waits"
    mark = "" if not one["problem"] else " !"
    return f"{one['node']}: done up to entry {one['cursor']}, {waiting}, reported {spoken(one['silent_seconds'])} ago{mark}"


def _parked(facts: Facts) -> str:
    parked = facts["parked"]
    if parked is None:
        return "not known"
    return f"{parked['pages']} pages of {parked['entries']} entries" if parked["pages"] else "nothing"


def _letters(facts: Facts) -> str:
    letters = facts["letters"]
    if letters is None:
        return "not known"
    return f"{letters['waiting']:,} wait to be sent, {letters['parked']:,} could not be sent"


def _push(facts: Facts) -> str:
    push = facts["push"]
    if push is None:
        return "not known"
    return f"{push['devices']:,} devices, {push['waiting']:,} messages wait, {push['parked']:,} could not be delivered"


def _rounds(facts: Facts) -> str:
    rounds = facts["rounds"]
    if rounds is None:
        return "not known"
    return f"followers of {rounds['open']:,} stories are being told, taken up to entry {rounds['cursor']}"


def _shelf(facts: Facts) -> str:
    shelf = facts["shelf"]
    if shelf is None:
        return "not known"
    waiting = f"{shelf['superseded']:,} wait to be printed again" if shelf["superseded"] else "none waits"
    return f"{shelf['pages']:,} pages, {_bytes(shelf['bytes'])}, {waiting}, done up to entry {shelf['cursor']}"


def _readers(facts: Facts) -> str:
    readers = facts["readers"]
    if readers["hit_ratio"] is None:
        return "none yet"
    asked = readers["hits"] + readers["misses"]
    return f"{asked:,} requests for pages, {100 * readers['hit_ratio']:.1f} % of them needed no printing"


def _streams(facts: Facts) -> str:
    newsfeed = facts["newsfeed"]
    lag = "how far behind is not known" if newsfeed is None else "nothing waits to be told"
    if newsfeed and newsfeed["lag_entries"]:
        lag = f"{newsfeed['lag_entries']} entries wait to be told for {spoken(newsfeed['lag_seconds'])}"
    return f"{facts['streams']['open']:,} open, {lag}"


def _bytes(number: int) -> str:
    for size, unit in ((10**9, "GB"), (10**6, "MB")):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number / 1000:.0f} kB"
