"""Every setting, command and kind of log entry is explained in the operator's guide."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from stoppress.publog.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "operators-guide.md").read_text()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_entry_is_explained(kind):
    assert f"`{kind}`" in GUIDE


def test_every_setting_is_explained():
    code = "".join(path.read_text() for path in (ROOT / "stoppress").rglob("*.py"))
    names = set(re.findall(r"""["'](STOPPRESS_[A-Z_]+)["']""", code))
    assert names and not {name for name in names if f"`{name}`" not in GUIDE}


def test_every_command_of_ours_is_explained():
    ours = {name for name, app in get_commands().items() if str(app).startswith("stoppress.")}
    assert ours >= {"run", "press", "seed", "setup", "proofread"}
    assert not {name for name in ours if f"`stoppress {name.replace('_', '-')}" not in GUIDE}
