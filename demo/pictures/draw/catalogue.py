"""The list of pictures: `@picture("name", …)` over a drawing function puts it on the list."""

from collections.abc import Callable
from dataclasses import dataclass

from sheet import Sheet

Drawing = Callable[[Sheet], None]


@dataclass(frozen=True)
class Entry:
    name: str
    draw: Drawing
    width: int
    height: int
    ground: str
    clean: bool

    def sheet(self) -> Sheet:
        sheet = Sheet(self.name, self.width, self.height, self.ground)
        self.draw(sheet)
        return sheet


PICTURES: dict[str, Entry] = {}


def picture(
    name: str, ground: str = "#f3ead8", width: int = 1200, height: int = 800, clean: bool = False
) -> Callable[[Drawing], Drawing]:
    """Register a drawing; `clean` pictures (charts, maps) get no grain."""

    def register(draw: Drawing) -> Drawing:
        PICTURES[name] = Entry(name, draw, width, height, ground, clean)
        return draw

    return register
