"""Six by-line portraits, all on the one construction of `faces`."""

from collections.abc import Callable

from catalogue import picture
from faces import CX, CY, Face, backdrop, features, head, shoulders, specs, strands
from sheet import Sheet, box, disc, lens, poly, smooth


def portrait(name: str) -> Callable[[Callable[[Sheet], None]], Callable[[Sheet], None]]:
    return picture(f"portrait-{name}", width=600, height=600)


@portrait("lena-holt")
def lena_holt(s: Sheet) -> None:
    f = Face("#f0c3a0", "#d08f6c", "#8a4a3a", "#b8493f", "#6b2f1c", "#35574a", wide=84, jaw=0.56, smile=5)
    backdrop(s, "#e9b44c", "#f4cf7c", "#c8802f")
    back = smooth((180, 210), (200, 130), (296, 96), (392, 130), (418, 220), (424, 330), (404, 400), (330, 392), (262, 392),
        (186, 402), (168, 320))
    s.path(back, "#6b2f1c")
    strands(s, back, "#3d1810", 300, 120, 130, 290, 40, 86, 10, 90)
    shoulders(s, "#1f5a5c", "#0c2c33")
    head(s, f)
    s.path(poly((230, 424), (262, 398), (300, 470), (340, 396), (372, 424), (306, 600), (296, 600)), "#fbf3e1")
    s.path(poly((222, 424), (262, 398), (296, 600), (230, 600), (196, 470), (226, 476)) + poly((380, 424), (340, 396),
        (304, 600), (372, 600), (408, 470), (378, 476)), "#2b7274")
    features(s, f)
    fringe = smooth((196, 290), (178, 220), (206, 130), (300, 92), (392, 130), (412, 220), (398, 300), (384, 230), (350, 176),
        (300, 160), (262, 200), (222, 220), (206, 250))
    s.path(fringe, "#8f4424")
    strands(s, fringe, "#d98a4e", 190, 100, 140, 150, 26, -52, 18, 90)
    strands(s, fringe, "#4f2114", 300, 100, 120, 170, 30, 56, 14, 90)
    s.path(disc(196, 322, 6) + disc(398, 322, 6), "#f4e3b0")


@portrait("omar-said")
def omar_said(s: Sheet) -> None:
    f = Face("#c68a5e", "#96603f", "#5a3323", "#8a4438", "#2a201c", wide=92, jaw=0.72, smile=3, age=2, nose=1.2)
    backdrop(s, "#2f7f84", "#5fa69d", "#17484f")
    shoulders(s, "#1d2c44", "#0a1220", -6)
    head(s, f)
    s.path(smooth((206, 420), (236, 392), (296, 412), (360, 392), (392, 420), (372, 480), (296, 496), (222, 480)), "#e8dcc0")
    s.gouges("#9c8a6a", 216, 400, 170, 80, 46, 50, 2, 90, 6)
    for m in (-1, 1):
        s.path(poly((296 + m * 92, 424), (296 + m * 150, 444), (296 + m * 130, 540), (296 + m * 20, 600), (296 + m * 76, 490)),
            "#2b3f5e")
    s.path(disc(262, 560, 9) + disc(330, 560, 9), "#e0b050")
    beard = smooth((206, 276), (214, 330), (236, 376), (276, 402), (316, 402), (358, 376), (380, 330), (388, 276), (368, 312),
        (340, 328), (286, 322), (236, 328), (220, 312))
    s.path(beard, "#2f2724")
    s.path(smooth((244, 334), (264, 322), (286, 320), (308, 322), (330, 334), (314, 338), (286, 332), (258, 338)), "#2f2724")
    strands(s, beard, "#cfc6b8", 210, 300, 180, 110, 70, 84, 26, 34)
    features(s, f)
    hair = smooth((202, 252), (196, 190), (224, 130), (296, 112), (370, 130), (396, 190), (392, 254), (380, 210), (350, 176),
        (296, 168), (240, 178), (212, 212))
    s.path(hair, "#2a2422")
    strands(s, hair, "#b9b0a4", 196, 120, 200, 120, 40, 60, 50, 30)


@portrait("marta-quill")
def marta_quill(s: Sheet) -> None:
    f = Face("#f2cbb0", "#d39a80", "#8f5648", "#c2323c", "#8a8078", "#3a5a78", wide=84, jaw=0.58, smile=6, age=1)
    backdrop(s, "#8f3a5c", "#c46a80", "#4f1a38")
    cloud = "".join(disc(CX + dx, CY + dy, r) for dx, dy, r in ((-92, -40, 48), (-96, 20, 40), (96, -40, 50), (102, 24, 42),
        (-70, -104, 52), (0, -132, 58), (70, -108, 54), (-104, 66, 30), (110, 70, 32)))
    s.path(cloud, "#b9b4b4")
    shoulders(s, "#1c1a26", "#08070c", 6)
    head(s, f)
    features(s, f)
    top = "".join(disc(CX + dx, CY + dy, r) for dx, dy, r in ((-84, -62, 30), (-58, -94, 34), (-18, -110, 36), (26, -112, 36),
        (64, -96, 34), (90, -62, 30), (-96, -24, 22), (100, -22, 24)))
    s.path(top, "#dcd8d4")
    for clip, c in ((cloud, "#7d7880"), (top, "#ffffff"), (top, "#8f8a92")):
        with s.group(clip=clip):
            for _ in range(34):
                x, y = s.random.uniform(180, 420), s.random.uniform(90, 340)
                s.path(f"M{x:.0f} {y:.0f}q14 -16 26 0t-6 18", "none", stroke=c, stroke_width=3.4, stroke_linecap="round")
    specs(s, "#c8302f", 31, 2, f, 8)
    s.path(disc(194, 356, 17) + disc(404, 356, 17), "#e8b23a")
    s.path(disc(194, 356, 7) + disc(404, 356, 7), "#8f3a5c")
    scarf = smooth((204, 440), (240, 404), (296, 430), (356, 402), (400, 436), (380, 490), (340, 600), (280, 600), (262, 500),
        (214, 486))
    s.path(scarf, "#2b7f86")
    with s.group(clip=scarf):
        for k in range(9):
            s.path("".join(disc(210 + j * 34 + (k % 2) * 17, 410 + k * 24, 7) for j in range(7)),
                "#f4d06a" if k % 2 else "#f4eadb")
        s.spray(box(200, 400, 210, 200), "#0e3a44", 1, 0.6, 0.1, 0.3, 0.7)


@portrait("jonah-reed")
def jonah_reed(s: Sheet) -> None:
    f = Face("#8a5638", "#5f3622", "#331a12", "#7a3a33", "#17100d", wide=86, jaw=0.7, smile=8, nose=1.2)
    backdrop(s, "#3f7f4f", "#6fa860", "#1f4a34")
    shoulders(s, "#2c3340", "#10141c", -4)
    head(s, f)
    with s.group(clip=smooth((206, 290), (220, 350), (270, 398), (322, 398), (372, 350), (388, 290), (350, 320), (286, 330),
            (236, 320))):
        s.spray(box(196, 290, 200, 110), "#1c0f0b", 0.5, 1, 0.5, 0, 0.7)
    features(s, f)
    hair = "".join(disc(CX + dx, CY + dy, r) for dx, dy, r in ((-66, -92, 30), (-34, -116, 36), (6, -124, 38), (44, -116, 36),
        (72, -92, 30), (-84, -62, 14), (88, -62, 15)))
    s.path(hair, "#17110f")
    with s.group(clip=hair):
        for _ in range(90):
            x, y = s.random.uniform(196, 400), s.random.uniform(100, 210)
            s.path(disc(x, y, 3), "#4a3a32")
    s.path(poly((208, 200), (216, 196), (214, 250), (206, 248)) + poly((378, 196), (388, 200), (390, 250), (382, 252)),
        "#17110f")
    scarf = smooth((196, 452), (222, 404), (262, 396), (300, 414), (344, 394), (382, 404), (410, 450), (384, 500), (296, 516),
        (214, 500))
    tail = poly((330, 490), (410, 480), (436, 600), (342, 600))
    for d, a in ((tail, 0), (scarf, 1)):
        s.path(d, "#c8302a")
        with s.group(clip=d):
            if a:
                s.path("".join(poly((190 + k * 62, 380), (220 + k * 62, 380), (206 + k * 62, 530),
                    (176 + k * 62, 530)) for k in range(5)), "#f7efdf")
            else:
                s.path("".join(poly((320, 500 + k * 44), (440, 488 + k * 44), (440, 508 + k * 44),
                    (320, 520 + k * 44)) for k in range(3)), "#f7efdf")
            s.gouges("#7a1a1c", 190, 390, 260, 210, 60, 26, 1.8, 88, 8)
            s.spray(d, "#3a0a10", 1, 0.7, 0.2, 0.2, 0.6)


@portrait("dr-aino-lehto")
def aino_lehto(s: Sheet) -> None:
    f = Face("#f5d3b8", "#dba183", "#9a5f4c", "#c25a50", "#a9803c", "#2f6a8a", wide=82, jaw=0.56, smile=4)
    backdrop(s, "#2a5f8f", "#6fa6c4", "#143a63")
    s.path(disc(330, 112, 56), "#c9973f")
    strands(s, disc(330, 112, 56), "#8a5f1f", 270, 60, 120, 110, 26, 30, 50, 60)
    back = smooth((196, 260), (196, 170), (240, 118), (300, 104), (364, 120), (398, 176), (398, 270), (380, 320), (212, 320))
    s.path(back, "#b98532")
    d = shoulders(s, "#f3ead8", "#6f8aa0", 4)
    with s.group(clip=d):
        for r, c in ((0, "#234f7a"), (34, "#b8413a"), (68, "#234f7a")):
            for k in range(-11, 12):
                x, y = CX + k * (22 + r * 0.14), 462 + r + 0.0016 * (k * 24) ** 2
                s.path(poly((x - 9, y), (x, y - 11), (x + 9, y), (x, y + 11)), c)
        s.gouges("#a9b7bf", 20, 430, 560, 170, 90, 16, 1.6, 80, 10)
    head(s, f)
    s.path(smooth((218, 420), (240, 396), (296, 420), (354, 396), (380, 420), (352, 448), (296, 460), (244, 448)), "#e6dcc6")
    s.gouges("#8fa0aa", 224, 402, 150, 50, 40, 26, 1.8, 90, 6)
    features(s, f)
    hair = smooth((204, 292), (192, 220), (212, 146), (296, 110), (382, 146), (402, 220), (392, 296), (386, 236), (360, 184),
        (310, 160), (262, 172), (224, 210), (212, 250))
    s.path(hair, "#e3b75a")
    strands(s, hair, "#fbe6a8", 196, 116, 120, 130, 26, -46, 16, 80)
    strands(s, hair, "#a9762a", 300, 116, 110, 160, 34, 50, 16, 80)
    s.line([(212, 280), (206, 320), (214, 360)], "#e3b75a", 6, curve=True)


@portrait("pierre-vance")
def pierre_vance(s: Sheet) -> None:
    f = Face("#eebfa2", "#cc8d70", "#8a4d3c", "#a8554a", "#e6e0d4", "#4a5a5a", wide=92, long=120, jaw=0.74, smile=1, nose=1.3,
        age=3, brow_tilt=-3)
    backdrop(s, "#b5573a", "#d98a5c", "#6f2a22")
    d = shoulders(s, "#6b5a3f", "#2a2118", -2)
    with s.group(clip=d):
        s.path("".join(box(i * 40, 400, 2.5, 220) for i in range(16)) + "".join(box(0, 430 + i * 40, 600,
            2.5) for i in range(5)), "#c9a85f", opacity=0.55)
    head(s, f)
    s.path(poly((226, 420), (262, 396), (296, 440), (336, 396), (372, 420), (320, 560), (276, 560)), "#fbf5e8")
    s.path(poly((214, 420), (240, 404), (286, 600), (206, 600), (176, 470), (214, 478)) + poly((384, 420), (356, 404),
        (312, 600), (392, 600), (424, 470), (384, 478)), "#7f6c4a")
    for m in (-1, 1):
        s.path(smooth((298 + m * 4, 436), (298 + m * 56, 410), (298 + m * 64, 440), (298 + m * 56, 470), (298 + m * 4, 446)),
            "#1f4a63")
        s.path("".join(disc(298 + m * (20 + k * 17), 440 + (k % 2) * 10 - 5, 4.4) for k in range(3)), "#f4d98a")
    s.path(disc(298, 441, 13, 14), "#163548")
    features(s, f)
    s.path(smooth((222, 348), (246, 326), (276, 314), (286, 320), (298, 314), (328, 326), (354, 348), (330, 344), (288, 336),
        (246, 346)), "#f3eee2")
    s.gouges("#b9ae9c", 234, 318, 108, 26, 26, 26, 2, 20, 40)
    for m in (-1, 1):
        ex = CX + m * 92
        tuft = smooth((ex - m * 8, 262), (ex + m * 22, 250), (ex + m * 26, 200), (ex + m * 10, 168), (ex - m * 10, 176),
            (ex - m * 4, 220))
        s.path(tuft, "#f0eadc" if m < 0 else "#cfc6b6")
        strands(s, tuft, "#9c9282", ex - 30, 160, 60, 110, 16, 80, 16, 40)
    s.path(lens(262, 168, 76, 12, -22), "#ffffff", opacity=0.4)
    specs(s, "#2a2320", 27, 14, f, 5)
