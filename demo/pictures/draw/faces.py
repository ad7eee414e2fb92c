"""How a by-line portrait is built: backdrop, head, features, shoulders, spectacles, hair."""

from dataclasses import dataclass

from sheet import Sheet, box, disc, lens, poly, smooth

CX, CY = 296.0, 262.0


@dataclass(frozen=True)
class Face:
    """Tones and proportions; `turn` moves the features towards the light (left)."""

    skin: str
    shadow: str
    deep: str
    lip: str
    brow: str
    iris: str = "#2a2320"
    wide: float = 88
    long: float = 122
    jaw: float = 0.62
    turn: float = -10
    smile: float = 4
    nose: float = 1.0
    age: int = 0
    brow_tilt: float = 0


def backdrop(s: Sheet, ground: str, block: str, dots: str) -> None:
    s.path(box(0, 0, 600, 600), ground)
    s.path(disc(350, 268, 232), block)
    s.dots(dots, 0, 0, 600, 600, lambda u, v: 0.42 * max(0.0, v - 0.25 + 0.5 * (u - 0.5)) ** 1.3, 13)
    s.spray(box(0, 0, 600, 600), dots, 1, 1, 0.35, 0.3, 0.45)


def head(s: Sheet, f: Face) -> str:
    """Neck, ears and face; returns the face's outline for clipping."""
    w, h, x, y, t = f.wide, f.long, CX, CY, f.turn
    neck = poly((x - w * 0.52, y + h * 0.5), (x - w * 0.62, y + h * 1.5), (x + w * 0.72, y + h * 1.5),
        (x + w * 0.58, y + h * 0.5))
    s.path(neck, f.skin)
    with s.group(clip=neck):
        s.path(smooth((x - w * 0.6, y + h * 0.74), (x, y + h * 1.16), (x + w * 0.75, y + h * 0.7), (x + w, y + h * 1.6),
            (x + w * 0.1, y + h * 1.6)), f.shadow)
    for m in (-1, 1):
        ex = x + m * w * 1.0
        s.path(smooth((ex - m * 6, y - 22), (ex + m * 15, y - 26), (ex + m * 16, y + 6), (ex + m * 4, y + 30),
            (ex - m * 8, y + 24)), f.skin if m < 0 else f.shadow)
        s.path(lens(ex + m * 6, y - 2, 30, 4, 80 if m > 0 else 100), f.deep)
    face = smooth(
        (x - w * 0.98, y - h * 0.2), (x - w * 0.86, y - h * 0.72), (x, y - h * 1.0), (x + w * 0.86, y - h * 0.72),
            (x + w * 0.98, y - h * 0.2),
        (x + w * 0.93, y + h * 0.3), (x + w * f.jaw, y + h * 0.76), (x + w * 0.22, y + h * 1.0), (x - w * 0.22, y + h * 1.0),
        (x - w * f.jaw, y + h * 0.76), (x - w * 0.93, y + h * 0.3),
    )  # fmt: skip
    s.path(face, f.skin)
    n = x + t
    with s.group(clip=face):
        s.path(
            f"M{n + 34} {y - h}Q{n + 22} {y - 70} {n + 24} {y - 38}Q{n + 58} {y - 40} {n + 66} {y - 18}Q{n + 44} {y - 4}"
            f" {n + 12} {y - 10}"
            f"L{n + 16 * f.nose} {y + 34}Q{n + 26} {y + 44} {n + 20} {y + 52}L{n + 12} {y + 56}Q{n + 16} {y + 66} {n + 24}"
            f" {y + 72}"
            f"Q{n + 60} {y + 40} {n + 70} {y + 30}Q{n + 60} {y + 76} {n + 26} {y + 98}Q{n + 24} {y + h * 0.9} {n + 10}"
            f" {y + h * 1.1}"
            f"H{x + w * 1.4}V{y - h * 1.2}Z", f.shadow)  # fmt: skip
        s.spray(box(x, y - h, w * 1.1, h * 2.1), f.deep, 1, 0.7, 0.25, 0.4, 0.7)
        s.path(disc(x - w * 0.56, y + h * 0.3, 38), s.glow((0, f.lip, 0.4), (1, f.lip, 0)))
        s.path(lens(n - 18, y - 62, 60, 6, -8), "#ffffff", opacity=0.22)
        if f.age:
            for k in range(f.age):
                s.path(lens(n - 4, y - 72 - k * 15, 86 - k * 10, 2.4, 1), f.deep, opacity=0.6)
            s.path(lens(n - 34, y + 58, 44, 3, 112) + lens(n + 44, y + 58, 44, 3, 68), f.deep, opacity=0.7)
            s.path(lens(n - 40, y + 12, 30, 2.4, 14) + lens(n + 46, y + 12, 30, 2.4, -14), f.deep, opacity=0.6)
    return face


def features(s: Sheet, f: Face) -> None:
    """Eyes, brows, nose and mouth."""
    x, y = CX + f.turn, CY
    for m, ex in ((-1, x - 40), (1, x + 42)):
        s.path(smooth((ex - 21, y - 8), (ex - 6, y - 20), (ex + 10, y - 19), (ex + 21, y - 9), (ex + 6, y - 1),
            (ex - 10, y - 1)), "#fbf5e6" if m < 0 else "#e6dac6")
        s.path(disc(ex - 2, y - 10.5, 9.4), f.iris)
        s.path(disc(ex - 5, y - 14, 2.8), "#ffffff")
        s.path(smooth((ex - 24, y - 7), (ex - 8, y - 22), (ex + 11, y - 21), (ex + 25, y - 8), (ex + 10, y - 15),
            (ex - 8, y - 15)), "#1d1715")
        s.path(lens(ex, y - 27, 40, 3, 0), f.deep, opacity=0.6)
        s.path(poly((ex - 24 * m, y - 37 + f.brow_tilt), (ex + 4 * m, y - 45), (ex + 29 * m, y - 32), (ex + 4 * m, y - 37),
            (ex - 23 * m, y - 29 + f.brow_tilt)), f.brow)  # fmt: skip
    s.path(smooth((x - 15, y + 46), (x - 8, y + 50), (x + 2, y + 54), (x + 12, y + 50), (x + 16, y + 47), (x + 8, y + 58),
        (x - 6, y + 57)), f.deep)
    s.path(lens(x - 7, y + 26, 40, 3, 92), "#ffffff", opacity=0.25)
    c = f.smile
    s.path(smooth((x - 34, y + 80 - c), (x - 12, y + 76), (x, y + 79), (x + 12, y + 76), (x + 34, y + 80 - c), (x + 14, y + 86),
        (x - 14, y + 86)), f.lip)
    s.path(smooth((x - 26, y + 84), (x, y + 86), (x + 26, y + 84), (x + 12, y + 98), (x - 12, y + 98)), f.lip, opacity=0.7)
    s.line([(x - 36, y + 79 - c), (x - 12, y + 84), (x, y + 83), (x + 12, y + 84), (x + 36, y + 79 - c)], f.deep, 3.4,
        curve=True)
    s.path(lens(x - 3, y + 106, 26, 3), f.deep, opacity=0.6)


def shoulders(s: Sheet, cloth: str, shade: str, slope: float = 0) -> str:
    x = CX
    d = smooth((x - 300, 660), (x - 232, 500 + slope), (x - 150, 448 + slope), (x - 66, 420), (x, 440), (x + 76, 420),
        (x + 160, 448 + slope), (x + 244, 500 + slope), (x + 310, 660))
    s.path(d, cloth)
    with s.group(clip=d):
        s.spray(box(0, 400, 600, 200), shade, 1, 0.6, 0.25, 0.2, 0.85)
    return d


def specs(s: Sheet, colour: str, r: float, drop: float, f: Face, width: float = 6) -> None:
    x, y = CX + f.turn, CY - 10 + drop
    for ex in (x - 40, x + 42):
        s.path(disc(ex, y, r, r * 0.92), "#ffffff", opacity=0.14)
        s.path(disc(ex, y, r, r * 0.92), "none", stroke=colour, stroke_width=width)
    s.line([(x - 40 + r, y - 3), (x, y - 8), (x + 42 - r, y - 3)], colour, width, curve=True)
    s.line([(x - 40 - r, y - 4), (CX - f.wide, y - 10)], colour, width * 0.8)
    s.line([(x + 42 + r, y - 4), (CX + f.wide, y - 10)], colour, width * 0.8)


def strands(s: Sheet, clip: str, colour: str, x: float, y: float, w: float, h: float, n: int, angle: float, wobble: float,
        length: float = 60) -> None:
    with s.group(clip=clip):
        s.gouges(colour, x, y, w, h, n, length, 3, angle, wobble)
