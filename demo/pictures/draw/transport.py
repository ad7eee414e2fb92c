"""Getting about: trams, the Tessel bridge, the embankment."""
# ruff: noqa: B023, E731 (small curves are used at once, inside their loop)

from itertools import pairwise

from catalogue import picture
from people import person
from props import house, ridge, streaks, tree
from sheet import Sheet, arch, box, disc, lens, poly, smooth


def tram_front(s: Sheet, x: float, y: float, w: float, body: str, band: str, lit: bool = True) -> None:
    """A tram seen head-on, standing on y, centred on x."""
    h = w * 1.22
    shell = smooth((x - w * 0.5, y - h * 0.1), (x - w * 0.52, y - h * 0.6), (x - w * 0.44, y - h * 0.97), (x, y - h * 1.03),
        (x + w * 0.44, y - h * 0.97), (x + w * 0.52, y - h * 0.6), (x + w * 0.5, y - h * 0.1), (x, y - h * 0.04))
    s.line([(x - w * 0.2, y - h * 1.02), (x, y - h * 1.22), (x + w * 0.2, y - h * 1.02)], "#1b2530", w * 0.02)
    s.line([(x - w * 0.24, y - h * 1.23), (x + w * 0.24, y - h * 1.23)], "#1b2530", w * 0.025)
    s.path(lens(x, y + w * 0.01, w * 1.25, w * 0.06), "#0d151c", opacity=0.6)
    s.path(shell, body)
    with s.group(clip=shell):
        s.path(box(x - w, y - h * 0.42, 2 * w, h * 0.1), band)
        s.path(box(x - w, y - h * 0.14, 2 * w, h * 0.2), "#1b2530")
        s.spray(box(x - w * 0.55, y - h * 1.05, w * 1.1, h), "#14202b", 1, 0.5, 0.35, 0.4, 0.75)
    glass = smooth((x - w * 0.42, y - h * 0.5), (x - w * 0.43, y - h * 0.76), (x - w * 0.36, y - h * 0.84), (x, y - h * 0.86),
        (x + w * 0.36, y - h * 0.84), (x + w * 0.43, y - h * 0.76), (x + w * 0.42, y - h * 0.5), (x, y - h * 0.47))
    s.path(glass, "#ffe2a0" if lit else "#27414f")
    with s.group(clip=glass):
        s.path(poly((x - w * 0.5, y - h * 0.46), (x - w * 0.1, y - h), (x + w * 0.04, y - h), (x - w * 0.34, y - h * 0.46)),
            "#ffffff", opacity=0.35)
        s.path(disc(x + w * 0.12, y - h * 0.67, w * 0.065, w * 0.08) + smooth((x - w * 0.06, y - h * 0.4), (x, y - h * 0.56),
            (x + w * 0.12, y - h * 0.6), (x + w * 0.24, y - h * 0.56), (x + w * 0.3, y - h * 0.4)), "#1b2530")
    s.path(box(x - w * 0.02, y - h * 0.86, w * 0.02, h * 0.4), body)
    s.path(box(x - w * 0.2, y - h * 0.95, w * 0.4, h * 0.06), "#1b2530")
    s.path("".join(box(x - w * 0.16 + i * w * 0.055, y - h * 0.935, w * 0.035, h * 0.03) for i in range(6)), "#f7b95a")
    for side in (-1, 1):
        s.path(disc(x + side * w * 0.34, y - h * 0.26, w * 0.065), "#fff3cf")
        s.halo(x + side * w * 0.34, y - h * 0.26, w * 0.3, "#fff3cf", 0.8)
        s.path(disc(x + side * w * 0.2, y - h * 0.25, w * 0.035), "#c8402f")


@picture("tram-saltmarket")
def tram_saltmarket(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 560), s.fade((0, "#4a86a0"), (0.6, "#f2cf9c"), (1, "#f6e3bb")))
    streaks(s, "#fdebc8", 80, 380, 12, 240, 9, opacity=0.8)
    s.halo(520, 420, 240, "#fff1c8", 0.8)
    s.path(poly((500, 470), (506, 330), (524, 250), (542, 330), (548, 470)), "#8f8f86")
    for side in (-1, 1):
        for i in range(7):
            f = lambda t: 530 + side * (80 + 620 * (1 - t) ** 1.7)
            xa, xb = f(i / 7), f((i + 1) / 7)
            g = lambda t: 466 + 130 * (1 - t) ** 1.7
            ya, yb = g(i / 7), g((i + 1) / 7)
            k = (1.0, 0.86, 1.08, 0.92, 1.1, 0.9, 1)[i]
            ha, hb = (100 + 560 * (1 - i / 7) ** 1.6) * k, (100 + 560 * (1 - (i + 1) / 7) ** 1.6) * k
            wall = (("#a4483c", "#d99a5c", "#6b7f7a", "#e3c48d", "#8f4a40", "#c9a36c", "#9a8f80"),
                ("#5d7480", "#d8b77a", "#b0583f", "#7f8f80", "#e0c08a", "#a0614a", "#a59a88"))[side > 0][i]
            front = poly((xa, ya), (xa, ya - ha), (xb, yb - hb), (xb, yb))
            s.path(front, wall)
            q = lambda u, v: (xa + (xb - xa) * u, ya + (yb - ya) * u - (ha + (hb - ha) * u) * (1 - v))
            s.path(poly(q(-0.04, 0), q(1, 0), q(1, 0.03), q(-0.04, 0.03)), "#3a2c2a")
            with s.group(clip=front):
                s.spray(front, "#1d2a33", 0.2 if side < 0 else 0.9, 1, 0.5, 0, 0.6 if side < 0 else 0.8)
            for r in range(4):
                for c in range(3):
                    u, v = (c + 0.28) / 3, 0.08 + r * 0.17
                    s.path(poly(q(u - 0.02, v - 0.012), q(u + 0.17, v - 0.012), q(u + 0.17, v + 0.122), q(u - 0.02, v + 0.122)),
                        "#f3ead8")
                    s.path(poly(q(u, v), q(u + 0.15, v), q(u + 0.15, v + 0.11), q(u, v + 0.11)),
                        "#24404c" if s.random.random() < 0.8 else "#ffd98a")
            s.path(poly(q(0.06, 0.8), q(0.94, 0.8), q(0.94, 1), q(0.06, 1)), "#ffdc95")
            s.path(poly(q(0, 0.76), q(1, 0.76), q(1, 0.82), q(0, 0.82)), ("#c8402f", "#24404c", "#5d7f63")[i % 3])
            s.path(poly(q(0.46, 0.8), q(0.52, 0.8), q(0.52, 1), q(0.46, 1)), "#3a2c2a")
    s.path(poly((0, 800), (0, 600), (450, 466), (610, 466), (1200, 600), (1200, 800)), s.fade((0, "#d8bd90"), (1, "#5d5048")))
    s.gouges("#3f3732", 0, 500, 1200, 300, 240, 60, 3, 0, 2, 1)
    s.gouges("#f6dfae", 0, 490, 1200, 300, 110, 60, 2.4, 0, 2, 1)
    for a, b in ((430, 524), (700, 545), (800, 553), (1120, 560)):
        s.path(poly((a - 5, 800), (b - 0.5, 466), (b + 0.5, 466), (a + 7, 800)), "#f3ead8" if a in (700, 1120) else "#fdf6e2")
    for y, x in ((60, 700), (180, 640), (270, 600)):
        s.line([(x - 460 + y, y + 40), (x + 460 - y * 0.8, y + 34)], "#22303a", 2)
    s.line([(540, 440), (668, 262), (900, -20)], "#22303a", 2)
    tram_front(s, 668, 690, 290, "#f3ead8", "#c8402f")
    for x, y, h, p, c, st, fl in ((200, 690, 250, "walk", "#27475e", "cap", False),
            (300, 650, 210, "stand", "#7a3b52", "long", False), (980, 640, 200, "walk", "#e0a03a", "bun", True),
            (1050, 700, 260, "walk", "#2f4d45", "short", True)):
        person(s, x, y, h, p, c, "#22262e", s.random.choice(("#e8b48e", "#c98d63", "#8f5a3c")), "#2a1f1b", st, coat=0.12,
            flip=fl)
        s.path(lens(x, y, h * 0.5, 6), "#2a2422", opacity=0.5)


@picture("tram-depot", height=675)
def tram_depot(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 675), "#38505a")
    for i in range(4):
        x = i * 300
        s.path(poly((x, 170), (x + 90, 30), (x + 300, 170)), "#f0d9a4")
        s.path("".join(poly((x + 90 + k * 40, 30 + k * 27), (x + 94 + k * 40, 32 + k * 27), (x + 60 + k * 46, 170),
            (x + 55 + k * 46, 170)) for k in range(5)), "#23343d")
        s.path(poly((x, 170), (x + 90, 30), (x + 84, 22), (x - 14, 170)), "#23343d")
        s.path(poly((x + 20, 190), (x + 260, 190), (x + 130, 675), (x - 240, 675)),
            s.fade((0, "#fbe6b0", 0.5), (1, "#fbe6b0", 0)))
    s.path(box(0, 168, 1200, 24), "#1c2b33")
    s.path("".join(poly((i * 60, 192), (i * 60 + 30, 224), (i * 60 + 60, 192), (i * 60 + 54, 192), (i * 60 + 30, 216),
        (i * 60 + 6, 192)) for i in range(20)) + box(0, 222, 1200, 8), "#1c2b33")
    s.path(box(0, 470, 1200, 205), s.fade((0, "#5d6a66"), (1, "#26363e")))
    for x in (40, 400, 760, 1120):
        s.path(box(x, 190, 22, 330), "#1c2b33")
        s.path(box(x + 15, 190, 4, 330), "#8b9a90")
    s.gouges("#b9b79f", 0, 480, 1200, 195, 90, 80, 2.2, 0, 2, 1)
    for cx in (226, 590, 950):
        for dx in (-60, 60):
            s.path(poly((cx + dx - 3, 500), (cx + dx + 3, 500), (cx + dx * 2.1 + 8, 675), (cx + dx * 2.1 - 6, 675)), "#d9cfae")
    tram_front(s, 226, 540, 240, "#e0a03a", "#f3ead8", lit=False)
    tram_front(s, 590, 540, 240, "#f3ead8", "#c8402f")
    tram_front(s, 950, 540, 240, "#2b6f86", "#f3ead8", lit=False)
    person(s, 776, 640, 250, "walk", "#e07b39", "#22303c", "#8f5a3c", "#f3ead8", "cap")
    person(s, 420, 600, 210, "bend", "#27475e", "#1b2530", "#e8b48e", "#c8402f", "cap")
    s.path(box(472, 566, 54, 34) + box(492, 556, 16, 10), "#c8402f")
    s.path(lens(776, 640, 120, 7) + lens(430, 600, 130, 6), "#0d151c", opacity=0.6)


@picture("bridge-tessel", height=675)
def bridge_tessel(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 430), s.fade((0, "#d9866a"), (0.6, "#f5cf98"), (1, "#fbeac6")))
    s.path(disc(960, 300, 54), "#fff4d4")
    s.halo(960, 300, 220, "#fff4d4", 0.85)
    streaks(s, "#fdf0d0", 60, 300, 12, 300, 10, opacity=0.8)
    streaks(s, "#b9625a", 30, 220, 8, 280, 8, opacity=0.5)
    for y, h, c in ((376, 22, "#cf9a80"), (402, 12, "#a3756f")):
        hill = ridge(s, y, h, base=430)
        s.path(hill, c)
        s.spray(hill, "#7d5560", 0, 1, 0, 0, 0.6)
    x = 0.0
    while x < 1200:
        w, h = s.random.uniform(16, 30), s.random.uniform(12, 40)
        s.path(poly((x, 430), (x, 428 - h), (x + w / 2, 418 - h), (x + w, 428 - h), (x + w, 430)), "#7a5560")
        x += w
    s.path(box(0, 426, 1200, 249), s.fade((0, "#eab183"), (0.35, "#8d7482"), (1, "#21374f")))
    s.glint("#fff4d4", 960, 430, 240, 190, 66)
    iron, deck = "#1f3044", lambda x: 372 + (x - 600) ** 2 * 0.00006 - x * 0.03
    for cx, half, rise in ((130, 250, 150), (620, 270, 190), (1110, 250, 150)):
        top = lambda x: deck(x) - rise * (1 - ((x - cx) / half) ** 2)
        xs = [cx - half + 2 * half * i / 18 for i in range(19)]
        s.line([(x, top(x)) for x in xs], iron, 11, curve=True)
        s.line([(x, top(x) + 26 * (1 - ((x - cx) / half) ** 2) + 8) for x in xs], iron, 5, curve=True)
        for a, b in pairwise(xs[1:]):
            s.line([(a, deck(a)), (a, top(a))], iron, 3)
            s.line([(a, top(a)), (b, top(b) + 30)], iron, 2)
    for cx in (370, 866):
        pier = poly((cx - 44, 600), (cx - 36, 372), (cx + 36, 372), (cx + 44, 600))
        s.path(poly((cx - 30, 380), (cx - 26, 250), (cx + 26, 250), (cx + 30, 380)) + poly((cx - 32, 250), (cx, 206),
            (cx + 32, 250)), iron)
        s.path(arch(cx - 10, 330, 20, 50), "#f5cf98")
        s.path(pier, "#8a6a62")
        with s.group(clip=pier):
            s.spray(pier, iron, 1, 0.5, 0, 0.4)
            s.path("".join(box(cx - 50, 380 + i * 22, 100, 2) for i in range(10)), iron, opacity=0.6)
        s.path(lens(cx, 600, 150, 9), "#14243a")
    s.path(poly(*[(x, deck(x)) for x in range(0, 1201, 40)], *[(x, deck(x) + 22) for x in range(1200, -1, -40)]), iron)
    s.path("".join(box(x, deck(x) - 14, 2.4, 15) for x in range(0, 1200, 14)) + "".join(box(x, deck(x) - 15, 15,
        2.4) for x in range(0, 1200, 14)), iron)
    y = deck(560)
    s.path(smooth((440, y - 4), (442, y - 44), (452, y - 50), (650, y - 52), (664, y - 46), (670, y - 6)), "#f3ead8")
    s.path(box(442, y - 20, 226, 8), "#c8402f")
    s.path("".join(box(456 + i * 26, y - 43, 20, 17) for i in range(8)), "#1f3044")
    s.line([(556, y - 50), (570, y - 68), (584, y - 50)], "#1f3044", 2)
    s.gouges("#152740", 0, 440, 1200, 235, 260, 130, 4, 0, 2, 1)
    s.gouges("#f5cf98", 0, 432, 1200, 235, 110, 90, 2.2, 0, 2, 1)
    s.path("M40 606H300L318 590Q322 636 296 644H70Q46 634 40 606Z", "#14243a")
    s.path(box(80, 580, 60, 28) + box(76, 574, 68, 7), "#14243a")
    s.path(box(90, 588, 14, 10) + box(114, 588, 14, 10), "#ffe2a0")
    s.gouges("#f5cf98", 20, 640, 330, 20, 30, 90, 3, 0, 2)


@picture("cyclists-embankment", height=675)
def cyclists_embankment(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 675), s.fade((0, "#8cc0bd"), (0.6, "#fbeecb")))
    streaks(s, "#fffaea", 40, 260, 10, 300, 12, opacity=0.9)
    hill = ridge(s, 318, 18, base=350)
    s.path(hill, "#8fb09a")
    for i in range(9):
        house(s, 500 + i * 84, 350, 82, (90, 120, 80, 108, 130, 86, 116, 96, 110)[i],
            ("#c9876a", "#e2c792", "#8fa39a", "#d8a878")[i % 4], "#6a4b44", ("#4f6b72",),
            gable=("point", "step", "bell")[i % 3], floors=3)
    s.path(box(490, 180, 710, 172), s.fade((0, "#fbeecb", 0.2), (1, "#fbeecb", 0.75)))
    s.path(box(0, 348, 1200, 120), s.fade((0, "#9fc7bd"), (1, "#3b8090")))
    s.gouges("#2f6f80", 0, 352, 1200, 110, 130, 90, 3, 0, 1, 0.8)
    s.gouges("#fdf6e0", 0, 352, 1200, 110, 60, 80, 2, 0, 1, 0.8)
    s.path(box(0, 440, 1200, 16), "#7f6b5a")
    s.path("".join(box(i * 40 + 6, 396, 5, 48) for i in range(30)) + box(0, 394, 1200, 5) + box(0, 414, 1200, 3), "#22383f")
    s.path(box(0, 454, 1200, 221), s.fade((0, "#e8cf9f"), (1, "#a98a66")))
    s.path(poly((0, 600), (1200, 590), (1200, 600), (0, 612)), "#fdf3d8")
    for x in (90, 420, 1130):
        tree(s, x, 470, 350, "#35603f", "#b8c765")
        s.gouges("#6e563f", x - 80, 466, 420, 60, 50, 90, 5, 2, 3)
    for x, y, h, top, bike, skin, hair, st in ((250, 560, 230, "#2b6f86", "#c8402f", "#c98d63", "#2a1f1b", "bun"),
            (620, 630, 300, "#c8402f", "#1f3b46", "#8f5a3c", "#1c1512", "short"),
            (930, 570, 240, "#e0a03a", "#35603f", "#e8b48e", "#7a4a2b", "long")):
        _cyclist(s, x, y, h, top, bike, skin, hair, st)


def _cyclist(s: Sheet, x: float, y: float, h: float, top: str, bike: str, skin: str, hair: str, style: str) -> None:
    r = h * 0.2
    a, b = (x - h * 0.3, y - r), (x + h * 0.34, y - r)
    s.path(lens(x, y, h * 1.2, h * 0.03), "#4b3a2c", opacity=0.5)
    for cx, cy in (a, b):
        s.path(disc(cx, cy, r), "none", stroke="#22262b", stroke_width=h * 0.022)
        s.path("".join(lens(cx, cy, 2 * r, 0.8, k * 30) for k in range(6)), "#55605f")
    crank, seat, bar = (x, y - r * 0.95), (x - h * 0.13, y - h * 0.47), (x + h * 0.25, y - h * 0.52)
    w = h * 0.026
    s.line([a, crank, (x + h * 0.22, y - h * 0.42), seat, crank], bike, w)
    s.line([a, (seat[0] + 4, seat[1] + 10)], bike, w * 0.8)
    s.line([b, (x + h * 0.22, y - h * 0.42), bar, (bar[0] + h * 0.07, bar[1] - 2)], bike, w)
    s.path(smooth((seat[0] - h * 0.07, seat[1] - 4), (seat[0] + h * 0.07, seat[1] - 2), (seat[0], seat[1] + 6)), "#22262b")
    j = (-0.13, 0.5, 0.07, 0.8, 0.13, 0.92, 0.03, 0.36, 0.01, 0.09, 0.07, 0.43, 0.06, 0.2, 0.13, 0.62, 0.29, 0.56, 0.14, 0.6,
        0.3, 0.56)
    person(s, x, y, h, top=top, legs="#263640", skin=skin, hair=hair, style=style, joints=j)
