"""Further out: sails, seabirds and turbines."""

import math

from catalogue import picture
from props import cumulus, gull, ridge, streaks
from sheet import Sheet, box, disc, lens, poly, smooth


def _yacht(s: Sheet, x: float, y: float, h: float, kite: tuple[str, str], heel: float) -> None:
    with s.group(transform=f"translate({x} {y}) rotate({heel})"):
        main = f"M0 {-h}Q{h * 0.3:.0f} {-h * 0.45:.0f} {h * 0.36:.0f} {-h * 0.1:.0f}L0 {-h * 0.08:.0f}Z"
        s.path(main, "#fbf4e2")
        with s.group(clip=main):
            s.spray(box(0, -h, h * 0.4, h), "#8aa6ad", 1, 0.3, 0, 0.3, 0.7)
            for i in range(1, 5):
                s.line([(0, -h * (1 - i * 0.19)), (h * 0.4, -h * (0.94 - i * 0.19))], "#9db4b7", 1.5)
        kite_d = (
            f"M{-h * 0.02:.0f} {-h * 0.96:.0f}Q{-h * 0.62:.0f} {-h * 0.74:.0f} {-h * 0.55:.0f} {-h * 0.16:.0f}"
            f"Q{-h * 0.28:.0f} {-h * 0.3:.0f} {-h * 0.03:.0f} {-h * 0.12:.0f}Q{-h * 0.12:.0f} {-h * 0.5:.0f} {-h * 0.02:.0f}"
            f" {-h * 0.96:.0f}Z"
        )
        s.path(kite_d, kite[0])
        with s.group(clip=kite_d):
            s.path(poly((-h * 0.02, -h), (-h * 0.7, -h * 0.62), (-h * 0.62, -h * 0.4)), kite[1])
            s.path(poly((-h * 0.02, -h), (-h * 0.4, -h * 0.1), (-h * 0.2, -h * 0.1)), kite[1])
            s.spray(box(-h * 0.6, -h, h * 0.6, h), "#3a1420", 1, 0.7, 0.3, 0.4, 0.7)
        s.line([(0, -h * 1.02), (0, 0)], "#16202b", max(2, h * 0.012))
        s.line([(0, -h * 0.09), (h * 0.37, -h * 0.1)], "#16202b", max(2, h * 0.01))
        s.path(f"M{-h * 0.36:.0f} {-h * 0.06:.0f}L{h * 0.4:.0f} {-h * 0.04:.0f}L{h * 0.34:.0f} {h * 0.05:.0f}H{-h * 0.18:.0f}Z",
            "#16324a")
        s.path(poly((-h * 0.3, -h * 0.03), (h * 0.38, -h * 0.01), (h * 0.37, h * 0.01), (-h * 0.25, 0)), kite[0])
        for i in range(3):
            px = h * (0.1 + i * 0.09)
            s.path(disc(px, -h * 0.115, h * 0.022) + smooth((px - h * 0.03, -h * 0.04), (px, -h * 0.1),
                (px + h * 0.03, -h * 0.04)), "#d8452c" if i % 2 else "#f2c14e")


@picture("regatta-sails", height=675)
def regatta_sails(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 330), s.fade((0, "#f0b98d"), (1, "#fbe9c8")))
    s.path(disc(200, 150, 70), "#fff6dc")
    s.halo(200, 150, 200, "#fff6dc", 0.8)
    streaks(s, "#fff6dc", 40, 240, 10, 320, 10, opacity=0.8)
    streaks(s, "#dc9a86", 60, 280, 6, 300, 7, opacity=0.5)
    for y, h, c in ((296, 20, "#c99b8b"), (312, 10, "#8d8894")):
        hill = ridge(s, y, h, base=332)
        s.path(hill, c)
        s.spray(hill, "#5d6c80", 0, 1, 0, 0.1, 0.7)
    s.path(box(0, 328, 1200, 347), s.fade((0, "#7ba6a6"), (0.4, "#2f7482"), (1, "#0d3247")))
    for i in range(9):
        x, y, h = 80 + i * 125 + s.random.uniform(-30, 30), 340 + s.random.uniform(0, 12), s.random.uniform(36, 60)
        s.path(f"M{x:.0f} {y - h:.0f}q{h * 0.3:.0f} {h * 0.6:.0f} {h * 0.3:.0f} {h:.0f}h{-h * 0.3:.0f}z", "#fdf6e6")
        s.path(f"M{x - 2:.0f} {y - h:.0f}q{-h * 0.3:.0f} {h * 0.5:.0f} {-h * 0.3:.0f} {h * 0.9:.0f}h{h * 0.3:.0f}z",
            s.random.choice(("#d8452c", "#f2c14e", "#fdf6e6", "#235a73")))
    s.gouges("#0b2b3f", 0, 340, 1200, 335, 330, 130, 4, -1, 3, 1)
    s.gouges("#cfe5dc", 0, 334, 1200, 341, 150, 90, 2.2, -1, 3, 1)
    for x, y, h, kite, heel in ((330, 392, 190, ("#2a6f8a", "#f6ead2"), -6), (1010, 410, 250, ("#f2c14e", "#e07b39"), -8),
            (640, 560, 470, ("#d8452c", "#fbf0dc"), -9)):
        s.path(lens(x + 10, y + h * 0.08, h * 1.1, h * 0.05), "#f4fbf2", opacity=0.9)
        _yacht(s, x, y, h, kite, heel)
        s.gouges("#f4fbf2", x - h * 0.42, y + h * 0.02, h * 0.9, h * 0.08, 30, h * 0.25, h * 0.012, -3, 5)
    front = ridge(s, 640, 12, 3)
    s.path(front, "#0b2b3f")
    with s.group(clip=front):
        s.gouges("#6fa3a6", 0, 622, 1200, 60, 60, 150, 4, 0, 5)
    gull(s, 480, 130, 34, "#16324a", 10, 0.55)
    gull(s, 420, 170, 20, "#16324a", -6, 0.55)


@picture("seabirds-cliff")
def seabirds_cliff(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#a9c9cf"), (0.6, "#eef0dd")))
    cumulus(s, 930, 330, 480, "#fdfaee", "#9fbcc2")
    cumulus(s, 640, 400, 300, "#fdfaee", "#9fbcc2")
    s.path(box(0, 520, 1200, 280), s.fade((0, "#6ba3aa"), (1, "#124254")))
    s.gouges("#0f3a4c", 0, 530, 1200, 270, 240, 120, 4, 0, 2, 1)
    s.gouges("#d8ebe2", 0, 526, 1200, 270, 120, 90, 2.4, 0, 2, 1)
    stack = smooth((880, 540), (900, 420), (930, 400), (960, 416), (985, 470), (1000, 545), (940, 560))
    s.path(stack, "#566a70")
    with s.group(clip=stack):
        s.gouges("#c8d2c6", 870, 400, 80, 140, 26, 30, 4, 84, 12)
    cliff = poly((0, 0), (420, 0), (470, 40), (452, 120), (520, 170), (506, 250), (560, 300), (540, 400), (600, 460),
        (584, 560), (650, 640), (700, 800), (0, 800))
    s.path(cliff, "#e9dfc9")
    s.path(poly((0, 0), (420, 0), (470, 40), (380, 56), (200, 40), (0, 66)), "#5f7d45")
    with s.group(clip=cliff):
        s.spray(cliff, "#34474f", 1, 0.6, 0.25, 0.3, 0.95)
        for y in (130, 215, 305, 395, 480, 570, 660, 745):
            ledge = smooth((-20, y), (140, y - 14), (300, y + 6), (430, y - 6), (700, y + 14), (700, y + 34), (420, y + 20),
                (200, y + 30), (-20, y + 18))
            s.path(ledge, "#3b4c52", opacity=0.85)
            s.spray(box(0, y + 14, 700, 60), "#4d5f63", 0, 0, 0, 1, 0.7)
        s.gouges("#5a6a6b", 0, 60, 700, 740, 110, 50, 5, 84, 12)
        s.gouges("#fff9ea", 0, 60, 480, 740, 70, 40, 6, 4, 12)
        s.gouges("#3f5a30", 0, 0, 470, 52, 60, 24, 3, 80, 20)
    for y in (130, 215, 305, 395, 480, 570, 660):
        x = 30.0
        while x < 400 + y * 0.28:
            if s.random.random() < 0.7:
                _perched(s, x, y + 2 - 8 * math.sin(x / 90), s.random.uniform(15, 20), s.random.random() < 0.5)
            x += s.random.uniform(34, 66)
    for gx, gy, q, a in ((820, 250, 120, -12), (660, 130, 58, 14), (1050, 130, 44, -6), (760, 440, 50, 10), (1080, 330, 66, 6),
            (950, 60, 30, 0), (640, 330, 36, -20)):
        gull(s, gx, gy + q * 0.05, q, "#6f8d95", a, 0.5)
        gull(s, gx, gy, q, "#fffdf4", a, 0.5)
        for side in (-1, 1):
            s.path(lens(side * q * 0.92, -q * 0.02, q * 0.24, q * 0.03, side * 24), "#1d2b33",
                transform=f"translate({gx} {gy}) rotate({a})")
        s.path(poly((q * 0.08, q * 0.12), (q * 0.15, q * 0.16), (q * 0.06, q * 0.17)), "#e8a33d",
            transform=f"translate({gx} {gy}) rotate({a})")


def _perched(s: Sheet, x: float, y: float, q: float, flip: bool) -> None:
    with s.group(transform=f"translate({x:.0f} {y:.0f}) scale({-1 if flip else 1} 1)"):
        s.path(smooth((-q * 1.2, -q * 0.5), (-q * 0.2, -q * 1.25), (q * 0.5, -q * 1.9), (q * 0.95, -q * 1.6),
            (q * 0.75, -q * 1.1), (q * 0.6, -q * 0.3), (-q * 0.2, -q * 0.1)), "#fffdf4")
        s.path(smooth((-q * 1.5, -q * 0.45), (-q * 0.3, -q * 1.1), (q * 0.3, -q * 0.7), (-q * 0.2, -q * 0.35)), "#7f969b")
        s.path(poly((-q * 1.7, -q * 0.4), (-q * 0.9, -q * 0.75), (-q * 0.8, -q * 0.4)), "#1d2b33")
        s.path(poly((q * 0.92, -q * 1.7), (q * 1.35, -q * 1.5), (q * 0.9, -q * 1.45)), "#e8a33d")
        s.path(disc(q * 0.68, -q * 1.62, q * 0.1), "#1d2b33")


@picture("wind-farm", height=675)
def wind_farm(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 470), s.fade((0, "#3d6f92"), (0.6, "#b9cfc9"), (1, "#f8dfb2")))
    s.halo(330, 420, 260, "#fff2c9", 0.85)
    streaks(s, "#f8ecd0", 140, 420, 14, 320, 9, opacity=0.75)
    cumulus(s, 1000, 330, 460, "#fbf4e2", "#8fb0b8")
    s.path(box(0, 462, 1200, 213), s.fade((0, "#8fb7ae"), (0.3, "#3f7f8a"), (1, "#0e3a4e")))
    s.gouges("#0d3448", 0, 470, 1200, 205, 260, 120, 4, 0, 2, 1)
    s.gouges("#e8eed6", 0, 466, 1200, 205, 120, 90, 2, 0, 2, 1)
    s.glint("#fff6d8", 330, 464, 190, 220, 50)
    for i in range(14):
        _turbine(s, 40 + i * 88 + s.random.uniform(-14, 14), 466, s.random.uniform(60, 80), s.random.uniform(0, 120), "#d9e3da",
            "#8ba7ab")
    for x, y, h, a in ((150, 478, 170, 30), (560, 486, 220, 75), (1080, 480, 190, 10)):
        _turbine(s, x, y, h, a, "#f4f4e6", "#7d9ba3")
    _turbine(s, 820, 530, 430, 18, "#fffdf2", "#6d8e99")
    s.path(poly((806, 500), (834, 500), (838, 560), (802, 560)) + box(794, 494, 52, 8), "#f2c14e")
    s.gouges("#ffffff", 770, 548, 110, 22, 24, 50, 3, 0, 5)
    s.path("M330 560H560L600 540Q590 590 570 600H352Q336 580 330 560Z", "#c8402f")
    s.path(poly((352, 560), (352, 520), (430, 520), (440, 560)) + poly((362, 520), (366, 494), (420, 494), (424, 520)),
        "#fbf4e2")
    s.path(box(370, 500, 46, 12) + box(364, 532, 60, 12), "#16324a")
    s.line([(400, 494), (400, 452)], "#16324a", 3)
    s.line([(480, 560), (480, 520), (540, 500)], "#16324a", 4)
    s.gouges("#ffffff", 300, 592, 330, 22, 46, 80, 3, 0, 4)
    gull(s, 640, 200, 26, "#fffdf2", 8, 0.5)
    gull(s, 700, 240, 18, "#fffdf2", -8, 0.5)


def _turbine(s: Sheet, x: float, y: float, h: float, angle: float, light: str, shade: str) -> None:
    w = max(1.2, h * 0.018)
    s.path(poly((x - w, y), (x - w * 0.5, y - h), (x + w * 0.5, y - h), (x + w, y)), light)
    s.path(poly((x + w * 0.2, y), (x + w * 0.15, y - h), (x + w * 0.5, y - h), (x + w, y)), shade)
    r = h * 0.56
    for k in range(3):
        with s.group(transform=f"translate({x:.1f} {y - h:.1f}) rotate({angle + k * 120:.0f})"):
            s.path(f"M{-r * 0.02:.1f} 0Q{-r * 0.07:.1f} {-r * 0.25:.1f} 0 {-r:.1f}L{r * 0.03:.1f} 0Z", light)
            s.path(f"M{r * 0.005:.1f} 0L0 {-r:.1f}L{r * 0.03:.1f} 0Z", shade)
    s.path(disc(x, y - h, max(1.6, h * 0.02)), light)
