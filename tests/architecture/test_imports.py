"""What an import brings along, and the contracts that keep the floors."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

HEAVY = ("alembic", "holidays", "narwhals", "numpy", "pandas", "rich", "sqlalchemy")


def test_import_is_light() -> None:
    """`import pqr_core` loads no engine, no frame library and no holiday package."""
    script = f"import pqr_core, sys; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


def test_every_wing_has_its_contract(root: Path) -> None:
    """A package with two rooms or more says in pyproject.toml which may import which, and says it of all of them."""
    package = root / "src" / "pqr_core"
    wings = {
        f"pqr_core.{folder.name}"
        for folder in package.iterdir()
        if sum(1 for room in folder.glob("*") if room.suffix == ".py" or (room / "__init__.py").exists()) > 2
    }
    config = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    layered = {
        container
        for contract in config["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers" and contract["exhaustive"]
        for container in contract["containers"]
    }
    assert "pqr_core" in layered
    assert sorted(wings - layered) == []
