"""Beyond Aldria: a desert road and snow mountains."""

from itertools import pairwise

from catalogue import picture
from props import ridge, streaks
from sheet import Sheet, box, disc, lens, poly, smooth


@picture("desert-road")
def desert_road(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 430), s.fade((0, "#4f94a0"), (0.55, "#f3d39a"), (1, "#f6b26b")))
    s.path(disc(300, 190, 66), "#fff3d0")
    s.halo(300, 190, 240, "#fff3d0", 0.8)
    streaks(s, "#fdf0d0", 120, 340, 6, 260, 6, opacity=0.6)
    mesa = poly((690, 410), (720, 300), (744, 296), (760, 250), (930, 246), (944, 290), (972, 300), (1010, 410))
    s.path(mesa, "#b9603f")
    with s.group(clip=mesa):
        s.spray(mesa, "#5e2a35", 1, 0.5, 0.2, 0.4, 0.95)
        s.gouges("#e89a62", 690, 250, 170, 160, 34, 50, 4, 88, 6)
    s.path(poly((1090, 410), (1110, 330), (1176, 326), (1200, 380), (1200, 410)) + poly((80, 410), (110, 366), (190, 362),
        (230, 410)), "#a9563f")
    for y, h, c, d in ((410, 12, "#d98a4e", "#a55538"), (470, 26, "#e8a65c", "#b5653c"), (560, 34, "#f0bb72", "#c97a44")):
        dune = ridge(s, y, h, 2)
        s.path(dune, c)
        with s.group(clip=dune):
            s.spray(box(0, y - 60, 1200, 200), d, 0.1, 0, 0, 0.9, 0.7)
            s.gouges("#fbe3ae", 0, y - 40, 1200, 180, 60, 150, 2.4, -3, 6)
    road = "M612 424Q560 470 640 520Q790 590 560 800H1010Q960 600 740 520Q640 470 628 424Z"
    s.path(road, "#4a4450")
    with s.group(clip=road):
        s.spray(road, "#1e1a2a", 1, 1, 0.3, 0.3, 0.8)
        s.gouges("#8f8590", 540, 500, 480, 300, 60, 40, 2, 60, 20)
    for a, b, w in (((880, 800), (850, 700), 13), ((822, 650), (786, 596), 9), ((758, 566), (722, 541), 6),
            ((700, 528), (672, 514), 4), ((652, 500), (634, 482), 3)):
        s.line([a, b], "#f6dfa0", w)
    s.path("M612 424Q560 470 640 520Q790 590 560 800", "none", stroke="#fbe3ae", stroke_width=3)
    for k in range(9):
        t = k / 8
        x, h = 560 - 560 * t**1.6, 40 + 330 * t**1.5
        y = 436 + 300 * t**1.5
        s.line([(x, y), (x, y - h)], "#3a2430", 2 + 8 * t)
        s.path(poly((x - h * 0.13, y - h * 1.0), (x + h * 0.09, y - h * 1.1), (x + h * 0.13, y - h * 1.04),
            (x - h * 0.09, y - h * 0.94)), "#24406b")
        s.path(lens(x, y - h * 1.03, h * 0.2, h * 0.012, -25), "#a9c6d6")
        s.line([(x, y - h * 0.86), (x + h * 0.12, y - h * 0.88)], "#3a2430", 1.4 + 4 * t)
        s.path(disc(x + h * 0.13, y - h * 0.865, 1.5 + 7 * t, 1 + 4 * t), "#fff3d0")
    with s.group(transform="translate(316 206) scale(0.47) rotate(7 780 650)"):
        s.path(lens(760, 664, 230, 9), "#2a1a20", opacity=0.6)
        for i in range(6):
            s.halo(676 - i * 30, 640 - i * 12, 44 + i * 9, "#f6d39a", 0.5 - i * 0.06)
        s.path(poly((690, 650), (690, 560), (790, 552), (790, 650)), "#c8402f")
        s.path(poly((796, 650), (796, 574), (842, 574), (862, 610), (866, 650)), "#f3ead8")
        s.path(poly((820, 582), (840, 582), (854, 610), (820, 610)), "#2b4f5c")
        s.path("".join(disc(x, 652, 17) for x in (714, 752, 838)), "#22202b")
        s.path("".join(disc(x, 652, 6) for x in (714, 752, 838)), "#c9b08a")
        s.spray(poly((690, 650), (690, 560), (740, 556), (740, 650)), "#5a1418", 0, 0.5, 1, 0.5, 0.7)
    for x, y, q in ((1040, 560, 30), (1110, 640, 52), (940, 470, 16), (330, 620, 26)):
        s.path("".join(lens(x, y - q * 0.5, q * 1.4, q * 0.12, a) for a in (-90, -65, -115, -40, -140)), "#5f6b3f")
        s.path(lens(x, y, q * 1.4, q * 0.12), "#8a4f34")


@picture("snow-mountains", height=675)
def snow_mountains(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 675), s.fade((0, "#233a66"), (0.45, "#8f86a8"), (0.75, "#f3b9a0")))
    s.path("".join(disc(s.random.uniform(0, 1200), s.random.uniform(0, 160), s.random.uniform(0.7, 1.8)) for _ in range(60)),
        "#fdf6e6")
    s.path(disc(250, 120, 34), "#fdf3da")
    s.halo(250, 120, 100, "#fdf3da", 0.6)
    streaks(s, "#f9cdb0", 190, 340, 9, 280, 8, opacity=0.7)
    far = [(0, 380), (110, 290), (200, 340), (300, 260), (420, 350), (520, 300), (640, 360), (900, 330), (1010, 270),
        (1100, 330), (1200, 280)]
    s.path(poly(*far, (1200, 480), (0, 480)), "#7a7ba8")
    for (ax, ay), (bx, by) in pairwise(far):
        if ay < by:
            s.path(poly((ax, ay), (bx, by), (bx - 30, by + 40), (ax + 10, ay + 60)), "#9c98bd")
    peak = poly((330, 560), (480, 400), (540, 360), (600, 270), (650, 240), (740, 96), (782, 150), (820, 176), (880, 270),
        (950, 320), (1010, 420), (1200, 540), (1200, 600), (330, 600))
    s.path(peak, "#fdf1e4")
    ridge_line = [(740, 96), (752, 180), (726, 250), (770, 330), (742, 420), (790, 520), (770, 600)]
    lit = poly(*ridge_line, (330, 600), (330, 560), (480, 400), (540, 360), (600, 270), (650, 240))
    dark = poly(*ridge_line, (1200, 600), (1200, 540), (1010, 420), (950, 320), (880, 270), (820, 176), (782, 150))
    s.path(dark, "#5a649a")
    with s.group(clip=dark):
        s.spray(dark, "#27335f", 1, 0.8, 0.1, 0.2, 0.9)
        s.gouges("#b9bddd", 740, 120, 440, 440, 80, 100, 5, 52, 14)
    with s.group(clip=lit):
        s.spray(lit, "#f0a58a", 0, 1, 0.9, 0.1, 0.7)
        s.gouges("#5a649a", 380, 160, 400, 430, 60, 90, 5, 126, 14)
        s.gouges("#33406e", 560, 200, 200, 300, 22, 70, 7, 118, 16)
    low = smooth((-40, 470), (120, 430), (300, 480), (520, 500), (760, 470), (960, 510), (1240, 450), (1240, 700), (-40, 700))
    s.path(low, "#e6ddea")
    with s.group(clip=low):
        s.spray(box(0, 420, 1200, 255), "#7a84b8", 0.9, 0.9, 0.2, 0.1, 0.8)
        s.gouges("#ffffff", 0, 440, 1200, 220, 60, 170, 4, -4, 6)
    front = smooth((-40, 600), (200, 540), (460, 590), (760, 620), (1240, 560), (1240, 700), (-40, 700))
    s.path(front, "#fdf8f2")
    with s.group(clip=front):
        s.spray(box(0, 540, 1200, 135), "#8f96c4", 0.7, 1, 0.4, 0.1, 0.8)
    for _ in range(58):
        x = s.random.choice((s.random.uniform(-10, 330), s.random.uniform(880, 1210)))
        y = 470 + s.random.random() * 150
        h = 46 + (y - 470) * 0.5
        d = "".join(poly((x - h * w, y - h * b), (x, y - h * t), (x + h * w, y - h * b)) for w, b,
            t in ((0.26, 0.05, 0.55), (0.2, 0.32, 0.8), (0.13, 0.58, 1)))
        s.path(d, "#1c2f4a")
        s.path(poly((x, y - h), (x - h * 0.11, y - h * 0.62), (x, y - h * 0.7)) + poly((x, y - h * 0.75),
            (x - h * 0.18, y - h * 0.36), (x, y - h * 0.46)), "#f3eef2")
    s.path(poly((420, 560), (420, 500), (540, 500), (540, 566)), "#6b3f2f")
    s.path("".join(box(420, 506 + k * 11, 120, 2.5) for k in range(6)), "#3a211c")
    s.path(poly((404, 506), (440, 452), (526, 452), (560, 508)), "#fdf8f2")
    s.path(poly((404, 506), (408, 512), (560, 514), (560, 508)), "#3a211c")
    s.path(box(438, 520, 24, 22) + box(498, 520, 24, 22), "#ffd78a")
    s.halo(480, 534, 96, "#ffcf7a", 0.75)
    s.path(box(470, 440, 14, 22), "#3a211c")
    for k in range(6):
        s.halo(478 + k * 8, 424 - k * 22, 18 + k * 5, "#fdf1e4", 0.6 - k * 0.07)
    s.line([(546, 572), (640, 600), (700, 650), (780, 690)], "#8f96c4", 5, curve=True)
    s.line([(556, 570), (652, 597), (714, 646), (796, 690)], "#8f96c4", 5, curve=True)
