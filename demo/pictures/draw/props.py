"""Things that recur in a harbour city: hills, clouds, houses, trees, gulls, boats and people."""

import math
from collections.abc import Sequence

from sheet import Sheet, box, disc, lens, poly, smooth

SKINS = ("#e8b48e", "#c98d63", "#8f5a3c", "#5d3927", "#f0c7a4")


def ridge(s: Sheet, y: float, height: float, rough: int = 4, x0: float = 0, x1: float | None = None,
          base: float | None = None, step: float = 24) -> str:  # fmt: skip
    """Outline of a range of hills from x0 to x1, its crest around y, closed at the base."""
    x1, base = s.w if x1 is None else x1, s.h if base is None else base
    waves = [(s.random.uniform(0.6, 1.4) * 2**k, s.random.uniform(0, 6.3), 0.55**k) for k in range(rough)]
    count = int((x1 - x0) / step) + 1
    points = []
    for i in range(count + 1):
        x = x0 + (x1 - x0) * i / count
        points.append((x, y - height * sum(a * math.sin(f * x / 190 + p) for f, p, a in waves)))
    return smooth(*points, close=False) + f"L{x1} {base}L{x0} {base}Z"


def streaks(s: Sheet, colour: str, y0: float, y1: float, count: int, length: float, width: float,
            **more: object) -> None:  # fmt: skip
    """Long flat clouds."""
    d = ""
    for _ in range(count):
        x, y, size = s.random.uniform(0, s.w), s.random.uniform(y0, y1), s.random.uniform(0.4, 1.2)
        for _ in range(4):
            d += lens(x + s.random.gauss(0, length * 0.3), y + s.random.gauss(0, width * 0.9), length * size,
                      width * size, s.random.uniform(-1, 1))  # fmt: skip
    s.path(d, colour, **more)


def cumulus(s: Sheet, x: float, y: float, w: float, light: str, shade: str) -> None:
    """A heaped cloud with a flat, shaded foot at y."""
    d = ""
    for i in range(9):
        t = i / 8
        r = w * (0.09 + 0.13 * math.sin(math.pi * t)) * s.random.uniform(0.75, 1.15)
        d += disc(x + (t - 0.5) * w * 0.82, y - r * 0.55 - w * 0.06 * math.sin(math.pi * t), r)
    with s.group(clip=box(x - w, y - w, 2 * w, w)):
        s.path(d, light)
        with s.group(clip=d):
            s.spray(box(x - w * 0.6, y - w * 0.22, w * 1.2, w * 0.22), shade, 0, 1, 0, 0, 0.9)


def gull(s: Sheet, x: float, y: float, size: float, colour: str, tilt: float = 0, bend: float = 0.35) -> None:
    b = size * bend
    d = (
        f"M{-size} {b * 0.2:.1f}Q{-size * 0.55:.1f} {-b:.1f} 0 0Q{size * 0.5:.1f} {-b * 1.2:.1f} {size} {-b * 0.1:.1f}"
        f"Q{size * 0.5:.1f} {-b * 0.55:.1f} {size * 0.1:.1f} {size * 0.13:.1f}"
        f"Q0 {size * 0.2:.1f} {-size * 0.12:.1f} {size * 0.13:.1f}Q{-size * 0.55:.1f} {-b * 0.4:.1f} {-size} {b * 0.2:.1f}Z"
    )
    s.path(d, colour, transform=f"translate({x:.1f} {y:.1f}) rotate({tilt:.1f})")


def tree(s: Sheet, x: float, y: float, h: float, dark: str, light: str, trunk: str = "#3a2c26") -> None:
    """A round street tree, lit from the left."""
    s.line([(x, y), (x - h * 0.01, y - h * 0.4), (x + h * 0.03, y - h * 0.62)], trunk, h * 0.045)
    s.line([(x, y - h * 0.36), (x - h * 0.12, y - h * 0.58)], trunk, h * 0.025)
    crown = ""
    for _ in range(13):
        a, q = s.random.uniform(0, 6.28), s.random.uniform(0.1, 0.25)
        crown += disc(x + math.cos(a) * h * q, y - h * 0.68 + math.sin(a) * h * q * 0.85, h * s.random.uniform(0.08, 0.14))
    s.path(crown, dark)
    with s.group(clip=crown):
        s.spray(disc(x - h * 0.1, y - h * 0.72, h * 0.3), light, 0, 0.1, 0.8, 0.9, 0.9)
        s.gouges(light, x - h * 0.32, y - h, h * 0.5, h * 0.55, int(26 + h / 12), h * 0.06, h * 0.012, -40, 40)


def house(s: Sheet, x: float, y: float, w: float, h: float, wall: str, roof: str, glass: Sequence[str],
          trim: str = "#f3ead8", gable: str = "step", shade: str = "#16202b", floors: int = 4,
              bays: int = 3) -> None:  # fmt: skip
    """A tall quayside house standing on y: gables are step, point, bell or flat."""
    top, gh = y - h, w * 0.55
    outline = {
        "point": poly((x, y), (x, top), (x + w / 2, top - gh), (x + w, top), (x + w, y)),
        "flat": poly((x, y), (x, top), (x + w, top), (x + w, y)),
        "bell": f"M{x} {y}V{top}q{w * 0.12} {-gh * 0.1} {w * 0.18} {-gh * 0.5}t{w * 0.2} {-gh * 0.5}h{w * 0.24}"
        f"q{w * 0.03} {gh * 0.1} {w * 0.2} {gh * 0.5}t{w * 0.18} {gh * 0.5}V{y}Z",
        "step": poly((x, y), (x, top), *[
            p for i in range(4) for p in ((x + w * i * 0.11, top - gh * i / 3), (x + w * (i + 1) * 0.11, top - gh * i / 3))
        ], *[
            p for i in range(3, -1, -1)
            for p in ((x + w * (1 - (i + 1) * 0.11), top - gh * i / 3), (x + w * (1 - i * 0.11), top - gh * i / 3))
        ], (x + w, y)),
    }[gable]  # fmt: skip
    if gable == "flat":
        s.path(poly((x - 3, top), (x + w * 0.1, top - gh * 0.55), (x + w * 0.9, top - gh * 0.55), (x + w + 3, top)), roof)
    s.path(outline, wall)
    with s.group(clip=outline):
        s.spray(box(x + w * 0.45, top - gh, w * 0.55, h + gh), shade, 1, 0, 0, 0, 0.5)
        s.spray(box(x, y - h * 0.3, w, h * 0.3), shade, 0, 1, 0, 0, 0.45)
        s.gouges(trim, x, top, w, h, int(h / 14), w * 0.12, 0.9, 0, 2, opacity=0.45)
    rise, bay = h / (floors + 0.35), w / bays
    ww, wh = bay * 0.46, rise * 0.58
    for f in range(floors):
        for b in range(bays):
            wx, wy = x + bay * (b + 0.5) - ww / 2, top + rise * (f + 0.28)
            if f == floors - 1:
                wh_, wy = rise * 0.85, y - rise * 0.95
                if b == bays // 2:
                    s.path(box(wx - 2, wy, ww + 4, rise * 0.95), roof)
                    s.path(box(wx + 2, wy + 3, ww - 4, rise * 0.22), s.random.choice(glass))
                    continue
                wh_ *= 0.7
            else:
                wh_ = wh
            s.path(box(wx - 2.5, wy - 2.5, ww + 5, wh_ + 5), trim)
            s.path(box(wx, wy, ww, wh_), s.random.choice(glass))
            s.path(box(wx + ww / 2 - 0.9, wy, 1.8, wh_) + box(wx, wy + wh_ * 0.4, ww, 1.8), trim)
    s.path(box(x - 1, top - 2, w + 2, 4), trim) if gable != "step" else None
    if gable != "flat":
        s.path(disc(x + w / 2, top - gh * 0.38, w * 0.07), glass[0])


def rowing_boat(s: Sheet, x: float, y: float, w: float, hull: str, inside: str) -> None:
    h = w * 0.17
    s.path(f"M{x} {y}Q{x + w * 0.5} {y + h * 0.7} {x + w} {y - h * 0.2}Q{x + w * 0.86} {y + h * 1.5} {x + w * 0.5} {y + h * 1.5}"
           f"Q{x + w * 0.1} {y + h * 1.5} {x} {y}Z", hull)  # fmt: skip
    s.path(f"M{x} {y}Q{x + w * 0.5} {y - h * 0.5} {x + w} {y - h * 0.2}Q{x + w * 0.5} {y + h * 0.7} {x} {y}Z", inside)
    s.line([(x + w * 0.35, y - h * 0.2), (x + w * 0.38, y + h * 0.3)], hull, 3)
    s.line([(x + w * 0.62, y - h * 0.25), (x + w * 0.64, y + h * 0.25)], hull, 3)


def lamp(s: Sheet, x: float, y: float, h: float, iron: str, light: str) -> None:
    """A quay lamp, lit."""
    s.halo(x, y - h, h * 0.42, light, 0.75)
    s.line([(x, y), (x, y - h * 0.9)], iron, h * 0.022)
    s.path(poly((x - h * 0.04, y - h * 0.9), (x - h * 0.055, y - h * 1.02), (x + h * 0.055, y - h * 1.02),
        (x + h * 0.04, y - h * 0.9)), light)
    s.path(poly((x - h * 0.065, y - h * 1.02), (x, y - h * 1.08), (x + h * 0.065, y - h * 1.02)) + box(x - h * 0.045,
        y - h * 0.91, h * 0.09, h * 0.018)
           + box(x - h * 0.03, y - h * 0.03, h * 0.06, h * 0.03), iron)  # fmt: skip
