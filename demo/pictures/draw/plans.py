"""On paper: the engineers' section of the harbour tunnel."""

import math

from catalogue import picture
from sheet import Sheet, box, disc, lens, poly, smooth


@picture("tunnel-drawing", ground="#143a5c")
def tunnel_drawing(s: Sheet) -> None:
    ink, pale = "#e9efe2", "#7fa6bd"
    s.spray(box(0, 0, 1200, 800), "#0d2a46", 0.5, 1, 0.5, 0, 0.8)
    s.path("".join(box(x, 0, 0.7, 800) for x in range(0, 1200, 30)) + "".join(box(0, y, 1200, 0.7) for y in range(0, 800, 30)),
        pale, opacity=0.3)
    s.path("".join(box(x, 0, 1.3, 800) for x in range(0, 1200, 150)) + "".join(box(0, y, 1200, 1.3) for y in range(0, 800,
        150)), pale, opacity=0.4)
    bank = [(0, 300), (180, 300), (236, 318), (300, 420), (420, 470), (640, 488), (820, 470), (930, 410), (976, 312),
        (1030, 296), (1200, 296)]
    s.path(smooth(*bank, close=False) + "L1200 800L0 800Z", "#0f3050")
    for k, (dy, step) in enumerate(((70, 9), (150, 7), (220, 12))):
        line = [(x, y + dy + 10 * math.sin(x / 90 + k)) for x, y in bank]
        s.line(line, pale, 1.6, curve=True, stroke_dasharray="10 6")
        for _ in range(90):
            x, y = s.random.uniform(0, 1200), s.random.uniform(360 + dy, 410 + dy + 60)
            s.path(disc(x, y, 1.6) if k == 1 else lens(x, y, step * 2, 1, -30 if k else 0), pale, opacity=0.8)
    s.line(bank, ink, 4, curve=True)
    s.path("".join(lens(640 + s.random.uniform(-350, 320), 338 + i * 9, s.random.uniform(40, 110), 1.5) for i in range(13)),
        pale)
    s.line([(262, 330), (958, 330)], ink, 2)
    bore = [(0, 372), (150, 430), (320, 560), (520, 630), (700, 632), (880, 566), (1050, 430), (1200, 366)]
    for dy, w in ((-44, 5), (44, 5), (-34, 1.6), (34, 1.6)):
        s.line([(x, y + dy) for x, y in bore], ink, w, curve=True)
    s.line(bore, "#f2b84b", 2, curve=True, stroke_dasharray="26 8 4 8")
    for i in range(40):
        t = i / 39 * 7
        k, f = min(int(t), 6), t - min(int(t), 6)
        x, y = (bore[k][0] * (1 - f) + bore[k + 1][0] * f, bore[k][1] * (1 - f) + bore[k + 1][1] * f)
        s.line([(x, y - 42), (x + 3, y - 34)], ink, 2)
        s.line([(x, y + 42), (x - 3, y + 34)], ink, 2)
    for x, y, a, c in ((462, 628, 14, "#f2b84b"), (560, 648, 4, ink), (770, 622, -17, "#e46b43")):
        with s.group(transform=f"translate({x} {y}) rotate({a})"):
            s.path("M-30 10V-4L-18-6L-10-18H12L22-5L30-3V10Z" + disc(-16, 12, 6) + disc(16, 12, 6), c)
    for x, hs in ((20, (70, 96, 60)), (1046, (80, 56, 104))):
        for i, h in enumerate(hs):
            s.path(poly((x + i * 48, 298), (x + i * 48, 298 - h), (x + 22 + i * 48, 276 - h), (x + 44 + i * 48, 298 - h),
                (x + 44 + i * 48, 298)), "none", stroke=ink, stroke_width=2.2)
            s.path("".join(box(x + 8 + i * 48 + c * 16, 312 - h + r * 20, 8, 10) for c in range(2) for r in range(int(h / 26))),
                pale)
    s.path("M510 316H760L780 296Q784 344 760 352H536Q516 344 510 316Z", "none", stroke=ink, stroke_width=2.6)
    s.path("".join(box(560 + i * 30, 296 - j * 19, 28, 17) for i in range(5) for j in range(1 + (i % 2))), "none", stroke=pale,
        stroke_width=1.8)
    s.path(box(726, 258, 26, 56), "none", stroke=ink, stroke_width=2.2)
    # cross-section, inset off to the upper left
    s.path(disc(392, 168, 118), "#123656")
    for r, w in ((118, 5), (104, 1.6), (96, 3)):
        s.path(disc(392, 168, r), "none", stroke=ink, stroke_width=w)
    s.path("".join(lens(392 + 111 * math.cos(a * math.pi / 9), 168 + 111 * math.sin(a * math.pi / 9), 14, 1.6,
        a * 20) for a in range(18)), ink)
    s.line([(302, 206), (482, 206)], ink, 3)
    s.line([(330, 100), (454, 100)], pale, 2)
    for x in (350, 434):
        s.path(f"M{x - 26} 204V184L{x - 18} 162H{x + 18}L{x + 26} 184V204Z", "#f2b84b" if x == 350 else "#e46b43")
        s.path(box(x - 15, 168, 30, 14), "#123656")
    s.line([(450, 270), (500, 420), (520, 586)], pale, 1.6, stroke_dasharray="5 6")
    s.line([(262, 730), (958, 730)], ink, 2)
    for x in (262, 494, 726, 958):
        s.line([(x, 720), (x, 740)], ink, 2)
    s.path(poly((262, 730), (280, 724), (280, 736)) + poly((958, 730), (940, 724), (940, 736)), ink)
