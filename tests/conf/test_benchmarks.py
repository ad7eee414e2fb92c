"""Every benchmark can at least be started: nothing else in the tests would notice that one has lost what it imports."""

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "bench").glob("*.py") if path.stem != "__main__"))
def test_it_can_be_imported(name: str) -> None:
    importlib.import_module(f"bench.{name}")
