"""Marenport Rovers: the pitch and the stand."""
# ruff: noqa: B023, E731 (small curves are used at once, inside their loop)

import math

from catalogue import picture
from people import person
from props import streaks
from sheet import Sheet, box, disc, lens, poly


def _floodlight(s: Sheet, x: float, y: float, h: float) -> None:
    s.path(poly((x - 5, y), (x - 2.5, y - h), (x + 2.5, y - h), (x + 5, y)), "#141f2e")
    s.path(box(x - 36, y - h - 44, 72, 48), "#141f2e")
    s.path("".join(disc(x - 26 + c * 17.5, y - h - 34 + r * 14, 5.4) for c in range(4) for r in range(3)), "#fffbe0")
    s.halo(x, y - h - 20, 150, "#fff6cf", 0.85)


@picture("football-pitch")
def football_pitch(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#1c2a4f"), (0.35, "#c8705f"), (0.5, "#f3c07f")))
    streaks(s, "#f0a878", 100, 250, 10, 260, 8, opacity=0.7)
    for x in (150, 1050):
        _floodlight(s, x, 330, 230)
    s.path(poly((0, 300), (90, 226), (1110, 226), (1200, 300), (1200, 360), (0, 360)), "#141f2e")
    s.path(poly((60, 226), (120, 176), (1080, 176), (1140, 226)), "#24344c")
    tones = ("#c8402f", "#e9dcc0", "#2b4f6b", "#8f2f2a", "#d9a05a", "#22344a")
    for c in tones:
        d = ""
        for _ in range(420):
            r = s.random.randint(0, 8)
            y = 240 + r * 13
            d += disc(s.random.uniform(20 - r * 8 if r < 3 else 0, 1200), y, 4.6, 5.6)
        s.path(d, c)
    s.path(box(0, 354, 1200, 22), "#e9dcc0")
    s.path("".join(box(i * 150, 354, 76, 22) for i in range(8)), "#c8402f")
    s.path(box(0, 376, 1200, 424), "#3f7a3f")
    for i in range(9):
        if i % 2:
            continue
        a, b = -300 + i * 200, -100 + i * 200
        f = lambda x: 600 + (x - 600) * 0.56
        s.path(poly((f(a), 376), (f(b), 376), (b + (b - 600) * 0.3, 800), (a + (a - 600) * 0.3, 800)), "#4f8f48")
    s.gouges("#2b5a33", 0, 380, 1200, 420, 260, 22, 2.4, -86, 8, 1)
    s.gouges("#a9c26a", 0, 380, 1200, 420, 150, 22, 2, -86, 8, 1)
    white = "#f9f6e6"
    s.line([(0, 400), (1200, 400)], white, 3)
    s.line([(470, 400), (250, 800)], white, 5)
    s.path(disc(392, 540, 250, 70), "none", stroke=white, stroke_width=4)
    s.line([(1010, 400), (1240, 640)], white, 4)
    s.line([(1200, 740), (900, 640), (860, 450), (1060, 450)], white, 4)
    s.line([(1092, 520), (1092, 400), (1196, 470), (1196, 630)], white, 7)
    s.path("".join(lens(1144 + k, 500 + k, 150, 0.8, 34) for k in range(-60, 60, 12)) + "".join(box(1096 + k * 14, 404 + k * 9,
        1.2, 120) for k in range(7)), white, opacity=0.6)
    squad = ((980, 560, 170, "raise", "#2d6b57", "#f3ead8", "#8f5a3c", True),
        (640, 520, 130, "run", "#f3ead8", "#22344a", "#e8b48e", False), (240, 500, 118, "run", "#c8402f", "#f3ead8", "#c98d63",
        False),
             (820, 470, 104, "stand", "#f3ead8", "#22344a", "#5d3927", True),
                 (760, 640, 220, "run", "#f3ead8", "#22344a", "#c98d63", True),
                 (90, 610, 180, "walk", "#c8402f", "#f3ead8", "#e8b48e", False))  # fmt: skip
    for x, y, h, p, top, legs, skin, fl in squad:
        s.path(lens(x + h * 0.3, y + 2, h * 1.1, h * 0.04, 4), "#1c3a26", opacity=0.6)
        person(s, x, y, h, p, top, legs, skin, s.random.choice(("#1c1512", "#7a4a2b", "#d9b060")), flip=fl,
            sleeves=top == "#2d6b57", shoes="#16202b")
    s.path(lens(560, 742, 420, 15, 3), "#1c3a26", opacity=0.6)
    person(s, 440, 740, 340, "kick", "#c8402f", "#f3ead8", "#8f5a3c", "#16100d", "bun", sleeves=False)
    s.path(disc(640, 640, 25), white)
    s.path(poly((640, 631), (650, 638), (646, 650), (634, 650), (630, 638)) + disc(624, 624, 5) + disc(656, 624, 5) + disc(622,
        654, 5) + disc(658, 654, 5), "#16202b")
    s.gouges("#f9f6e6", 560, 640, 60, 60, 8, 60, 3, -30, 6)


@picture("football-crowd", height=675)
def football_crowd(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 675), s.fade((0, "#101a33"), (0.5, "#33415a"), (0.8, "#d98a5c")))
    for x in (260, 1010):
        _floodlight(s, x, 330, 230)
        s.path(poly((x - 20, 90), (x + 20, 90), (x + 330, 430), (x - 330, 430)), s.fade((0, "#fff6cf", 0.35), (1, "#fff6cf", 0)))
    s.path(poly((0, 250), (1200, 210), (1200, 340), (0, 340)), "#1b2740")
    s.path("".join(disc(s.random.uniform(0, 1200), s.random.uniform(262, 335), 3.6) for _ in range(700)), "#7a5a5a")
    s.path(poly((0, 335), (1200, 335), (1200, 420), (0, 420)), "#4f8f4f")
    s.path("".join(poly((i * 170, 335), (i * 170 + 85, 335), (i * 200 + 20, 420), (i * 200 - 80, 420)) for i in range(8)),
        "#62a257")
    s.path(box(0, 350, 1200, 2.5) + poly((598, 335), (602, 335), (606, 420), (600, 420)), "#f9f6e6")
    s.path("".join(disc(x, y, 3) + box(x - 2.5, y + 2, 5, 9) for x, y in ((200, 360), (330, 380), (480, 356), (700, 372),
        (820, 362), (960, 384))), "#f9f6e6")
    for x, c in ((150, "#e8562f"), (860, "#e8562f")):
        for k in range(9):
            s.halo(x + k * 20 + s.random.uniform(-24, 24), 380 - k * 34, 60 + k * 9, c if k < 3 else "#b98a86", 0.55 - k * 0.04)
        s.path(disc(x, 404, 9), "#fff2c9")
    reds, skins = ("#c8402f", "#a93227", "#f3ead8", "#22344a", "#7a221d"), ("#e8b48e", "#c98d63", "#8f5a3c", "#5d3927")
    for row, (y, q) in enumerate(((430, 26), (486, 36), (556, 50), (640, 70))):
        dark = 0.55 - row * 0.1
        x = -q + (row % 2) * q
        while x < 1200 + q:
            c, skin = s.random.choice(reds), s.random.choice(skins)
            hx, up = x + s.random.uniform(-4, 4), s.random.uniform(-q * 0.2, q * 0.2)
            yy = y + up
            mood = s.random.random()
            if mood < 0.34:
                for m in (-1, 1):
                    hand = (hx + m * q * s.random.uniform(0.9, 1.3), yy - q * s.random.uniform(1.0, 1.5))
                    s.line([(hx + m * q * 0.72, yy + q * 1.1), (hx + m * q * 1.15, yy + q * 0.1), hand], c, q * 0.36)
                    s.path(disc(hand[0], hand[1], q * 0.2), skin)
            elif mood < 0.6:
                hands = [(hx + m * q * 1.25, yy - q * 1.05) for m in (-1, 1)]
                for m, hand in zip((-1, 1), hands, strict=True):
                    s.line([(hx + m * q * 0.72, yy + q * 1.1), (hx + m * q * 1.2, yy + q * 0.1), hand], c, q * 0.36)
                n = 6
                for k in range(n):
                    a, b = -1.5 + 3 * k / n, -1.5 + 3 * (k + 1) / n
                    e = lambda t: yy - q * (1.35 - 0.16 * t * t)
                    s.path(poly((hx + a * q, e(a)), (hx + b * q, e(b)), (hx + b * q, e(b) + q * 0.42),
                        (hx + a * q, e(a) + q * 0.42)), "#c8402f" if k % 2 else "#f9f1de")
                for hand in hands:
                    s.path(disc(hand[0], hand[1], q * 0.2), skin)
            s.path(poly((hx - q * 0.95, yy + q * 2.6), (hx - q * 0.88, yy + q * 0.95), (hx - q * 0.4, yy + q * 0.62),
                (hx + q * 0.4, yy + q * 0.62), (hx + q * 0.88, yy + q * 0.95), (hx + q * 0.95, yy + q * 2.6)), c)
            s.path(box(hx - q * 0.2, yy + q * 0.2, q * 0.4, q * 0.55), skin)
            s.path(disc(hx, yy, q * 0.5, q * 0.6), s.random.choice(("#1c1512", "#5b3a22", "#2a1f1b", "#b5763a", "#c8402f",
                "#c9c2b4")))
            if s.random.random() < 0.4:
                s.path(box(hx - q * 0.5, yy + q * 0.42, q, q * 0.3), "#f9f1de")
                s.path(box(hx - q * 0.3, yy + q * 0.42, q * 0.2, q * 0.3) + box(hx + q * 0.15, yy + q * 0.42, q * 0.2, q * 0.3),
                    "#c8402f")
            s.path(lens(hx - q * 0.3, yy - q * 0.2, q * 0.6, q * 0.08, -70), "#ffdf9a", opacity=0.6)
            x += q * 2.05
        s.path(box(0, y - q, 1200, 675), "#0e1730", opacity=max(0, dark) * 0.5)
    s.line([(700, 640), (640, 120)], "#16202b", 7)
    flag = "M640 120Q720 90 800 126T960 116L976 300Q900 330 820 300T660 300Z"
    s.path(flag, "#c8402f")
    with s.group(clip=flag):
        s.path(poly((640, 180), (1000, 170), (1000, 236), (640, 246)), "#f9f1de")
        for k in range(3):
            s.spray(box(690 + k * 110, 80, 60, 260), "#4a0f14", 0.5, 0.5, 1, 0.5, 0.7)
    s.line([(1040 + 6 * math.sin(1), 640), (1090, 250)], "#16202b", 5)
    s.path("M1090 250Q1130 236 1170 252T1240 246V330Q1200 346 1160 330T1082 332Z", "#f9f1de")
    s.path("M1088 276Q1130 262 1170 278T1240 272V304Q1200 320 1160 304T1085 306Z", "#c8402f")
    s.spray(box(0, 560, 1200, 115), "#0a1020", 0, 1, 0, 0, 0.7)
