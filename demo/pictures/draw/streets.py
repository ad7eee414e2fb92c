"""Streets: Lantern Hill by night, Saltmarket under water, the market, the bookshop, the Reach."""
# ruff: noqa: B023, E731 (small curves are used at once, inside their loop)

import math

from catalogue import picture
from people import person, umbrella
from props import gull, house, lamp, ridge, streaks, tree
from sheet import Sheet, box, disc, lens, poly, smooth

WARM = ("#ffd88a", "#f7b95a", "#ffe9b8")


@picture("lantern-hill-night", width=800, height=1000)
def lantern_hill_night(s: Sheet) -> None:
    s.path(box(0, 0, 800, 1000), s.fade((0, "#0d1733"), (0.6, "#2d3f6d"), (1, "#51588a")))
    s.path("".join(disc(s.random.uniform(0, 800), s.random.uniform(0, 380), s.random.uniform(0.8, 2.4)) for _ in range(130)),
        "#f3ead8")
    s.halo(180, 160, 150, "#f7efcf", 0.7)
    s.path(disc(180, 160, 52), "#f9f1d6")
    s.path(disc(164, 150, 9) + disc(196, 172, 13) + disc(186, 138, 6), "#e3d8b6")
    streaks(s, "#6a72a3", 220, 420, 7, 260, 8, opacity=0.4)
    hill = smooth((-40, 1000), (-40, 800), (120, 640), (260, 470), (400, 330), (500, 292), (600, 330), (720, 450), (860, 560),
        (860, 1000))
    s.path(hill, "#121d3c")
    tower = poly((470, 310), (474, 200), (526, 200), (530, 310))
    s.path(tower + poly((462, 200), (500, 140), (538, 200)), "#0a1128")
    s.path(box(482, 212, 36, 40), "#ffd88a")
    s.halo(500, 232, 130, "#ffd88a", 0.85)
    walls = ("#1d2c56", "#243563", "#182550", "#2c3b68", "#33406b")
    for rank in range(10):
        t = rank / 9
        y, w = 350 + t**1.25 * 600, 34 + 66 * t
        half = 60 + 560 * t**0.8
        x = 490 - half
        while x < 490 + half * 0.85:
            px = x + s.random.uniform(-6, 6)
            if -w < px < 800 and abs(px + w / 2 - _stair(t)) > w * 0.62:
                _cottage(s, px, y + s.random.uniform(-10, 10) + abs(px - 490) * 0.1, w * s.random.uniform(0.8, 1.05),
                    s.random.choice(walls), t)
            x += w * 1.04
        x0, sy = _stair(t), y - 10
        s.halo(x0 + 16 + 10 * t, sy, 40 + 44 * t, "#ffc46b", 0.85)
    for i in range(84):
        t = i / 83
        w, y = 8 + 34 * t, 336 + t**1.25 * 640
        s.path(box(_stair(t) - w / 2, y, w, 2.4 + 5 * t), "#d8a765" if i % 2 else "#3a3a5c")
    for rank in range(10):
        t = rank / 9
        y, q = 340 + t**1.25 * 600, 5 + 8 * t
        x0 = _stair(t) + 16 + 10 * t
        s.line([(x0, y + q * 3.4), (x0, y)], "#070c1e", 1.5 + 1.5 * t)
        s.path(smooth((x0 - q * 0.7, y), (x0, y - q), (x0 + q * 0.7, y), (x0, y + q)), "#ffe9b8")
    person(s, _stair(0.86) - 4, 872, 78, "walk", "#c8402f", "#0a1128", coat=0.12, flip=True, hair="#0a1128")
    person(s, _stair(0.6) + 2, 662, 48, "walk", "#0a1128", "#0a1128", coat=0.1)


def _stair(t: float) -> float:
    return 490 + 70 * math.sin(t * 5.2) * (0.3 + t) - 90 * t


def _cottage(s: Sheet, x: float, y: float, w: float, wall: str, t: float) -> None:
    h = w * s.random.uniform(0.8, 1.15)
    s.path(box(x, y - h, w, h * 1.8), wall)
    s.path(poly((x - 2, y - h), (x + w / 2, y - h - w * 0.42), (x + w + 2, y - h)), "#0a1128")
    s.path(box(x + w * 0.7, y - h - w * 0.36, w * 0.12, w * 0.3), "#0a1128")
    s.path(box(x + w * 0.86, y - h, w * 0.14, h * 1.8), "#0a1128", opacity=0.4)
    ww = w * 0.17
    lit = "".join(
        box(x + w * (0.16 + 0.28 * i), y - h * (0.82 - 0.45 * k), ww, ww * 1.3)
        for i in range(3) for k in range(2) if s.random.random() < 0.42
    )  # fmt: skip
    s.path(lit, s.random.choice(WARM))


@picture("flooded-street")
def flooded_street(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#5d7380"), (0.55, "#b9bdae"), (1, "#b9bdae")))
    streaks(s, "#48606e", 0, 180, 14, 360, 22, opacity=0.6)

    def street() -> None:
        for side in (-1, 1):
            for i in range(6):
                t0, t1 = i / 6, (i + 1) / 6
                f = lambda t: 640 + side * (90 + 640 * (1 - t) ** 1.6)
                xa, xb = f(t0), f(t1)
                ya, yb = 470 + 70 * (1 - t0) ** 1.5, 470 + 70 * (1 - t1) ** 1.5
                ha, hb = 130 + 420 * (1 - t0) ** 1.5 + (i % 3) * 26, 130 + 420 * (1 - t1) ** 1.5 + (i % 3) * 26
                wall = ("#8a5145", "#47606b", "#a5895f", "#5e6f62", "#7a5f5a", "#3f5560")[(i + (side > 0) * 2) % 6]
                front = poly((xa, ya), (xa, ya - ha), (xb, yb - hb), (xb, yb))
                s.path(front, wall)
                with s.group(clip=front):
                    s.spray(front, "#1b2a33", 0 if side > 0 else 1, 1, 0.5, 0, 0.7)
                    for r in range(5):
                        for c in range(3):
                            u, v = (c + 0.3) / 3, (r + 0.25) / 5
                            u2, v2 = u + 0.14, v + 0.11
                            q = lambda u, v: (xa + (xb - xa) * u, ya + (yb - ya) * u - (ha + (hb - ha) * u) * (1 - v))
                            lit = s.random.random() < 0.16
                            s.path(poly(q(u, v), q(u2, v), q(u2, v2), q(u, v2)), "#ffd88a" if lit else "#22343e")

    state = s.random.getstate()
    street()
    s.path(poly((560, 470), (576, 360), (600, 250), (612, 180), (624, 250), (640, 360), (660, 470)), "#6d7f84")
    s.path(box(0, 540, 1200, 260), "#5f767c")
    s.path(poly((0, 540), (540, 470), (740, 470), (1200, 545), (1200, 800), (0, 800)), s.fade((0, "#a8b0a6"), (1, "#24404c")))
    after = s.random.getstate()
    with s.group(clip=poly((0, 545), (540, 474), (740, 474), (1200, 548), (1200, 800), (0, 800))):
        s.random.setstate(state)
        with s.group(transform="translate(0 1010) scale(1 -1)", opacity=0.45):
            street()
        s.random.setstate(after)
        s.gouges("#1b323d", 0, 480, 1200, 320, 220, 130, 4, 0, 1, 1)
        s.gouges("#e3e2cf", 0, 480, 1200, 320, 120, 120, 2.6, 0, 1, 1)
    for x, y, h in ((470, 520, 170), (820, 520, 170), (250, 600, 330)):
        lamp(s, x, y, h, "#18262f", "#ffdf9a")
        s.glint("#ffdf9a", x, y + 6, h * 0.4, h * 0.2, 14, opacity=0.8)
    car = smooth((846, 622), (872, 588), (930, 582), (958, 548), (1050, 544), (1088, 584), (1140, 592), (1150, 630), (1000, 640))
    s.path(car, "#b53a2c")
    s.path(poly((946, 584), (968, 556), (1004, 554), (1004, 584)) + poly((1014, 584), (1014, 554), (1044, 554), (1070, 584)),
        "#1b2a33")
    s.spray(car, "#3d0f0d", 0, 1, 0, 0.2)
    s.path(disc(870, 606, 8, 6), "#ffe9b8")
    s.gouges("#e3e2cf", 830, 626, 340, 16, 24, 90, 3, 0, 1)
    hand = person(s, 400, 730, 300, "walk", "#e0a03a", "#22343e", "#c98d63", style="scarf", hair="#e0a03a", coat=0.14)
    umbrella(s, (hand[0], hand[1] - 30), 170, "#c8402f", "#18262f", 4)
    water = smooth((250, 668), (340, 656), (420, 664), (520, 655), (600, 672), (620, 800), (240, 800))
    s.path(water, "#3a5761")
    s.gouges("#e3e2cf", 250, 660, 350, 120, 50, 120, 4, 0, 2)
    s.gouges("#1b323d", 250, 670, 350, 120, 40, 130, 5, 0, 2)
    s.path(lens(400, 664, 170, 7) + lens(420, 684, 230, 6), "#eef0e0")
    s.gouges("#e8e8da", -60, -60, 1300, 800, 130, 60, 1, 104, 3, opacity=0.6)


@picture("market-stalls")
def market_stalls(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#8fbcc0"), (0.5, "#fbe9c6")))
    x = -10.0
    for i, (wall, g) in enumerate((("#d9a06a", "point"), ("#b9694d", "step"), ("#e6cfa2", "bell"), ("#8fa08a", "flat"),
            ("#cf8a5f", "point"), ("#7f95a0", "step"), ("#e0b87c", "bell"), ("#b9694d", "point"))):
        house(s, x, 450, 154, (240, 290, 220, 260, 300, 230, 270, 250)[i], wall, "#5a3b34", ("#6b7d80", "#55696f"), gable=g,
            trim="#f8ecd2")
        x += 155
    s.path(box(0, 60, 1200, 400), s.fade((0, "#fbe9c6", 0), (0.4, "#fbe9c6", 0.25), (1, "#fbe9c6", 0.6)))
    s.path(box(0, 446, 1200, 354), s.fade((0, "#e5cda4"), (1, "#8c6f5a")))
    s.gouges("#6e5648", 0, 470, 1200, 330, 160, 60, 3, 0, 3, 1)
    for i, (px, c) in enumerate(((60, "#2b6f86"), (150, "#7a3b52"), (560, "#5d7f63"), (640, "#c8402f"), (1100, "#2b4f66"))):
        person(s, px, 520 + (i % 2) * 16, 150, ("walk", "stand", "walk", "stand", "walk")[i], c, "#33302f",
            ("#c98d63", "#8f5a3c", "#e8b48e")[i % 3], "#2a1f1b", ("short", "long", "bun")[i % 3], coat=0.08, flip=i % 2 == 1)
    for sx, y, w, c1, c2 in ((690, 520, 360, "#2b6f86", "#f8ecd2"), (180, 560, 430, "#c8402f", "#f8ecd2")):
        _stall(s, sx, y, w, c1, c2)
    person(s, 660, 760, 330, "reach", "#27475e", "#33302f", "#c98d63", "#e6dfd0", "bun", coat=0.14, flip=True)
    person(s, 1010, 770, 350, "carry", "#e0a03a", "#33302f", "#8f5a3c", "#1c1512", "short", flip=True)
    basket = smooth((880, 590), (990, 590), (978, 650), (892, 650))
    s.path(basket, "#8a5a32")
    s.path("".join(disc(895 + i * 17, 588 - (i % 2) * 7, 12) for i in range(6)), "#d8452c")
    s.spray(box(0, 640, 1200, 160), "#4b3830", 0, 1, 0, 0, 0.6)


def _stall(s: Sheet, x: float, y: float, w: float, c1: str, c2: str) -> None:
    h = w * 0.62
    for px in (x + 6, x + w - 12):
        s.path(box(px, y - h, 7, h + w * 0.3), "#4b3026")
    s.path(box(x + 8, y - h * 0.8, w - 16, h * 0.8), "#4b3830", opacity=0.75)
    person(s, x + w * 0.5, y + w * 0.22, w * 0.72, "stand", c2, "#33302f", "#c98d63", "#5b4636", "cap", shade="#4b3026")
    n, drop = 9, h * 0.34
    for i in range(n):
        a, b = x - 14 + (w + 28) * i / n, x - 14 + (w + 28) * (i + 1) / n
        ta, tb = x + 16 + (w - 32) * i / n, x + 16 + (w - 32) * (i + 1) / n
        s.path(f"M{ta:.0f} {y - h - drop * 0.5:.0f}L{tb:.0f} {y - h - drop * 0.5:.0f}L{b:.0f} {y - h + drop * 0.5:.0f}"
            f"A{(b - a) / 2:.1f} {(b - a) / 2.4:.1f} 0 0 1 {a:.1f} {y - h + drop * 0.5:.0f}Z", c1 if i % 2 == 0 else c2)
    s.spray(poly((x - 14, y - h + drop * 0.6), (x + 16, y - h - drop * 0.5), (x + w - 16, y - h - drop * 0.5),
        (x + w + 14, y - h + drop * 0.6)), "#3a1a18", 1, 0.5, 0.2, 0.3, 0.55)
    s.path(poly((x, y), (x + w, y), (x + w, y + w * 0.3), (x, y + w * 0.3)), "#6d4530")
    s.gouges("#a97a4e", x, y + 40, w, w * 0.3 - 50, 40, 80, 1.8, 0, 1)
    goods = ("#d8452c", "#e8a33d", "#6f8f3f", "#7a3b62", "#f2d15e", "#4f7a3a")
    n = 6
    for i in range(n):
        bx, bw = x + 4 + (w - 8) * i / n, (w - 8) / n
        c = goods[i]
        s.path(poly((bx + 3, y - 4), (bx + bw - 3, y - 4), (bx + bw - 6, y + 30), (bx + 6, y + 30)), "#caa06a")
        s.path(box(bx + 5, y + 8, bw - 10, 2.5) + box(bx + 6, y + 19, bw - 12, 2.5), "#6d4530")
        r = bw * 0.13
        for row in range(3):
            for k in range(4 - row):
                fx, fy = bx + bw * (0.2 + 0.2 * k + 0.1 * row), y - 6 - row * r * 1.4
                s.path(disc(fx, fy, r), c)
                s.path(disc(fx - r * 0.3, fy - r * 0.3, r * 0.3), "#fff6dc", opacity=0.6)
    s.spray(box(x, y + 30, w, w * 0.27), "#2a1812", 0, 1, 0, 0, 0.7)


@picture("new-flats-reach", height=675)
def new_flats_reach(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 470), s.fade((0, "#26345c"), (0.55, "#8a6f8f"), (1, "#f2b58a")))
    streaks(s, "#e79a80", 120, 380, 12, 280, 10, opacity=0.7)
    streaks(s, "#1f2c50", 10, 200, 8, 320, 12, opacity=0.5)
    s.path("M1128 70A27 27 0 1 1 1096 110A32 32 0 0 0 1128 70Z", "#f9efd6")
    hill = ridge(s, 420, 16, base=470)
    s.path(hill, "#6d5a78")

    def blocks() -> None:
        for x, w, h, wall, shade in ((70, 150, 220, "#a45a50", "#4f2c3a"), (250, 130, 300, "#b5a3a0", "#5a5068"),
                (560, 170, 360, "#8f4240", "#3f2030"), (760, 150, 250, "#b58f70", "#5a4248"),
                (940, 190, 310, "#b5a3a0", "#5a5068")):
            y = 468
            s.path(box(x, y - h, w * 0.72, h), wall)
            s.path(poly((x + w * 0.72, y - h), (x + w, y - h + 22), (x + w, y), (x + w * 0.72, y)), shade)
            s.path(box(x - 5, y - h - 8, w * 0.76, 9), "#2c3b44")
            rows = int(h / 36)
            for r in range(rows):
                wy = y - h + 14 + r * 35
                for c in range(3):
                    wx = x + w * (0.06 + 0.22 * c)
                    s.path(box(wx, wy, w * 0.14, 20), "#ffd98a" if s.random.random() < 0.37 else "#22324e")
                    if c == (r + 1) % 3:
                        s.path(box(wx - 5, wy + 15, w * 0.14 + 10, 11), "#2c3b44")
                        s.path("".join(box(wx - 3 + k * 5, wy + 16, 1.4, 9) for k in range(6)), wall)
                        if s.random.random() < 0.5:
                            s.path(disc(wx + 4, wy + 12, 5) + disc(wx + 11, wy + 11, 4), "#4f7a5a")
                s.path(poly((x + w * 0.78, wy + 8), (x + w * 0.93, wy + 12), (x + w * 0.93, wy + 32), (x + w * 0.78, wy + 28)),
                    "#ffc46b" if s.random.random() < 0.3 else "#1a2440")
            s.spray(box(x, y - h * 0.4, w * 0.72, h * 0.4), shade, 0, 1, 0, 0, 0.6)

    s.path(poly((432, 468), (436, 110), (446, 110), (450, 468)), "#e0a03a")
    s.line([(330, 112), (640, 112)], "#e0a03a", 7)
    s.line([(441, 74), (340, 110)], "#e0a03a", 2)
    s.line([(441, 74), (630, 110)], "#e0a03a", 2)
    s.line([(441, 110), (441, 74)], "#e0a03a", 5)
    s.path(box(330, 114, 34, 22), "#2c3b44")
    s.line([(600, 114), (600, 176)], "#2c3b44", 1.5)
    s.path(box(584, 176, 32, 12), "#2c3b44")
    state = s.random.getstate()
    blocks()
    for x, h in ((20, 70), (232, 84), (400, 74), (520, 90), (736, 76), (918, 90), (1150, 84)):
        tree(s, x, 474, h, "#2a4048", "#8f8a6a")
    s.path(poly((0, 466), (1200, 466), (1200, 508), (0, 508)), "#8a7480")
    s.path(box(0, 506, 1200, 14), "#5a4c44")
    s.path("".join(box(i * 60 + 10, 512, 10, 34) for i in range(20)), "#3d332f")
    s.path(box(0, 520, 1200, 155), "#4a4a70")
    with s.group(clip=box(0, 520, 1200, 155)):
        s.random.setstate(state)
        with s.group(transform="translate(0 1000) scale(1 -1.02)", opacity=0.4):
            blocks()
        s.path(box(0, 520, 1200, 155), s.fade((0, "#4a4468", 0.15), (1, "#121c3a", 0.9)))
        s.gouges("#141d3c", 0, 524, 1200, 150, 160, 130, 4, 0, 1, 1)
        s.gouges("#f4c79a", 0, 524, 1200, 150, 60, 100, 2.2, 0, 1, 1)
    for i, (x, p) in enumerate(((330, "walk"), (366, "walk"), (690, "stand"), (870, "walk"))):
        person(s, x, 502, 54 - (i == 1) * 18, p, ("#c8402f", "#e8a33d", "#22485c", "#7a3b52")[i], "#22303c", coat=0.08)
    gull(s, 720, 90, 26, "#f9efe0", -8, 0.5)
