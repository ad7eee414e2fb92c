"""Pictures of a press photographer's size for benchmarks, made from the demo's.

Real ones cannot be had here: these are the demo's pictures scaled up to 12 to 24 million pixels, with grain as a
sensor leaves it, so that decoders and encoders have about as much to do as with photographs.
"""

from pathlib import Path

import pyvips

_NAMES = ("harbour-dawn", "football-crowd", "market-stalls", "old-quay-houses", "portrait-lena-holt", "flooded-street")
_MEGAPIXELS = (12, 16, 20, 24, 12, 24)


def photographs(folder: Path) -> list[Path]:
    """Six baseline JPEGs in `folder`, made if they are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_photograph(name, size, folder / f"{name}.jpg") for name, size in zip(_NAMES, _MEGAPIXELS, strict=True)]


def _photograph(name: str, megapixels: int, target: Path) -> Path:
    if not target.exists():
        small = pyvips.Image.new_from_file(f"demo/pictures/{name}.jpg").colourspace("srgb")
        large = small.resize((megapixels * 1e6 / (small.width * small.height)) ** 0.5, kernel="cubic")
        fine = pyvips.Image.gaussnoise(large.width, large.height, sigma=7, mean=0, seed=1)
        coarse = pyvips.Image.gaussnoise(large.width // 3 + 1, large.height // 3 + 1, sigma=6, mean=0, seed=2).resize(3)
        grained = large + fine + coarse.crop(0, 0, large.width, large.height)
        grained.cast("uchar").copy(interpretation="srgb").jpegsave(str(target), Q=92, keep="none")
    return target
