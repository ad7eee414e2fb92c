"""What is remembered is given again for the very same objects only."""

from dataclasses import dataclass, field

from stoppress.kit.remembering import remembered


@dataclass(frozen=True)
class Thing:
    name: str
    parts: dict[str, str] = field(default_factory=dict)


def test_the_same_object_is_asked_once_and_an_equal_one_again() -> None:
    asked: list[tuple[str, str]] = []

    @remembered(10)
    def told(thing: Thing, how: str) -> str:
        asked.append((thing.name, how))
        return f"{thing.name} {how}"

    one, other = Thing("tram"), Thing("tram")
    assert [told(one, "now"), told(one, "now"), told(one, "later"), told(other, "now")] == [
        "tram now", "tram now", "tram later", "tram now",
    ]  # fmt: skip
    assert asked == [("tram", "now"), ("tram", "later"), ("tram", "now")]


def test_the_oldest_is_given_up_and_no_object_is_taken_for_another() -> None:
    @remembered(2)
    def name(thing: Thing) -> str:
        return thing.name

    # Each is gone before the next is made, so that it might get its number.
    assert [name(Thing(str(n))) for n in range(100)] == [str(n) for n in range(100)]


def test_a_tuple_is_known_by_what_is_in_it() -> None:
    asked: list[str] = []

    @remembered(10, has_tuples=True)
    def names(things: tuple[Thing, ...], mark: str) -> str:
        asked.append(mark.join(thing.name for thing in things))
        return asked[-1]

    one, other = Thing("tram"), Thing("bus")
    assert names((one, other), "+") == names((one, other), "+") == "tram+bus"
    assert [names((other, one), "+"), names((one,), "+"), names((one, Thing("bus")), "+"), names((one, other), "-")] == [
        "bus+tram", "tram", "tram+bus", "tram-bus",
    ]  # fmt: skip
    assert asked == ["tram+bus", "bus+tram", "tram", "tram+bus", "tram-bus"]
