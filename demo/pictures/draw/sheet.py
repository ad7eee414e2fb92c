"""The sheet a picture is cut on: an SVG document built from paths, inks, sprayed shade and gouge marks.

Units are half pixels of the finished picture (a 1200 × 800 sheet prints at 2400 × 1600).
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

Point = tuple[float, float]


def _attributes(values: dict[str, object]) -> str:
    return "".join(f' {k.rstrip("_").replace("_", "-")}="{v}"' for k, v in values.items() if v is not None)


def poly(*points: Point, close: bool = True) -> str:
    """Straight-edged outline through the points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if close else "")


def smooth(*points: Point, close: bool = True) -> str:
    """Rounded outline through the points (Catmull-Rom turned into cubic curves)."""
    n = len(points)
    get = (lambda i: points[i % n]) if close else (lambda i: points[min(max(i, 0), n - 1)])
    d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for i in range(n if close else n - 1):
        a, b, c, e = get(i - 1), get(i), get(i + 1), get(i + 2)
        d += (
            f"C{b[0] + (c[0] - a[0]) / 6:.1f} {b[1] + (c[1] - a[1]) / 6:.1f} "
            f"{c[0] - (e[0] - b[0]) / 6:.1f} {c[1] - (e[1] - b[1]) / 6:.1f} {c[0]:.1f} {c[1]:.1f}"
        )
    return d + ("Z" if close else "")


def lens(x: float, y: float, length: float, width: float, angle: float = 0) -> str:
    """One gouge mark: a sliver pointed at both ends, centred on (x, y)."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    dx, dy, nx, ny = c * length / 2, s * length / 2, -s * width, c * width
    return (
        f"M{x - dx:.1f} {y - dy:.1f}Q{x + nx:.1f} {y + ny:.1f} {x + dx:.1f} {y + dy:.1f}"
        f"Q{x - nx:.1f} {y - ny:.1f} {x - dx:.1f} {y - dy:.1f}Z"
    )


def box(x: float, y: float, w: float, h: float) -> str:
    return poly((x, y), (x + w, y), (x + w, y + h), (x, y + h))


def disc(x: float, y: float, r: float, ry: float | None = None) -> str:
    q = r if ry is None else ry
    return f"M{x - r:.1f} {y:.1f}a{r:.1f} {q:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {q:.1f} 0 1 0 {-2 * r:.1f} 0Z"


def arch(x: float, y: float, w: float, h: float) -> str:
    """A round-headed opening standing on y."""
    r = w / 2
    return f"M{x:.1f} {y:.1f}V{y - h + r:.1f}a{r:.1f} {r:.1f} 0 0 1 {w:.1f} 0V{y:.1f}Z"


class Sheet:
    """Collects the drawing; `svg()` gives the document."""

    def __init__(self, name: str, width: int = 1200, height: int = 800, ground: str = "#f3ead8") -> None:
        self.name, self.w, self.h = name, width, height
        self.random = random.Random(name)
        self.defs: list[str] = []
        self.marks: list[str] = []
        self.path(box(0, 0, width, height), ground)

    # -- inks ----------------------------------------------------------------------------------
    def _define(self, kind: str, attributes: str, inside: str) -> str:
        name = f"d{len(self.defs)}"
        self.defs.append(f'<{kind} id="{name}"{attributes}>{inside}</{kind}>')
        return name

    def fade(self, *stops: tuple, x1: float = 0, y1: float = 0, x2: float = 0, y2: float = 1) -> str:
        """A linear gradient; stops are (offset, colour[, opacity]); the box is the painted shape's."""
        return self._gradient("linearGradient", stops, {"x1": x1, "y1": y1, "x2": x2, "y2": y2})

    def glow(self, *stops: tuple, cx: float = 0.5, cy: float = 0.5, r: float = 0.5) -> str:
        return self._gradient("radialGradient", stops, {"cx": cx, "cy": cy, "r": r})

    def _gradient(self, kind: str, stops: tuple, where: dict[str, object]) -> str:
        inside = "".join(
            f'<stop offset="{s[0]}" stop-color="{s[1]}" stop-opacity="{s[2] if len(s) > 2 else 1}"/>' for s in stops
        )
        return f"url(#{self._define(kind, _attributes(where), inside)})"

    # -- marks ---------------------------------------------------------------------------------
    def path(self, d: str, fill: str, **more: object) -> None:
        self.marks.append(f'<path d="{d}" fill="{fill}"{_attributes(more)}/>')

    def line(self, points: Sequence[Point], colour: str, width: float, curve: bool = False, **more: object) -> None:
        d = (smooth if curve else poly)(*points, close=False)
        more = {"stroke_linecap": "round", "stroke_linejoin": "round", **more}
        self.marks.append(f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}"{_attributes(more)}/>')

    @contextmanager
    def group(self, clip: str | None = None, **more: object) -> Iterator[None]:
        """Marks drawn inside share a clip outline, a transform or an opacity."""
        if clip:
            outline = f'<path d="{clip}"/>'
            more["clip_path"] = f"url(#{self._define('clipPath', '', outline)})"
        self.marks.append(f"<g{_attributes(more)}>")
        yield
        self.marks.append("</g>")

    def spray(
        self, d: str, colour: str, x1: float = 0, y1: float = 0, x2: float = 0, y2: float = 1,
        strength: float = 0.9, grain: float = 0.36, rest: float = 0,
    ) -> None:
        """Grain shade over the outline: dense at (x1, y1), thinning to nothing at (x2, y2) of its box."""
        fill = self.fade((0, colour, strength), (1, colour, rest), x1=x1, y1=y1, x2=x2, y2=y2)
        self._sprayed(d, fill, colour, grain)

    def halo(self, x: float, y: float, r: float, colour: str, strength: float = 0.9, grain: float = 0.36) -> None:
        """Round sprayed light."""
        fill = self.glow((0, colour, strength), (0.35, colour, strength * 0.6), (1, colour, 0))
        self._sprayed(disc(x, y, r), fill, colour, grain)

    def _sprayed(self, d: str, fill: str, colour: str, grain: float) -> None:
        seed = self.random.randrange(1, 999)
        dissolve = self._define(
            "filter", ' x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB"',
            f'<feTurbulence type="fractalNoise" baseFrequency="{grain}" numOctaves="2" seed="{seed}"/>'
            '<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2.6 0 0 0 -0.8" result="n"/>'
            '<feComposite in="SourceAlpha" in2="n" operator="arithmetic" k2="1" k3="-1"/>'
            '<feComponentTransfer result="m"><feFuncA type="linear" slope="3.4"/></feComponentTransfer>'
            f'<feFlood flood-color="{colour}"/><feComposite in2="m" operator="in"/>',
        )  # fmt: skip
        self.path(d, fill, filter=f"url(#{dissolve})")

    def gouges(
        self, colour: str, x: float, y: float, w: float, h: float, count: int, length: float, width: float = 2,
        angle: float = 0, wobble: float = 6, grow: float = 0, **more: object,
    ) -> None:
        """Cut marks strewn over a rectangle; `grow` > 0 makes them larger towards the bottom (water, ground)."""
        d = ""
        for _ in range(count):
            t = self.random.random() ** (0.75 if grow else 1)
            size = (0.25 + grow * t) if grow else 1
            size *= self.random.uniform(0.5, 1.3)
            px, py = x + self.random.random() * w, y + t * h
            d += lens(px, py, length * size, width * size, angle + self.random.uniform(-wobble, wobble))
        self.path(d, colour, **more)

    def glint(self, colour: str, x: float, y: float, h: float, spread: float, count: int = 60, **more: object) -> None:
        """The path of a light on water, widening from (x, y) downwards."""
        d = ""
        for i in range(count):
            t = (i + self.random.random()) / count
            wide = spread * (0.18 + 0.82 * t)
            px = x + self.random.gauss(0, 0.33) * wide
            d += lens(px, y + t * h, wide * self.random.uniform(0.3, 0.9), 1.2 + 4 * t, self.random.uniform(-1, 1))
        self.path(d, colour, **more)

    def dots(self, colour: str, x: float, y: float, w: float, h: float, tone: Callable[[float, float], float],
             pitch: float = 9, **more: object) -> None:  # fmt: skip
        """Halftone screen: `tone(u, v)` in 0…1 over the rectangle's fractions gives the dot's size."""
        d, row = "", 0
        while row * pitch * 0.866 < h:
            py = row * pitch * 0.866
            for i in range(int(w / pitch) + 1):
                px = i * pitch + (pitch / 2 if row % 2 else 0)
                r = pitch * 0.6 * math.sqrt(max(0.0, tone(px / w, py / h)))
                if r > 0.6:
                    d += disc(x + px, y + py, r)
            row += 1
        self.path(d, colour, **more)

    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.w} {self.h}" width="{self.w}" '
            f'height="{self.h}"><defs>' + "".join(self.defs) + "</defs>" + "".join(self.marks) + "</svg>"
        )
