"""Draw everything again: `python demo/pictures/draw`, or only the named pictures (`… draw lighthouse tram-depot`).

Needs pyvips; the logos also need fontTools, uharfbuzz and the Noto fonts (Debian: fonts-noto-core).
"""

import importlib
import sys
import tomllib
from pathlib import Path

import press
from catalogue import PICTURES

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent
SCENES = (
    "sea", "offshore", "harbour", "streets", "transport", "civic", "institutions", "plans", "culture", "learning",
    "work", "sport", "land", "portraits", "charts",
)  # fmt: skip


def main(names: list[str]) -> None:
    for module in SCENES:
        importlib.import_module(module)
    total = 0
    for name, entry in PICTURES.items():
        if names and name not in names:
            continue
        size = press.print_jpeg(entry.sheet(), FOLDER / f"{name}.jpg", clean=entry.clean)
        total += size
        print(f"{name:24} {size / 1000:6.0f} KB", flush=True)
    print(f"{total / 1e6:.1f} MB")
    if not names or "logos" in names:
        importlib.import_module("logos").draw_all(FOLDER.parent)
    words = tomllib.loads((FOLDER / "pictures.toml").read_text("utf-8"))
    for name in sorted(set(words) ^ set(PICTURES)):
        print(f"{name}: drawn or described, but not both", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
