"""The Sound of Aldra: dawn, ferries, storms, cliffs, sails and lights."""

import math

from catalogue import picture
from props import cumulus, gull, house, ridge, streaks
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
    near = ridge(s, 392, 9, x1=640, base=420)
    s.path(near, "#5f4a59")
    town = "M0 420"
    x = 0.0
    while x < 560:
        w, h = s.random.uniform(16, 34), s.random.uniform(16, 52) * (1.35 - abs(x - 250) / 420)
        town += f"L{x:.0f} {420 - h:.0f}L{x + w / 2:.0f} {412 - h - s.random.uniform(0, 12):.0f}L{x + w:.0f} {420 - h:.0f}"
        x += w
    s.path(town + "L580 420Z" + poly((232, 420), (232, 318), (246, 262), (260, 318), (260, 420)) + poly((380, 420), (380, 350), (389, 318), (398, 350), (398, 420))
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
