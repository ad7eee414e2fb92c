"""The Sound of Aldra: dawn, ferries, storms, cliffs, sails and lights."""

import math

from catalogue import picture
from props import cumulus, gull, ridge, streaks
from sheet import Sheet, arch, box, disc, lens, poly, smooth


@picture("harbour-dawn", height=675)
def harbour_dawn(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 420), s.fade((0, "#2f6f7e"), (0.45, "#8fae9f"), (0.75, "#f2c38a"), (1, "#ef8f5b")))
    s.halo(800, 352, 300, "#ffe6a8", 0.95)
    streaks(s, "#f9d9a0", 120, 300, 9, 300, 7, opacity=0.8)
    streaks(s, "#28606f", 20, 160, 8, 360, 10, opacity=0.45)
    s.path(disc(800, 352, 46), "#fff3cf")
    far = ridge(s, 372, 16, base=420)
    s.path(far, "#b8775f")
    s.spray(far, "#7c4f57", 0, 1, 0, 0)
    near = ridge(s, 408, 5, base=420)
    s.path(near, "#5f4a59")
    town = "M0 420"
    x = 0.0
    while x < 560:
        w, h = s.random.uniform(16, 34), s.random.uniform(16, 52) * (1.35 - abs(x - 250) / 420)
        town += f"L{x:.0f} {420 - h:.0f}L{x + w / 2:.0f} {412 - h - s.random.uniform(0, 12):.0f}L{x + w:.0f} {420 - h:.0f}"
        x += w
    s.path(town + "L580 420Z" + poly((232, 420), (232, 318), (246, 262), (260, 318), (260, 420)) + poly((380, 420), (380, 350),
        (389, 318), (398, 350), (398, 420))
           + box(118, 330, 20, 90) + arch(112, 345, 32, 32), "#2b3343")  # fmt: skip
    s.gouges("#f2b673", 0, 380, 560, 34, 46, 5, 2.2, 90, 0)
    s.path(box(0, 418, 1200, 257), s.fade((0, "#ee9a66"), (0.3, "#b98a7c"), (1, "#173a4a")))
    s.path(poly((940, 424), (985, 410), (1200, 404), (1200, 436), (930, 432)), "#2b3343")
    s.path(poly((962, 412), (967, 352), (983, 352), (988, 412)) + box(964, 340, 22, 9) + arch(967, 340, 16, 16), "#2b3343")
    s.path(box(969, 329, 12, 10), "#fff3cf")
    s.gouges("#173a4a", 0, 430, 1200, 245, 330, 120, 3, 0, 1, 1.0, opacity=0.75)
    s.gouges("#f3bd85", 0, 424, 1200, 190, 150, 90, 2, 0, 1, 0.9, opacity=0.8)
    s.glint("#fff0c4", 800, 424, 240, 210, 80)
    hull = "M214 520Q300 540 452 512Q436 566 420 572H250Q226 562 214 520Z"
    s.path(lens(335, 578, 330, 12) + lens(350, 600, 240, 8), "#10202c", opacity=0.7)
    s.path(hull + poly((262, 526), (262, 470), (322, 470), (330, 526)) + box(256, 462, 74, 9), "#14212e")
    s.path(box(270, 478, 18, 18) + box(296, 478, 18, 18), "#f6c27c")
    s.line([(388, 522), (388, 396)], "#14212e", 6)
    s.line([(388, 402), (446, 514), (388, 470)], "#14212e", 2)
    s.line([(388, 402), (264, 468)], "#14212e", 2)
    s.path(lens(330, 534, 190, 3, -3), "#e46b43")
    s.path("M366 520v-40q0-10 8-10t8 10v40z" + disc(374, 462, 7), "#14212e")
    for gx, gy, q in ((505, 300, 20), (560, 262, 15), (470, 350, 13), (610, 330, 10), (140, 180, 12)):
        gull(s, gx, gy, q, "#14212e", s.random.uniform(-14, 14), 0.6)


@picture("ferry-crossing")
def ferry_crossing(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 420), s.fade((0, "#6fa9b8"), (1, "#f6ead0")))
    cumulus(s, 260, 300, 420, "#fff8e8", "#8fb3bb")
    cumulus(s, 900, 250, 560, "#fff8e8", "#8fb3bb")
    cumulus(s, 620, 345, 260, "#fff8e8", "#8fb3bb")
    for y, h, c, d in ((372, 26, "#7fa3a4", "#5a8188"), (398, 14, "#4f7d84", "#2c5a66")):
        hill = ridge(s, y, h, base=425)
        s.path(hill, c)
        s.spray(hill, d, 0, 1, 0, 0.1)
    s.path(box(0, 420, 1200, 380), s.fade((0, "#3f8b97"), (1, "#0e3f52")))
    s.gouges("#0b3446", 0, 430, 1200, 370, 360, 130, 4, 0, 2, 1)
    s.gouges("#a9d3cd", 0, 424, 1200, 376, 170, 100, 2.2, 0, 2, 1)
    wake = smooth((0, 560), (250, 548), (420, 556), (420, 586), (180, 606), (0, 640))
    s.path(wake, "#dff0e6", opacity=0.5)
    with s.group(clip=wake):
        s.gouges("#ffffff", 0, 540, 420, 100, 60, 120, 4, 1, 4)
    hull = "M330 500H1010L1060 484Q1050 556 1008 582H372Q338 556 330 500Z"
    s.path(hull, "#17324a")
    s.path(poly((338, 535), (1042, 535), (1034, 551), (346, 551)), "#d8452c")
    with s.group(clip=hull):
        s.spray(box(330, 500, 740, 84), "#081824", 0, 1, 0, 0)
    upper = poly((352, 500), (360, 448), (998, 448), (1020, 494), (1012, 500))
    s.path(upper, "#fbf3e1")
    s.path(poly((420, 448), (426, 402), (930, 402), (954, 448)), "#fbf3e1")
    s.path(poly((720, 402), (724, 362), (862, 362), (884, 402)), "#fbf3e1")
    s.path("".join(box(384 + i * 46, 462, 28, 20) for i in range(13)) + "".join(box(444 + i * 40, 416, 24,
        16) for i in range(12)), "#1f4a5e")
    s.path(poly((734, 374), (866, 374), (874, 390), (732, 390)), "#1f4a5e")
    for d in (upper, box(420, 402, 520, 46), box(720, 362, 160, 40)):
        with s.group(clip=d):
            s.spray(d, "#8ea7a8", 0, 0.8, 1, 0.2, 0.65)
    s.path(poly((520, 402), (532, 318), (604, 318), (612, 402)), "#d8452c")
    s.path(poly((527, 352), (608, 352), (610, 372), (524, 372)), "#fbf3e1")
    s.spray(poly((570, 318), (604, 318), (612, 402), (580, 402)), "#6d1c16", 1, 0, 0, 0)
    for i in range(7):
        s.halo(548 - i * 50, 300 - i * 12 + 4 * math.sin(i), 34 + i * 10, "#4d5f68", 0.5 - i * 0.055)
    s.line([(800, 362), (800, 300)], "#17324a", 5)
    s.line([(780, 318), (820, 318)], "#17324a", 4)
    s.path(poly((800, 300), (846, 308), (800, 322)), "#d8452c")
    s.line([(352, 440), (420, 440)], "#17324a", 2)
    s.path("".join(box(x, 438 - (x % 7), 8, 12 + (x % 7)) + disc(x + 4, 434 - (x % 7), 4.5) for x in (366, 382, 398, 962, 978)),
        "#17324a")
    s.path(smooth((1010, 586), (1064, 556), (1130, 574), (1180, 592), (1090, 600)), "#f4faf0")
    s.gouges("#ffffff", 340, 582, 740, 26, 60, 90, 4, 0, 3)
    for gx, gy, q, a in ((250, 196, 52, -12), (150, 300, 30, 8), (1060, 150, 40, 14), (980, 300, 22, -8)):
        gull(s, gx, gy + 3, q, "#2c5a66", a, 0.55)
        gull(s, gx, gy, q, "#ffffff", a, 0.55)


@picture("storm-waves", ground="#22313c")
def storm_waves(s: Sheet) -> None:
    s.path(box(0, 0, 1200, 800), s.fade((0, "#17222c"), (0.45, "#3f5660"), (0.62, "#c9c2a4")))
    for _ in range(7):
        x, y = s.random.uniform(0, 1200), s.random.uniform(20, 260)
        cloud = smooth(*[(x + math.cos(a) * s.random.uniform(200, 340), y + math.sin(a) * s.random.uniform(34, 74)) for a in (0,
            0.8, 1.6, 2.4, 3.1, 3.9, 4.7, 5.5)])
        s.path(cloud, "#1b2832", opacity=0.55)
        with s.group(clip=cloud):
            s.spray(box(x - 340, y - 70, 680, 150), "#7d8f90", 0, 1, 0.2, 0.2, 0.5)
    s.gouges("#dcd8c2", 0, -40, 1200, 640, 150, 90, 1.3, 112, 4, opacity=0.5)
    for y, c, light in ((450, "#41606a", "#7b9793"), (500, "#2f4f5b", "#6d8f8f")):
        swell = ridge(s, y, 26, 3)
        s.path(swell, c)
        with s.group(clip=swell):
            s.gouges(light, 0, y - 50, 1200, 170, 90, 110, 4, -4, 12)
    mole = poly((0, 520), (560, 506), (600, 540), (640, 800), (0, 800))
    tower = poly((430, 512), (446, 246), (514, 246), (530, 512))
    s.path(tower, "#e9e0c8")
    s.path(poly((434, 452), (438, 386), (522, 386), (526, 452)) + poly((442, 330), (445, 270), (515, 270), (518, 330)),
        "#b63a2b")
    with s.group(clip=tower):
        s.spray(box(430, 240, 100, 280), "#14202a", 1, 0, 0.1, 0)
    s.path(box(434, 232, 92, 15) + poly((450, 186), (480, 160), (510, 186)), "#14202a")
    s.path(box(455, 186, 50, 46), "#ffd98a")
    s.path(box(468, 186, 3, 46) + box(489, 186, 3, 46), "#14202a")
    s.halo(480, 208, 190, "#ffd98a", 0.8)
    s.path(poly((505, 204), (1200, 60), (1200, 190), (505, 214)), s.fade((0, "#ffe3a3", 0.75), (1, "#ffe3a3", 0), x1=0, y1=0,
        x2=1, y2=0))
    s.path(mole, "#27333b")
    with s.group(clip=mole):
        s.gouges("#5d6a6a", 0, 516, 640, 200, 70, 60, 4, -2, 4)
    plume = disc(740, 600, 150, 110)
    for angle, reach in ((-150, 190), (-128, 330), (-108, 440), (-92, 400), (-76, 470), (-60, 380), (-42, 330), (-24, 260)):
        c, q = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        for i in range(16):
            t = i / 15
            plume += disc(735 + c * reach * t + s.random.gauss(0, 9), 600 + q * reach * t + 120 * t**3 + s.random.gauss(0, 9),
                66 * (1 - t) ** 0.7 + 6)
    s.path(plume, "#eef1e4")
    with s.group(clip=plume):
        s.spray(box(520, 120, 480, 580), "#4f757c", 0.7, 1, 0.4, 0.25, 0.95)
        for angle in range(-160, -15, 7):
            c, q = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            for _ in range(4):
                r = s.random.uniform(90, 400)
                s.path(lens(735 + c * r, 610 + q * r, s.random.uniform(50, 130), 4, angle), "#8fadac")
    d = ""
    for _ in range(300):
        a, q = s.random.uniform(-2.7, -0.3), s.random.gauss(300, 90)
        d += disc(730 + math.cos(a) * q * 0.95, 560 + math.sin(a) * q * 1.25, s.random.uniform(1, 5.5))
    s.path(d, "#f6f7ea")
    wave = smooth((-40, 640), (120, 600), (300, 640), (470, 690), (640, 640), (800, 560), (940, 548), (1060, 600), (1240, 560),
        (1260, 840), (-40, 840))
    s.path(wave, s.fade((0, "#3c6a72"), (1, "#0c2733")))
    with s.group(clip=wave):
        s.gouges("#9dbcb6", 0, 580, 1200, 220, 160, 150, 6, -6, 14)
        s.gouges("#eef1e4", 540, 560, 640, 90, 70, 110, 5, -10, 16)
    s.line([(-40, 640), (120, 600), (300, 640), (470, 690), (640, 640), (800, 560), (940, 548), (1060, 600), (1240, 560)],
        "#eef1e4", 9, curve=True)
    front = ridge(s, 730, 22, 3)
    s.path(front, "#0a2230")
    with s.group(clip=front):
        s.gouges("#5f8a8d", 0, 700, 1200, 100, 70, 160, 5, 0, 8)


@picture("lighthouse", width=800, height=1000)
def lighthouse(s: Sheet) -> None:
    s.path(box(0, 0, 800, 720), s.fade((0, "#1c2f57"), (0.5, "#6a5a86"), (0.8, "#e08a72"), (1, "#f6c28b")))
    s.dots("#f9e9c9", 0, 0, 800, 300, lambda u, v: 0.05 if s.random.random() < 0.02 else 0, 8)
    for sign in (1, -1):
        beam = poly((520, 262), (520 + sign * 900, 60 if sign > 0 else 150), (520 + sign * 900, 330 if sign > 0 else 420),
            (520, 278))
        s.path(beam, s.fade((0, "#ffe9a8", 0.9), (0.9, "#ffe9a8", 0), x1=0 if sign > 0 else 1, y1=0, x2=1 if sign > 0 else 0,
            y2=0))
    streaks(s, "#f3b58a", 430, 600, 8, 260, 8, opacity=0.8)
    s.path(box(0, 690, 800, 310), s.fade((0, "#d98a78"), (0.25, "#5b5b86"), (1, "#14254a")))
    s.gouges("#14254a", 0, 700, 800, 300, 200, 110, 4, 0, 2, 1)
    s.gouges("#f6c28b", 0, 694, 800, 240, 110, 80, 2.2, 0, 2, 1)
    rock = smooth((240, 860), (300, 790), (380, 762), (430, 716), (560, 700), (640, 730), (700, 790), (790, 820), (860, 900),
        (640, 930), (380, 910))
    s.path(rock, "#1a1f36")
    with s.group(clip=rock):
        s.gouges("#7b5f7d", 260, 700, 560, 210, 90, 60, 6, -34, 22)
        s.gouges("#f0a77c", 260, 700, 320, 130, 34, 44, 4, -34, 20)
    tower = "M452 730Q476 520 480 330H560Q564 520 590 730Z"
    s.path(tower, "#f6ead2")
    with s.group(clip=tower):
        for y, h in ((360, 64), (490, 70), (630, 74)):
            s.path(box(420, y, 200, h), "#c8402f")
        s.spray(box(452, 320, 140, 420), "#1a1f36", 1, 0, 0.1, 0, 0.95)
        s.gouges("#1a1f36", 450, 330, 140, 400, 60, 26, 1.6, 0, 3, opacity=0.6)
    s.path(box(464, 314, 112, 18) + box(470, 296, 100, 4) + "".join(box(470 + i * 16, 296, 3, 20) for i in range(7)), "#1a1f36")
    s.path(box(490, 240, 60, 74), "#fff0b8")
    s.halo(520, 268, 150, "#fff0b8", 0.9)
    s.path(box(490, 240, 4, 74) + box(518, 240, 3, 74) + box(546, 240, 4, 74) + "M480 242Q520 172 560 242Z" + box(517, 180, 6,
        24) + disc(520, 180, 8), "#1a1f36")
    for y in (450, 580):
        s.path(arch(508, y, 22, 36), "#1a1f36")
        s.path(arch(512, y - 3, 14, 28), "#ffd98a")
    s.path(arch(500, 728, 42, 66), "#1a1f36")
    s.path(poly((600, 736), (600, 690), (640, 664), (690, 690), (690, 760)), "#e9d6bb")
    s.path(poly((590, 694), (640, 656), (700, 694)), "#8f2e28")
    s.path(box(640, 706, 18, 20), "#ffd98a")
    s.gouges("#f9e9d6", 230, 850, 600, 70, 70, 90, 5, 0, 6)
    for gx, gy, q in ((180, 420, 30), (250, 360, 20), (120, 500, 18), (680, 500, 22)):
        gull(s, gx, gy, q, "#f9efe0", s.random.uniform(-14, 14), 0.5)
