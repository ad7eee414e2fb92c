"""The three wordmarks, as outlines, and the square mark: a lighthouse over the quay."""

from pathlib import Path

from sheet import Sheet, box, disc, lens, poly

FONTS = Path("/usr/share/fonts/truetype/noto")
MARKS = {
    "en": ("The Marenport Courier", "NotoSerifDisplay-Bold.ttf"),
    "es": ("El Correo de Marenport", "NotoSerifDisplay-Bold.ttf"),
    "ar": ("بريد مارنبورت", "NotoNaskhArabic-Bold.ttf"),
}
HEIGHT, MARGIN = 48, 3


def wordmark(name: str, font_file: Path) -> str:
    """`name` shaped with HarfBuzz and drawn as one path, filling a strip 48 units high."""
    import uharfbuzz as hb
    from fontTools.misc.transform import Transform
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTFont

    font, blob = TTFont(font_file), hb.Blob.from_file_path(str(font_file))
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    buffer = hb.Buffer()
    buffer.add_str(name)
    buffer.guess_segment_properties()
    hb.shape(hb.Font(hb.Face(blob)), buffer, {"kern": True, "liga": True})

    def draw(pen: object, matrix: Transform) -> None:
        x = 0
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyphs[order[info.codepoint]].draw(
                TransformPen(pen, matrix.translate(x + at.x_offset, at.y_offset))
            )
            x += at.x_advance

    bounds = BoundsPen(glyphs)
    draw(bounds, Transform())
    left, bottom, right, top = bounds.bounds
    scale = (HEIGHT - 2 * MARGIN) / (top - bottom)
    width = round((right - left) * scale + 2 * MARGIN)
    outline = SVGPathPen(glyphs, ntos=lambda v: f"{v:.2f}".rstrip("0").rstrip("."))
    draw(outline, Transform(scale, 0, 0, -scale, MARGIN - left * scale, MARGIN + top * scale))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
        f'role="img" fill="currentColor"><title>{name}</title><path d="{outline.getCommands()}"/></svg>\n'
    )


def emblem() -> Sheet:
    s = Sheet("logo-square", 512, 512, "#12344d")
    s.path(disc(256, 214, 150), "#e9b44c")
    for side in (-1, 1):
        s.path(poly((256, 140), (256 + side * 300, 60), (256 + side * 300, 196), (256, 152)), "#f7efdc")
    tower = poly((206, 400), (226, 176), (286, 176), (306, 400))
    s.path(box(0, 392, 512, 120), "#12344d")
    s.path(tower, "#f7efdc")
    with s.group(clip=tower):
        s.path(box(180, 216, 160, 40) + box(180, 300, 160, 44), "#c8402f")
        s.path(box(262, 170, 60, 240), "#12344d", opacity=0.22)
    s.path(box(210, 160, 92, 18), "#12344d")
    s.path(box(230, 116, 52, 46), "#fff3c4")
    s.path(box(230, 116, 6, 46) + box(253, 116, 6, 46) + box(276, 116, 6, 46), "#12344d")
    s.path("M218 118Q256 60 294 118Z", "#12344d")
    s.path(box(252, 68, 8, 24), "#12344d")
    s.path(disc(256, 66, 8), "#12344d")
    s.path(poly((96, 392), (416, 392), (416, 424), (96, 424)), "#f7efdc")
    s.path("".join(box(112 + i * 50, 424, 14, 34) for i in range(6)), "#f7efdc")
    s.path("".join(lens(256, 470 + k * 18, 330 - k * 90, 5) for k in range(2)), "#e9b44c")
    return s


def draw_all(demo: Path) -> None:
    import press

    for edition, (name, font) in MARKS.items():
        (demo / edition / "logo.svg").write_text(wordmark(name, FONTS / font), "utf-8")
    icon = str(demo / "pictures" / "app-icon.png")
    press.proof(emblem(), scale=1).pngsave(icon, compression=9, palette=True, Q=100, keep="none")
    print("logos drawn")
