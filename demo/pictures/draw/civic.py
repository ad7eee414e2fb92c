"""Public buildings: the council, the Town Hall, the national parliament."""

import math

from catalogue import picture
from people import person
from props import cumulus, gull, ridge, streaks, tree
from sheet import Sheet, arch, box, disc, lens, poly, smooth


def column(s: Sheet, x: float, y: float, w: float, h: float, stone: str, shade: str) -> None:
    """A fluted column standing on y, lit from the left."""
    s.path(box(x - w * 0.16, y - h * 0.03, w * 1.32, h * 0.03) + box(x - w * 0.2, y - h, w * 1.4, h * 0.03) + box(x - w * 0.1,
        y - h * 0.97, w * 1.2, h * 0.025), stone)
    s.path(poly((x, y - h * 0.03), (x + w * 0.06, y - h * 0.95), (x + w * 0.94, y - h * 0.95), (x + w, y - h * 0.03)), stone)
    s.path(poly((x + w * 0.62, y - h * 0.03), (x + w * 0.62, y - h * 0.95), (x + w * 0.94, y - h * 0.95),
        (x + w, y - h * 0.03)), shade, opacity=0.75)
    s.path("".join(box(x + w * k, y - h * 0.94, w * 0.035, h * 0.9) for k in (0.2, 0.38, 0.54)), shade, opacity=0.55)


@picture("council-chamber")
def council_chamber(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#5e3326"), (1, "#2a1a1c")))
    s.path("".join(box(x, 60, 3, 380) for x in range(20, 1200, 58)) + box(0, 300, 1200, 5) + box(0, 56, 1200, 10), "#2a1a1c",
        opacity=0.6)
    for x in (90, 300, 780, 990):
        s.path(arch(x - 10, 300, 130, 250), "#2a1a1c")
        s.path(arch(x, 296, 110, 236), s.fade((0, "#bfe0dd"), (1, "#fbeec2")))
        s.path("".join(box(x + 110 * k / 3 - 1.5, 60, 3, 236) for k in (1, 2)) + box(x, 150, 110, 3) + box(x, 225, 110, 3),
            "#2a1a1c")
        s.path(poly((x, 100), (x + 110, 100), (x + 400, 800), (x + 130, 800)), s.fade((0, "#fbeec2", 0.42), (1, "#fbeec2", 0)))
    s.path(poly((500, 330), (500, 90), (700, 90), (700, 330)), "#7a2f2a")
    s.path(disc(600, 180, 62), "#e0a03a")
    s.path(poly((575, 214), (586, 150), (614, 150), (625, 214)) + box(582, 140, 36, 9) + poly((586, 140), (600, 122),
        (614, 140)), "#7a2f2a")
    s.path("".join(lens(600, 222 + k * 7, 80 - k * 14, 2.5) for k in range(3)), "#7a2f2a")
    s.path(poly((430, 400), (440, 300), (760, 300), (770, 400)), "#8f5532")
    s.path(box(428, 292, 344, 14), "#c08a4e")
    for x, c, st in ((500, "#22303c", "bun"), (600, "#7a2f2a", "long"), (700, "#22303c", "short")):
        with s.group(clip=box(0, 0, 1200, 296)):
            person(s, x, 410, 190, "stand", c, skin=("#e8b48e", "#c98d63", "#8f5a3c")[int(x / 100) % 3], style=st)
    person(s, 330, 500, 260, "point", "#e9dcc0", "#22303c", "#c98d63", "#1c1512", "bun", coat=0.03)
    s.path(poly((290, 500), (300, 396), (404, 396), (414, 500)), "#8f5532")
    s.path(box(294, 388, 116, 12), "#c08a4e")
    s.line([(352, 388), (352, 370), (340, 360)], "#16202b", 3)
    tones = ("#1b2530", "#3a2430", "#24394a", "#4b2a28", "#2d3d3a")
    for k, (y, size, drop, desk) in enumerate(((450, 26, 60, "#7a4a30"), (530, 36, 76, "#6b3f2b"), (640, 50, 96, "#57321f"))):
        n = int(1250 / (size * 3.1))
        for i in range(n + 1):
            t = i / n
            x, dy = -10 + 1220 * t, 120 * (2 * t - 1) ** 2 * -0.7
            if k == 0 and 200 < x < 470:
                continue
            hair = s.random.choice(("#1c1512", "#5b4636", "#c9c2b4", "#7a4a2b", "#2a1f1b"))
            with s.group(transform=f"translate({x:.0f} {y + dy:.0f})"):
                s.path(smooth((-size * 1.05, size * 2.6), (-size * 0.95, size * 1.1), (-size * 0.3, size * 0.7),
                    (size * 0.3, size * 0.7), (size * 0.95, size * 1.1), (size * 1.05, size * 2.6)), s.random.choice(tones))
                s.path(box(-size * 0.2, size * 0.3, size * 0.4, size * 0.5), "#b07d58")
                s.path(disc(0, 0, size * 0.52, size * 0.62), hair)
                s.path(lens(-size * 0.36, size * 0.05, size * 0.7, size * 0.1, 80), "#fbeec2", opacity=0.45)
        top = [(x, y + drop * 0.62 - 84 * ((x - 600) / 600) ** 2) for x in range(-40, 1260, 60)]
        front = smooth(*top, close=False) + "".join(f"L{x:.0f} {yy + drop * 1.25:.0f}" for x, yy in reversed(top)) + "Z"
        s.path(front, desk)
        with s.group(clip=front):
            s.spray(box(0, y - 60, 1200, drop * 2.4), "#160d0e", 0, 1, 0, 0.1, 0.8)
        s.line(top, "#c08a4e", 5, curve=True)
        for x, yy in top[::2]:
            s.path(poly((x - size, yy - 3), (x - size * 0.8, yy - size * 0.3), (x - size * 0.1, yy - size * 0.3),
                (x - size * 0.1, yy - 3)), "#f3ead8")


@picture("town-hall", width=800, height=1000)
def town_hall(s: Sheet) -> None:
    s.path(box(0, 0, 800, 1000), s.fade((0, "#2f6d86"), (0.6, "#bcd3c4"), (0.85, "#f8e3b4")))
    cumulus(s, 150, 330, 360, "#fbf2dd", "#8db4b8")
    cumulus(s, 720, 470, 340, "#fbf2dd", "#8db4b8")
    stone, shade, roof = "#eccf9a", "#9c6b4c", "#3c5a52"
    tower = box(440, 180, 120, 480)
    s.path(tower, stone)
    with s.group(clip=tower):
        s.spray(tower, shade, 1, 0, 0.2, 0, 0.9)
    s.path(poly((430, 190), (446, 130), (554, 130), (570, 190)) + poly((446, 130), (474, 90), (526, 90),
        (554, 130)) + poly((482, 60), (500, -10), (518, 60)), roof)
    s.path("".join(arch(476 + i * 18, 92, 12, 32) for i in range(3)), stone)
    s.path(box(430, 186, 140, 12) + box(434, 330, 132, 8), shade)
    s.path(disc(500, 262, 44), roof)
    s.path(disc(500, 262, 37), "#fdf6e0")
    s.path("".join(lens(500 + 31 * math.cos(a * math.pi / 6), 262 + 31 * math.sin(a * math.pi / 6), 8, 2,
        a * 30) for a in range(12)), "#24333c")
    s.line([(500, 262), (500, 236)], "#24333c", 4)
    s.line([(500, 262), (518, 272)], "#24333c", 4)
    for y in (370, 470):
        for x in (462, 514):
            s.path(arch(x, y + 60, 24, 62), "#24404c")
    body = box(90, 560, 660, 270)
    s.path(poly((80, 565), (130, 480), (710, 480), (760, 565)), roof)
    s.gouges("#8fb09a", 120, 490, 600, 70, 90, 26, 2, 60, 6)
    s.path(body, stone)
    with s.group(clip=body):
        s.spray(body, shade, 1, 0.6, 0.1, 0.2, 0.75)
    for x in (170, 330, 590):
        s.path(poly((x - 26, 545), (x - 26, 512), (x, 484), (x + 26, 512), (x + 26, 545)), stone)
        s.path(arch(x - 11, 544, 22, 32), "#24404c")
    for i in range(10):
        x = 112 + i * 64
        for y, h in ((682, 84), (800, 92)):
            if y == 800 and 3 <= i <= 6:
                continue
            s.path(arch(x - 5, y + 4, 42, h + 10), "#fdf0cf")
            s.path(arch(x, y, 32, h), "#2b4d5a")
            s.path(box(x + 15, y - h + 12, 2.5, h - 12) + box(x, y - h * 0.5, 32, 2.5), "#fdf0cf")
    s.path(box(84, 556, 672, 12) + box(84, 694, 672, 9), "#fdf0cf")
    s.path(poly((286, 724), (430, 660), (574, 724)), "#fdf0cf")
    s.path(poly((318, 717), (430, 670), (542, 717)), shade)
    s.path(disc(430, 702, 12), "#e0a03a")
    s.path(box(300, 724, 260, 106), "#6b4636")
    s.path(arch(398, 830, 64, 88), "#2a1d1a")
    for x in (304, 366, 468, 530):
        column(s, x, 832, 26, 108, "#fdf0cf", shade)
    for i in range(5):
        s.path(box(270 - i * 22, 830 + i * 9, 320 + i * 44, 9), ("#fdf0cf", "#d8b98a")[i % 2])
    s.path(box(0, 874, 800, 126), s.fade((0, "#d8b98a"), (1, "#8a6a55")))
    s.gouges("#6b4f42", 0, 880, 800, 120, 110, 50, 2.6, 0, 2, 1)
    s.line([(200, 480), (200, 372)], "#24333c", 4)
    s.path("M202 376Q232 364 258 378T310 376V418Q284 430 258 418T202 418Z", "#c8402f")
    s.path("M202 390Q232 378 258 392T310 390V404Q284 416 258 406T202 404Z", "#fdf0cf")
    for x, y, h, p, c in ((150, 940, 104, "walk", "#22485c"), (246, 966, 122, "walk", "#c8402f"),
            (600, 930, 96, "stand", "#3c5a52"), (640, 934, 100, "point", "#e9dcc0")):
        person(s, x, y, h, p, c, "#24262e", coat=0.1, flip=x > 500, style=("short", "long", "bun", "cap")[x % 4])
        s.path(lens(x, y, h * 0.5, 4), "#3a2c28", opacity=0.5)
    for _ in range(9):
        x, y = s.random.uniform(380, 560), s.random.uniform(920, 980)
        s.path(smooth((x - 9, y), (x - 3, y - 7), (x + 5, y - 9), (x + 7, y - 5), (x + 1, y + 1)), "#4f6068")
    for gx, gy, q in ((330, 200, 26), (290, 240, 18), (640, 160, 20)):
        gull(s, gx, gy, q, "#fdf6e6", s.random.uniform(-10, 10), 0.55)


@picture("parliament-aldria", height=675)
def parliament(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 675), s.fade((0, "#6c4f78"), (0.4, "#d98a78"), (0.75, "#f8d9a0")))
    streaks(s, "#fbe3b4", 120, 400, 14, 300, 10, opacity=0.75)
    streaks(s, "#573f69", 10, 220, 9, 340, 12, opacity=0.5)
    stone, shade, roof = "#f6e4c0", "#8d5d64", "#4f7a78"
    hill = ridge(s, 560, 10)
    s.path(hill, "#4a5a4a")
    dome = "M560 250Q566 120 700 96Q834 120 840 250Z"
    s.path(box(660, 30, 80, 74), stone)
    s.path("".join(arch(668 + i * 18, 92, 11, 46) for i in range(4)), "#6c4f78")
    s.path("M654 34Q700 -14 746 34Z" + box(697, -30, 6, 40) + dome, roof)
    with s.group(clip=dome):
        s.spray(dome, "#1f3244", 1, 0.4, 0.15, 0.2, 0.95)
        for k in range(-5, 6):
            s.path(f"M{700 + k * 3} 96Q{700 + k * 22} 130 {700 + k * 27} 250L{703 + k * 27} 250Q{703 + k * 22} 130"
                f" {702 + k * 3} 96Z", "#2b4a52")
    drum = box(556, 250, 288, 70)
    s.path(drum, stone)
    s.path("".join(arch(570 + i * 34, 316, 20, 56) for i in range(8)), "#6d5062")
    s.path(box(548, 244, 304, 10) + box(540, 316, 320, 10), stone)
    for x, w in ((170, 370), (860, 300)):
        s.path(box(x, 370, w, 170), stone)
        with s.group(clip=box(x, 370, w, 170)):
            s.spray(box(x, 370, w, 170), shade, 1, 0.6, 0.1, 0.2, 0.75)
        s.path(box(x - 6, 362, w + 12, 12) + box(x - 4, 448, w + 8, 6), "#fdf2d8")
        s.path("".join(box(x + 18 + i * 46, 386, 22, 46) + box(x + 18 + i * 46, 468, 22,
            54) for i in range(int((w - 10) / 46))), "#4a3f58")
        s.path("".join(box(x + i * 12, 350, 5, 12) for i in range(int(w / 12))) + box(x - 2, 347, w + 4, 5), "#fdf2d8")
    s.path(box(530, 326, 340, 214), "#6d4a50")
    s.path(poly((516, 380), (700, 306), (884, 380)), "#fdf2d8")
    s.path(poly((560, 371), (700, 317), (840, 371)), shade)
    for i in range(9):
        s.path(disc(610 + i * 22, 362 - (8 - abs(i - 4) * 2), 6) + box(604 + i * 22, 356 - (8 - abs(i - 4) * 2), 12, 14),
            "#fdf2d8")
    s.path(box(524, 380, 352, 14), "#fdf2d8")
    for i in range(8):
        column(s, 540 + i * 43, 540, 24, 146, "#fdf2d8", shade)
    for i in range(7):
        s.path(box(500 - i * 16, 540 + i * 10, 400 + i * 32, 10), ("#f6e4c0", "#c9a38a")[i % 2])
    s.path(poly((0, 600), (1200, 600), (1200, 675), (0, 675)), s.fade((0, "#b98f7a"), (1, "#5b4a58")))
    s.gouges("#4a3a4a", 0, 606, 1200, 69, 90, 70, 3, 0, 2, 1)
    for x, h in ((60, 150), (150, 120), (1120, 140), (1190, 170)):
        tree(s, x, 604, h, "#2f4a44", "#b9a866")
    s.line([(330, 362), (330, 226)], "#33283c", 5)
    s.path("M332 230Q370 216 402 232T462 228V286Q430 300 402 286T332 288Z", "#22485c")
    s.path("M332 249Q370 235 402 251T462 247V267Q430 281 402 269T332 269Z", "#f3c75a")
    for x, h, p, c in ((360, 96, "walk", "#2c2434"), (400, 92, "walk", "#7a2f2a"), (620, 74, "walk", "#2c2434"),
            (790, 76, "stand", "#22485c"), (1010, 100, "stand", "#2c2434")):
        person(s, x, 640 if h > 80 else 592, h, p, c, "#22202c", coat=0.1, flip=x > 700)
    s.line([(1030, 640), (1044, 590), (1058, 640)], "#22202c", 3)
    s.path(box(1030, 576, 30, 16) + disc(1028, 584, 7), "#22202c")
