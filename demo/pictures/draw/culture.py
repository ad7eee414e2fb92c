"""Culture: the Tidewater Theatre, the orchestra, the museum, the bookshop."""

import math

from catalogue import picture
from people import heads, person
from props import lamp
from sheet import Sheet, box, disc, lens, poly, smooth


@picture("theatre-stage")
def theatre_stage(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), "#180d16")
    s.path(box(180, 60, 840, 520), s.fade((0, "#2a1a3c"), (1, "#5b3560")))
    s.path(disc(760, 230, 92), "#f3d9a0")
    s.halo(760, 230, 210, "#f3d9a0", 0.5)
    for peaks, c, shade in (
        (((180, 430), (300, 340), (470, 470), (640, 400), (800, 300), (930, 420), (1020, 370)), "#8f7fa0", "#43284f"),
        (((180, 500), (330, 450), (520, 540), (700, 500), (860, 430), (960, 500), (1020, 470)), "#e6dfe4", "#7a5f8a"),
    ):
        mound = smooth(*peaks, close=False) + "L1020 560L180 560Z"
        s.path(mound, c)
        with s.group(clip=mound):
            s.spray(box(180, 300, 840, 260), shade, 1, 0.9, 0.3, 0.1, 0.9)
    s.path(poly((180, 540), (1020, 540), (1110, 640), (90, 640)), s.fade((0, "#8f5a3c"), (1, "#5a3424")))
    s.path("".join(poly((180 + k * 84, 540), (184 + k * 84, 540), (96 + k * 102, 640), (90 + k * 102, 640)) for k in range(11)),
        "#3a1f18", opacity=0.7)
    beam = poly((330, -20), (372, -20), (590, 590), (350, 590))
    s.path(beam, s.fade((0, "#fff0c0", 0.75), (1, "#fff0c0", 0.2)))
    with s.group(clip=beam):
        s.dots("#fff6dc", 320, 0, 280, 580, lambda u, v: 0.06 + 0.1 * v, 11, opacity=0.5)
    with s.group(clip=poly((180, 540), (1020, 540), (1110, 640), (90, 640))):
        s.gouges("#f3eef0", 100, 545, 1000, 92, 130, 60, 4, 0, 3)
    s.path(disc(470, 588, 130, 24), "#ffe9b0")
    person(s, 470, 596, 290, "raise", "#f3ead8", "#1c1f2e", "#c98d63", "#1c1512", "long", coat=0.2, sleeves=True)
    s.path(lens(560, 600, 220, 6, 4), "#3a1f18", opacity=0.7)
    person(s, 820, 606, 240, "bend", "#2b6f86", "#1c1f2e", "#8f5a3c", "#e6dfd0", "short", flip=True)
    s.path(box(880, 540, 60, 66) + poly((872, 540), (948, 540), (940, 528), (880, 528)), "#3a1f18")
    for side in (0, 1):
        m = -1 if side else 1
        ox = 1200 if side else 0
        drape = f"M{ox} 0H{ox + m * 330}Q{ox + m * 310} 260 {ox + m * 210} 400Q{ox + m * 190} 560 {ox + m * 200} 650H{ox}Z"
        s.path(drape, "#b52a2a")
        with s.group(clip=drape):
            for k in range(8):
                x = ox + m * (10 + k * 42)
                s.path(f"M{x} 0Q{x - m * k * 2} 300 {ox + m * (8 + k * 26)} 410T{ox + m * (4 + k * 26)} 660"
                    f"L{ox + m * (18 + k * 26)} 660T{ox + m * (20 + k * 26)} 410T{x + m * 22} 0Z", "#6d1520")
            s.spray(box(min(ox, ox + m * 340), 0, 340, 660), "#2a0812", 0 if not side else 1, 1, 1 if not side else 0, 0.2, 0.85)
        s.path(smooth((ox, 380), (ox + m * 120, 412), (ox + m * 216, 390), (ox + m * 220, 410), (ox + m * 120, 436), (ox, 404)),
            "#e8b65a")
    val = "M0 0H1200V70" + "".join(f"q-50 {64} -100 0" for _ in range(12)) + "Z"
    s.path(val, "#8f1f28")
    s.path("M1200 70" + "".join("q-50 64 -100 0" for _ in range(12)), "none", stroke="#e8b65a", stroke_width=7)
    with s.group(clip=val):
        s.spray(box(0, 0, 1200, 110), "#2a0812", 0, 0, 0, 1, 0.9)
    s.path(poly((0, 640), (1200, 640), (1200, 668), (0, 668)), "#e8b65a")
    s.path("".join(disc(60 + i * 98, 654, 9) for i in range(12)), "#fff6dc")
    s.path(box(0, 668, 1200, 132), "#180d16")
    heads(s, 690, 34, ("#2c1826", "#351c2c"), 2.1)
    heads(s, 738, 46, ("#1f111c", "#26141f"), 2.2, -30)
    heads(s, 780, 60, ("#120910",), 2.3, 20)


@picture("orchestra")
def orchestra(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#6b3a24"), (0.5, "#b3703c"), (1, "#4a2719")))
    s.path("".join(poly((x, 0), (x + 64, 0), (x + 60, 330), (x + 4, 330)) for x in range(-10, 1200, 76)), "#8a4f2c")
    for i in range(23):
        h = 190 + 90 * math.cos((i - 11) * 0.28)
        x = 340 + i * 24
        s.path(box(x, 300 - h, 16, h), "#e8c27a")
        s.path(box(x + 10, 300 - h, 6, h), "#8f5f2e")
        s.path(poly((x + 4, 286), (x + 12, 286), (x + 8, 266)), "#4a2719")
    s.halo(620, 330, 420, "#ffdf9a", 0.5)
    tones = ("#1b1a24", "#22202b", "#17161f")
    for row, (y, h, n) in enumerate(((360, 150, 13), (440, 180, 11), (540, 220, 9))):
        s.path(smooth((-40, y + 8), (600, y - 26), (1240, y + 8), (1240, y + 130), (-40, y + 130)),
            ("#7a4a2b", "#6b3f24", "#57321f")[row])
        for i in range(n):
            x = 60 + (1100 / (n - 1)) * i + (row % 2) * 16
            if row == 2 and 480 < x < 800:
                continue
            _player(s, x, y + 30 - 28 * (1 - ((x - 600) / 600) ** 2), h, s.random.choice(tones), i, x > 600)
    s.path(box(0, 660, 1200, 140), s.fade((0, "#57321f"), (1, "#1e100c")))
    s.path(poly((500, 760), (540, 690), (780, 690), (820, 760)), "#2a1712")
    s.path(poly((500, 760), (820, 760), (820, 790), (500, 790)), "#17100e")
    # the conductor, from behind
    for side, hand in ((-1, (470, 268)), (1, (812, 236))):
        s.line([(660 + side * 62, 400), (660 + side * 128, 360), hand], "#101018", 46)
        s.path(disc(hand[0], hand[1], 20), "#c98d63")
        s.path(box(hand[0] - 19, hand[1] + 14, 38, 12), "#f7f2e4", transform=f"rotate({-side * 40} {hand[0]} {hand[1]})")
    s.line([(816, 226), (900, 150)], "#fff6dc", 5)
    coat = smooth((590, 390), (640, 366), (680, 366), (730, 390), (728, 500), (716, 580), (744, 700), (690, 700), (660, 600),
        (630, 700), (576, 700), (604, 580), (592, 500))
    s.path(coat, "#101018")
    with s.group(clip=coat):
        s.spray(box(570, 360, 180, 350), "#8a5f43", 0, 0.3, 0.5, 0.4, 0.6)
    s.path(box(618, 690, 30, 70) + box(672, 690, 30, 70), "#101018")
    s.path(box(640, 334, 40, 44), "#c98d63")
    s.path(smooth((622, 320), (618, 280), (640, 250), (680, 250), (704, 280), (698, 322), (680, 346), (640, 346)), "#d9d4c8")
    s.gouges("#8f8a80", 624, 252, 76, 90, 34, 40, 2, 80, 20)
    s.spray(box(0, 560, 1200, 240), "#120a0a", 0, 1, 0, 0, 0.8)


def _player(s: Sheet, x: float, y: float, h: float, coat: str, i: int, flip: bool) -> None:
    """A seated string player; every third one has a cello."""
    m = -1 if flip else 1
    with s.group(transform=f"translate({x:.0f} {y:.0f}) scale({m} 1)"):
        s.path(smooth((-h * 0.16, h * 0.45), (-h * 0.17, -h * 0.02), (-h * 0.05, -h * 0.12), (h * 0.06, -h * 0.12),
            (h * 0.17, 0), (h * 0.18, h * 0.45)), coat)
        s.path(poly((-h * 0.03, -h * 0.13), (h * 0.05, -h * 0.13), (h * 0.01, h * 0.06)), "#f7f2e4")
        skin, hair = s.random.choice(("#e8b48e", "#c98d63", "#8f5a3c")), s.random.choice(("#1c1512", "#5b3a22", "#c9c2b4"))
        s.path(disc(h * 0.02, -h * 0.23, h * 0.075, h * 0.095), skin)
        s.path(smooth((-h * 0.07, -h * 0.18), (-h * 0.07, -h * 0.3), (h * 0.02, -h * 0.345), (h * 0.1, -h * 0.27),
            (h * 0.0, -h * 0.27), (-h * 0.03, -h * 0.16)), hair)
        if i % 3 == 1:
            s.path(smooth((h * 0.1, h * 0.02), (h * 0.24, h * 0.0), (h * 0.27, h * 0.12), (h * 0.22, h * 0.2),
                (h * 0.3, h * 0.32), (h * 0.18, h * 0.46), (h * 0.04, h * 0.34), (h * 0.11, h * 0.18)), "#c8742f")
            s.line([(h * 0.17, h * 0.2), (h * 0.13, -h * 0.24)], "#2a1712", h * 0.022)
            s.line([(-h * 0.02, h * 0.16), (h * 0.42, h * 0.1)], "#f7e3b4", 2)
            s.line([(-h * 0.12, h * 0.02), (-h * 0.14, h * 0.16), (0, h * 0.16)], coat, h * 0.07)
        else:
            s.path(smooth((h * 0.06, -h * 0.15), (h * 0.15, -h * 0.2), (h * 0.2, -h * 0.15), (h * 0.29, -h * 0.17),
                (h * 0.3, -h * 0.1), (h * 0.2, -h * 0.1), (h * 0.12, -h * 0.07)), "#c8742f")
            s.line([(h * 0.28, -h * 0.14), (h * 0.42, -h * 0.17)], "#2a1712", h * 0.02)
            s.line([(h * 0.06, h * 0.1), (h * 0.34, -h * 0.42)], "#f7e3b4", 2)
            s.line([(h * 0.14, 0), (h * 0.3, h * 0.06), (h * 0.4, -h * 0.14)], coat, h * 0.06)


@picture("museum-ship-model")
def museum_ship_model(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#1f3b40"), (1, "#35565a")))
    s.path(box(820, 90, 300, 220), "#b98a4e")
    s.path(box(836, 106, 268, 188), s.fade((0, "#d9b98a"), (0.55, "#e8d6ae"), (0.56, "#4f7a80"), (1, "#2b4f5a")))
    s.path(smooth((900, 220), (1010, 214), (990, 236), (915, 238)) + poly((950, 216), (950, 140), (986, 206)) + poly((946, 210),
        (946, 156), (916, 208)), "#22333a")
    s.path(poly((420, -20), (480, -20), (760, 560), (140, 560)), s.fade((0, "#fff0c4", 0.55), (1, "#fff0c4", 0.05)))
    s.path(box(0, 650, 1200, 150), s.fade((0, "#7a4f34"), (1, "#2e1e1a")))
    s.gouges("#c08a58", 0, 660, 1200, 140, 60, 110, 2.4, 0, 1, 1)
    s.path(poly((120, 790), (140, 590), (780, 590), (800, 790)), "#3a2420")
    s.path(box(110, 576, 700, 22), "#8f5f3a")
    s.spray(poly((120, 790), (140, 598), (780, 598), (800, 790)), "#0f0a0a", 0, 1, 0, 0, 0.8)
    glass = box(140, 96, 640, 482)
    s.path(glass, "#dfeee2", opacity=0.1)
    hull = "M196 470Q300 512 470 506Q640 502 716 446L700 492Q676 548 620 556H300Q230 540 196 470Z"
    s.path("M330 556L350 576H380L390 556ZM540 556L550 576H580L600 556Z", "#e8b65a")
    s.path(hull, "#8a4a2a")
    with s.group(clip=hull):
        s.path("M180 490Q300 530 470 524Q640 520 730 466V476Q640 534 470 536Q300 540 180 500Z", "#e8c98a")
        s.path(box(180, 536, 540, 30), "#2a1712")
        s.spray(hull, "#1e0f0c", 0.2, 1, 0.3, 0.1, 0.9)
        s.path("".join(box(290 + i * 42, 500 + (6 - abs(i - 4)) * 1.6, 14, 11) for i in range(9)), "#1e0f0c")
    s.path("M196 470L176 440L250 446L262 482ZM716 446L820 400L716 460Z", "#6b3820")
    for mx, h, yards in ((330, 320, 3), (470, 380, 4), (600, 330, 3)):
        s.line([(mx, 500), (mx, 500 - h)], "#3a2015", 6)
        for k in range(yards):
            y, w = 500 - h + 34 + k * (h - 90) / yards, 56 + k * 16
            hh = (h - 90) / yards - 12
            sail = (
                f"M{mx - w * 0.82:.0f} {y:.0f}H{mx + w * 0.82:.0f}Q{mx + w * 1.25:.0f} {y + hh * 0.6:.0f} {mx + w:.0f}"
                f" {y + hh:.0f}Q{mx:.0f} {y + hh * 0.82:.0f} {mx - w:.0f} {y + hh:.0f}Q{mx - w * 0.6:.0f} {y + hh * 0.5:.0f}"
                f" {mx - w * 0.82:.0f} {y:.0f}Z"
            )
            s.path(sail, "#f8ecd0")
            with s.group(clip=sail):
                s.spray(sail, "#9c7a52", 0, 0.7, 0.8, 0.3, 0.75)
            s.line([(mx - w * 0.95, y), (mx + w * 0.95, y)], "#3a2015", 4)
        s.path(poly((mx, 500 - h), (mx - 34, 500 - h + 8), (mx, 500 - h + 16)), "#c8402f")
        for dx in (-70, -50, 50, 70):
            s.line([(mx, 500 - h + 60), (mx + dx, 500)], "#3a2015", 1.2)
    s.path("M640 250L790 408L650 440Z", "#f8ecd0", opacity=0.95)
    s.line([(600, 190), (812, 402)], "#3a2015", 1.6)
    s.line([(330, 190), (190, 446)], "#3a2015", 1.6)
    s.path(glass, "none", stroke="#c9e0d6", stroke_width=5)
    s.path(poly((160, 576), (300, 100), (350, 100), (210, 576)) + poly((240, 576), (380, 100), (394, 100), (254, 576)),
        "#ffffff", opacity=0.16)
    person(s, 930, 790, 330, "point", "#c8402f", "#22303c", "#8f5a3c", "#1c1512", "short", flip=True, sleeves=True)
    person(s, 1060, 800, 480, "stand", "#e0a03a", "#22303c", "#c98d63", "#2a1f1b", "long", coat=0.16, flip=True)
    s.spray(box(820, 300, 380, 500), "#0f1f24", 1, 0.8, 0, 0.3, 0.5)


@picture("bookshop-window")
def bookshop_window(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#23304f"), (1, "#2d3a52")))
    s.path("".join(box((i % 20) * 62 + (i // 20 % 2) * 30 - 30, (i // 20) * 26, 58, 22) for i in range(120)), "#2b3a5c")
    s.path(box(120, 120, 940, 600), "#1d4a44")
    s.path(box(100, 96, 980, 46), "#163832")
    s.path(box(100, 140, 980, 6), "#e0a03a")
    n = 14
    for i in range(n):
        x, w = 130 + i * 920 / n, 920 / n
        s.path(f"M{x:.1f} 146H{x + w:.1f}L{x + w + (i - 6) * 2:.1f} 206a{w / 2:.1f} {w / 2.6:.1f} 0 0 1 {-w:.1f} 0Z",
            "#b53a2c" if i % 2 else "#f3e2bd")
    s.spray(box(120, 146, 940, 80), "#1a1420", 0, 0, 0, 1, 0.6)
    win = box(160, 216, 560, 400)
    s.path(win, s.fade((0, "#ffdf95"), (1, "#e8a14e")))
    s.halo(440, 330, 330, "#fff2c9", 0.7)
    covers = ("#b53a2c", "#22485c", "#5d7f63", "#7a3b52", "#e9dcc0", "#2d2a3c", "#c9772f", "#3f8a8c")
    for y in (300, 384, 468):
        s.path(box(160, y, 560, 9), "#7a4a26")
        x = 168.0
        while x < 700:
            if s.random.random() < 0.12:
                x += 26
                continue
            w, h = s.random.uniform(9, 20), s.random.uniform(44, 68)
            c = s.random.choice(covers)
            tilt = 9 if s.random.random() < 0.08 else 0
            with s.group(transform=f"rotate({tilt} {x:.0f} {y})"):
                s.path(box(x, y - h, w, h), c)
                s.path(box(x, y - h * 0.8, w, 3) + box(x, y - h * 0.2, w, 2), "#f3e2bd", opacity=0.8)
            x += w + 1.5 + tilt
    for i, (x, w, h) in enumerate(((190, 76, 100), (290, 64, 86), (380, 84, 112), (490, 66, 90), (580, 88, 106))):
        c = covers[(i * 3) % 8]
        s.path(poly((x, 610), (x + 6, 610 - h), (x + w, 604 - h), (x + w - 4, 610)), c)
        s.path(poly((x + w, 604 - h), (x + w + 9, 610 - h), (x + w + 5, 610), (x + w - 4, 610)), "#f8ecd0")
        s.path((disc(x + w * 0.5, 610 - h * 0.5, w * 0.22), lens(x + w * 0.5, 610 - h * 0.5, w * 0.7, w * 0.16, -40),
            poly((x + w * 0.2, 610 - h * 0.25), (x + w * 0.5, 610 - h * 0.75), (x + w * 0.8, 610 - h * 0.25)))[i % 3],
            ("#e8b65a", "#f3e2bd", "#e46b43")[i % 3])
        s.path(box(x + w * 0.2, 610 - h * 0.92, w * 0.6, 4), "#f3e2bd")
    s.path(box(150, 206, 580, 10) + box(150, 216, 12, 400) + box(718, 216, 12, 400) + box(437, 216, 6, 400) + box(140, 612, 600,
        20), "#123029")
    s.path(poly((200, 612), (330, 216), (372, 216), (242, 612)), "#ffffff", opacity=0.13)
    s.path(box(790, 240, 190, 480), "#123029")
    s.path(box(812, 262, 146, 270), s.fade((0, "#ffdf95"), (1, "#d9923f")))
    s.path(box(882, 262, 5, 270) + box(812, 390, 146, 5), "#123029")
    s.path(disc(966, 570, 8), "#e0a03a")
    s.path(box(850, 300, 60, 34), "#b53a2c")
    s.path("".join(box(180 + i * 92, 646, 70, 56) for i in range(6)), "#163832")
    s.path(box(0, 716, 1200, 84), s.fade((0, "#6a5f66"), (1, "#26283a")))
    s.path(poly((170, 720), (720, 720), (860, 800), (60, 800)), s.fade((0, "#ffcf7a", 0.65), (1, "#ffcf7a", 0)))
    s.gouges("#1b1f30", 0, 722, 1200, 78, 90, 70, 2.4, 0, 2)
    lamp(s, 1130, 730, 430, "#101522", "#ffe2a0")
    person(s, 590, 776, 390, "stand", "#22303c", "#16202b", "#c98d63", "#1c1512", "short", coat=0.2, flip=True)
    person(s, 742, 782, 350, "stand", "#b53a2c", "#2d2a3c", "#e8b48e", "#7a4a2b", "long", coat=0.2, flip=True)
    s.spray(box(0, 0, 120, 800), "#10162a", 0, 0, 1, 0, 0.7)
