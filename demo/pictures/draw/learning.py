"""Learning and looking: the university, the laboratory, the school, the sky."""

import math

from catalogue import picture
from people import person
from props import cumulus, ridge, tree
from sheet import Sheet, arch, box, disc, lens, poly, smooth

SPINES = ("#8f3f2f", "#2b4f5c", "#b9803c", "#4f6b4a", "#6b3548", "#d9c190", "#33415a")


def _shelf(s: Sheet, x: float, y: float, w: float, h: float, rows: int) -> None:
    s.path(box(x, y, w, h), "#3d2218")
    rise = h / rows
    for r in range(rows):
        bx, base = x + 5, y + (r + 1) * rise - 5
        while bx < x + w - 9:
            bw, bh = s.random.uniform(5, 11), rise * s.random.uniform(0.55, 0.84)
            bw = min(bw, x + w - 5 - bx)
            s.path(box(bx, base - bh, bw, bh), s.random.choice(SPINES))
            s.path(box(bx, base - bh * 0.8, bw, 2), "#f0dcae", opacity=0.7)
            bx += bw + 1
        s.path(box(x, base, w, 5), "#6b3f28")


@picture("university-library", width=800, height=1000)
def university_library(s: Sheet) -> None:
    s.path(box(0, 0, 800, 1000), "#5a3424")
    s.path("M0 0H800V130Q400 -110 0 130Z", "#c79a5e")
    s.path("".join(f"M{400 + k * 22} 10Q{400 + k * 60} 30 {400 + k * 92} 150L{406 + k * 92} 150Q{404 + k * 60} 30"
        f" {403 + k * 22} 10Z" for k in range(-4, 5)), "#7a4f30")
    s.path(arch(262, 560, 276, 500), "#3d2218")
    s.path(arch(276, 556, 248, 482), s.fade((0, "#8fc0c4"), (0.7, "#fdf0c4")))
    s.path("".join(box(276 + 248 * k / 4 - 3, 80, 6, 480) for k in (1, 2, 3)) + "".join(box(276, y, 248, 5) for y in (200, 290,
        380, 470)), "#3d2218")
    s.path("M276 200A124 124 0 0 1 524 200L400 200Z", "none", stroke="#3d2218", stroke_width=6)
    s.path(poly((276, 556), (524, 556), (720, 1000), (60, 1000)), s.fade((0, "#fff0c4", 0.6), (1, "#fff0c4", 0)))
    for side in (0, 1):
        for i, (x, w, y) in enumerate(((0, 122, 110), (132, 92, 190))):
            px = 800 - x - w if side else x
            _shelf(s, px, y, w, 640 - y + 60 * (1 - i), 7)
            _shelf_top = box(px - 4, y - 14, w + 8, 14)
            s.path(_shelf_top, "#8f5f3a")
            s.spray(box(px, y, w, 600), "#1c0f0c", 1 if not side else 0, 0.6, 0 if not side else 1, 0.4, 0.7)
    s.line([(112, 740), (168, 210)], "#c79a5e", 6)
    s.line([(152, 740), (196, 210)], "#c79a5e", 6)
    for k in range(10):
        t = k / 10
        s.line([(112 + 56 * t, 740 - 530 * t), (152 + 44 * t, 740 - 530 * t)], "#c79a5e", 4)
    s.path(poly((0, 690), (230, 600), (570, 600), (800, 690), (800, 1000), (0, 1000)), s.fade((0, "#8f5f3a"), (1, "#2a1712")))
    s.path(poly((276, 600), (524, 600), (640, 1000), (160, 1000)), s.fade((0, "#fff0c4", 0.4), (1, "#fff0c4", 0)))
    for y, w, k in ((690, 420, 0.8), (800, 560, 1.1), (940, 760, 1.5)):
        for i, (dx, c, skin, hair) in enumerate(((-0.3, "#b53a2c", "#c98d63", "#1c1512"),
                (0.02, "#22485c", "#8f5a3c", "#2a1f1b"), (0.31, "#d9b060", "#e8b48e", "#6b3f24"))):
            x = 400 + dx * w
            if (i + int(y / 100)) % 3 == 0:
                continue
            s.path(smooth((x - 44 * k, y + 10), (x - 40 * k, y - 34 * k), (x - 14 * k, y - 52 * k), (x + 14 * k, y - 52 * k),
                (x + 40 * k, y - 34 * k), (x + 44 * k, y + 10)), c)
            s.path(disc(x, y - 72 * k, 19 * k, 24 * k), skin)
            s.path(smooth((x - 21 * k, y - 66 * k), (x - 20 * k, y - 94 * k), (x, y - 102 * k), (x + 20 * k, y - 94 * k),
                (x + 21 * k, y - 66 * k), (x + 10 * k, y - 82 * k), (x - 10 * k, y - 82 * k)), hair)
        s.path(poly((400 - w / 2, y - 6), (400 + w / 2, y - 6), (400 + w * 0.54, y + 40 * k), (400 - w * 0.54, y + 40 * k)),
            "#a5683c")
        s.path(poly((400 - w * 0.54, y + 40 * k), (400 + w * 0.54, y + 40 * k), (400 + w * 0.54, y + 54 * k),
            (400 - w * 0.54, y + 54 * k)), "#4a2a1c")
        for dx in (-0.3, 0.02, 0.31):
            x = 400 + dx * w
            s.path(poly((x - 26 * k, y + 20 * k), (x - 20 * k, y + 4), (x, y + 8), (x + 20 * k, y + 4),
                (x + 26 * k, y + 20 * k), (x, y + 25 * k)), "#fdf3d8")
        for dx in (-0.15, 0.17):
            x = 400 + dx * w
            s.path(disc(x, y - 2 * k, 74 * k, 46 * k), s.glow((0, "#ffe9a8", 0.8), (1, "#ffe9a8", 0)))
            s.path(lens(x, y + 16 * k, 46 * k, 8 * k), "#c79a5e")
            s.line([(x, y + 14 * k), (x, y - 26 * k)], "#c79a5e", 4 * k)
            s.path(poly((x - 26 * k, y - 22 * k), (x + 26 * k, y - 22 * k), (x + 18 * k, y - 44 * k), (x - 18 * k, y - 44 * k)),
                "#2f7a56")
            s.path(poly((x - 26 * k, y - 22 * k), (x + 26 * k, y - 22 * k), (x + 24 * k, y - 26 * k), (x - 24 * k, y - 26 * k)),
                "#fff3cf")


@picture("laboratory")
def laboratory(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#2b5f6b"), (1, "#3f7f84")))
    s.path(box(700, 60, 420, 300), "#e9f2e2")
    s.path(box(712, 72, 396, 276), s.fade((0, "#8fc6cf"), (1, "#f9efcb")))
    s.path(ridge(s, 300, 14, x0=712, x1=1108, base=348), "#5f9a94")
    s.path(box(712, 318, 396, 30), "#3f8090")
    s.path(poly((900, 318), (906, 250), (920, 250), (926, 318)), "#f3ead8")
    s.path(box(844, 72, 8, 276) + box(976, 72, 8, 276), "#e9f2e2")
    s.path(box(60, 66, 520, 300), "#10262e")
    s.path(box(74, 80, 492, 272), "#0b1a22")
    s.path("".join(box(74 + k * 49, 80, 1, 272) for k in range(11)), "#2f5a62", opacity=0.7)
    for k, c in enumerate(("#8fd0c0", "#e8c25a", "#5fa0b0", "#e8562f", "#8fd0c0", "#d98a4e", "#5fa0b0", "#b9d08a")):
        loud = 15 if c == "#e8562f" else 4
        wave = [(80 + i * 8, 104 + k * 32 + loud * s.random.gauss(0, 1) * math.exp(-(((i - 40) / 13) ** 2)) + s.random.gauss(0,
            1.4)) for i in range(61)]
        s.line(wave, c, 2.6)
    s.halo(320, 216, 360, "#8fd0c0", 0.3)
    # the researcher
    coat = smooth((560, 680), (560, 500), (610, 430), (690, 400), (780, 420), (826, 500), (840, 680))
    s.path(coat, "#f6f1df")
    with s.group(clip=coat):
        s.spray(coat, "#5f8088", 1, 0.6, 0.3, 0.3, 0.85)
    s.path(poly((660, 408), (690, 396), (720, 410), (694, 480)), "#2b6f86")
    s.path(poly((664, 420), (716, 420), (706, 350), (666, 350)), "#b5764e")
    s.path(smooth((610, 330), (612, 270), (650, 236), (700, 240), (728, 280), (724, 330), (694, 376), (650, 386), (618, 366)),
        "#c98d63")
    s.path(smooth((602, 300), (618, 232), (676, 206), (736, 232), (762, 300), (764, 390), (724, 410), (722, 330), (706, 282),
        (650, 268), (622, 290)), "#22170f")
    s.path(disc(764, 260, 38), "#22170f")
    s.path(disc(620, 316, 21, 19) + disc(668, 320, 21, 19), "none", stroke="#1d2a30", stroke_width=5)
    s.path(disc(622, 318, 5) + disc(664, 321, 5), "#1d2a30")
    s.path(smooth((632, 358), (646, 364), (662, 358), (646, 368)), "#8a3f36")
    # microscope
    s.path(poly((420, 680), (430, 656), (590, 656), (600, 680)), "#1d2a30")
    s.path(smooth((560, 656), (590, 590), (570, 520), (520, 486), (534, 470), (596, 508), (618, 590), (596, 660)), "#1d2a30")
    s.path(poly((458, 450), (496, 430), (556, 560), (520, 578)), "#e9dcc0")
    s.path(poly((520, 578), (556, 560), (562, 590), (540, 600)) + poly((446, 434), (500, 408), (510, 428), (456, 454)),
        "#1d2a30")
    s.path(poly((560, 395), (600, 376), (610, 394), (498, 448), (488, 430)), "#1d2a30")
    s.path(disc(536, 606, 80), s.glow((0, "#c8fff0", 0.8), (1, "#c8fff0", 0)))
    s.path(box(470, 610, 120, 10), "#1d2a30")
    s.path(box(500, 603, 60, 7), "#c8fff0")
    s.path(disc(586, 560, 20), "#c8402f")
    s.line([(810, 500), (760, 620), (610, 590)], "#f6f1df", 54)
    s.line([(640, 596), (600, 584)], "#c98d63", 26)
    # bench with glassware
    s.path(box(0, 676, 1200, 26), "#f3ead8")
    s.path(box(0, 702, 1200, 98), "#1d3f4a")
    s.path("".join(box(30 + i * 200, 720, 170, 70) for i in range(6)), "#16323b")
    for x, w, h, c in ((120, 120, 170, "#e8842f"), (290, 90, 120, "#58b09a"), (960, 130, 190, "#c8402f")):
        d = (
            f"M{x + w * 0.38} {676 - h}V{676 - h * 0.55}L{x} {676 - 8}Q{x} 676 {x + 10} 676H{x + w - 10}Q{x + w} 676 {x + w}"
            f" {668}L{x + w * 0.62} {676 - h * 0.55}V{676 - h}Z"
        )
        s.path(d, "#dff2ea", opacity=0.45)
        with s.group(clip=d):
            s.path(box(x, 676 - h * 0.38, w, h), c)
            s.path(disc(x + w * 0.5, 676 - h * 0.38, w * 0.3, 7), "#fff6dc", opacity=0.6)
            s.path("".join(disc(x + w * s.random.uniform(0.2, 0.8), 676 - h * s.random.uniform(0.04, 0.32),
                s.random.uniform(2, 6)) for _ in range(14)), "#fff6dc", opacity=0.5)
        s.path(d, "none", stroke="#f3faf0", stroke_width=4)
    s.path(box(856, 640, 88, 10) + box(860, 650, 6, 26) + box(934, 650, 6, 26), "#b98a5c")
    for i in range(4):
        s.path(f"M{864 + i * 20} 596V664a6 6 0 0 0 12 0V596Z", ("#c8402f", "#e8c25a", "#58b09a", "#5fa0b0")[i])


@picture("school-yard", height=675)
def school_yard(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 675), s.fade((0, "#7fbecb"), (1, "#fbeecb")))
    cumulus(s, 200, 170, 330, "#fffaea", "#a9cdd0")
    cumulus(s, 980, 130, 300, "#fffaea", "#a9cdd0")
    wall = box(300, 150, 760, 280)
    s.path(poly((280, 154), (340, 90), (1020, 90), (1080, 154)), "#4a5f66")
    s.path(wall, "#c9694a")
    with s.group(clip=wall):
        s.path("".join(box(300 + (i % 24) * 34 - (i // 24 % 2) * 17, 150 + (i // 24) * 14, 31, 11) for i in range(24 * 21)),
            "#a9503a", opacity=0.45)
        s.spray(box(300, 150, 760, 280), "#5a2a28", 1, 0.5, 0.2, 0.3, 0.6)
    s.path(poly((580, 150), (680, 60), (780, 150)), "#c9694a")
    s.path(disc(680, 116, 24), "#fdf3dc")
    s.line([(680, 116), (680, 100)], "#22303c", 3)
    s.line([(680, 116), (691, 120)], "#22303c", 3)
    for i in range(8):
        x = 326 + i * 92
        if i in (3, 4):
            continue
        for y in (176, 296):
            s.path(box(x - 5, y - 5, 66, 92), "#fdf3dc")
            s.path(box(x, y, 56, 82), "#2f5f70")
            s.path(box(x + 26, y, 4, 82) + box(x, y + 38, 56, 4), "#fdf3dc")
            s.path(poly((x, y + 40), (x + 30, y), (x + 44, y), (x, y + 58)), "#9fd0d6", opacity=0.5)
    s.path(box(604, 176, 152, 86), "#2f5f70")
    s.path("".join(box(604 + k * 38, 176, 4, 86) for k in range(1, 4)), "#fdf3dc")
    s.path(arch(634, 430, 92, 140), "#fdf3dc")
    s.path(arch(642, 430, 76, 130), "#22485c")
    s.path(box(0, 428, 1200, 247), s.fade((0, "#d9bf94"), (1, "#a98a6c")))
    s.gouges("#8a6d55", 0, 436, 1200, 239, 110, 70, 2.4, 0, 2, 1)
    s.path(box(0, 380, 300, 50) + box(1060, 380, 140, 50), "#6f8f5a")
    s.path("".join(box(i * 22, 372, 5, 60) for i in range(14)) + "".join(box(1062 + i * 22, 372, 5,
        60) for i in range(7)) + box(0, 386, 300, 4) + box(1060, 386, 140, 4), "#35504a")
    tree(s, 150, 470, 400, "#3f6b3f", "#d9c04f")
    s.gouges("#4f5a3a", 40, 466, 320, 50, 40, 90, 6, 2, 3)
    q = [(700, 660), (724, 630), (748, 600), (772, 570), (796, 540)]
    for i, (x, y) in enumerate(q):
        w = 64 - i * 5
        for dx in ((0,) if i % 2 == 0 else (-w * 0.5, w * 0.5)):
            s.path(poly((x - w / 2 + dx, y), (x + w / 2 + dx, y), (x + w / 2 + dx + 10, y - 26), (x - w / 2 + dx + 10, y - 26)),
                "none", stroke="#fdf6e2", stroke_width=3.4)
    kids = ((340, 600, 178, "run", "#c8402f", "#22485c", "#8f5a3c", "#1c1512", "short", False),
        (470, 560, 150, "run", "#e8a33d", "#2f4f45", "#e8b48e", "#b5763a", "long", False),
            (780, 610, 168, "jump", "#2b7f86", "#7a3b52", "#c98d63", "#1c1512", "bun", False),
                (920, 570, 150, "stand", "#f3ead8", "#c8402f", "#e8b48e", "#6b3f24", "long", True),
            (990, 590, 158, "raise", "#5d7f63", "#22303c", "#5d3927", "#16100d", "short", True),
                (560, 490, 104, "walk", "#7a3b52", "#22303c", "#c98d63", "#1c1512", "short", True),
            (250, 520, 120, "stand", "#2b6f86", "#e8a33d", "#c98d63", "#2a1f1b", "scarf", False))  # fmt: skip
    for x, y, h, p, top, legs, skin, hair, st, fl in kids:
        s.path(lens(x, y + (14 if p == "jump" else 0), h * 0.6, 6), "#5a4538", opacity=0.5)
        person(s, x, y, h, p, top, legs, skin, hair, st, flip=fl, sleeves=fl, skirt=st == "long")
    s.path(disc(1070, 440, 22), "#c8402f")
    s.path("M1049 434Q1070 420 1091 434L1091 444Q1070 430 1049 446Z", "#fdf3dc")
    person(s, 1120, 560, 220, "stand", "#3d4f6a", "#22303c", "#e8b48e", "#c9c2b4", "bun", coat=0.16, flip=True)


@picture("night-sky", height=675)
def night_sky(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 675), s.fade((0, "#070f26"), (0.6, "#173056"), (0.85, "#2f6a78"), (1, "#8fbf9f")))
    with s.group(transform="rotate(-32 760 260)"):
        for w, h, c, o in ((1700, 300, "#4a5f92", 0.5), (1600, 190, "#8a86b0", 0.55), (1500, 100, "#e3cdb9", 0.6)):
            s.halo(760, 260, 10, c, 0)
            d = disc(760, 260, w / 2, h / 2)
            s._sprayed(d, s.glow((0, c, o + 0.25), (0.5, c, o * 0.6), (1, c, 0)), c, 0.5)
        for _ in range(9):
            x = s.random.uniform(250, 1300)
            s.path(smooth((x - 110, 262), (x - 30, 246), (x + 70, 254), (x + 130, 270), (x + 20, 280)), "#101c3d", opacity=0.4)
    for n, lo, hi, c in ((520, 0.5, 1.3, "#cfd8e6"), (150, 1.2, 2.2, "#fdf6e0"), (24, 2.2, 3.4, "#fff2c9")):
        s.path("".join(disc(s.random.uniform(0, 1200), 480 * s.random.random() ** 1.2,
            s.random.uniform(lo, hi)) for _ in range(n)), c)
    for x, y in ((250, 120), (980, 90), (520, 70)):
        s.path(lens(x, y, 34, 2) + lens(x, y, 34, 2, 90), "#fff2c9")
    s.path(lens(330, 210, 210, 1.8, 24), "#fff2c9")
    s.path(box(0, 470, 1200, 60), s.fade((0, "#5f9a98"), (1, "#1d4458")))
    s.gouges("#c9dcc0", 0, 474, 1200, 50, 60, 80, 1.8, 0, 1, 0.7)
    far = ridge(s, 468, 8, x1=520, base=482)
    s.path(far, "#16304a")
    s.path(poly((96, 462), (100, 418), (110, 418), (114, 462)), "#16304a")
    s.halo(105, 414, 44, "#ffe2a0", 0.9)
    s.path(disc(105, 414, 4), "#ffe9b8")
    head = smooth((-60, 700), (-60, 560), (160, 548), (420, 536), (640, 520), (860, 540), (1060, 566), (1260, 580), (1260, 700))
    s.path(head, "#0a1526")
    with s.group(clip=head):
        s.gouges("#2d5a5a", 0, 530, 1200, 140, 130, 26, 3, -80, 16)
    s.path(poly((880, 566), (960, 470), (1050, 572)), "#d9772f")
    s.path(poly((960, 470), (1050, 572), (1090, 562), (1000, 474)), "#8a4424")
    s.path(poly((940, 570), (960, 494), (976, 570)), "#ffe2a0")
    s.halo(960, 540, 110, "#ffcf7a", 0.6)
    for x, y in ((520, 560), (560, 566), (542, 552)):
        s.line([(540, 470), (x, y)], "#060c18", 6)
    s.path(poly((486, 492), (478, 474), (616, 398), (628, 420)), "#060c18")
    s.path(poly((600, 402), (630, 386), (642, 414), (614, 428)), "#22344f")
    s.line([(490, 484), (474, 500)], "#060c18", 9)
    person(s, 440, 574, 170, "bend", "#1b2c4a", "#060c18", "#8a6a5a", "#060c18", "cap", shade=None)
    person(s, 700, 566, 150, "point", "#2b3f63", "#060c18", "#8a6a5a", "#060c18", "long", shade=None, coat=0.1)
    person(s, 744, 568, 100, "stand", "#7a2f2a", "#060c18", "#8a6a5a", "#060c18", "short", shade=None, flip=True)
