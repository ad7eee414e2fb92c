"""Work: the bakery, the printing press, the allotments."""

import math

from catalogue import picture
from people import person
from props import cumulus, ridge, tree
from sheet import Sheet, arch, box, disc, lens, poly, smooth


def _loaf(s: Sheet, x: float, y: float, w: float, crust: str = "#c9803c") -> None:
    h = w * 0.44
    d = smooth((x, y), (x + w * 0.03, y - h * 0.6), (x + w * 0.3, y - h), (x + w * 0.7, y - h), (x + w * 0.97, y - h * 0.6),
        (x + w, y))
    s.path(d, crust)
    s.path("".join(lens(x + w * (0.28 + 0.22 * k), y - h * 0.62, h * 0.7, h * 0.09, -60) for k in range(3)), "#f3d9a0")
    s.path(lens(x + w * 0.5, y - 1, w * 0.96, h * 0.1), "#6b3a1c")


@picture("bakery")
def bakery(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#5b2f22"), (1, "#8f5432")))
    s.path("".join(box((i % 16) * 80 - (i // 16 % 2) * 40, (i // 16) * 34, 76, 30) for i in range(16 * 20)), "#6b3a28",
        opacity=0.6)
    s.path(arch(690, 560, 420, 420), "#3a1d16")
    s.path("".join(lens(900 + 196 * math.cos(a), 350 + 196 * math.sin(a), 56, 10,
        math.degrees(a)) for a in [math.pi * (1 + k / 12) for k in range(13)]), "#a5623c")
    mouth = arch(750, 540, 300, 270)
    s.path(mouth, s.fade((0, "#7a2216"), (0.6, "#e8742f"), (1, "#ffd77a")))
    with s.group(clip=mouth):
        s.halo(900, 520, 210, "#fff0b0", 0.95)
        for k in range(6):
            x = 764 + k * 48
            s.path(smooth((x, 500), (x + 8, 440), (x + 22, 400 + (k % 2) * 30), (x + 34, 446), (x + 44, 500)), "#ffb84a")
        s.path(box(750, 496, 300, 50), "#5a2414")
        for k in range(4):
            _loaf(s, 764 + k * 68, 512, 62)
    s.halo(900, 480, 430, "#ffc46b", 0.5)
    s.path(box(660, 552, 480, 26), "#c9a36c")
    s.path(box(690, 578, 420, 222), "#4a261c")
    for y in (170, 290, 410):
        s.path(box(50, y, 480, 14), "#c9955a")
        s.path(box(50, y + 14, 480, 6), "#3a1d16")
        x = 62.0
        while x < 460:
            w = s.random.uniform(64, 92)
            if x + w > 524:
                break
            if s.random.random() < 0.3:
                d = disc(x + w / 2, y - w * 0.3, w * 0.46, w * 0.32)
                s.path(d, "#b5692f")
                s.path(lens(x + w / 2, y - w * 0.36, w * 0.7, 4) + lens(x + w / 2, y - w * 0.36, w * 0.44, 4, 90), "#f3d9a0")
            else:
                _loaf(s, x, y, w, s.random.choice(("#c9803c", "#d99a4e", "#a9602c")))
            x += w + 8
        s.spray(box(50, y - 60, 480, 60), "#2a120c", 0, 0.4, 1, 0.5, 0.6)
    for k in range(4):
        s.line([(66 + k * 20, 250 + 290), (84 + k * 22, 250 + 420)], "#d99a4e", 17)
    s.path(poly((48, 590), (170, 590), (160, 720), (58, 720)), "#8f5f32")
    s.path("".join(box(52, 604 + k * 22, 114, 6) for k in range(5)), "#5a3418")
    person(s, 560, 770, 480, "carry", "#f6efdc", "#4a5560", "#c98d63", "#f6efdc", "cap", coat=0.14)
    s.line([(430, 510), (830, 486)], "#c9955a", 13)
    s.path(smooth((800, 478), (900, 464), (960, 480), (900, 496), (804, 494)), "#d9a86a")
    _loaf(s, 832, 478, 96, "#d9923f")
    s.path(disc(656, 500, 15) + disc(620, 503, 15), "#c98d63")
    s.path(box(0, 720, 480, 80), "#a5703f")
    s.path(box(0, 714, 490, 12), "#d9a86a")
    for k in range(5):
        s.path(disc(200 + k * 56, 706, 26, 16), "#f3e2bd")
    s.gouges("#fdf6e2", 170, 700, 310, 20, 30, 26, 2, 0, 20)
    s.spray(box(0, 560, 1200, 240), "#1e0d0a", 0, 1, 0, 0, 0.7)


@picture("printing-press", height=675)
def printing_press(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 675), s.fade((0, "#22303a"), (1, "#3a4a50")))
    for x in (80, 330, 580, 830, 1080):
        s.path(poly((x - 40, 0), (x + 40, 0), (x + 30, 18), (x - 30, 18)), "#f9e9b8")
        s.path(poly((x - 30, 18), (x + 30, 18), (x + 130, 480), (x - 130, 480)), s.fade((0, "#f9e9b8", 0.3), (1, "#f9e9b8", 0)))
    s.path(box(0, 52, 1200, 12) + "".join(box(i * 120, 0, 8, 60) for i in range(11)), "#141d24")
    frame = poly((60, 590), (60, 150), (860, 110), (860, 590))
    s.path(frame, "#2f5a55")
    with s.group(clip=frame):
        s.spray(frame, "#0f1e1f", 1, 0.8, 0.2, 0.2, 0.8)
        for x in (250, 450, 650):
            s.path(box(x, 100, 8, 500), "#1b3836")
        for _ in range(60):
            s.path(disc(s.random.choice((76, 240, 266, 440, 466, 640, 666, 846)), s.random.uniform(140, 580), 3), "#9fc0a8")
    paper, ink = "#f3ead8", "#22262b"
    web = [(-20, 470), (110, 470), (150, 300), (250, 240), (350, 330), (450, 240), (550, 330), (650, 240), (760, 320),
        (900, 200), (1010, 250), (1050, 420), (1220, 470)]
    s.line(web, "#0f1a1e", 50, curve=True, opacity=0.5)
    s.line(web, paper, 40, curve=True)
    for k in range(len(web) - 1):
        (ax, ay), (bx, by) = web[k], web[k + 1]
        n = int(math.hypot(bx - ax, by - ay) / 26)
        for j in range(n):
            t = (j + 0.5) / n
            x, y = ax + (bx - ax) * t, ay + (by - ay) * t
            a = math.degrees(math.atan2(by - ay, bx - ax))
            with s.group(transform=f"translate({x:.0f} {y:.0f}) rotate({a:.0f})"):
                s.path("".join(box(-9, q, 18, 1.8) for q in (-12, -8, -4, 0, 8, 12)) + box(-9, 2, 8, 5), ink, opacity=0.6)
    for x, y, r in ((110, 400, 62), (250, 176, 58), (350, 396, 62), (450, 176, 58), (550, 396, 62), (650, 176, 58),
            (760, 388, 60), (900, 140, 46), (1010, 320, 52)):
        s.path(disc(x, y, r), "#8fa3a0")
        with s.group(clip=disc(x, y, r)):
            s.spray(disc(x, y, r), "#16242a", 0.9, 0.9, 0.2, 0.1, 0.95)
            s.path(lens(x - r * 0.4, y - r * 0.4, r * 1.2, r * 0.14, -45), "#f3f6e8", opacity=0.8)
        s.path(disc(x, y, r * 0.24), "#16242a")
        s.path("".join(disc(x + r * 0.55 * math.cos(q), y + r * 0.55 * math.sin(q), r * 0.09) for q in (0, 1.57, 3.14, 4.71)),
            "#33474c")
    for x, c in ((250, "#2b9bb0"), (450, "#c8407a"), (650, "#e8b83a")):
        s.path(box(x - 34, 540, 68, 26), c)
        s.path(box(x - 34, 90, 68, 22), c)
    s.path(box(0, 585, 1200, 90), s.fade((0, "#5d6a66"), (1, "#1d282c")))
    s.gouges("#a9b09a", 0, 592, 1200, 83, 60, 90, 2.2, 0, 1, 1)
    s.path(poly((880, 560), (1200, 500), (1200, 540), (880, 590)), "#141d24")
    for k in range(9):
        x = 900 + k * 36
        with s.group(transform=f"translate({x} {548 - k * 6.6:.0f}) rotate(-10)"):
            s.path(box(-24, -26, 50, 26), paper)
            s.path(box(-20, -22, 42, 4) + box(-20, -14, 18, 9) + "".join(box(3, -14 + q * 3.4, 18, 1.6) for q in range(4)), ink,
                opacity=0.75)
            s.path(box(-24, 0, 50, 3), "#b9ad92")
    hand = person(s, 1010, 660, 360, "stand", "#2b5f86", "#22303c", "#c98d63", "#1c1512", "short", flip=True,
        joints=(0, .49, 0, .81, -.01, .92, -.03, .26, -.05, 0, .04, .26, .06, 0, -.1, .64, .12, .62, .14, .66, .2, .72))
    with s.group(transform=f"translate({hand[0]:.0f} {hand[1]:.0f}) rotate(-8)"):
        s.path(poly((-70, -66), (10, -74), (70, -62), (66, 50), (8, 40), (-66, 50)), paper)
        s.path(box(-56, -48, 112, 9) + box(-56, -32, 56, 40) + "".join(box(6, -32 + q * 8, 48,
            3) for q in range(8)) + "".join(box(-56, 14 + q * 8, 52, 3) for q in range(3)), ink, opacity=0.8)
        s.path(disc(66, 12, 11) + disc(-66, 14, 11), "#c98d63")
    s.spray(box(0, 540, 1200, 135), "#0c1519", 0, 1, 0, 0, 0.7)


@picture("allotments", height=675)
def allotments(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 675), s.fade((0, "#8cc4c6"), (0.5, "#fbf0cc")))
    cumulus(s, 850, 150, 380, "#fffaea", "#aecfca")
    cumulus(s, 300, 120, 240, "#fffaea", "#aecfca")
    x = 0.0
    while x < 1200:
        w, h = s.random.uniform(26, 54), s.random.uniform(24, 74)
        s.path(poly((x, 260), (x, 258 - h), (x + w / 2, 242 - h), (x + w, 258 - h), (x + w, 260)),
            s.random.choice(("#c9a78f", "#b9b09a", "#d9bd98")))
        x += w
    s.path(box(0, 60, 1200, 210), s.fade((0, "#fbf0cc", 0), (0.6, "#fbf0cc", 0.3), (1, "#fbf0cc", 0.7)))
    hedge = ridge(s, 268, 6, 5, base=320)
    s.path(hedge, "#4f7a4a")
    s.path(box(0, 300, 1200, 375), s.fade((0, "#9cae5a"), (1, "#5a6b34")))
    for x, h in ((40, 130), (560, 110), (1150, 150)):
        tree(s, x, 310, h, "#3f6b3f", "#c9c75a")
    for x, w, c in ((660, 130, "#2b6f86"), (900, 150, "#b9583f")):
        s.path(box(x, 226, w, 96), c)
        s.path("".join(box(x + k * 13, 226, 2, 96) for k in range(12)), "#16262f", opacity=0.4)
        s.path(poly((x - 12, 230), (x + 14, 182), (x + w + 4, 182), (x + w + 12, 230)), "#5a4a42")
        s.path(box(x + 16, 252, 34, 70), "#e9dcc0")
        s.path(box(x + w - 52, 250, 34, 28), "#ffe2a0")
        s.spray(box(x + w * 0.5, 226, w * 0.5, 96), "#16262f", 1, 0, 0, 0, 0.6)
    beds = ((-60, 330, 330, 60, 0), (330, 330, 280, 60, 1), (640, 336, 260, 54, 2), (930, 336, 300, 54, 3),
        (-140, 420, 430, 100, 4), (350, 420, 330, 100, 0), (740, 420, 480, 100, 1), (-260, 555, 640, 160, 2),
        (450, 555, 900, 160, 3))
    for x, y, w, h, kind in beds:
        bed = poly((x + (600 - x) * 0.07, y), (x + w + (600 - x - w) * 0.07, y), (x + w, y + h), (x, y + h))
        s.path(bed, "#6b4530")
        with s.group(clip=bed):
            s.gouges("#3f2718", x, y, w, h, int(w * h / 900), 40, 3, 0, 4)
        rows = 3 if h > 80 else 2
        for r in range(rows):
            yy = y + h * (r + 0.75) / rows
            q = 8 + (yy - 330) * 0.075
            px = x + 20 + (600 - x) * 0.05
            while px < x + w - 14:
                _plant(s, px, yy, q, kind)
                px += q * (2.0 if kind != 2 else 2.6)
    for k in range(4):
        bx = 170 + k * 54
        for dx in (-22, 22):
            s.line([(bx + dx, 470), (bx, 326)], "#8a6038", 4)
        for _ in range(26):
            t = s.random.random()
            s.path(lens(bx + s.random.choice((-22, 22)) * (1 - t) + s.random.gauss(0, 5), 470 - 140 * t, 15, 5,
                s.random.uniform(-80, 80)), s.random.choice(("#3f7a3a", "#6fa04a", "#c8402f")))
    person(s, 820, 600, 260, "bend", "#c8402f", "#2b4a63", "#c98d63", "#e9d9a8", "cap")
    s.line([(905, 520), (900, 640)], "#8a6038", 6)
    person(s, 560, 470, 150, "walk", "#e8a33d", "#35504a", "#8f5a3c", "#1c1512", "scarf", flip=True)
    s.path(poly((500, 452), (532, 452), (528, 476), (504, 476)) + poly((500, 456), (482, 446), (484, 442), (502, 450)),
        "#5f7f86")
    s.path(poly((1010, 566), (1110, 566), (1094, 622), (1026, 622)) + disc(1020, 630, 16), "#35504a")
    s.line([(1100, 572), (1176, 548)], "#35504a", 6)
    s.path("".join(disc(1024 + k * 18, 562 - (k % 2) * 8, 13) for k in range(5)), "#e07b2f")
    s.gouges("#e9e3a0", 0, 300, 1200, 375, 90, 18, 2, -70, 20)


def _plant(s: Sheet, x: float, y: float, q: float, kind: int) -> None:
    if kind == 0:
        s.path("".join(lens(x, y - q * 0.8, q * 2.2, q * 0.34, a) for a in (-120, -90, -60, -40, -140)), "#4f8a3f")
    elif kind == 1:
        s.path(disc(x, y - q * 0.5, q * 0.95, q * 0.75), "#6fa05a")
        s.path(disc(x, y - q * 0.6, q * 0.55, q * 0.45), "#b9d08a")
    elif kind == 2:
        s.path("".join(lens(x + math.cos(a) * q * 0.6, y - q * 0.4 + math.sin(a) * q * 0.3, q * 1.5, q * 0.4,
            math.degrees(a)) for a in (0, 1, 2, 3, 4, 5)), "#2f6b3f")
        s.path(disc(x + q * 0.3, y - q * 0.1, q * 0.42), "#e07b2f")
    elif kind == 3:
        s.path("".join(lens(x, y - q * 0.9, q * 1.9, q * 0.26, a) for a in (-95, -75, -110)), "#5f9a4a")
        s.path(disc(x, y - q * 1.7, q * 0.36), s.random.choice(("#c8402f", "#e8b83a", "#7a3b72")))
    else:
        s.path(disc(x, y - q * 0.5, q * 0.9, q * 0.7), "#7a3b62")
        s.path(disc(x - q * 0.2, y - q * 0.6, q * 0.45, q * 0.36), "#b97aa0")
