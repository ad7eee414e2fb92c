"""The central bank in the rain, and a hospital ward."""


from catalogue import picture
from people import person, umbrella
from props import house, ridge, streaks
from sheet import Sheet, box, disc, lens, poly, smooth


@picture("central-bank", width=800, height=1000)
def central_bank(s: Sheet) -> None:
    s.path(box(0, 0, 800, 1000), s.fade((0, "#8fa3a3"), (0.7, "#e7dcc0")))
    streaks(s, "#6f8689", 20, 240, 12, 300, 16, opacity=0.5)
    stone, shade = "#d9c7a0", "#3f4a50"
    s.path(poly((0, 60), (640, 250), (800, 300), (800, 1000), (0, 1000)), stone)
    s.path(poly((0, 40), (660, 238), (660, 262), (0, 96)) + poly((0, 150), (650, 312), (650, 326), (0, 172)), "#f3e6c6")
    s.path("".join(poly((x, 96 + x * 0.25), (x + 16 - x * 0.012, 100 + x * 0.25), (x + 16 - x * 0.012, 138 + x * 0.24),
        (x, 134 + x * 0.24)) for x in range(10, 630, 34)), shade, opacity=0.8)
    s.path(poly((0, 178), (650, 330), (650, 838), (0, 900)), "#2d373d")
    for i in range(6):
        t = i / 6
        x = 20 + 640 * (1 - (1 - t) ** 1.35)
        w = 84 * (1 - t) ** 0.8 + 14
        y0, y1 = 178 + x * 0.234 - 4, 900 - x * 0.095
        s.path(poly((x, y1), (x + w * 0.05, y0), (x + w * 0.95, y0 + w * 0.23), (x + w, y1 - w * 0.09)), "#efdfba")
        s.spray(poly((x + w * 0.4, y1), (x + w * 0.4, y0), (x + w * 0.95, y0 + w * 0.23), (x + w, y1)), shade, 1, 0, 0, 0, 0.95)
        s.path("".join(poly((x + w * k, y1), (x + w * k, y0 + 12), (x + w * k + w * 0.03, y0 + 12),
            (x + w * k + w * 0.03, y1)) for k in (0.18, 0.34, 0.5, 0.66, 0.82)), shade, opacity=0.6)
        s.path(poly((x - w * 0.1, y0 + 4), (x + w * 1.08, y0 + w * 0.26), (x + w * 1.08, y0 + w * 0.26 + w * 0.2),
            (x - w * 0.1, y0 + w * 0.2)), "#f9eccd")
        s.path(poly((x - w * 0.14, y1 - w * 0.16), (x + w * 1.12, y1 - w * 0.26), (x + w * 1.12, y1 - w * 0.06),
            (x - w * 0.14, y1 + w * 0.04)), "#f9eccd")
    for i in range(5):
        x, end = (20 + 640 * (1 - (1 - k / 6) ** 1.35) for k in (i, i + 1))
        x += 84 * (1 - i / 6) ** 0.8 + 14
        x, w = x + (end - x) * 0.24, (end - x) * 0.56
        for y, h in ((330 + x * 0.15, 150), (560 + x * 0.06, 190)):
            s.path(poly((x, y), (x + w, y + w * 0.2), (x + w, y + h), (x, y + h + w * 0.06)), "#e8b65a")
            s.path(box(x + w * 0.45, y, w * 0.1, h) + box(x, y + h * 0.45, w, 4), "#2d373d")
    for i in range(5):
        y = 838 + i * 15
        s.path(poly((0, y + 62 - i * 3), (660 + i * 18, y), (660 + i * 18, y + 15), (0, y + 78 - i * 3)),
            ("#efdfba", "#b3a37f")[i % 2])
    s.path(poly((0, 966), (740, 906), (800, 902), (800, 1000), (0, 1000)), "#59635f")
    s.gouges("#d9d3b6", 0, 920, 800, 80, 60, 90, 2.6, -3, 2)
    house(s, 672, 908, 64, 330, "#9c8d78", "#4a4d4c", ("#4f6266",), gable="flat", floors=8, bays=2)
    house(s, 738, 906, 80, 250, "#b59a7a", "#4a4d4c", ("#4f6266",), gable="point", floors=5, bays=2)
    hand = person(s, 560, 962, 150, "walk", "#b53a2c", "#22262b", "#c98d63", "#22190f", "short", coat=0.16, flip=True)
    umbrella(s, (hand[0] + 6, hand[1] - 18), 92, "#22303c", "#16202b", -4)
    person(s, 320, 936, 128, "walk", "#22303c", "#22262b", "#e8b48e", "#7a4a2b", "bun", coat=0.14)
    s.path(box(336, 868, 26, 20) + box(344, 862, 10, 6), "#6b3f2b")
    s.gouges("#f3ead8", -50, 0, 900, 1000, 70, 50, 0.9, 104, 3, opacity=0.7)
    for x in (80, 640):
        s.path(disc(x, 985, 5), "#16202b")


@picture("hospital-ward", height=675)
def hospital_ward(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 675), s.fade((0, "#bcd9cf"), (1, "#dfe9d6")))
    s.path(box(0, 300, 1200, 6), "#6fa39d")
    s.path(box(0, 306, 1200, 130), "#9cc5bb")
    for x in (90, 410, 730, 1050):
        s.path(box(x - 8, 52, 196, 216), "#ffffff")
        s.path(box(x, 60, 180, 200), s.fade((0, "#8cc4d3"), (1, "#fdf0c8")))
        s.path(ridge(s, 236, 8, x0=x, x1=x + 180, base=260), "#5f9a94")
        s.path(box(x + 88, 60, 4, 200) + box(x, 128, 180, 4), "#ffffff")
        s.path(poly((x, 260), (x + 180, 260), (x + 60, 675), (x - 160, 675)), s.fade((0, "#fffbe6", 0.7), (1, "#fffbe6", 0)))
    s.path(box(0, 430, 1200, 245), s.fade((0, "#a9c4b4"), (1, "#5d8d8b")))
    s.gouges("#eef3e0", 0, 440, 1200, 235, 80, 90, 2.4, 0, 1, 1)
    s.line([(0, 36), (1200, 36)], "#4f7f80", 4)
    for x in (338, 664, 985):
        d = f"M{x} 36H{x + 62}V400Q{x + 52} 410 {x + 42} 400T{x + 22} 400T{x} 400Z"
        s.path(d, "#e9c58f")
        s.path("".join(box(x + 8 + k * 14, 36, 5, 364) for k in range(4)), "#b98a5c", opacity=0.7)
    for x, sc, blanket, skin, hair in ((120, 0.8, "#5b93a0", "#8f5a3c", "#d9d4c8"), (440, 0.8, "#c8705a", "#e8b48e", "#7a4a2b"),
            (760, 0.8, "#5b93a0", "#c98d63", "#1c1512")):
        _bed(s, x, 520, sc, blanket, skin, hair)
    _bed(s, 560, 650, 1.35, "#c8402f", "#c98d63", "#e6dfd0")
    s.line([(536, 640), (536, 330)], "#3f5f66", 5)
    s.line([(516, 336), (556, 336)], "#3f5f66", 4)
    s.path(smooth((546, 340), (566, 340), (564, 390), (556, 398), (548, 390)), "#fdfdf2")
    s.line([(556, 398), (560, 470), (640, 520)], "#fdfdf2", 2, curve=True)
    person(s, 470, 662, 372, "reach", "#2b7480", "#2b7480", "#8f5a3c", "#1c1512", "bun")
    person(s, 1090, 640, 330, "carry", "#fdfdf2", "#22485c", "#e8b48e", "#5b4636", "short", coat=0.16, flip=True)
    s.path(poly((1010, 452), (1054, 446), (1060, 502), (1016, 508)), "#b98a5c")
    s.path(poly((1015, 458), (1050, 453), (1055, 496), (1020, 501)), "#fdfdf2")
    s.spray(box(0, 500, 1200, 175), "#28565c", 0, 1, 0, 0, 0.55)


def _bed(s: Sheet, x: float, y: float, k: float, blanket: str, skin: str, hair: str) -> None:
    with s.group(transform=f"translate({x} {y}) scale({k})"):
        s.path(lens(150, 2, 320, 10), "#28565c", opacity=0.5)
        for px in (6, 290):
            s.line([(px, 0), (px, -130 if px < 50 else -92)], "#f7f7ea", 7)
        s.line([(6, -126), (6, -60)], "#c9d6cc", 7)
        s.path(box(0, -62, 296, 14), "#f7f7ea")
        s.path(smooth((14, -66), (20, -122), (54, -128), (86, -74), (80, -62)), "#fdfdf2")
        s.path(disc(72, -110, 19, 22), skin)
        s.path(smooth((52, -104), (54, -130), (76, -134), (86, -122), (70, -122), (60, -98)), hair)
        quilt = smooth((84, -64), (96, -96), (130, -104), (190, -98), (230, -112), (268, -90), (292, -60), (292, -40), (90, -44))
        s.path(quilt, blanket)
        with s.group(clip=quilt):
            s.spray(quilt, "#1d3c44", 0.6, 1, 0.4, 0.1, 0.8)
        s.path(smooth((80, -66), (92, -100), (128, -106), (120, -60)), "#fdfdf2")
        s.line([(112, -92), (150, -88), (172, -92)], skin, 11)
