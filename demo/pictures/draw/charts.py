"""Two charts and a map: clean, with numerals only, so that all three editions can print them."""
# ruff: noqa: E731 (small curves are used at once, inside their loop)

import math

from catalogue import picture
from sheet import Point, Sheet, box, disc, lens, poly, smooth

INK, PALE, BLUE, RED = "#1f2a33", "#d8d2c4", "#2b6f86", "#c8402f"
FERRY_TRIPS = {2020: 3.1, 2021: 3.9, 2022: 5.2, 2023: 6.0, 2024: 6.6, 2025: 7.1}
RENTS = {2021: 742, 2022: 781, 2023: 846, 2024: 905, 2025: 972}


def text(s: Sheet, x: float, y: float, words: str, size: float, colour: str = INK, anchor: str = "middle",
        bold: bool = False) -> None:
    s.marks.append(
        f'<text x="{x:.1f}" y="{y:.1f}" '
        f'font-family="Noto Sans, Noto Sans Arabic, DejaVu Sans, sans-serif" font-size="{size}" fill="{colour}" '
        f'text-anchor="{anchor}" font-weight="{700 if bold else 400}">{words}</text>'
    )


@picture("chart-ferry-trips", ground="#fbf8f1", width=1000, height=625, clean=True)
def ferry_trips(s: Sheet) -> None:
    left, right, base, unit = 84, 964, 546, 60
    for k in range(0, 9, 2):
        y = base - k * unit
        s.path(box(left, y - 0.6, right - left, 1.2), INK if k == 0 else PALE)
        text(s, left - 14, y + 8, f"{k}", 23, "#5a656c", "end")
    step = (right - left) / len(FERRY_TRIPS)
    for i, (year, value) in enumerate(FERRY_TRIPS.items()):
        x, w, h = left + step * (i + 0.2), step * 0.6, value * unit
        last = year == 2025
        s.path(box(x, base - h, w, h), RED if last else BLUE)
        text(s, x + w / 2, base - h - 12, f"{value:.1f}", 32 if last else 27, RED if last else INK, bold=True)
        text(s, x + w / 2, base + 34, str(year), 25, INK, bold=last)
    s.path(box(left, base - 1.2, right - left, 2.4), INK)
    # a small ferry as the key to what is counted
    with s.group(transform="translate(112 64) scale(1.15)"):
        s.path("M0 26H112L122 18Q118 40 108 46H10Q2 38 0 26Z" + box(12, 10, 92, 14) + box(30, -4, 62, 12) + poly((44, -6),
            (47, -22), (62, -22), (64, -6)), BLUE)
        s.path("".join(box(20 + k * 13, 13, 8, 6) for k in range(6)), "#fbf8f1")
        s.path("".join(lens(60 + k * 4, 52 + k * 6, 130 - k * 26, 1.6) for k in range(3)), BLUE)


@picture("chart-rents", ground="#fbf8f1", width=1000, height=625, clean=True)
def rents(s: Sheet) -> None:
    left, right, base = 92, 936, 546
    scale = (base - 70) / 400
    y_of = lambda v: base - (v - 600) * scale
    for v in range(600, 1001, 100):
        s.path(box(left, y_of(v) - 0.6, right - left, 1.2), PALE)
        text(s, left - 14, y_of(v) + 8, f"{v:,}".replace(",", "\u202f"), 23, "#5a656c", "end")
    step = (right - left - 90) / (len(RENTS) - 1)
    points: list[Point] = [(left + 40 + i * step, y_of(v)) for i, v in enumerate(RENTS.values())]
    area = poly(*points, (points[-1][0], base), (points[0][0], base))
    s.path(area, s.fade((0, RED, 0.24), (1, RED, 0.03)))
    s.line(points, RED, 6)
    for i, ((x, y), (year, value)) in enumerate(zip(points, RENTS.items(), strict=True)):
        last = i == len(RENTS) - 1
        s.path(disc(x, y, 11 if last else 8), RED)
        s.path(disc(x, y, 5 if last else 3.4), "#fbf8f1")
        text(s, x, y - 24, str(value), 32 if last else 26, RED if last else INK, bold=True)
        s.path(box(x - 0.9, base, 1.8, 9), INK)
        text(s, x, base + 38, str(year), 24, INK, bold=last)
    s.path(box(left, base - 1.2, right - left, 2.4), INK)
    with s.group(transform="translate(124 56) scale(1.1)"):
        s.path(poly((0, 40), (36, 8), (72, 40), (64, 40), (64, 80), (8, 80), (8, 40)), RED)
        s.path(box(30, 54, 14, 26) + box(16, 46, 9, 9) + box(48, 46, 9, 9), "#fbf8f1")


@picture("map-flood-zones", ground="#cfe0e2", width=1000, height=625, clean=True)
def flood_zones(s: Sheet) -> None:
    land = "#f3eddc"
    north = smooth((-20, -20), (1020, -20), (1010, 60), (930, 96), (880, 150), (800, 168), (750, 214), (660, 232), (560, 222),
        (440, 250), (320, 236), (180, 270), (60, 262), (-20, 276))
    south = smooth((-20, 322), (80, 312), (200, 322), (330, 290), (450, 306), (560, 282), (640, 300), (690, 360), (668, 430),
        (700, 500), (660, 560), (680, 640), (-20, 640))
    zones = {
        0.2: ("#b5d3dc", [(610, 372, 104, 92), (440, 366, 108, 74), (196, 352, 120, 56)]),
        0.5: ("#74acc0", [(622, 366, 76, 62), (446, 356, 74, 46), (206, 344, 78, 32)]),
        0.8: ("#357d99", [(640, 362, 44, 38), (452, 346, 36, 24)]),
    }  # fmt: skip
    for shore in (north, south):
        s.path(shore, land)
        with s.group(clip=shore):
            for k in range(26):
                x = -100 + k * 52
                s.line([(x, -20), (x + 120 + 20 * math.sin(k), 660)], "#ffffff", 2.4)
                s.line([(-20, k * 34 - 60), (1020, k * 34 + 26 * math.sin(k) - 60)], "#ffffff", 2.4)
            for points in ([(-20, 120), (240, 150), (420, 130), (640, 120), (820, 60), (900, -20)],
                    [(-20, 460), (200, 440), (400, 470), (560, 420), (660, 440)], [(300, 660), (340, 480), (360, 300)],
                    [(420, -20), (430, 130), (470, 240)]):
                s.line(points, "#e3d3a6", 7, curve=True)
            for colour, spots in zones.values():
                for x, y, rx, ry in spots:
                    ring = [(x + rx * (1 + 0.1 * math.sin(a * 3 + x)) * math.cos(a),
                        y + ry * (1 + 0.12 * math.cos(a * 2 + y)) * math.sin(a)) for a in [q * math.pi / 6 for q in range(12)]]
                    s.path(smooth(*ring), colour, opacity=0.92)
        s.path(shore, "none", stroke="#5a7f8a", stroke_width=2.5)
    for x, y, w, h in ((716, 238, 120, 14), (716, 270, 96, 14), (700, 330, 84, 14)):
        s.path(box(x - 60, y, w, h), land, stroke="#5a7f8a", stroke_width=2, transform=f"rotate(12 {x} {y})")
    for x, y in ((390, 278), (520, 254)):
        s.line([(x - 8, y - 40), (x + 8, y + 46)], "#fbf8f1", 11)
        s.line([(x - 8, y - 40), (x + 8, y + 46)], "#8a7f6a", 4)
    s.line([(850, 640), (800, 480), (790, 380), (880, 300), (1020, 260)], "#8fb0b8", 2.5, curve=True, stroke_dasharray="9 8")
    # the letters of the survey's zones, in both scripts
    for latin, arabic, x, y in (("A", "أ", 596, 410), ("B", "ب", 424, 398), ("C", "ج", 176, 366)):
        s.path(box(x - 40, y - 23, 80, 46), INK, stroke="#fbf8f1", stroke_width=3)
        text(s, x - 18, y + 10, latin, 29, "#fbf8f1", bold=True)
        s.path(box(x - 0.8, y - 14, 1.6, 28), "#8fa3ab")
        text(s, x + 19, y + 8, arabic, 29, "#fbf8f1", bold=True)
    s.path(box(776, 402, 196, 196), "#fbf8f1", stroke="#5a7f8a", stroke_width=2)
    for k, (depth, (colour, _)) in enumerate(reversed(zones.items())):
        s.path(box(796, 420 + k * 42, 54, 30), colour)
        text(s, 866, 443 + k * 42, f"{depth} m", 24, INK, "start")
    s.path(box(796, 566, 70, 6) + box(796, 560, 2.4, 18) + box(864, 560, 2.4, 18), INK)
    text(s, 880, 578, "1 km", 22, INK, "start")
    s.path(poly((944, 30), (962, 82), (944, 70), (926, 82)), INK)
