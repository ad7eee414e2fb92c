"""The working harbour: cranes, container ships, the old quay and the fish hall."""


from catalogue import picture
from people import person
from props import gull, house, lamp, ridge, rowing_boat, streaks
from sheet import Sheet, arch, box, disc, lens, poly, smooth

BOXES = ("#c8402f", "#2b6f86", "#e0a03a", "#efe3c8", "#5d7f63", "#8c3a3a", "#27475e")


def containers(s: Sheet, x: float, y: float, columns: int, rows: tuple[int, int], w: float, h: float,
        dark: float = 0.45) -> None:
    """Stacks of containers standing on y."""
    for c in range(columns):
        for r in range(s.random.randint(*rows)):
            bx, by = x + c * (w + 1.5), y - (r + 1) * (h + 1)
            s.path(box(bx, by, w, h), s.random.choice(BOXES))
            s.path("".join(box(bx + w * (i + 0.35) / 8, by + h * 0.14, w * 0.035, h * 0.72) for i in range(8)), "#0e1c28",
                opacity=0.28)
            s.path(box(bx, by + h * 0.86, w, h * 0.14), "#0e1c28", opacity=dark)


def gantry(s: Sheet, x: float, y: float, h: float, iron: str, w: float = 6, boom: float = 0.9) -> None:
    """A ship-to-shore crane standing on y, its boom reaching left."""
    span, deck = h * 0.3, y - h * 0.62
    for px in (x, x + span):
        s.line([(px, y), (px, y - h * 0.72)], iron, w * 1.5)
    s.line([(x, y - h * 0.3), (x + span, y - h * 0.3)], iron, w * 1.2)
    s.line([(x, y - h * 0.3), (x + span, deck)], iron, w * 0.6)
    s.line([(x, deck), (x + span, y - h * 0.3)], iron, w * 0.6)
    s.line([(x - h * boom, deck), (x + span * 1.8, deck)], iron, w * 1.7)
    s.line([(x - h * boom, deck + w * 2.6), (x + span * 1.8, deck + w * 2.6)], iron, w * 0.6)
    n = 22
    zig = [(x - h * boom + (h * boom + span * 1.8) * i / n, deck + (w * 2.6 if i % 2 else 0)) for i in range(n + 1)]
    s.line(zig, iron, w * 0.5)
    top = (x + span * 0.5, y - h)
    s.line([(x, y - h * 0.7), top, (x + span, y - h * 0.7)], iron, w * 1.1)
    for reach in (0.45, 0.88):
        s.line([top, (x - h * boom * reach, deck)], iron, w * 0.5)
    s.line([top, (x + span * 1.75, deck)], iron, w * 0.5)
    s.path(box(x + span * 1.05, deck - h * 0.07, span * 0.6, h * 0.07), iron)
    for px in (x, x + span):
        s.path(box(px - h * 0.045, y - h * 0.02, h * 0.09, h * 0.02), iron)


@picture("harbour-cranes", width=800, height=1000)
def harbour_cranes(s: Sheet) -> None:
    s.path(box(0, 0, 800, 1000), s.fade((0, "#27506b"), (0.35, "#7e8f8f"), (0.62, "#f0b872"), (0.8, "#ea7a45")))
    s.halo(230, 640, 330, "#ffe2a0", 0.9)
    s.path(disc(230, 640, 78), "#fff1cb")
    streaks(s, "#fbd79a", 380, 640, 12, 260, 8, opacity=0.8)
    streaks(s, "#1f4259", 40, 260, 9, 340, 11, opacity=0.5)
    hill = ridge(s, 752, 14, base=790)
    s.path(hill, "#a9604f")
    gantry(s, 92, 782, 270, "#8b4d49", 3, 0.5)
    gantry(s, 250, 784, 330, "#6d3f45", 4, 0.55)
    gantry(s, 520, 860, 760, "#12202f", 11, 0.62)
    s.path(box(300, 388, 56, 34), "#12202f")
    for px in (310, 346):
        s.line([(px, 420), (px, 586)], "#12202f", 2.5)
    s.path(box(268, 586, 120, 48), "#c8402f")
    s.path("".join(box(276 + i * 14, 592, 4, 36) for i in range(8)) + box(268, 626, 120, 8), "#7d2219")
    s.path(box(288, 578, 80, 8) + box(690, 330, 70, 60), "#12202f")
    s.path(box(700, 345, 20, 18) + box(728, 345, 20, 18), "#ffd98a")
    s.path(box(0, 782, 800, 90), s.fade((0, "#d9744a"), (1, "#5a3c48")))
    s.glint("#ffe9b5", 230, 786, 90, 210, 34)
    s.gouges("#3c2f40", 0, 786, 800, 80, 90, 90, 3, 0, 2, 1)
    s.path(poly((0, 858), (800, 846), (800, 1000), (0, 1000)), "#12202f")
    containers(s, -20, 944, 5, (1, 3), 104, 44)
    containers(s, 560, 930, 3, (2, 4), 104, 44)
    s.spray(box(0, 760, 800, 240), "#0a131d", 0, 1, 0, 0.2, 0.8)
    s.path(poly((0, 940), (800, 930), (800, 1000), (0, 1000)), "#0a131d")
    s.gouges("#e08a52", 0, 946, 800, 50, 40, 90, 2.4, -1, 2)
    for i, x in enumerate((468, 500)):
        person(s, x, 962 + i * 4, 74, "point" if i else "stand", "#e8a33d", "#16202b", hair="#f3ead8", style="cap")
    for gx, gy, q in ((140, 470, 24), (200, 430, 17), (90, 520, 14)):
        gull(s, gx, gy, q, "#12202f", s.random.uniform(-12, 12), 0.55)


@picture("container-ship", height=675)
def container_ship(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 450), s.fade((0, "#8fb8bd"), (1, "#f7e6c4")))
    streaks(s, "#fdf4df", 40, 320, 14, 330, 12, opacity=0.9)
    streaks(s, "#6d9ea8", 30, 200, 7, 330, 8, opacity=0.6)
    for y, h, c in ((404, 20, "#9fb5a8"), (426, 10, "#6f9496")):
        hill = ridge(s, y, h, base=450)
        s.path(hill, c)
        s.spray(hill, "#4d7880", 0, 1, 0, 0, 0.7)
    s.path(box(0, 446, 1200, 230), s.fade((0, "#4f959c"), (1, "#0f4055")))
    s.gouges("#0d364a", 0, 452, 1200, 224, 260, 130, 4, 0, 2, 1)
    s.gouges("#cfe3d6", 0, 450, 1200, 220, 110, 90, 2.2, 0, 2, 1)
    containers(s, 236, 372, 12, (4, 6), 54, 24)
    containers(s, 962, 372, 2, (2, 3), 54, 24)
    tower = poly((898, 378), (898, 196), (952, 196), (956, 378))
    s.path(tower + box(880, 188, 92, 14), "#fbf3e1")
    with s.group(clip=tower):
        s.spray(tower, "#6b8288", 1, 0, 0.1, 0, 0.8)
    s.path("".join(box(904, 212 + i * 24, 42, 9) for i in range(6)), "#1b3d50")
    s.line([(925, 188), (925, 146)], "#1b3d50", 4)
    s.line([(908, 160), (942, 160)], "#1b3d50", 3)
    s.path(poly((1080, 372), (1084, 318), (1116, 318), (1118, 372)), "#e0a03a")
    s.halo(1110, 296, 60, "#4f5d62", 0.5)
    hull = "M118 348L190 372H1150Q1160 440 1140 520H214Q160 470 118 348Z"
    s.path(hull, "#1d3f58")
    with s.group(clip=hull):
        s.path(box(100, 470, 1100, 60), "#b53a2c")
        s.spray(box(118, 350, 1040, 170), "#0a1c29", 0, 1, 0, 0.1, 0.85)
        s.gouges("#5f8797", 130, 360, 1000, 100, 50, 90, 1.6, 0, 1)
        s.gouges("#0a1c29", 130, 360, 1000, 150, 34, 60, 2, 90, 2, opacity=0.5)
    s.path(box(190, 366, 962, 6), "#fbf3e1")
    s.line([(128, 346), (128, 312)], "#1d3f58", 4)
    s.path(box(196, 420, 14, 20), "#0a1c29")
    s.path(smooth((96, 524), (140, 496), (196, 520), (260, 518), (330, 530), (180, 546)), "#f7fbf2")
    s.gouges("#ffffff", 90, 514, 1120, 20, 70, 100, 3.4, 0, 3)
    # the pilot tug, near
    s.path(lens(440, 612, 420, 18), "#0a2b3b", opacity=0.7)
    s.path("M300 546Q420 572 566 552Q566 596 546 608H330Q304 588 300 546Z", "#b53a2c")
    s.path("M300 546Q420 572 566 552L566 562Q420 582 302 556Z", "#14222d")
    s.path(poly((372, 556), (372, 508), (470, 508), (482, 558)) + poly((388, 508), (392, 470), (452, 470), (458, 508)),
        "#fbf3e1")
    s.path(box(382, 464, 82, 8) + box(398, 480, 18, 16) + box(424, 480, 20, 16) + box(386, 524, 16, 14) + box(416, 524, 16,
        14) + box(446, 524, 16, 14), "#14222d")
    s.spray(poly((440, 470), (458, 470), (482, 558), (440, 558)), "#6b8288", 1, 0, 0, 0)
    s.path(poly((494, 556), (496, 496), (524, 496), (528, 556)), "#e0a03a")
    s.path(box(495, 506, 30, 10), "#14222d")
    s.line([(424, 464), (424, 424)], "#14222d", 3)
    s.path(poly((424, 424), (456, 432), (424, 440)), "#e0a03a")
    s.gouges("#ffffff", 270, 596, 330, 22, 46, 90, 4, 0, 4)
    for gx, gy, q in ((150, 200, 30), (90, 240, 20), (640, 600, 28), (720, 560, 18)):
        gull(s, gx, gy, q, "#ffffff", s.random.uniform(-14, 14), 0.5)


@picture("old-quay-houses")
def old_quay_houses(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 560), s.fade((0, "#86b3bd"), (1, "#fae6bd")))
    streaks(s, "#fff5dd", 40, 260, 12, 280, 12, opacity=0.85)
    walls = ("#c65a3c", "#e3b15c", "#5f8f8a", "#e9d9ba", "#a4483c", "#3f6b7f", "#d98a5c", "#7f9a6a", "#efe0c0")
    gables = ("step", "bell", "point", "flat", "step", "point", "bell", "flat", "step")
    glass = ("#1c3442", "#25465a", "#f6d58e")

    def row() -> None:
        x = -24.0
        for i, (wall, gable) in enumerate(zip(walls, gables, strict=True)):
            w, h = (132, 150, 120, 140, 128, 146, 126, 150, 150)[i], (300, 250, 330, 270, 290, 240, 310, 262, 300)[i]
            house(s, x, 520, w, h, wall, "#3a2b2b", glass, gable=gable, floors=4 if h < 300 else 5)
            x += w + 1

    s.path(poly((700, 300), (700, 130), (730, 40), (760, 130), (760, 300)), "#5a7a80")
    s.path(disc(730, 150, 14), "#fae6bd")
    state = s.random.getstate()
    row()
    s.path(box(0, 518, 1200, 44), "#8b7660")
    s.gouges("#c9b28e", 0, 522, 1200, 34, 70, 50, 3, 0, 1)
    s.path(box(0, 556, 1200, 16), "#3f3630")
    s.path(box(0, 572, 1200, 228), "#1c4a58")
    after = s.random.getstate()
    with s.group(clip=box(0, 572, 1200, 228)):
        s.random.setstate(state)
        with s.group(transform="translate(0 1118) scale(1 -1.05)", opacity=0.5):
            row()
        s.random.setstate(after)
        s.path(box(0, 572, 1200, 228), s.fade((0, "#123844", 0.35), (1, "#0e2f3d", 0.9)))
        s.gouges("#0e2f3d", 0, 576, 1200, 224, 260, 150, 5, 0, 1, 1)
        s.gouges("#f4dba8", 0, 576, 1200, 224, 90, 120, 2.6, 0, 1, 1, opacity=0.85)
    for x in (96, 430, 760, 1090):
        s.path(box(x, 546, 14, 30) + disc(x + 7, 546, 9), "#241f1f")
    lamp(s, 560, 540, 130, "#241f1f", "#ffe0a0")
    person(s, 300, 548, 92, "walk", "#2b4f66", "#241f1f", coat=0.1, style="cap", hair="#241f1f")
    person(s, 866, 546, 88, "stand", "#c8402f", "#243642", skirt=True, style="long")
    person(s, 906, 548, 94, "point", "#e9d9ba", "#3a3330", flip=True)
    rowing_boat(s, 150, 650, 260, "#8f2f26", "#e9d9ba")
    rowing_boat(s, 640, 690, 330, "#1b2f3c", "#d9a85e")
    s.line([(410, 646), (440, 576)], "#f3ead8", 2)
    s.line([(970, 680), (1096, 570)], "#f3ead8", 2)
    s.gouges("#f4dba8", 140, 690, 840, 60, 40, 120, 3, 0, 1)
    gull(s, 210, 130, 36, "#ffffff", 10, 0.5)
    gull(s, 290, 100, 24, "#ffffff", -8, 0.5)


@picture("fish-auction")
def fish_auction(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), "#2d5563")
    for i in range(5):
        x = 40 + i * 245
        s.path(arch(x, 330, 150, 250), "#cfe0d2")
        s.path("".join(box(x + 36 * k, 80, 3, 250) for k in (1, 2, 3)) + box(x, 200, 150, 3) + box(x, 265, 150, 3), "#2d5563")
        s.path(poly((x, 330), (x + 150, 330), (x + 260, 800), (x + 30, 800)), s.fade((0, "#e8eed6", 0.3), (1, "#e8eed6", 0)))
    s.path("".join(box(-10 + i * 245, 0, 22, 420) for i in range(6)) + box(0, 30, 1200, 16), "#183540")
    s.path(box(0, 410, 1200, 390), s.fade((0, "#53777b"), (1, "#1a3a45")))
    s.gouges("#9fc0b8", 0, 420, 1200, 380, 120, 90, 2, 0, 2, 1)
    for x, top, style, pose, h in ((470, "#c8402f", "cap", "stand", 250), (556, "#e9d9ba", "short", "carry", 262),
            (640, "#2b3f52", "bun", "stand", 242),
                                   (730, "#7f9a6a", "cap", "stand", 258), (812, "#e0a03a", "short", "point", 264),
                                       (900, "#3c4f6a", "cap", "stand", 250)):  # fmt: skip
        person(s, x, 500, h, pose, top, "#16262f", s.random.choice(("#e8b48e", "#c98d63", "#8f5a3c")),
            s.random.choice(("#22190f", "#5b4636", "#e6dfd0")), style, coat=0.06, flip=True)
    for row, (y, w, h) in enumerate(((520, 128, 40), (590, 160, 52), (680, 204, 70))):
        for i in range(-1, int(1200 / w) + 1):
            _crate(s, i * w + (row % 2) * 30 + 6, y, w - 12, h)
    person(s, 214, 660, 430, "point", "#e0a03a", "#16262f", "#c98d63", "#16262f", "cap", coat=0.16)
    s.spray(box(0, 560, 1200, 240), "#0c1f28", 0, 1, 0, 0, 0.75)
    s.path(disc(330, 60, 6) + box(328, 0, 4, 60) + poly((290, 96), (312, 60), (348, 60), (370, 96)), "#16262f")
    s.halo(330, 130, 150, "#ffe7a8", 0.7)


def _crate(s: Sheet, x: float, y: float, w: float, h: float) -> None:
    """A box of fish on ice."""
    s.path(poly((x, y), (x + w, y), (x + w * 1.02, y + h), (x - w * 0.02, y + h)), "#e7eee2")
    kind = s.random.choice((("#7f9aa3", "#3f5c68"), ("#d88b6a", "#9c4a38"), ("#a9b7ae", "#5c746f")))
    for k in range(5):
        fx, fy, q = x + w * (0.16 + 0.17 * k), y + h * s.random.uniform(0.34, 0.6), w * 0.17
        with s.group(transform=f"translate({fx:.0f} {fy:.0f}) rotate({s.random.uniform(50, 74):.0f})"):
            s.path(f"M{-q} 0Q0 {-q * 0.62:.1f} {q * 0.7:.1f} 0L{q * 1.15:.1f} {-q * 0.3:.1f}V{q * 0.3:.1f}L{q * 0.7:.1f} 0Q0"
                f" {q * 0.62:.1f} {-q} 0Z", kind[0])
            s.path(f"M{-q} 0Q0 {-q * 0.62:.1f} {q * 0.7:.1f} 0Q0 {-q * 0.1:.1f} {-q} 0Z", kind[1])
            s.path(disc(-q * 0.68, -q * 0.06, q * 0.07), "#f7f7ea")
    s.path(poly((x - w * 0.02, y + h), (x, y + h * 0.55), (x + w, y + h * 0.55), (x + w * 1.02, y + h)), "#2b6f86")
    s.path(box(x + w * 0.38, y + h * 0.68, w * 0.24, h * 0.12), "#12333f")
