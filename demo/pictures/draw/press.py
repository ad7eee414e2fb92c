"""The press: turns a sheet into a JPEG with hand-cut edges, ink mottle and paper grain, within a size limit."""

from pathlib import Path

import pyvips
from sheet import Sheet

QUALITY = 82
LIMIT = 300_000
#: (paper grain, softening in pixels): tried in turn until the file fits.
FINISHES = ((1, 0), (0.6, 0), (0.4, 0.5), (0.3, 0.7), (0.2, 0.9), (0.1, 1.1), (0, 1.3), (0, 1.6))


def _edges(image: pyvips.Image, seed: int, reach: float) -> pyvips.Image:
    """Every straight edge wavers a little, as a cut one does."""
    w, h = image.width, image.height
    shift = [pyvips.Image.perlin(w, h, cell_size=26, seed=seed + i).linear(reach, 0) for i in range(2)]
    where = pyvips.Image.xyz(w, h) + shift[0].bandjoin(shift[1]) + 8
    roomy = image.embed(8, 8, w + 16, h + 16, extend="copy")
    return roomy.mapim(where, interpolate=pyvips.Interpolate.new("bilinear"))


def _ink(image: pyvips.Image, seed: int, grain: float) -> pyvips.Image:
    """Mottled ink and a fine paper grain, in brightness only (which JPEG stores cheaply)."""
    w, h = image.width, image.height
    mottle = pyvips.Image.perlin(w, h, cell_size=180, seed=seed + 7) + pyvips.Image.perlin(
        w, h, cell_size=48, seed=seed + 8
    ).linear(0.5, 0)
    noise = pyvips.Image.gaussnoise(w, h, mean=0, sigma=1, seed=seed + 9).gaussblur(0.9)
    return (image + mottle.linear(3.2, 0) + noise.linear(11 * grain, 0)).cast("uchar")


def proof(sheet: Sheet, scale: float = 2) -> pyvips.Image:
    """The bare drawing in pixels."""
    image = pyvips.Image.svgload_buffer(sheet.svg().encode(), scale=scale, unlimited=True)
    return image.flatten(background=[255, 255, 255]).copy_memory()


def print_jpeg(sheet: Sheet, target: Path, clean: bool = False) -> int:
    """Print `sheet` to `target`; the finish is softened until the file fits. Returns its size in bytes."""
    seed = sum(sheet.name.encode()) % 1000
    image = proof(sheet)
    if not clean:
        image = _edges(image, seed, 2.4).copy_memory()
    for grain, soft in ((0, 0),) if clean else FINISHES:
        finished = _ink(image.gaussblur(soft) if soft else image, seed, grain) if not clean else image
        data = finished.jpegsave_buffer(
            Q=QUALITY, interlace=True, optimize_coding=True, trellis_quant=True, keep="none", subsample_mode="on"
        )
        if len(data) <= LIMIT * sheet.w * sheet.h / 960_000:
            break
    target.write_bytes(data)
    return len(data)
