"""People, drawn as cut paper: a pose is joints in fractions of the body's height."""

from collections.abc import Sequence

from sheet import Point, Sheet, disc, lens, poly, smooth

# hip x, hip height, shoulder x, shoulder height, head x, head height, then (knee, foot, knee, foot, elbow, hand, elbow, hand)
POSES: dict[str, tuple[float, ...]] = {
    "stand": (0, .49, 0, .81, .005, .92, -.03, .26, -.05, 0, .04, .26, .06, 0, -.12, .63, -.1, .46, .12, .63, .11, .46),
    "walk": (0, .49, .02, .81, .04, .92, -.05, .27, -.17, .03, .09, .27, .14, 0, -.1, .62, -.15, .47, .13, .64, .2, .5),
    "run": (0, .5, .07, .79, .12, .9, -.02, .3, -.25, .2, .16, .36, .17, .08, -.08, .66, -.17, .58, .2, .64, .3, .72),
    "kick": (0, .5, -.05, .81, -.03, .92, -.06, .26, -.1, 0, .13, .34, .33, .2, -.2, .72, -.33, .76, .1, .68, .22, .62),
    "reach": (0, .49, .04, .8, .07, .91, -.04, .26, -.07, 0, .05, .26, .06, 0, .14, .68, .27, .66, .16, .72, .32, .74),
    "raise": (0, .49, 0, .81, 0, .92, -.04, .26, -.06, 0, .05, .26, .07, 0, -.16, .86, -.14, 1.06, .15, .88, .2, 1.08),
    "point": (0, .49, 0, .81, .01, .92, -.04, .26, -.06, 0, .04, .26, .06, 0, -.11, .63, -.06, .5, .16, .84, .3, .97),
    "carry": (0, .49, 0, .81, .02, .92, -.04, .26, -.08, 0, .05, .26, .08, 0, -.06, .62, .13, .57, .1, .62, .2, .57),
    "bend": (-.08, .48, .16, .67, .27, .71, -.08, .25, -.1, 0, 0, .25, .0, 0, .2, .48, .26, .3, .26, .5, .32, .32),
    "sit": (0, .28, .03, .6, .05, .71, .2, .29, .19, 0, .24, .29, .25, 0, .05, .42, .2, .4, .1, .42, .24, .42),
    "ride": (-.1, .5, .14, .74, .22, .84, .08, .3, .0, .12, .14, .36, .1, .06, .24, .58, .34, .55, .26, .58, .36, .55),
    "jump": (0, .6, .02, .9, .03, 1.01, -.12, .44, -.22, .3, .12, .42, .06, .22, -.16, .98, -.2, 1.14, .18, .96, .26, 1.12),
}  # fmt: skip


def person(
    s: Sheet, x: float, y: float, h: float, pose: str = "stand", top: str = "#b5452f", legs: str = "#22303c",
    skin: str = "#c98d63", hair: str = "#2a1f1b", style: str = "short", coat: float = 0, skirt: bool = False,
    flip: bool = False, shade: str | None = "#16202b", shoes: str = "#16202b", sleeves: bool = True,
    joints: Sequence[float] | None = None,
) -> Point:  # fmt: skip
    """Draw a person standing at (x, y); returns where the front hand is."""
    p = joints or POSES[pose]
    m = -1 if flip else 1

    def at(i: int) -> Point:
        return x + m * p[i] * h, y - p[i + 1] * h

    hip, neck, head, hand = at(0), at(2), at(4), at(20)
    thick = 0.074 * h
    sw = 0.082 * h

    def leg(knee: Point, foot: Point, off: float) -> None:
        s.line([(hip[0] + off, hip[1]), knee, (foot[0], foot[1] - 0.03 * h)], skin if skirt else legs,
            thick * (0.6 if skirt else 1))
        s.path(smooth((foot[0] - 0.03 * h * m, foot[1] - 0.05 * h), (foot[0] + 0.03 * h * m, foot[1] - 0.045 * h),
                      (foot[0] + 0.075 * h * m, foot[1] - 0.008 * h), (foot[0] - 0.03 * h * m, foot[1])), shoes)  # fmt: skip

    def arm(elbow: Point, end: Point, side: float) -> None:
        shoulder = (neck[0] + side, neck[1] + 0.03 * h)
        s.line([shoulder, elbow, end], top if sleeves else skin, thick * (0.78 if sleeves else 0.6))
        if not sleeves:
            s.line([shoulder, ((shoulder[0] + elbow[0]) / 2, (shoulder[1] + elbow[1]) / 2)], top, thick * 0.85)
        s.path(disc(end[0], end[1], 0.028 * h), skin)

    arm(at(14), at(16), -sw * 0.8 * m)
    leg(at(6), at(8), -0.03 * h * m)
    leg(at(10), at(12), 0.03 * h * m)
    s.line([neck, head], skin, 0.055 * h)
    dx, dy = hip[0] - neck[0], hip[1] - neck[1]
    span = (dx * dx + dy * dy) ** 0.5 or 1
    nx, ny = -dy / span, dx / span
    low = 1.1 if skirt or coat else 1.04
    body = smooth(
        (neck[0] + nx * sw * 0.5, neck[1] + ny * sw * 0.5 - 0.03 * h * abs(nx)),
            (neck[0] + nx * sw * 1.12, neck[1] + ny * sw * 1.12 + 0.02 * h),
        (neck[0] + dx * 0.6 + nx * sw * 0.86, neck[1] + dy * 0.6 + ny * sw * 0.86),
            (neck[0] + dx * low + nx * sw * 0.95, neck[1] + dy * low + ny * sw),
        (neck[0] + dx * low - nx * sw * 0.95, neck[1] + dy * low - ny * sw),
            (neck[0] + dx * 0.6 - nx * sw * 0.86, neck[1] + dy * 0.6 - ny * sw * 0.86),
        (neck[0] - nx * sw * 1.12, neck[1] - ny * sw * 1.12 + 0.02 * h),
            (neck[0] - nx * sw * 0.5, neck[1] - ny * sw * 0.5 - 0.03 * h * abs(nx)),
    )  # fmt: skip
    hem = max(coat, 0.2 if skirt else 0)
    if hem:
        fall = poly((hip[0] - sw, hip[1] - 0.03 * h), (hip[0] + sw, hip[1] - 0.03 * h),
                    (hip[0] + sw * 1.45, hip[1] + hem * h), (hip[0] - sw * 1.4, hip[1] + hem * h))  # fmt: skip
        s.path(fall, legs if skirt and not coat else top)
    s.path(body, top)
    if shade:
        with s.group(clip=body):
            s.spray(body, shade, 0, 0.5, 0.8, 0.4, 0.6)
    r = 0.066 * h
    s.path(smooth((head[0] - r * 0.85, head[1] - r * 0.2), (head[0], head[1] - r * 1.15), (head[0] + r * 0.9, head[1] - r * 0.2),
                  (head[0] + r * 0.55 * (1 + 0.2 * m), head[1] + r * 0.8), (head[0] + r * 0.15 * m, head[1] + r * 1.15),
                  (head[0] - r * 0.55, head[1] + r * 0.7)), skin)  # fmt: skip
    _hair(s, head, r, m, hair, style)
    arm(at(18), hand, sw * 0.8 * m)
    return hand


def _hair(s: Sheet, head: Point, r: float, m: int, hair: str, style: str) -> None:
    x, y = head
    cap = smooth((x - r * 1.02 * m, y + r * 0.35), (x - r * 1.05 * m, y - r * 0.6), (x, y - r * 1.32),
                 (x + r * 0.98 * m, y - r * 0.55), (x + r * 0.5 * m, y - r * 0.45), (x - r * 0.25 * m, y - r * 0.3),
                 (x - r * 0.55 * m, y + r * 0.3))  # fmt: skip
    if style == "bald":
        return
    if style == "back":
        s.path(disc(x, y - r * 0.1, r * 1.02, r * 1.15), hair)
        return
    s.path(cap, hair)
    if style == "bun":
        s.path(disc(x - r * 0.9 * m, y - r * 0.9, r * 0.5), hair)
    elif style == "long":
        s.path(smooth((x - r * 1.05 * m, y - r * 0.4), (x - r * 0.3 * m, y - r * 0.2), (x - r * 0.45 * m, y + r * 1.5),
                      (x - r * 1.3 * m, y + r * 1.7)), hair)  # fmt: skip
    elif style == "cap":
        s.path(poly((x - r * 1.05 * m, y - r * 0.35), (x + r * 1.6 * m, y - r * 0.35), (x + r * 0.9 * m, y - r * 0.75))
               + smooth((x - r * 1.05 * m, y - r * 0.35), (x - r * 0.7 * m, y - r * 1.2), (x + r * 0.5 * m, y - r * 1.25),
                        (x + r * m, y - r * 0.35)), hair)  # fmt: skip
    elif style == "scarf":
        s.path(smooth((x - r * 1.1, y - r * 0.2), (x, y - r * 1.4), (x + r * 1.1, y - r * 0.2), (x + r * 1.1, y + r * 1.3),
                      (x, y + r * 1.8), (x - r * 1.1, y + r * 1.3)), hair)  # fmt: skip
        s.path(disc(x + r * 0.2 * m, y, r * 0.66, r * 0.85), "#c98d63")


def heads(s: Sheet, y: float, size: float, colours: Sequence[str], gap: float = 1.9, x0: float = 0, x1: float | None = None,
          wave: float = 0.25) -> None:  # fmt: skip
    """A row of heads and shoulders seen from behind."""
    x, x1 = x0, s.w if x1 is None else x1
    while x < x1 + size:
        c, up = s.random.choice(colours), s.random.uniform(-wave, wave) * size
        r = size * s.random.uniform(0.46, 0.54)
        s.path(smooth((x - size * 0.95, y + size * 2), (x - size * 0.85, y + size * 0.75 + up),
            (x - size * 0.3, y + size * 0.45 + up),
                      (x + size * 0.3, y + size * 0.45 + up), (x + size * 0.85, y + size * 0.75 + up),
                          (x + size * 0.95, y + size * 2))
               + disc(x, y + up, r, r * 1.15), c)  # fmt: skip
        x += size * gap * s.random.uniform(0.85, 1.15)


def umbrella(s: Sheet, hand: Point, size: float, colour: str, pole: str, tilt: float = 0) -> None:
    with s.group(transform=f"translate({hand[0]:.1f} {hand[1]:.1f}) rotate({tilt})"):
        s.line([(0, size * 0.1), (0, -size)], pole, size * 0.03)
        s.path(f"M{-size * 0.75} {-size * 0.62}Q0 {-size * 1.75} {size * 0.75} {-size * 0.62}"
               + "".join(f"q{-size * 0.1875} {-size * 0.16} {-size * 0.375} 0" for _ in range(4)) + "Z", colour)  # fmt: skip
        s.path(lens(-size * 0.12, -size * 0.88, size * 0.6, size * 0.05, -62), "#ffffff", opacity=0.35)
